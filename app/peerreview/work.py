"""What somebody hands in, or is about to: a text in a language, values of fields, links, files."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work as one version holds it; `values` are those of the assignment's fields, by their key."""

    source: str = ""
    language: str = "en"
    values: Mapping[str, Any] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    file_ids: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nobody has written anything yet."""
        return not (self.source.strip() or any(self.values.values()) or self.links or self.file_ids)

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of all of it: two versions with the same digest are the same work."""
        told = [self.source, self.language, dict(self.values), list(self.links), list(self.file_ids)]
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
