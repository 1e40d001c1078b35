"""A published course has a category of its own, and the threads about it go along with its text."""

from app.forum.anchor_actions import take_along
from app.forum.category_actions import open_category_of
from app.library.events import CoursePublished


def open_category(event: CoursePublished) -> None:
    """Make the category of a course that is published for the first time."""
    open_category_of(event.slug)


def follow_text(event: CoursePublished) -> None:
    """Look for the paragraphs that threads are about in the new edition."""
    take_along(event.course, event.revision_id)
