"""Where drafts belong, and what becomes of them when two windows save. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.forum.models import LONGEST_POST, LONGEST_TITLE

MOST_KEPT = 4 * LONGEST_POST
"""Characters of a draft's text: it may be too long to send, and is kept all the same."""
_SPOT = re.compile(r"(category|fishbowl|thread|post)-([0-9]{1,15})")
_LONGEST_OTHER = 100
_LONGEST_NAMES = 600


class SpotKind(StrEnum):
    """Which form of the forum it is."""

    # A new thread in a category.
    CATEGORY = "category"
    # A new fishbowl in a category.
    FISHBOWL = "fishbowl"
    # An answer in a thread.
    THREAD = "thread"
    # Other words for a post.
    POST = "post"


@dataclass(frozen=True, slots=True)
class Spot:
    """One form of the forum."""

    kind: SpotKind
    id: int

    @property
    def key(self) -> str:
        """What stands in forms and tables."""
        return f"{self.kind.value}-{self.id}"


def find_spot(key: str) -> Spot | None:
    """The form of this key; None when it is none."""
    found = _SPOT.fullmatch(key)
    return None if found is None else Spot(SpotKind(found[1]), int(found[2]))


def typed_in(fields: Mapping[str, Any], topics: list[str]) -> dict[str, Any]:
    """What is kept of a form's fields."""
    text = str(fields.get("source", "")).replace("\x00", "").replace("\r\n", "\n")
    typed: dict[str, Any] = {"source": text[:MOST_KEPT]}
    if "title" in fields:
        typed["title"] = str(fields["title"]).replace("\x00", "")[: 2 * LONGEST_TITLE]
    if fields.get("speakers"):
        typed["speakers"] = str(fields["speakers"]).replace("\x00", "")[:_LONGEST_NAMES]
    for name in ("language", "kind", "reply_to", "targets"):
        if fields.get(name):
            typed[name] = str(fields[name]).replace("\x00", "")[:_LONGEST_OTHER]
    if topics:
        typed["topics"] = [topic[:_LONGEST_OTHER] for topic in topics[:20]]
    return typed


def is_worth_keeping(typed: Mapping[str, Any]) -> bool:
    """Whether somebody wrote words; choices alone are soon made again."""
    return bool(str(typed.get("source", "")).strip() or str(typed.get("title", "")).strip())


def joined(kept: str, typed: str) -> str:
    """Both texts of two windows, one behind the other, unless one holds the other."""
    if kept.strip() in typed:
        return typed
    if typed.strip() in kept:
        return kept
    return f"{typed.rstrip()}\n\n---\n\n{kept}"
