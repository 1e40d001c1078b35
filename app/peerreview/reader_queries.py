"""Reads of those who review: what they gave, to what, and what authors made of it; and all of it as tables."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from app.accounts.models import User
from app.peerreview.calibration import State
from app.peerreview.exchange_models import ExampleScore, Review, ReviewPart, ReviewPlace, ReviewResult
from app.peerreview.models import Submission, SubmissionVersion
from app.peerreview.pools import Task
from app.peerreview.roles import ReaderRole
from app.peerreview.staff_queries import ROWS, count_if, page_within
from app.platform.database import db
from app.platform.paging import PageOf

# So many reviews and works are compared with each other, the latest ones; more would take too long for a page.
MOST_COMPARED = 10_000
MOST_WORKS_COMPARED = 2_000


@dataclass(frozen=True, slots=True)
class Given:
    """What a reader gave to an example."""

    user_id: int
    score: float


@dataclass(frozen=True, slots=True)
class ReaderFacts:
    """What is counted of one reader in a pool. `helpful` is the mean of what authors answered, from 1 to 3."""

    user_id: int
    name: str
    reviews: int
    blind: int
    rated: int
    helpful: float | None
    thanked: int
    calibration: State | None


def readers_in(pool_id: int, number: int) -> PageOf[ReaderFacts]:
    """A page of those who handed in reviews, by name."""
    mine = (Review.pool_id == pool_id, Review.handed_in_at.is_not(None), Review.role != ReaderRole.STAFF)
    total = db.session.scalar(select(func.count(Review.reader_id.distinct())).where(*mine)) or 0
    number = page_within(number, total)
    counted = (
        select(
            Review.reader_id,
            User.name,
            count_if(Review.submission_id.is_not(None)),
            count_if(Review.example_key != ""),
            func.count(Review.helpful),
            func.avg(Review.helpful),
            func.count(Review.thanked_at),
            ReviewPart.calibration,
        )
        .join(User, User.id == Review.reader_id)
        .outerjoin(ReviewPart, and_(ReviewPart.pool_id == Review.pool_id, ReviewPart.user_id == Review.reader_id))
        .where(*mine)
        .group_by(Review.reader_id, User.name, ReviewPart.calibration)
        .order_by(User.name, Review.reader_id)
    )
    rows = db.session.execute(counted.limit(ROWS).offset((number - 1) * ROWS)).all()
    found = [
        ReaderFacts(user_id, name, reviews, blind, rated, None if mean is None else float(mean), thanked, state)
        for user_id, name, reviews, blind, rated, mean, thanked, state in rows
    ]
    return PageOf(found, number, ROWS, total)


def results_read_by(pool_id: int, reader_ids: Collection[int]) -> Sequence[Any]:
    """Inputs and method of the results that these readers have a part in, the latest reckoned first."""
    theirs = select(Review.submission_id).where(
        Review.pool_id == pool_id, Review.reader_id.in_(reader_ids), Review.handed_in_at.is_not(None)
    )
    wanted = (
        select(ReviewResult.inputs, ReviewResult.method)
        .where(ReviewResult.submission_id.in_(theirs))
        .order_by(ReviewResult.reckoned_at.desc(), ReviewResult.submission_id.desc())
        .limit(MOST_COMPARED)
    )
    return db.session.execute(wanted).all()


def results_in(pool_id: int) -> Iterable[Any]:
    """Number, inputs, score and final score of every result in a pool, a batch at a time."""
    wanted = (
        select(ReviewResult.submission_id, ReviewResult.inputs, ReviewResult.score, ReviewResult.decided_score)
        .where(ReviewResult.pool_id == pool_id)
        .order_by(ReviewResult.submission_id)
        .execution_options(yield_per=500)
    )
    return db.session.execute(wanted)


def examples_scored(pool_id: int) -> Mapping[str, list[Given]]:
    """What learners gave to each example while practising, the latest try of each."""
    wanted = (
        select(ExampleScore.example_key, ExampleScore.user_id, ExampleScore.score)
        .where(ExampleScore.pool_id == pool_id)
        .order_by(ExampleScore.attempt, ExampleScore.id)
        .limit(MOST_COMPARED)
    )
    latest = {(key, user_id): score for key, user_id, score in db.session.execute(wanted)}
    found: dict[str, list[Given]] = {}
    for (key, user_id), score in latest.items():
        found.setdefault(key, []).append(Given(user_id, score))
    return found


def blind_checks(pool_id: int) -> Mapping[str, list[Given]]:
    """What readers gave to each example that they were handed without knowing."""
    wanted = (
        select(Review.example_key, Review.reader_id, Review.score)
        .where(Review.pool_id == pool_id, Review.submission_id.is_(None), Review.handed_in_at.is_not(None))
        .order_by(Review.id)
        .limit(MOST_COMPARED)
    )
    found: dict[str, list[Given]] = {}
    for key, user_id, score in db.session.execute(wanted):
        found.setdefault(key, []).append(Given(user_id, score or 0.0))
    return found


def reviews_to_compare(pool_id: int) -> Sequence[Any]:
    """The latest reviews of a pool with what they say, and whom they read."""
    wanted = (
        select(
            Review.id,
            Review.submission_id,
            Review.reader_id,
            ReviewPlace.author_id,
            Review.comments,
            Review.overall,
            Review.began_at,
            Review.handed_in_at,
        )
        .join(ReviewPlace, ReviewPlace.submission_id == Review.submission_id)
        .where(
            Review.pool_id == pool_id,
            Review.handed_in_at.is_not(None),
            Review.role != ReaderRole.STAFF,
        )
        .order_by(Review.id.desc())
        .limit(MOST_COMPARED)
    )
    return db.session.execute(wanted).all()


def works_to_compare(task: Task) -> Sequence[Any]:
    """The latest work handed in for an assignment, of all rounds, with its text and what was filled in."""
    keys = (task.assignment.key, *task.assignment.was)
    wanted = (
        select(Submission.id, Submission.author_id, SubmissionVersion.source, SubmissionVersion.filled)
        .join(
            SubmissionVersion,
            and_(
                SubmissionVersion.submission_id == Submission.id,
                SubmissionVersion.number == Submission.handed_in_number,
            ),
        )
        .where(Submission.course_slug == task.course_slug, Submission.unit_key.in_(keys))
        .order_by(Submission.id.desc())
        .limit(MOST_WORKS_COMPARED)
    )
    return db.session.execute(wanted).all()


def all_reviews(pool_id: int) -> Iterable[Any]:
    """Every review that was handed in, for a table, a batch at a time."""
    author = select(User.name).where(User.id == ReviewPlace.author_id).scalar_subquery()
    reader = select(User.name).where(User.id == Review.reader_id).scalar_subquery()
    wanted = (
        select(
            Review.id,
            Review.submission_id,
            author.label("author"),
            ReviewPlace.language,
            reader.label("reader"),
            Review.role,
            Review.began_at,
            Review.handed_in_at,
            Review.score,
            Review.worth,
            Review.excluded_at,
            Review.is_held,
            Review.helpful,
            Review.thanked_at,
        )
        .join(ReviewPlace, ReviewPlace.submission_id == Review.submission_id)
        .where(Review.pool_id == pool_id, Review.handed_in_at.is_not(None))
        .order_by(Review.id)
        .execution_options(yield_per=500)
    )
    return db.session.execute(wanted)


def all_scores(pool_id: int) -> Iterable[Any]:
    """Every piece of work with what its reviews have come to, for a table, a batch at a time."""
    wanted = (
        select(
            ReviewPlace.submission_id,
            User.name,
            ReviewPlace.language,
            ReviewPlace.handed_in_at,
            ReviewPlace.needed,
            ReviewPlace.done,
            ReviewPlace.author_done,
            ReviewPlace.author_is_settled,
            ReviewResult.method,
            ReviewResult.score,
            ReviewResult.standard_error,
            ReviewResult.spread,
            ReviewResult.final_score,
            ReviewResult.final_at,
            ReviewResult.decided_score,
            ReviewResult.inputs,
        )
        .join(User, User.id == ReviewPlace.author_id)
        .outerjoin(ReviewResult, ReviewResult.submission_id == ReviewPlace.submission_id)
        .where(ReviewPlace.pool_id == pool_id)
        .order_by(ReviewPlace.submission_id)
        .execution_options(yield_per=500)
    )
    return db.session.execute(wanted)
