"""Many people of a pool at once, as the values that the pure rules take: in so many statements whoever they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import User
from app.enrolment.models import Enrolment
from app.peerreview.allocation import Reader
from app.peerreview.care_models import ReviewConflict
from app.peerreview.duties import CALL_LASTS, HELD, IGNORED, OnCall
from app.peerreview.exchange_models import Review, ReviewCall, ReviewHold, ReviewPart, ReviewPlace, ReviewReader
from app.peerreview.pools import Task, is_running, organisations_of
from app.platform.database import db

# A database takes only so many values in one statement.
AT_ONCE = 1000
_One = TypeVar("_One")


def in_parts(everything: Sequence[_One], size: int = AT_ONCE) -> Iterator[Sequence[_One]]:
    """One part after another, in order."""
    return (everything[start : start + size] for start in range(0, len(everything), size))


def readers_in(task: Task, user_ids: Iterable[int]) -> dict[int, Reader]:
    """These people as readers of the pool; those who handed in nothing read the rubric as it is now."""
    found: dict[int, Reader] = {}
    for some in in_parts(sorted(set(user_ids))):
        found |= dict(_readers(task, some))
    return found


def _readers(task: Task, ids: Collection[int]) -> Iterator[tuple[int, Reader]]:
    in_pool = ReviewPlace.pool_id == task.pool_id
    latest = select(ReviewPlace.author_id, ReviewPlace.rubric, ReviewPlace.language, ReviewPlace.handed_in_at).order_by(
        ReviewPlace.submission_id
    )
    places = {one.author_id: one for one in db.session.execute(latest.where(in_pool, ReviewPlace.author_id.in_(ids)))}
    countries = {
        number: country for number, country in db.session.execute(select(User.id, User.country).where(User.id.in_(ids)))
    }
    languages = named_languages(ids)
    of_pool = select(ReviewPart).where(ReviewPart.pool_id == task.pool_id, ReviewPart.user_id.in_(ids))
    parts = {one.user_id: one for one in db.session.scalars(of_pool)}
    read = select(Review.reader_id, Review.submission_id).where(
        Review.pool_id == task.pool_id, Review.reader_id.in_(ids), Review.submission_id.is_not(None)
    )
    held = _sets(db.session.execute(read))
    their_readers = (
        select(ReviewPlace.author_id, Review.reader_id)
        .join(Review, Review.submission_id == ReviewPlace.submission_id)
        .where(in_pool, ReviewPlace.author_id.in_(ids))
    )
    readers = _sets(db.session.execute(their_readers))
    belongs = organisations_of(ids)
    conflicts = _conflicts(ids)
    for user_id in ids:
        place, part = places.get(user_id), parts.get(user_id)
        yield (
            user_id,
            Reader(
                user_id=user_id,
                task=place.rubric if place else task.rubric,
                languages=languages.get(user_id, frozenset()) | ({place.language} if place else set()),
                submitted_at=place.handed_in_at if place else None,
                organisations=belongs.get(user_id, frozenset()),
                country=countries.get(user_id, ""),
                held=held[user_id],
                readers_of_mine=readers[user_id],
                conflicts=conflicts[user_id],
                begun=part.begun if part else 0,
                begun_of_own_country=part.begun_of_own_country if part else 0,
                nothing_since=part.nothing_since if part else None,
            ),
        )


def named_languages(user_ids: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """The languages that people said they read, of those who said it."""
    wanted = select(ReviewReader.user_id, ReviewReader.languages).where(ReviewReader.user_id.in_(list(user_ids)))
    return {number: frozenset(named) for number, named in db.session.execute(wanted) if named}


def _sets(pairs: Iterable[tuple[int, int | None]]) -> defaultdict[int, frozenset[int]]:
    gathered: dict[int, set[int]] = {}
    for one, other in pairs:
        if other is not None:
            gathered.setdefault(one, set()).add(other)
    return defaultdict(frozenset, {one: frozenset(others) for one, others in gathered.items()})


def _conflicts(ids: Collection[int]) -> defaultdict[int, frozenset[int]]:
    declared = select(ReviewConflict.user_id, ReviewConflict.other_id)
    either = or_(ReviewConflict.user_id.in_(ids), ReviewConflict.other_id.in_(ids))
    pairs = db.session.execute(declared.where(either)).all()
    return _sets([*pairs, *((other, one) for one, other in pairs)])


def people_on_call(task: Task, now: datetime) -> list[OnCall]:
    """Everybody who can be called at this moment: those with a duty on hold, and volunteers who handed in here.

    Not those whose answer to a call is awaited, in whatever course, who write a review here, have left the course, or
    may not sign in.
    """
    hold = and_(ReviewHold.pool_id == task.pool_id, is_on_call(now))
    on_hold = (
        select(ReviewHold.user_id, func.min(ReviewHold.held_at))
        .where(hold, *_can_come(task, ReviewHold.user_id, now))
        .group_by(ReviewHold.user_id)
    )
    since = {number: held_at for number, held_at in db.session.execute(on_hold)}
    took_part = exists().where(ReviewPlace.author_id == ReviewReader.user_id, ReviewPlace.pool_id == task.pool_id)
    willing = select(ReviewReader.user_id).where(
        ReviewReader.is_volunteer, took_part, *_can_come(task, ReviewReader.user_id, now)
    )
    volunteers = set(db.session.scalars(willing)) - since.keys()
    called = _last_calls(volunteers)
    return [
        OnCall(reader, held_at=since.get(number), called_at=called.get(number))
        for number, reader in readers_in(task, (*since, *volunteers)).items()
    ]


def is_on_call(now: datetime) -> ColumnElement[bool]:
    """Whether a duty on hold can be called upon, as `duties.hold_of` has it."""
    return and_(ReviewHold.filled_at.is_(None), ReviewHold.ignored < IGNORED, ReviewHold.held_at > now - HELD)


def is_awaited(now: datetime) -> ColumnElement[bool]:
    """Whether the answer to a call is awaited, as `duties.answer_of` has it."""
    return and_(
        ReviewCall.answered_at.is_(None),
        ReviewCall.taken_at.is_(None),
        ReviewCall.ignored_at.is_(None),
        ReviewCall.called_at > now - CALL_LASTS,
    )


def _can_come(task: Task, user_id: InstrumentedAttribute[int], now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        exists().where(User.id == user_id, User.blocked_at.is_(None)),
        exists().where(
            Enrolment.user_id == user_id, Enrolment.course_slug == task.course_slug, Enrolment.left_at.is_(None)
        ),
        ~exists().where(ReviewCall.user_id == user_id, is_awaited(now)),
        ~exists().where(Review.reader_id == user_id, Review.pool_id == task.pool_id, is_running(now)),
    )


def _last_calls(user_ids: Collection[int]) -> Mapping[int, datetime]:
    """When each of these was last called for anything, in whatever course."""
    last: dict[int, datetime] = {}
    for some in in_parts(sorted(user_ids)):
        wanted = select(ReviewCall.user_id, func.max(ReviewCall.called_at)).where(ReviewCall.user_id.in_(some))
        last |= {number: moment for number, moment in db.session.execute(wanted.group_by(ReviewCall.user_id))}
    return last
