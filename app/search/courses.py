"""Courses, lessons and explained words as sources of the index."""

from collections.abc import Callable, Iterator
from urllib.parse import quote

from flask import url_for

from app.accounts.actors import Actor
from app.enrolment.queries import courses_taken_by
from app.indexing.entries import PUBLIC, Entry, scope_of_course
from app.indexing.queries import Found
from app.indexing.sources import Source
from app.library.queries import all_editions
from app.platform.i18n import lazy
from app.search.course_entries import COURSE, LESSON, TERM, entries_of


def _entries(kind: str) -> Callable[[], Iterator[Entry]]:
    def all_of_kind() -> Iterator[Entry]:
        for edition in all_editions():
            yield from (one for one in entries_of(edition.course, edition.published_at) if one.kind == kind)

    return all_of_kind


def _public(_actor: Actor) -> tuple[str, ...]:
    return (PUBLIC,)


def _courses_taken(actor: Actor) -> tuple[str, ...]:
    """A lesson is read by those who take part in its course and have not left it."""
    if actor.user_id is None:
        return ()
    return tuple(scope_of_course(slug) for slug in courses_taken_by(actor.user_id))


def _to_course(found: Found) -> str:
    return url_for("catalogue.show_course", slug=found.course_slug)


def _to_lesson(found: Found) -> str:
    return url_for("learning.show_unit", slug=found.course_slug, unit_key=found.reference.partition("/")[2])


def _to_term(found: Found) -> str:
    anchor = f"term-{quote(found.reference.partition('/')[2])}"
    # The page is asked for in the language in which the word was found.
    page = url_for("catalogue.show_glossary", slug=found.course_slug)
    return f"{page}?in={found.language}#{anchor}"


SOURCES = (
    Source(COURSE, lazy("Courses"), lazy("Course"), _entries(COURSE), _public, _to_course),
    Source(LESSON, lazy("Lessons"), lazy("Lesson"), _entries(LESSON), _courses_taken, _to_lesson),
    Source(TERM, lazy("Words explained"), lazy("Word explained"), _entries(TERM), _public, _to_term),
)
