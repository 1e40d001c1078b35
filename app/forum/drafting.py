"""Where drafts belong, and what becomes of them when two windows save. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.forum.models import LONGEST_POST, LONGEST_TITLE

MOST_KEPT = 4 * LONGEST_POST
"""Characters of a draft's text: it may be too long to send, and is kept all the same."""
TEXTS = ("source", "agreement", "disagreement", "questions")
"""The fields that hold texts: that of a post, and the parts of a summary."""
_SPOT = re.compile(r"(category|fishbowl|thread|post|summary)-([0-9]{1,15})")
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
    # What a fishbowl came to.
    SUMMARY = "summary"


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
    typed: dict[str, Any] = {name: _text(fields[name]) for name in TEXTS if fields.get(name)}
    typed.setdefault("source", "")
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
    return any(str(typed.get(name, "")).strip() for name in (*TEXTS, "title"))


def is_within(kept: Mapping[str, Any], sent: Mapping[str, Any]) -> bool:
    """Whether all texts of a draft are in what was sent."""
    return all(str(kept.get(name, "")).strip() in str(sent.get(name, "")) for name in TEXTS)


def with_texts_of(typed: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    """What one window typed, with the texts that another one saved."""
    both = {name: joined(str(kept.get(name, "")), str(typed.get(name, ""))) for name in TEXTS}
    return {**typed, **{name: text for name, text in both.items() if text}}


def joined(kept: str, typed: str) -> str:
    """Both texts of two windows, one behind the other, unless one holds the other."""
    if kept.strip() in typed:
        return typed
    if typed.strip() in kept:
        return kept
    return f"{typed.rstrip()}\n\n---\n\n{kept}"


def _text(told: object) -> str:
    return str(told).replace("\x00", "").replace("\r\n", "\n")[:MOST_KEPT]
