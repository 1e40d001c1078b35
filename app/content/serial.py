"""Courses as JSON and back, as the library keeps them."""

from functools import cache

from pydantic import TypeAdapter

from app.content.course import Course


def to_json(course: Course) -> str:
    """Write a course as JSON; equal courses give equal text."""
    return _adapter().dump_json(course).decode()


def from_json(text: str) -> Course:
    """Read a course that `to_json` wrote; raises pydantic's ValidationError for anything else."""
    return _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[Course]:
    """What knows the shape of a course; made once, since making it takes a while."""
    return TypeAdapter(Course)
