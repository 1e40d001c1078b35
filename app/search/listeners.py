"""What is published is found at once, as it reads now."""

from app.indexing.actions import drop_of_course, put
from app.library.events import CoursePublished
from app.platform import clock
from app.search.course_entries import KINDS, entries_of


def index_course(event: CoursePublished) -> None:
    """Let the new edition be found in all its languages, and nothing of the one before."""
    drop_of_course(KINDS, event.slug)
    put(entries_of(event.course, clock.now()))
