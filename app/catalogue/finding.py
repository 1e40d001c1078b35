"""Finds courses: words and filters. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.content.course import Course
from app.library.editions import Edition
from app.library.searching import weight_of, words_of

# Effort as people look for it: a name, and the minutes a course lasts from and below.
EFFORTS = {"short": (0, 120), "medium": (120, 360), "long": (360, 1_000_000)}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for; an empty part asks for nothing."""

    words: str = ""
    sdg: str = ""
    agenda: str = ""
    language: str = ""
    level: str = ""
    effort: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything would do."""
        return not (self.words.strip() or self.sdg or self.agenda or self.language or self.level or self.effort)


def find_courses(editions: Sequence[Edition], wish: Wish) -> list[Edition]:
    """The courses that answer a wish, best first; without words, by title."""
    fitting = [edition for edition in editions if _fits(edition.course, wish)]
    words = words_of(wish.words)
    if not words:
        return sorted(fitting, key=lambda edition: edition.course.title.casefold())
    weighed = [(weight_of(edition.search_text, words), edition) for edition in fitting]
    found = [(weight, edition) for weight, edition in weighed if weight]
    return [edition for _w, edition in sorted(found, key=lambda pair: (-pair[0], pair[1].course.title.casefold()))]


def _fits(course: Course, wish: Wish) -> bool:
    if wish.sdg and wish.sdg not in {goal_of(mark) for mark in course.sdgs}:
        return False
    if wish.agenda and wish.agenda not in course.agendas:
        return False
    if wish.language and wish.language not in course.languages:
        return False
    if wish.level and wish.level != course.level:
        return False
    if wish.effort in EFFORTS:
        least, below = EFFORTS[wish.effort]
        return least <= course.minutes < below
    return True


def goal_of(mark: str) -> str:
    """The goal that a mark such as 11.3 belongs to."""
    return mark.partition(".")[0]
