"""Where somebody stands in the exchange of an assignment, read in few statements however long the line is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, String, and_, bindparam, case, exists, func, or_, select, tuple_

from app.accounts.models import RoleGrant, User
from app.accounts.roles import EVERYWHERE, Role
from app.content.course import Assignment
from app.peerreview.allocation import Tier, Waiting
from app.peerreview.calibration import State
from app.peerreview.duties import CALL_LASTS, HELD, Duties, Hold, Slot, duties_of, hold_of
from app.peerreview.exchange_models import (
    Review,
    ReviewCall,
    ReviewHold,
    ReviewPart,
    ReviewPlace,
    ReviewPool,
    ReviewReader,
)
from app.peerreview.mentoring import Case
from app.peerreview.pools import Task, is_running
from app.peerreview.roles import ReaderRole
from app.peerreview.standing import Pace, Place, Standing, standing_at
from app.platform import clock
from app.platform.database import Reference, UTCDateTime, read_values

# The pace of a language is that of the last four weeks.
LATELY = timedelta(days=28)

_pool, _place, _part = ReviewPool.__table__.c, ReviewPlace.__table__.c, ReviewPart.__table__.c
_review, _call = Review.__table__.c, ReviewCall.__table__.c
_hold, _reader = ReviewHold.__table__.c, ReviewReader.__table__.c
_granted, _user = RoleGrant.__table__.c, User.__table__.c
_now = bindparam("now", type_=UTCDateTime())
_called_after = bindparam("called_after", type_=UTCDateTime())
_since = bindparam("since", type_=UTCDateTime())
_user_id = bindparam("user_id", type_=Reference)

_latest = (
    select(func.max(_place.submission_id))
    .where(_place.author_id == _user_id, _place.pool_id == _pool.id)
    .correlate(ReviewPool.__table__)
    .scalar_subquery()
)
_running = (
    select(func.min(_review.id))
    .where(_review.reader_id == _user_id, _review.pool_id == _pool.id, is_running(_now))
    .correlate(ReviewPool.__table__)
    .scalar_subquery()
)
_awaited = (
    select(func.min(_call.id))
    .where(
        _call.user_id == _user_id,
        _call.pool_id == _pool.id,
        _call.answered_at.is_(None),
        _call.taken_at.is_(None),
        _call.ignored_at.is_(None),
        _call.called_at > _called_after,
    )
    .correlate(ReviewPool.__table__)
    .scalar_subquery()
)
_has_mentors = exists().where(
    _granted.role == Role.MENTOR,
    _granted.scope.in_((_pool.course_slug, EVERYWHERE)),
    _user.id == _granted.user_id,
    _user.blocked_at.is_(None),
)
_SOMEBODY = (
    select(
        _pool.id.label("pool_id"),
        _pool.secret,
        _pool.results_by,
        _has_mentors.label("has_mentors"),
        _place.submission_id,
        _place.author_id,
        _place.rubric,
        _place.language,
        _place.country,
        _place.handed_in_at,
        _place.lot,
        _place.needed,
        _place.done,
        _place.out,
        _place.author_done,
        _place.author_is_settled,
        _place.is_disputed,
        _place.is_open,
        _place.line,
        _place.granted_at,
        _part.done.label("done_for_others"),
        _part.settled_at,
        _part.nothing_since,
        _part.calibration,
        _reader.languages,
        _reader.is_volunteer,
        _review.id.label("running_id"),
        _review.ends_at,
        _call.id.label("call_id"),
        _call.called_at,
    )
    .select_from(ReviewPool.__table__)
    .outerjoin(ReviewPlace.__table__, _place.submission_id == _latest)
    .outerjoin(ReviewPart.__table__, and_(_part.pool_id == _pool.id, _part.user_id == _user_id))
    .outerjoin(ReviewReader.__table__, _reader.user_id == _user_id)
    .outerjoin(Review.__table__, _review.id == _running)
    .outerjoin(ReviewCall.__table__, _call.id == _awaited)
    .where(_pool.course_slug == bindparam("slug"), _pool.unit_key.in_(bindparam("keys", expanding=True)))
    .order_by(_pool.id)
    .limit(1)
)
_HOLDS = (
    select(_hold.held_at, _hold.ignored, _hold.filled_at)
    .where(_hold.pool_id == bindparam("pool_id"), _hold.user_id == _user_id)
    .order_by(_hold.held_at, _hold.id)
)

_language, _of_pool = bindparam("language", type_=String()), bindparam("pool_id", type_=Reference)
_came_before = tuple_(_place.handed_in_at, _place.lot, _place.submission_id) < tuple_(
    bindparam("handed_in_at", type_=UTCDateTime()), bindparam("lot"), bindparam("submission_id")
)
_did_more = or_(
    _place.author_done > bindparam("author_done"), and_(_place.author_done == bindparam("author_done"), _came_before)
)
_is_ahead = {Tier.RECIPROCATORS: _came_before, Tier.OTHERS: _did_more}
_read = ReviewPlace.__table__.alias("read").c
_first = ReviewPlace.__table__.alias("first").c
_LINE = select(
    *(
        figure.label(f"{name}_{tier}")
        for tier, is_ahead in _is_ahead.items()
        for name, figure in (
            ("places", func.count(case((and_(_place.line == tier, is_ahead), 1)))),
            (
                "reviews",
                func.coalesce(
                    func.sum(case((and_(_place.line == tier, is_ahead), _place.needed - _place.done - _place.out))), 0
                ),
            ),
        )
    ),
    select(func.count(_review.id))
    .join(_read.submission_id.table, _read.submission_id == _review.submission_id)
    .where(_review.pool_id == _of_pool, _review.began_at > _since, _read.language == _language)
    .where(_review.role != ReaderRole.STAFF)
    .scalar_subquery()
    .label("begun"),
    select(func.min(_first.handed_in_at))
    .where(_first.pool_id == _of_pool, _first.language == _language)
    .scalar_subquery()
    .label("first_at"),
).where(
    _place.pool_id == _of_pool,
    _place.language == _language,
    _place.line.in_(tuple(_is_ahead)),
    _place.submission_id != bindparam("submission_id"),
)


# What somebody can do for others: they owe a review, write one, or are called.
_TO_REVIEW = (
    select(_pool.course_slug, _pool.unit_key)
    .select_from(ReviewPart.__table__)
    .join(ReviewPool.__table__, _pool.id == _part.pool_id)
    .where(_part.user_id == _user_id)
    .where(
        or_(
            and_(
                _part.settled_at.is_(None),
                exists().where(_place.author_id == _user_id, _place.pool_id == _pool.id, _place.is_open),
            ),
            _running.is_not(None),
            _awaited.is_not(None),
        )
    )
)


@dataclass(frozen=True, slots=True)
class Running:
    """The review somebody is writing."""

    review_id: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Awaited:
    """A call that waits for its answer."""

    call_id: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Somebody in the exchange of an assignment.

    `language` is that of their work, `languages` are others they read; `standing` is None before they hand in, and
    once their work may be read no longer. `held_until` is when the last of their duties on hold ends.
    """

    task: Task
    secret: str
    language: str
    languages: frozenset[str]
    is_volunteer: bool
    duties: Duties
    held_until: datetime | None
    nothing_since: datetime | None
    calibration: State
    running: Running | None
    awaited: Awaited | None
    standing: Standing | None

    @property
    def has_handed_in(self) -> bool:
        """Whether they ever handed in work that had a place in the line."""
        return bool(self.language)

    @property
    def reads(self) -> frozenset[str]:
        """All languages they read, as far as we know."""
        return self.languages | ({self.language} if self.language else frozenset())


def find_whereabouts(course_slug: str, assignment: Assignment, user_id: int) -> Whereabouts | None:
    """Where somebody stands; None while nobody has handed in anything."""
    now = clock.now()
    keys = [assignment.key, *assignment.was]
    row = read_values(
        _SOMEBODY, slug=course_slug, keys=keys, user_id=user_id, now=now, called_after=now - CALL_LASTS
    ).first()
    if row is None:
        return None
    task = Task(row.pool_id, course_slug, assignment, has_mentors=bool(row.has_mentors))
    slots = _slots_of(row, user_id)
    duties = duties_of(
        assignment.reviews_owed, row.done_for_others or 0, 1 if row.running_id is not None else 0, slots, now
    )
    held = [slot.held_at + HELD for slot in slots if hold_of(slot, now) is Hold.ON_CALL]
    running = None if row.running_id is None else Running(row.running_id, row.ends_at)
    return Whereabouts(
        task=task,
        secret=row.secret,
        language=row.language or "",
        languages=frozenset(row.languages or ()),
        is_volunteer=bool(row.is_volunteer),
        duties=duties,
        held_until=max(held, default=None),
        nothing_since=row.nothing_since,
        calibration=row.calibration or State.NOT_BEGUN,
        running=running,
        awaited=None if row.call_id is None else Awaited(row.call_id, row.called_at + CALL_LASTS),
        standing=_standing(row, duties, now) if row.is_open else None,
    )


def tasks_to_review(user_id: int) -> frozenset[tuple[str, str]]:
    """The assignments for which somebody owes a review, writes one or is called: course and key of each."""
    now = clock.now()
    rows = read_values(_TO_REVIEW, user_id=user_id, now=now, called_after=now - CALL_LASTS)
    return frozenset((row.course_slug, row.unit_key) for row in rows)


def _slots_of(row: Row[Any], user_id: int) -> Sequence[Slot]:
    """Duties on hold; nobody has any before they took part."""
    if row.done_for_others is None:
        return ()
    return [
        Slot(hold.held_at, hold.ignored, hold.filled_at is not None)
        for hold in read_values(_HOLDS, pool_id=row.pool_id, user_id=user_id)
    ]


def _standing(row: Row[Any], duties: Duties, now: datetime) -> Standing:
    work = Waiting(
        submission_id=row.submission_id,
        author_id=row.author_id,
        task=row.rubric,
        language=row.language,
        submitted_at=row.handed_in_at,
        needed=row.needed,
        done=row.done,
        out=row.out,
        author_done=row.author_done,
        author_is_settled=row.author_is_settled,
        is_disputed=row.is_disputed,
        is_open=row.is_open,
        country=row.country,
        lot=row.lot,
    )
    own, in_first, pace = _places(work, row.pool_id, now) if work.needs else (None, None, Pace(0, LATELY))
    return standing_at(
        Case(work, row.settled_at, row.granted_at, results_by=row.results_by),
        duties,
        own,
        in_first,
        pace,
        now,
        lease_ends_at=row.ends_at,
        called_at=row.called_at,
        has_mentors=bool(row.has_mentors),
    )


def _places(work: Waiting, pool_id: int, now: datetime) -> tuple[Place | None, Place | None, Pace]:
    """What `standing.place_of` says of a work and all that waits, counted by the database; and how fast it goes on."""
    since = now - LATELY
    line = read_values(
        _LINE,
        pool_id=pool_id,
        language=work.language,
        handed_in_at=work.submitted_at,
        lot=work.lot,
        submission_id=work.submission_id,
        author_done=work.author_done,
        since=since,
    ).one()
    counted = line._mapping
    places = {
        tier: Place(counted[f"places_{tier}"] + 1, int(counted[f"reviews_{tier}"]) + work.needs) for tier in _is_ahead
    }
    begun = now - max(since, line.first_at or since)
    own = places[work.tier] if work.tier is not None else None
    return own, places[Tier.RECIPROCATORS], Pace(line.begun, max(begun, timedelta(days=1)))
