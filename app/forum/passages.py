"""A unit of a course, or a paragraph of a lesson, as somebody asks about it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.content.course import Course, Unit
from app.content.paragraphs import paragraphs_of


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit with its paragraphs, in one language; `number` is that of the paragraph that is meant, 0 for them all."""

    course_slug: str
    unit: Unit
    paragraphs: Sequence[str]
    number: int
    revision_id: int
    # Whether the paragraph that was meant reads otherwise by now.
    has_changed: bool = False

    @property
    def words(self) -> str:
        """The paragraph that is meant; empty for the whole unit."""
        return self.paragraphs[self.number - 1] if self.number else ""

    @property
    def mark(self) -> str:
        """What tells whether the paragraph still reads as it did."""
        return mark_of(self.words) if self.number else ""


def passage_in(course: Course, unit: Unit, revision_id: int, number: int, mark: str = "") -> Passage:
    """What is meant by a number, and by the mark that the paragraph had when somebody chose it."""
    paragraphs = paragraphs_of(unit.html)
    number = number if 0 < number <= len(paragraphs) else 0
    if not mark:
        return Passage(course.slug, unit, paragraphs, number, revision_id)
    same = [position for position, words in enumerate(paragraphs, start=1) if mark_of(words) == mark]
    moved = number if number in same or not same else same[0]
    return Passage(course.slug, unit, paragraphs, moved, revision_id, has_changed=not same)


def mark_of(words: str) -> str:
    """A short digest of a paragraph."""
    return sha256(words.encode()).hexdigest()[:12]
