"""What a published course puts into the index: itself, its lessons and assignments, and the words it explains. Pure.

Anybody finds a course by all its words, as in the catalogue, and is shown those of its public page. A lesson is found
by itself, with an extract, only by those who take part. What is not translated is found in the original's language.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape

from app.content.course import Assignment, Course, Lesson
from app.indexing.entries import PUBLIC, Entry, scope_of_course

COURSE, LESSON, TERM = "course", "lesson", "term"
KINDS = (COURSE, LESSON, TERM)
_TAG = re.compile(r"<[^>]*>")
# After these a reader sees a new line, so their texts are not one word.
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|div|section|tr|td|th|dt|dd|blockquote|br|figcaption)\b[^>]*>")


def entries_of(course: Course, published_at: datetime) -> Iterator[Entry]:
    """Everything of a course that can be found, in all its languages."""
    for one in (course, *course.variants):
        yield _course(one, published_at)
        yield from _lessons(one, published_at)
        yield from _terms(one, published_at)


def _course(course: Course, published_at: datetime) -> Entry:
    shown = (course.summary, *course.outcomes, *course.audience, text_of(course.html))
    hidden = (
        *(module.title for module in course.modules),
        *course.partners,
        *(_of_unit(one) for one in course.units()),
    )
    return Entry(
        kind=COURSE,
        reference=course.slug,
        language=course.language,
        title=course.title,
        text="\n".join(filter(None, shown)),
        unshown="\n".join(filter(None, hidden)),
        at=published_at,
        scope=PUBLIC,
        course_slug=course.slug,
    )


def _of_unit(unit: object) -> str:
    return " ".join(str(getattr(unit, name, "")) for name in ("title", "summary", "plain"))


def _lessons(course: Course, published_at: datetime) -> Iterator[Entry]:
    for unit in course.units():
        if isinstance(unit, Lesson | Assignment) and unit.language == course.language:
            yield Entry(
                kind=LESSON,
                reference=f"{course.slug}/{unit.key}",
                language=course.language,
                title=unit.title,
                text="\n".join(filter(None, (unit.summary, unit.plain))),
                context=course.title,
                at=published_at,
                scope=scope_of_course(course.slug),
                course_slug=course.slug,
            )


def _terms(course: Course, published_at: datetime) -> Iterator[Entry]:
    for term in course.glossary:
        if term.language == course.language:
            yield Entry(
                kind=TERM,
                reference=f"{course.slug}/{term.key}",
                language=course.language,
                title=term.name,
                text=text_of(term.definition_html),
                unshown=" ".join(term.forms),
                context=course.title,
                at=published_at,
                scope=PUBLIC,
                course_slug=course.slug,
            )


def text_of(html: str) -> str:
    """The words of HTML that was made safe."""
    return " ".join(unescape(_TAG.sub("", _BLOCK.sub(" ", html))).split())
