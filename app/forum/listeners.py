"""A published course has a category of its own."""

from app.forum.category_actions import open_category_of
from app.library.events import CoursePublished


def open_category(event: CoursePublished) -> None:
    """Make the category of a course that is published for the first time."""
    open_category_of(event.slug)
