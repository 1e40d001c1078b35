"""Reads of enrolments."""

from sqlalchemy import select

from app.enrolment.models import Enrolment
from app.platform.database import db


def find_enrolment(user_id: int, course_slug: str) -> Enrolment | None:
    """The enrolment of a person in a course, also when they have left it."""
    return db.session.scalar(
        select(Enrolment).where(Enrolment.user_id == user_id, Enrolment.course_slug == course_slug)
    )


def courses_taken_by(user_id: int) -> list[str]:
    """The slugs of the courses in which somebody takes part and has not left."""
    wanted = select(Enrolment.course_slug).where(Enrolment.user_id == user_id, Enrolment.left_at.is_(None))
    return list(db.session.scalars(wanted.order_by(Enrolment.course_slug)))
