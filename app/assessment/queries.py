"""Reads of attempts."""

from sqlalchemy import select
from sqlalchemy.orm import load_only

from app.assessment.models import Attempt, Response
from app.platform.database import db


def find_attempt(enrolment_id: int, unit_key: str, number: int) -> Attempt | None:
    """One attempt of a person at a quiz."""
    return db.session.scalar(
        select(Attempt).where(
            Attempt.enrolment_id == enrolment_id, Attempt.unit_key == unit_key, Attempt.number == number
        )
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


def answers_in(attempt_id: int) -> dict[str, tuple[str, ...]]:
    """What was answered in an attempt that was handed in, by question."""
    rows = db.session.execute(select(Response.question_key, Response.answer).where(Response.attempt_id == attempt_id))
    return {key: tuple(answer) for key, answer in rows}
