"""What the library announces."""

from dataclasses import dataclass

from app.content.course import Course


@dataclass(frozen=True, slots=True)
class CoursePublished:
    """A course has a new current revision."""

    slug: str
    revision_id: int
    course: Course
