"""How a pool goes on by itself as time passes. Nothing here commits."""

from sqlalchemy import exists, select

from app.enrolment.models import Enrolment
from app.enrolment.participation import Participation
from app.peerreview.exchange_models import ReviewPlace
from app.peerreview.models import Submission
from app.peerreview.placing import enter_line, hold_task
from app.peerreview.pools import Task
from app.platform.database import db


def steer_pool(task: Task) -> None:
    """Do in one pool whatever is due."""
    hold_task(task)
    enter_all(task)


def enter_all(task: Task) -> None:
    """Give a place to work that was handed in before there were places."""
    keys = (task.assignment.key, *task.assignment.was)
    waiting = (
        select(Submission.id, Enrolment)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .where(
            Submission.course_slug == task.course_slug,
            Submission.unit_key.in_(keys),
            Submission.handed_in_at.is_not(None),
            Submission.withdrawn_at.is_(None),
            ~exists().where(ReviewPlace.submission_id == Submission.id),
        )
        .order_by(Submission.id)
    )
    for submission_id, enrolment in db.session.execute(waiting).all():
        enter_line(_part(enrolment), task.assignment, submission_id)


def _part(enrolment: Enrolment) -> Participation:
    return Participation(
        enrolment_id=enrolment.id,
        user_id=enrolment.user_id,
        course_slug=enrolment.course_slug,
        expectation=enrolment.expectation,
        enrolled_at=enrolment.enrolled_at,
        left_at=enrolment.left_at,
        last_unit_key=enrolment.last_unit_key,
        content_language=enrolment.content_language,
    )
