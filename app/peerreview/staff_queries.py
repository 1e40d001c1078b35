"""Reads of the exchange for those who look after it: figures that the database counts, and lists page by page."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from app.accounts.models import User
from app.content.course import Assignment
from app.library.editions import Edition
from app.library.queries import get_edition
from app.peerreview.allocation import Tier
from app.peerreview.care_models import Appeal, ReviewReport
from app.peerreview.duties import HELD, IGNORED
from app.peerreview.exchange_models import (
    MentorRequest,
    Review,
    ReviewCall,
    ReviewHold,
    ReviewPlace,
    ReviewPool,
    ReviewResult,
)
from app.peerreview.leases import REMINDED
from app.peerreview.mentoring import AFTER_MORE, AFTER_TWO, MENTOR_TAKES
from app.peerreview.models import Submission
from app.peerreview.placing import task_of
from app.peerreview.pools import Task, find_pool, organisations_of, people_in_conflict_with
from app.peerreview.publication import MOST_SPREAD
from app.peerreview.roles import ReaderRole
from app.peerreview.rubric_points import A_HAIR
from app.peerreview.staff_models import ReviewStep
from app.peerreview.staff_policy import Involvement
from app.platform import clock
from app.platform.database import db
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.paging import PageOf

ROWS = 50
# Answers to calls, and places that somebody let run out, are those of so many days.
LATELY = timedelta(days=30)
_WAITING = (Tier.RECIPROCATORS, Tier.OTHERS)


class Show(StrEnum):
    """Which work a list shows."""

    WAITING = "waiting"
    # Its author has done their part, and the day by which mentors were to have written is over.
    LATE = "late"
    DISPUTED = "disputed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Place:
    """An assignment that staff look after: its edition, its pool, and what the exchange knows of it."""

    edition: Edition
    pool: ReviewPool
    task: Task

    @property
    def assignment(self) -> Assignment:
        """The assignment as it is published now."""
        return self.task.assignment

    @property
    def address(self) -> dict[str, str]:
        """What the addresses of its pages name."""
        return {"slug": self.task.course_slug, "unit_key": self.assignment.key}


@dataclass(frozen=True, slots=True)
class PoolLine:
    """One assignment in the list: how many wait, since when the eldest, and what is open."""

    pool: ReviewPool
    waiting: int
    oldest: datetime | None
    reports: int
    appeals: int


@dataclass(frozen=True, slots=True)
class LineLength:
    """One line: how many wait in one language, and since when the eldest does."""

    tier: Tier
    language: str
    waiting: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """A pool in numbers. `median_spread` is None before two reviews of one work count."""

    handed_in: int
    late: int
    reviews: int
    out: int
    ending_soon: int
    ran_out: int
    on_call: int
    called: int
    answered: int
    asked_mentors: int
    waiting_for_mentors: int
    scored: int
    far_apart: int
    median_spread: float | None
    reports: int
    appeals: int

    @property
    def per_work(self) -> float:
        """Reviews handed in for each piece of work."""
        return self.reviews / self.handed_in if self.handed_in else 0.0


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A piece of work in a list."""

    submission_id: int
    author: str
    language: str
    handed_in_at: datetime
    needed: int
    done: int
    out: int
    line: str
    is_open: bool
    is_disputed: bool
    score: float | None
    spread: float


def get_place(slug: str, unit_key: str) -> Place:
    """An assignment of a course under any key it has or had; raises NotFound."""
    edition = get_edition(slug)
    found = edition.places.get(edition.renamed.get(unit_key, unit_key))
    if found is None or not isinstance(found.unit, Assignment):
        raise NotFound(_("There is no such assignment in this course."))
    assignment = found.unit
    pool = find_pool(slug, (assignment.key, *assignment.was))
    if pool is None:
        raise NotFound(_("Nobody has handed in work for this assignment yet."))
    return Place(edition, pool, task_of(pool, assignment))


def pools_in(slugs: Collection[str] | None) -> list[PoolLine]:
    """The pools of these courses, or of all when None, in the order of course and assignment."""
    wanted = select(ReviewPool).order_by(ReviewPool.course_slug, ReviewPool.id)
    if slugs is not None:
        wanted = wanted.where(ReviewPool.course_slug.in_(slugs))
    pools = db.session.scalars(wanted).all()
    ids = [pool.id for pool in pools]
    lines = select(ReviewPlace.pool_id, func.count(), func.min(ReviewPlace.handed_in_at)).where(
        ReviewPlace.pool_id.in_(ids), ReviewPlace.line.in_(_WAITING)
    )
    waiting = {pool_id: (number, eldest) for pool_id, number, eldest in _grouped(lines, ReviewPlace.pool_id)}
    reports = dict(_grouped(_open_reports(ids), ReviewReport.pool_id))
    appeals = dict(_grouped(_open_appeals(ids), Appeal.pool_id))
    return [
        PoolLine(pool, *waiting.get(pool.id, (0, None)), reports.get(pool.id, 0), appeals.get(pool.id, 0))
        for pool in pools
    ]


def line_lengths(pool_id: int) -> list[LineLength]:
    """How many wait, line by line and language by language."""
    counted = (
        select(ReviewPlace.line, ReviewPlace.language, func.count(), func.min(ReviewPlace.handed_in_at))
        .where(ReviewPlace.pool_id == pool_id, ReviewPlace.line != "")
        .group_by(ReviewPlace.line, ReviewPlace.language)
    )
    found = [
        LineLength(Tier(tier), language, number, eldest)
        for tier, language, number, eldest in db.session.execute(counted)
    ]
    order = list(Tier)
    return sorted(found, key=lambda one: (order.index(one.tier), one.language))


def longest_waiting(pool_id: int, number: int = 5) -> list[WorkLine]:
    """Who waits longest, in whichever line."""
    return list(map(_work_line, db.session.execute(_lines_of(pool_id, Show.WAITING).limit(number))))


def figures_of(pool_id: int) -> Figures:
    """All that is told of a pool in numbers; the database counts."""
    now = clock.now()
    places = db.session.execute(
        select(func.count(), count_if(_is_late(now))).select_from(ReviewPlace).where(ReviewPlace.pool_id == pool_id)
    ).one()
    is_begun = and_(Review.handed_in_at.is_(None), Review.given_back_at.is_(None), Review.ended_at.is_(None))
    is_over = and_(Review.handed_in_at.is_(None), Review.given_back_at.is_(None), Review.ends_at <= now)
    reviews = db.session.execute(
        select(
            count_if(and_(Review.handed_in_at.is_not(None), Review.role != ReaderRole.STAFF)),
            count_if(and_(is_begun, Review.ends_at > now)),
            count_if(and_(is_begun, Review.ends_at > now, Review.ends_at <= now + REMINDED)),
            count_if(and_(is_over, Review.ends_at > now - LATELY)),
        ).where(Review.pool_id == pool_id, Review.submission_id.is_not(None))
    ).one()
    on_call = db.session.scalar(
        select(func.count(ReviewHold.user_id.distinct())).where(ReviewHold.pool_id == pool_id, is_on_call(now))
    )
    calls = db.session.execute(
        select(func.count(), count_if(ReviewCall.answered_at.is_not(None)))
        .select_from(ReviewCall)
        .where(ReviewCall.pool_id == pool_id, ReviewCall.called_at > now - LATELY)
    ).one()
    asked = db.session.execute(
        select(func.count(), count_if(MentorRequest.asked_at <= now - MENTOR_TAKES))
        .select_from(MentorRequest)
        .join(ReviewPlace, ReviewPlace.submission_id == MentorRequest.submission_id)
        .where(
            MentorRequest.pool_id == pool_id,
            MentorRequest.taken_at.is_(None),
            MentorRequest.declined_at.is_(None),
            ReviewPlace.line != "",
        )
    ).one()
    compared = (ReviewResult.pool_id == pool_id, ReviewResult.counting > 1)
    spreads = db.session.execute(
        select(func.count(), count_if(ReviewResult.spread > MOST_SPREAD + A_HAIR))
        .select_from(ReviewResult)
        .where(*compared)
    ).one()
    reports = sum(number for _pool, number in _grouped(_open_reports([pool_id]), ReviewReport.pool_id))
    appeals = sum(number for _pool, number in _grouped(_open_appeals([pool_id]), Appeal.pool_id))
    return Figures(
        *places,
        *reviews,
        on_call or 0,
        *calls,
        *asked,
        *spreads,
        median_spread=_median_spread(compared, spreads[0]),
        reports=reports,
        appeals=appeals,
    )


def work_in(pool_id: int, show: Show, number: int) -> PageOf[WorkLine]:
    """A page of the work of a pool, the eldest first; a number beyond the last page means the last."""
    total = db.session.scalar(select(func.count()).select_from(_lines_of(pool_id, show).order_by(None).subquery())) or 0
    number = page_within(number, total)
    rows = db.session.execute(_lines_of(pool_id, show).limit(ROWS).offset((number - 1) * ROWS))
    return PageOf(list(map(_work_line, rows)), number, ROWS, total)


def find_place(pool_id: int, submission_id: int) -> ReviewPlace:
    """The place of a piece of work in this pool; raises NotFound."""
    place = db.session.get(ReviewPlace, submission_id)
    if place is None or place.pool_id != pool_id:
        raise NotFound(_("There is no such work here. It may have been taken back."))
    return place


def find_review(pool_id: int, review_id: int) -> Review:
    """A review of a piece of work in this pool; raises NotFound."""
    review = db.session.get(Review, review_id)
    if review is None or review.pool_id != pool_id or review.submission_id is None:
        raise NotFound(_("There is no such review here."))
    return review


def find_result(submission_id: int) -> ReviewResult | None:
    """What the reviews of a piece of work have come to; None before the first."""
    return db.session.get(ReviewResult, submission_id)


def reviews_of(submission_id: int) -> Sequence[Review]:
    """Everything that was ever written or begun about a piece of work, in order."""
    wanted = select(Review).where(Review.submission_id == submission_id).order_by(Review.began_at, Review.id)
    return db.session.scalars(wanted).all()


def steps_of(submission_id: int) -> Sequence[ReviewStep]:
    """What staff did about a piece of work, in order."""
    wanted = select(ReviewStep).where(ReviewStep.submission_id == submission_id)
    return db.session.scalars(wanted.order_by(ReviewStep.id)).all()


@dataclass(frozen=True, slots=True)
class Story:
    """The rows that tell what happened to a piece of work, besides its reviews and the steps of staff."""

    submission: Submission
    calls: Sequence[ReviewCall]
    requests: Sequence[MentorRequest]
    reports: Sequence[ReviewReport]
    appeals: Sequence[Appeal]


def submission_of(submission_id: int) -> Submission:
    """The work behind a place."""
    return db.session.get_one(Submission, submission_id)


def story_of(submission_id: int) -> Story:
    """What happened to a piece of work."""

    def of(model: Any) -> Sequence[Any]:
        return db.session.scalars(select(model).where(model.submission_id == submission_id).order_by(model.id)).all()

    submission = db.session.get_one(Submission, submission_id)
    return Story(submission, of(ReviewCall), of(MentorRequest), of(ReviewReport), of(Appeal))


def reports_in(pool_id: int, number: int) -> PageOf[ReviewReport]:
    """A page of reports, those nobody has looked at first, the eldest of them before the others."""
    mine = ReviewReport.pool_id == pool_id
    total = db.session.scalar(select(func.count()).select_from(ReviewReport).where(mine)) or 0
    number = page_within(number, total)
    wanted = (
        select(ReviewReport)
        .where(mine)
        .order_by(case((ReviewReport.settled_at.is_(None), 0), else_=1), ReviewReport.reported_at, ReviewReport.id)
    )
    return PageOf(db.session.scalars(wanted.limit(ROWS).offset((number - 1) * ROWS)).all(), number, ROWS, total)


def find_report(pool_id: int, report_id: int) -> ReviewReport:
    """A report in this pool; raises NotFound."""
    report = db.session.get(ReviewReport, report_id)
    if report is None or report.pool_id != pool_id:
        raise NotFound(_("There is no such report here."))
    return report


def appeals_in(pool_id: int, number: int) -> PageOf[Appeal]:
    """A page of appeals, those that are not decided first."""
    mine = Appeal.pool_id == pool_id
    total = db.session.scalar(select(func.count()).select_from(Appeal).where(mine)) or 0
    number = page_within(number, total)
    wanted = (
        select(Appeal)
        .where(mine)
        .order_by(case((Appeal.decided_at.is_(None), 0), else_=1), Appeal.opened_at, Appeal.id)
    )
    return PageOf(db.session.scalars(wanted.limit(ROWS).offset((number - 1) * ROWS)).all(), number, ROWS, total)


def find_appeal(pool_id: int, appeal_id: int) -> Appeal:
    """An appeal in this pool; raises NotFound."""
    appeal = db.session.get(Appeal, appeal_id)
    if appeal is None or appeal.pool_id != pool_id:
        raise NotFound(_("There is no such appeal here."))
    return appeal


def authors_of(submission_ids: Iterable[int]) -> dict[int, int]:
    """Whose work these are."""
    wanted = select(ReviewPlace.submission_id, ReviewPlace.author_id).where(
        ReviewPlace.submission_id.in_(list(submission_ids))
    )
    return {submission_id: author_id for submission_id, author_id in db.session.execute(wanted)}


def involvement_of(user_id: int, submission_id: int) -> Involvement:
    """What somebody has to do with a piece of work."""
    author_id = db.session.get_one(Submission, submission_id).author_id
    held = exists().where(Review.submission_id == submission_id, Review.reader_id == user_id)
    belongs = organisations_of([user_id, author_id])
    return Involvement(
        is_author=user_id == author_id,
        has_read_it=bool(db.session.scalar(select(held))),
        is_colleague=not belongs.get(user_id, frozenset()).isdisjoint(belongs.get(author_id, frozenset())),
        has_conflict=author_id in people_in_conflict_with(user_id),
    )


def page_within(number: int, total: int) -> int:
    """The number of a page that there is."""
    return min(max(1, number), PageOf((), 1, ROWS, total).last)


def count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows are so."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _set(wanted: Any) -> set[int]:
    return set(db.session.scalars(wanted))


def _grouped(wanted: Any, by: Any) -> Any:
    return db.session.execute(wanted.group_by(by)).all()


def _open_reports(pool_ids: Sequence[int]) -> Any:
    return select(ReviewReport.pool_id, func.count()).where(
        ReviewReport.pool_id.in_(pool_ids), ReviewReport.settled_at.is_(None)
    )


def _open_appeals(pool_ids: Sequence[int]) -> Any:
    return select(Appeal.pool_id, func.count()).where(Appeal.pool_id.in_(pool_ids), Appeal.decided_at.is_(None))


def is_on_call(now: datetime) -> ColumnElement[bool]:
    """As `duties.hold_of` says it."""
    return and_(ReviewHold.filled_at.is_(None), ReviewHold.ignored < IGNORED, ReviewHold.held_at > now - HELD)


def _is_late(now: datetime) -> ColumnElement[bool]:
    """Whether what mentors promise to those who did their part was not kept."""
    return and_(
        ReviewPlace.line == Tier.RECIPROCATORS,
        or_(
            and_(ReviewPlace.needed <= 2, ReviewPlace.handed_in_at <= now - AFTER_TWO - MENTOR_TAKES),
            and_(ReviewPlace.needed > 2, ReviewPlace.handed_in_at <= now - AFTER_MORE - MENTOR_TAKES),
        ),
    )


def _median_spread(compared: Any, number: int) -> float | None:
    if not number:
        return None
    middle = select(ReviewResult.spread).where(*compared).order_by(ReviewResult.spread, ReviewResult.submission_id)
    both = db.session.scalars(middle.offset((number - 1) // 2).limit(2 - number % 2)).all()
    return sum(both) / len(both)


def _lines_of(pool_id: int, show: Show) -> Any:
    wanted = (
        select(
            ReviewPlace.submission_id,
            User.name,
            ReviewPlace.language,
            ReviewPlace.handed_in_at,
            ReviewPlace.needed,
            ReviewPlace.done,
            ReviewPlace.out,
            ReviewPlace.line,
            ReviewPlace.is_open,
            ReviewPlace.is_disputed,
            ReviewResult.score,
            func.coalesce(ReviewResult.spread, 0.0),
        )
        .join(User, User.id == ReviewPlace.author_id)
        .outerjoin(ReviewResult, ReviewResult.submission_id == ReviewPlace.submission_id)
        .where(ReviewPlace.pool_id == pool_id)
        .order_by(ReviewPlace.handed_in_at, ReviewPlace.submission_id)
    )
    match show:
        case Show.WAITING:
            return wanted.where(ReviewPlace.line.in_(_WAITING))
        case Show.LATE:
            return wanted.where(_is_late(clock.now()))
        case Show.DISPUTED:
            return wanted.where(ReviewPlace.is_disputed)
    return wanted


def _work_line(row: Any) -> WorkLine:
    return WorkLine(*row)
