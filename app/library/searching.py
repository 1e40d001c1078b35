"""Search over courses: every word must begin a word of the course; titles weigh most. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.content.course import Course
from app.platform.folding import fold

_WORD = re.compile(r"[\w']+")
_MOST_WORDS = 12
_TITLE, _SUMMARY, _TEXT = 8, 3, 1


def words_of(question: str) -> tuple[str, ...]:
    """The words somebody searches for."""
    return tuple(dict.fromkeys(_WORD.findall(fold(question))))[:_MOST_WORDS]


@dataclass(frozen=True, slots=True)
class SearchText:
    """A course's words by weight, each text with a space before every word."""

    title: str
    summary: str
    text: str


def search_text_of(course: Course) -> SearchText:
    """The words of a course, in all its languages."""
    tongues = (course, *course.variants)
    summaries = ((one.summary, *one.outcomes, *(module.title for module in one.modules)) for one in tongues)
    lessons = (f"{unit.title} {unit.summary} {getattr(unit, 'plain', '')}" for one in tongues for unit in one.units())
    return SearchText(
        title=_spaced(one.title for one in tongues),
        summary=_spaced(text for texts in summaries for text in texts),
        text=_spaced(lessons),
    )


def _spaced(texts: Iterable[str]) -> str:
    return " " + " ".join(_WORD.findall(fold(" ".join(texts))))


def weight_of(found: SearchText, words: Iterable[str]) -> int:
    """How well a course answers the words; 0 when one of them does not begin any of its words."""
    total = 0
    for word in words:
        start = " " + word
        weight = _TITLE * (start in found.title) + _SUMMARY * (start in found.summary) + _TEXT * (start in found.text)
        if weight == 0:
            return 0
        total += weight
    return total
