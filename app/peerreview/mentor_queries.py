"""Reads of what waits for mentors: places whose time has come, and no others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from app.accounts.models import User
from app.library.queries import find_edition
from app.peerreview.allocation import Tier
from app.peerreview.exchange_models import MentorRequest, Review, ReviewPart, ReviewPlace, ReviewPool
from app.peerreview.mentoring import AFTER_MORE, AFTER_TWO, MENTOR_TAKES, Case, Route, due_at, mentor_queue, route_of
from app.peerreview.pools import Task, organisations_of, waiting_of
from app.peerreview.roles import ReaderRole
from app.peerreview.tasks import tasks_in
from app.platform.database import db

# The queue is a list to take from, not a report: so many of the oldest are looked at.
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Waits:
    """Work that waits for a mentor, since when, and the task it is of."""

    task: Task
    case: Case
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """A mentor was asked for a piece of work, and has not answered."""

    request_id: int
    submission_id: int
    mentor_id: int
    mentor: str
    asked_at: datetime


def pools_to_mentor(slugs: Collection[str] | None) -> Sequence[ReviewPool]:
    """The pools of these courses, or of all."""
    wanted = select(ReviewPool).order_by(ReviewPool.id)
    if slugs is not None:
        wanted = wanted.where(ReviewPool.course_slug.in_(sorted(slugs)))
    return db.session.scalars(wanted).all()


def waiting_for_mentors(
    pools: Collection[ReviewPool], user_id: int, now: datetime, submission_id: int | None = None
) -> list[Waits]:
    """What waits in these pools for a mentor, due first before the rest, or one piece of work if it does.

    What somebody wrote, or was handed before, waits for others.
    """
    by_id = {pool.id: pool for pool in pools}
    held = exists().where(Review.submission_id == ReviewPlace.submission_id, Review.reader_id == user_id)
    # Where no peer is left to come, mentors are asked before the day that is promised.
    asked = exists().where(MentorRequest.submission_id == ReviewPlace.submission_id)
    wanted = (
        select(ReviewPlace, ReviewPart.settled_at, asked.label("is_asked"))
        .join(ReviewPool, ReviewPool.id == ReviewPlace.pool_id)
        .outerjoin(
            ReviewPart,
            and_(ReviewPart.pool_id == ReviewPlace.pool_id, ReviewPart.user_id == ReviewPlace.author_id),
        )
        .where(
            ReviewPlace.pool_id.in_(by_id),
            ReviewPlace.line.in_((Tier.RECIPROCATORS, Tier.OTHERS)),
            ReviewPlace.author_id != user_id,
            ~held,
            or_(_is_due(now), asked),
        )
        .order_by(ReviewPlace.handed_in_at, ReviewPlace.lot, ReviewPlace.submission_id)
        .limit(MOST_AT_ONCE)
    )
    if submission_id is not None:
        wanted = wanted.where(ReviewPlace.submission_id == submission_id)
    rows = db.session.execute(wanted).all()
    tasks = _tasks([by_id[row.ReviewPlace.pool_id] for row in rows])
    belongs = organisations_of(row.ReviewPlace.author_id for row in rows)
    cases = {}
    for place, settled_at, is_asked in rows:
        task = tasks.get(place.pool_id)
        if task is None:
            continue
        work = waiting_of(place, belongs.get(place.author_id, frozenset()))
        case = Case(work, settled_at, place.granted_at, results_by=by_id[place.pool_id].results_by)
        if is_asked and route_of(case, now) is Route.PEERS:
            case = replace(case, peers_may_come=False)
        cases[place.submission_id] = Waits(task, case, due_at(case) or now)
    return [cases[case.work.submission_id] for case in mentor_queue((one.case for one in cases.values()), now)]


def _is_due(now: datetime) -> ColumnElement[bool]:
    """What `mentoring.due_at` says, as the database asks it; what it lets through is asked once more."""
    due = [
        and_(ReviewPlace.needed <= 2, ReviewPlace.handed_in_at <= now - AFTER_TWO),
        and_(ReviewPlace.needed > 2, ReviewPlace.handed_in_at <= now - AFTER_MORE),
        ReviewPool.results_by <= now + MENTOR_TAKES,
    ]
    return or_(ReviewPlace.granted_at <= now, and_(ReviewPart.settled_at <= now, or_(*due)))


def _tasks(pools: Collection[ReviewPool]) -> Mapping[int, Task]:
    """The tasks of these pools, by pool; one that its course has no more is left out."""
    found: dict[int, Task] = {}
    for slug in sorted({pool.course_slug for pool in pools}):
        edition = find_edition(slug)
        found |= {task.pool_id: task for task in (tasks_in(edition) if edition else ())}
    return found


def open_requests(submission_ids: Collection[int]) -> list[Request]:
    """Who was asked for these and has not answered, the latest first."""
    if not submission_ids:
        return []
    wanted = (
        select(MentorRequest, User.name)
        .join(User, User.id == MentorRequest.mentor_id)
        .where(
            MentorRequest.submission_id.in_(submission_ids),
            MentorRequest.taken_at.is_(None),
            MentorRequest.declined_at.is_(None),
        )
        .order_by(MentorRequest.asked_at.desc(), MentorRequest.id.desc())
    )
    return [
        Request(one.id, one.submission_id, one.mentor_id, name, one.asked_at)
        for one, name in db.session.execute(wanted)
    ]


def find_request(request_id: int, mentor_id: int) -> MentorRequest | None:
    """What a mentor was asked for; None when it was somebody else."""
    request = db.session.get(MentorRequest, request_id)
    return request if request is not None and request.mentor_id == mentor_id else None


def find_open_review(user_id: int, submission_id: int) -> Review | None:
    """The review that somebody is writing of a piece of work."""
    mine = select(Review).where(Review.reader_id == user_id, Review.submission_id == submission_id)
    return db.session.scalars(mine.where(Review.handed_in_at.is_(None), Review.given_back_at.is_(None))).first()


def _mentored(user_id: int) -> tuple[ColumnElement[bool], ...]:
    return Review.reader_id == user_id, Review.role != ReaderRole.PEER, Review.given_back_at.is_(None)


def running_reviews(user_id: int) -> Sequence[Review]:
    """What somebody writes as a mentor or staff, what ends first before the rest."""
    mine = select(Review).where(*_mentored(user_id), Review.handed_in_at.is_(None))
    return db.session.scalars(mine.order_by(Review.ends_at, Review.id).limit(MOST_AT_ONCE)).all()


def done_reviews(user_id: int, most: int) -> tuple[Sequence[Review], int]:
    """The latest reviews somebody handed in as a mentor or staff, and how many there are."""
    mine = (*_mentored(user_id), Review.handed_in_at.is_not(None))
    latest = select(Review).where(*mine).order_by(Review.handed_in_at.desc(), Review.id.desc()).limit(most)
    number = db.session.scalar(select(func.count()).select_from(Review).where(*mine)) or 0
    return db.session.scalars(latest).all(), number
