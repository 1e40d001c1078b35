"""What enrolment announces."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CourseLeft:
    """Somebody takes part in a course no longer."""

    user_id: int
    course_slug: str
