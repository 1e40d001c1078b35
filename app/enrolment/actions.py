"""Enrolling, leaving, coming back."""

from datetime import datetime

from sqlalchemy import bindparam, update

from app.enrolment.events import CourseLeft
from app.enrolment.models import Enrolment
from app.enrolment.queries import find_enrolment
from app.platform import clock
from app.platform.database import db, table_of, write_values
from app.platform.events import announce

_NOTE_PLACE = update(table_of(Enrolment)).where(table_of(Enrolment).c.id == bindparam("enrolment"))


def enrol(user_id: int, course_slug: str, expectation: str) -> Enrolment:
    """Take part in a course. Whoever comes back finds everything as they left it.

    An empty expectation keeps the one told before.
    """
    now = clock.now()
    enrolment = find_enrolment(user_id, course_slug)
    if enrolment is None:
        enrolment = Enrolment(user_id=user_id, course_slug=course_slug, enrolled_at=now, last_seen_at=now)
        db.session.add(enrolment)
    enrolment.left_at = None
    enrolment.expectation = expectation or enrolment.expectation or ""
    db.session.flush()
    return enrolment


def leave(user_id: int, course_slug: str) -> None:
    """Stop taking part. Progress, answers and certificate stay for the day they come back."""
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.user_id == user_id, Enrolment.course_slug == course_slug, Enrolment.left_at.is_(None))
        .values(left_at=clock.now())
    )
    announce(CourseLeft(user_id, course_slug))


def note_place(enrolment_id: int, unit_key: str, seen_at: datetime) -> None:
    """Remember where to resume."""
    write_values(_NOTE_PLACE, {"enrolment": enrolment_id, "last_unit_key": unit_key, "last_seen_at": seen_at})


def choose_content_language(enrolment_id: int, language: str) -> None:
    """Read the course in this language from now on."""
    db.session.execute(update(Enrolment).where(Enrolment.id == enrolment_id).values(content_language=language))
