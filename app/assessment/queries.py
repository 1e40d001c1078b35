"""Reads of attempts."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import load_only

from app.assessment.models import Attempt, Response
from app.assessment.sitting import Given, Sitting
from app.platform.database import db, read_values

_attempt = Attempt.__table__.c
_SITTING = select(
    _attempt.id,
    _attempt.unit_key,
    _attempt.revision_id,
    _attempt.number,
    _attempt.seed,
    _attempt.submitted_at,
    _attempt.draft,
    _attempt.percent,
    _attempt.has_passed,
).where(
    _attempt.enrolment_id == bindparam("enrolment_id"),
    _attempt.unit_key == bindparam("unit_key"),
    _attempt.number == bindparam("number"),
)


def find_sitting(enrolment_id: int, unit_key: str, number: int) -> Sitting | None:
    """One attempt of a person at a quiz."""
    row = read_values(_SITTING, enrolment_id=enrolment_id, unit_key=unit_key, number=number).first()
    if row is None:
        return None
    return Sitting(
        attempt_id=row.id,
        unit_key=row.unit_key,
        revision_id=row.revision_id,
        number=row.number,
        seed=row.seed,
        submitted_at=row.submitted_at,
        draft=row.draft,
        percent=row.percent,
        has_passed=row.has_passed,
    )


def attempts_at(enrolment_id: int, unit_keys: tuple[str, ...]) -> list[Attempt]:
    """All attempts of a person at a quiz, under any of the keys it has had, first to last."""
    return list(
        db.session.scalars(
            select(Attempt)
            .where(Attempt.enrolment_id == enrolment_id, Attempt.unit_key.in_(unit_keys))
            .order_by(Attempt.started_at, Attempt.number)
            .options(
                load_only(
                    Attempt.number,
                    Attempt.unit_key,
                    Attempt.started_at,
                    Attempt.submitted_at,
                    Attempt.percent,
                    Attempt.has_passed,
                )
            )
        )
    )


def given_in(attempt_id: int) -> dict[str, Given]:
    """What was answered in an attempt that was handed in, by question."""
    rows = db.session.execute(
        select(Response.question_key, Response.answer, Response.points, Response.most_points).where(
            Response.attempt_id == attempt_id
        )
    )
    return {key: Given(tuple(answer), points, most) for key, answer, points, most in rows}
