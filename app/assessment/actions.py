"""Beginning, saving and handing in attempts."""

import secrets
from collections.abc import Mapping

from sqlalchemy import bindparam, func, insert, select, update

from app.assessment.drawing import LARGEST_SEED, questions_drawn
from app.assessment.grading import Answer, Grade, grade
from app.assessment.models import Attempt, Response
from app.assessment.policy import may_start_attempt
from app.assessment.sitting import Sitting
from app.content.course import Quiz
from app.enrolment.participation import Participation
from app.library.editions import Edition
from app.platform import clock
from app.platform.database import db, table_of, write_values
from app.platform.errors import Conflict
from app.platform.i18n import _
from app.platform.verdicts import require
from app.progress.actions import record_completion
from app.progress.completion import fulfils_quiz_rule

_attempt = table_of(Attempt).c
_HAND_IN = update(table_of(Attempt)).where(_attempt.id == bindparam("attempt"), _attempt.submitted_at.is_(None))
_KEEP_RESPONSES = insert(table_of(Response))


def start_attempt(part: Participation, edition: Edition, quiz: Quiz) -> Attempt:
    """Begin an attempt, or go on with the one that is open; raises Refused when none are left."""
    mine = select(Attempt).where(Attempt.enrolment_id == part.enrolment_id, Attempt.unit_key == quiz.key)
    open_attempt = db.session.scalar(mine.where(Attempt.submitted_at.is_(None)))
    if open_attempt is not None:
        return open_attempt
    keys = (quiz.key, *quiz.was)
    handed_in, latest = db.session.execute(
        select(func.count(), func.max(Attempt.number)).where(
            Attempt.enrolment_id == part.enrolment_id, Attempt.unit_key.in_(keys)
        )
    ).one()
    require(may_start_attempt(quiz, handed_in))
    attempt = Attempt(
        enrolment_id=part.enrolment_id,
        unit_key=quiz.key,
        revision_id=edition.revision_id,
        number=(latest or 0) + 1,
        seed=secrets.randbelow(LARGEST_SEED),
        started_at=clock.now(),
        draft={},
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt


def save_draft(attempt_id: int, answers: Mapping[str, Answer]) -> None:
    """Keep answers for later; raises Conflict when the attempt was handed in meanwhile."""
    changed = db.session.execute(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.submitted_at.is_(None))
        .values(draft={key: list(answer) for key, answer in answers.items() if answer})
    )
    _refuse_second_hand_in(changed)


def hand_in(
    part: Participation, edition: Edition, sitting: Sitting, quiz: Quiz, answers: Mapping[str, Answer]
) -> Grade:
    """Mark an attempt, keep every answer, and record the quiz as done when the course's rule is met.

    `quiz` is the quiz as it was when the attempt began, `edition` the course as it is now.
    Raises Conflict when the attempt was handed in before.
    """
    questions = questions_drawn(quiz, sitting.seed)
    result = grade(questions, answers, quiz.pass_percent)
    changed = write_values(
        _HAND_IN,
        {
            "attempt": sitting.attempt_id,
            "submitted_at": clock.now(),
            "points": result.points,
            "most_points": result.most_points,
            "percent": result.percent,
            "has_passed": result.has_passed,
            "draft": {},
        },
    )
    _refuse_second_hand_in(changed)
    write_values(
        _KEEP_RESPONSES,
        [
            {
                "attempt_id": sitting.attempt_id,
                "question_key": one.question_key,
                "answer": list(answers.get(one.question_key, ())),
                "points": one.points,
                "most_points": one.most_points,
            }
            for one in result.marks
        ],
    )
    if fulfils_quiz_rule(edition.course.completion.quizzes, has_passed=result.has_passed):
        _record(part, edition, quiz)
    return result


def _record(part: Participation, edition: Edition, quiz: Quiz) -> None:
    """Record the quiz as done under the key it has now; a quiz taken out of the course meanwhile counts for nothing."""
    key = edition.renamed.get(quiz.key, quiz.key)
    place = edition.places.get(key)
    if place is not None:
        record_completion(part, edition, place.unit)


def _refuse_second_hand_in(changed: object) -> None:
    if getattr(changed, "rowcount", 0) != 1:
        raise Conflict(_("These answers were handed in before, perhaps in another window. The first ones count."))
