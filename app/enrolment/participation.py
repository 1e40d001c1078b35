"""A person's part in a course, as a value that rules and pages may hold."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Participation:
    """An enrolment as it was read; `left_at` is None while the person takes part."""

    enrolment_id: int
    user_id: int
    course_slug: str
    expectation: str
    enrolled_at: datetime
    left_at: datetime | None
    last_unit_key: str | None
    # The language chosen for this course; empty when none was.
    content_language: str = ""

    @property
    def is_active(self) -> bool:
        """Whether the person takes part now."""
        return self.left_at is None
