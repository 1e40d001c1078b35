"""The order of what was found: words in titles, words that come often, what is newer, one's own language. Pure.

All that is ranked holds every word asked for, so how rare a word is on the whole site changes nothing, and the same
few lines rank on both databases.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from app.indexing.asking import Question
from app.indexing.words import base_of

_TITLE = 3.0
_ALL_IN_TITLE = 2.0
# A text of so many signs in stems is of middling length.
_MIDDLING = 600
# What is new counts so much more than what is old, and half of it is gone after so many days.
_NEW, _HALF_OF_IT = 0.35, 240
_OTHER_LANGUAGE = 0.55


class Rankable(Protocol):
    """What ranking looks at."""

    @property
    def kind(self) -> str:
        """What it is."""

    @property
    def reference(self) -> str:
        """Which one it is, whatever its language."""

    @property
    def language(self) -> str:
        """The language of this one."""

    @property
    def at(self) -> datetime:
        """When it was written or published."""

    @property
    def title_words(self) -> str:
        """The stems of its title."""

    @property
    def words(self) -> str:
        """The first stems of its text."""


Ranked = TypeVar("Ranked", bound=Rankable)


def ranked(candidates: Iterable[Ranked], question: Question, languages: Sequence[str], now: datetime) -> list[Ranked]:
    """The best first. What is there in several languages comes once, in the one its reader understands best."""
    order = {base_of(code): place for place, code in reversed(list(enumerate(languages)))}
    weigh = _Scale(question, order, now)
    strange = len(order)
    best: dict[tuple[str, str], tuple[int, float, Ranked]] = {}
    for one in candidates:
        weight = weigh.weight_of(one)
        foreign = order.get(base_of(one.language), strange)
        kept = best.get((one.kind, one.reference))
        if kept is None or (foreign, -weight) < (kept[0], -kept[1]):
            best[one.kind, one.reference] = (foreign, weight, one)
    return [one for _foreign, _weight, one in sorted(best.values(), key=_by_weight)]


def _by_weight(kept: tuple[int, float, Rankable]) -> tuple[float, float, str]:
    # Equals stand in one order on every page: the newer first.
    return (-kept[1], -kept[2].at.timestamp(), kept[2].reference)


class _Scale:
    """Weighs what was found for one question and one reader."""

    def __init__(self, question: Question, languages: Iterable[str] | dict[str, int], now: datetime) -> None:
        self._wanted = [
            (tuple(f" {form} " for form in one.forms), f" {one.beginning}" if one.beginning else "")
            for one in question.words
        ]
        self._languages = frozenset(languages)
        self._now = now

    def weight_of(self, one: Rankable) -> float:
        """How well it answers."""
        title, text = f" {one.title_words} ", f" {one.words} "
        # A word that comes often counts more, and less each time; in a long text it comes by itself.
        usual = 0.5 + len(text) / _MIDDLING
        total = 0.0
        in_title = 0
        for forms, beginning in self._wanted:
            times = 0
            here = False
            for form in forms:
                times += text.count(form)
                here = here or form in title
            if beginning and not times and not here:
                times, here = text.count(beginning), beginning in title
            in_title += here
            total += times / (times + usual)
        if in_title:
            total += _TITLE * in_title / len(self._wanted)
            if in_title == len(self._wanted):
                # A title that says this and little else is what they meant.
                total += _ALL_IN_TITLE * in_title / max(in_title, len(one.title_words.split()))
        days: float = max(0.0, (self._now - one.at).total_seconds() / 86_400)
        total *= 1 + _NEW * math.exp2(-days / _HALF_OF_IT)
        is_own = base_of(one.language) in self._languages
        return total if is_own else total * _OTHER_LANGUAGE
