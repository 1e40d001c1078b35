"""Reads of what an author receives: rounds with what came of them, reviews, and whether somebody looks again.

Nothing here says who wrote a review: no reader's number leaves this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from app.content.assignments import Scoring
from app.content.course import Assignment
from app.enrolment.participation import Participation
from app.peerreview.care_models import Appeal, ReviewReport
from app.peerreview.exchange_models import Review, ReviewPart, ReviewPlace, ReviewResult
from app.peerreview.explanation import Explanation, explain
from app.peerreview.inputs import score_again
from app.peerreview.models import Submission
from app.peerreview.objections import Cause
from app.peerreview.pools import Task
from app.peerreview.publication import Publication, Stage
from app.peerreview.results import METHODS, publication_of
from app.peerreview.roles import ReaderRole
from app.peerreview.rounds import Round
from app.platform.database import db


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a score was reckoned from; `explanation` is None while no review counts."""

    counting: int
    is_decided: bool
    method: Scoring
    inputs: Mapping[str, Any]

    @property
    def explanation(self) -> Explanation | None:
        """The score taken apart, found again from what was kept when it was published."""
        score = score_again(self.inputs, METHODS[self.method])
        return explain(score) if score else None


@dataclass(frozen=True, slots=True)
class RoundKept:
    """One round of somebody's work that was handed in; `publication` is None before the first review.

    `further` says that one review more than the assignment needs is or was asked for; `coming` are still to come.
    """

    submission_id: int
    number: int
    handed_in_at: datetime
    is_withdrawn: bool
    is_open: bool
    coming: int
    further: bool
    publication: Publication | None
    reckoned: Reckoned | None
    # Reviews whose words the author may read, those they have not read, and those they were not yet asked about.
    readable: int
    unread: int
    unrated: int

    @property
    def value(self) -> Round:
        """The round as the rules about rounds take it."""
        told = self.publication if self.publication and self.publication.shows_score else None
        return Round(
            number=self.number,
            is_final=told is not None and told.stage is Stage.FINAL,
            score=told.score if told else None,
            has_passed=told.has_passed if told else None,
            is_withdrawn=self.is_withdrawn,
        )


@dataclass(frozen=True, slots=True)
class ReviewKept:
    """A review that was handed in; `number` is what its writer is called by, and stays theirs."""

    id: int
    number: int
    role: ReaderRole
    revision_id: int
    points: Mapping[str, int]
    comments: Mapping[str, str]
    overall: str
    language: str
    handed_in_at: datetime
    is_excluded: bool
    is_held: bool
    thanked_at: datetime | None
    helpful: int | None
    rated_at: datetime | None
    answer: str
    answered_at: datetime | None
    # When its author reported it, when staff had looked, and what they say.
    reported_at: datetime | None
    settled_at: datetime | None
    staff_answer: str


@dataclass(frozen=True, slots=True)
class AppealKept:
    """Somebody uninvolved looks at a score, or has."""

    cause: Cause
    words: str
    opened_at: datetime
    is_taken: bool
    decided_at: datetime | None
    decision: float | None
    reasons: str


def is_readable() -> ColumnElement[bool]:
    """Whether the author of the work may read a review's words."""
    return and_(Review.handed_in_at.is_not(None), Review.is_held.is_(False))


def rounds_of(part: Participation, assignment: Assignment) -> tuple[RoundKept, ...]:
    """The rounds of somebody's work that were handed in, the first one first: one statement."""

    def reviews(*conditions: ColumnElement[bool]) -> Any:
        mine = select(func.count(Review.id)).where(Review.submission_id == Submission.id, is_readable(), *conditions)
        return mine.correlate(Submission).scalar_subquery()

    asked = (
        select(
            Submission.id,
            Submission.round,
            Submission.handed_in_at,
            Submission.withdrawn_at,
            reviews(),
            reviews(Review.read_at.is_(None)),
            reviews(Review.rated_at.is_(None)),
            ReviewPlace,
            ReviewResult,
            ReviewPart,
        )
        .outerjoin(ReviewPlace, ReviewPlace.submission_id == Submission.id)
        .outerjoin(ReviewResult, ReviewResult.submission_id == Submission.id)
        # The part is asked for when it is published what holds; here it comes along.
        .outerjoin(
            ReviewPart, and_(ReviewPart.pool_id == ReviewPlace.pool_id, ReviewPart.user_id == Submission.author_id)
        )
        .where(
            Submission.enrolment_id == part.enrolment_id,
            Submission.unit_key.in_((assignment.key, *assignment.was)),
            Submission.handed_in_at.is_not(None),
        )
        .order_by(Submission.round)
    )
    found = []
    for (
        number,
        order,
        handed_in_at,
        withdrawn_at,
        readable,
        unread,
        unrated,
        place,
        result,
        _part,
    ) in db.session.execute(asked).all():
        # Whether there are mentors changes nothing about what is published.
        task = Task(place.pool_id, part.course_slug, assignment, has_mentors=False) if place else None
        found.append(
            RoundKept(
                submission_id=number,
                number=order,
                handed_in_at=handed_in_at,
                is_withdrawn=withdrawn_at is not None,
                is_open=place is not None and place.is_open,
                coming=max(0, place.needed - place.done) if place and place.is_open else 0,
                further=place is not None and place.needed > assignment.reviews_needed,
                publication=publication_of(task, place, result) if task and result else None,
                reckoned=_reckoned(result) if result else None,
                readable=readable,
                unread=unread,
                unrated=unrated,
            )
        )
    return tuple(found)


def _reckoned(result: ReviewResult) -> Reckoned:
    return Reckoned(result.counting, result.decided_score is not None, result.method, result.inputs)


def reviews_of(submission_id: int) -> tuple[ReviewKept, ...]:
    """All reviews of a piece of work that were handed in, in that order, with what its author made of them."""
    report = (
        select(ReviewReport)
        .join(Submission, Submission.id == ReviewReport.submission_id)
        .where(ReviewReport.review_id.is_not(None), ReviewReport.reporter_id == Submission.author_id)
        .where(Submission.id == submission_id)
        .subquery()
    )
    asked = (
        select(
            Review.id,
            Review.role,
            Review.revision_id,
            Review.points,
            Review.comments,
            Review.overall,
            Review.language,
            Review.handed_in_at,
            Review.excluded_at,
            Review.is_held,
            Review.thanked_at,
            Review.helpful,
            Review.rated_at,
            Review.answer,
            Review.answered_at,
            report.c.reported_at,
            report.c.settled_at,
            report.c.answer.label("staff_answer"),
        )
        .outerjoin(report, report.c.review_id == Review.id)
        .where(Review.submission_id == submission_id, Review.handed_in_at.is_not(None))
        .order_by(Review.handed_in_at, Review.id, report.c.reported_at)
    )
    rows: dict[int, Any] = {row.id: row for row in db.session.execute(asked)}
    return tuple(
        ReviewKept(
            id=row.id,
            number=number,
            role=row.role,
            revision_id=row.revision_id,
            points=row.points,
            comments=row.comments,
            overall=row.overall,
            language=row.language,
            handed_in_at=row.handed_in_at,
            is_excluded=row.excluded_at is not None,
            is_held=row.is_held,
            thanked_at=row.thanked_at,
            helpful=row.helpful,
            rated_at=row.rated_at,
            answer=row.answer,
            answered_at=row.answered_at,
            reported_at=row.reported_at,
            settled_at=row.settled_at,
            staff_answer=row.staff_answer or "",
        )
        for number, row in enumerate(rows.values(), 1)
    )


def find_appeal(submission_id: int) -> AppealKept | None:
    """The latest look at the score of a piece of work; None when nobody was asked."""
    latest = select(Appeal).where(Appeal.submission_id == submission_id).order_by(Appeal.id.desc()).limit(1)
    appeal = db.session.scalars(latest).first()
    if appeal is None:
        return None
    return AppealKept(
        cause=appeal.cause,
        words=appeal.words,
        opened_at=appeal.opened_at,
        is_taken=appeal.taken_at is not None,
        decided_at=appeal.decided_at,
        decision=appeal.decision,
        reasons=appeal.reasons,
    )
