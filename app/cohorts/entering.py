"""The door of a course: open to all, or to those who have a seat."""

from app.cohorts.policy import SeatHeld, may_enrol
from app.cohorts.queries import seat_held
from app.content.calls import EnrolmentRule
from app.content.course import Course
from app.enrolment.participation import Participation
from app.platform.verdicts import Verdict


def way_into(course: Course, user_id: int | None, part: Participation | None) -> Verdict:
    """Whether somebody may enrol; asks the database only where learners are chosen."""
    if course.enrolment is EnrolmentRule.OPEN or user_id is None:
        seat = SeatHeld.NEVER
    else:
        seat = seat_held(user_id, course.slug)
    return may_enrol(course.enrolment, seat, was_enrolled=part is not None)
