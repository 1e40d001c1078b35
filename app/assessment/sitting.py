"""An attempt as it was read: a value that rules and pages may hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sitting:
    """One attempt; `submitted_at` is None while it is open, `draft` holds the answers kept so far."""

    attempt_id: int
    unit_key: str
    revision_id: int
    number: int
    seed: int
    submitted_at: datetime | None
    draft: Mapping[str, Sequence[str]]
