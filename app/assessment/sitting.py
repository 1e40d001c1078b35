"""An attempt as it was read: a value that rules and pages may hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sitting:
    """One attempt; while it is open `submitted_at` is None and `draft` holds the answers kept so far."""

    attempt_id: int
    unit_key: str
    revision_id: int
    number: int
    seed: int
    submitted_at: datetime | None
    draft: Mapping[str, Sequence[str]]
    percent: int | None = None
    has_passed: bool | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered to a question of an attempt handed in, and what it earned that day."""

    answer: tuple[str, ...]
    points: float
    most_points: int
