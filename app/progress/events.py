"""What progress announces."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CourseCompleted:
    """A learner has done all that a course requires."""

    enrolment_id: int
    user_id: int
    course_slug: str
    revision_id: int
    completed_at: datetime
    # The language chosen for this course; empty when none was.
    content_language: str
