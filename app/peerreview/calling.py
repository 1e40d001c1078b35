"""Calling people for work that needs reviewers, and noting who let a call pass. Nothing here commits.

Everything here holds the pool's row locked.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import case, func, or_, select

from app.peerreview.allocation import Tier, Waiting
from app.peerreview.crowd import in_parts, is_awaited, people_on_call
from app.peerreview.duties import (
    CALL_LASTS,
    IGNORED,
    MOST_ROUNDS,
    Call,
    Hold,
    OnCall,
    answer_rate,
    answers_among,
    hold_of,
    next_round_at,
    whom_to_call,
)
from app.peerreview.exchange_models import ReviewCall, ReviewHold, ReviewPlace
from app.peerreview.placing import settle
from app.peerreview.pools import Task, organisations_of, slot_of, waiting_of
from app.peerreview.telling_reviews import call_is_over, tell_called, tell_duty_back
from app.platform.database import db

# Work looked at together.
_PAGE = 200
# So many calls tell how many people answer.
REMEMBERED = 500
WAITS = ReviewPlace.line.in_((Tier.RECIPROCATORS, Tier.OTHERS))


def call_reviewers(task: Task, now: datetime) -> None:
    """Send a round of calls for each piece of work that needs reviewers and whose last round is over.

    Work for which nobody could be called has had no round: it is looked at again as soon as somebody is free.
    """
    free = _Free(people_on_call(task, now))
    if not free:
        return
    rate = _rate(task, now)
    for place, work, times, awaited in _works(task, free, now):
        people = free.readers_of(work.language)
        known = [replace(one, times_for_this=times.get(one.reader.user_id, 0)) for one in people] if times else people
        chosen = whom_to_call(work, known, awaited=awaited, rate=rate, now=now, rules=task.rules)
        if chosen:
            _call(task, place, chosen, now)
            free.take(chosen)
        if not free:
            break
    db.session.flush()


class _Free:
    """People who can be called, by the languages they read."""

    def __init__(self, people: Iterable[OnCall]) -> None:
        self._people = {one.reader.user_id: one for one in people}
        self._by_language: dict[str, dict[int, OnCall]] = defaultdict(dict)
        for number, one in self._people.items():
            for language in one.reader.languages:
                self._by_language[language][number] = one

    def __bool__(self) -> bool:
        return bool(self._people)

    @property
    def languages(self) -> list[str]:
        """What anybody of them reads."""
        return sorted(language for language, people in self._by_language.items() if people)

    def readers_of(self, language: str) -> list[OnCall]:
        """Those who read a language."""
        return list(self._by_language[language].values())

    def take(self, user_ids: Iterable[int]) -> None:
        """These are called."""
        for number in user_ids:
            for language in self._people.pop(number).reader.languages:
                del self._by_language[language][number]


def _works(task: Task, free: _Free, now: datetime) -> Iterator[tuple[ReviewPlace, Waiting, Mapping[int, int], int]]:
    """Work whose next round is due, in the order of its claim, with how often whom was called and calls awaited."""
    due = (
        select(ReviewPlace.submission_id)
        .where(
            ReviewPlace.pool_id == task.pool_id,
            WAITS,
            ReviewPlace.is_open,
            ReviewPlace.language.in_(free.languages),
            ReviewPlace.rounds < MOST_ROUNDS,
            or_(ReviewPlace.called_at.is_(None), ReviewPlace.called_at <= now - CALL_LASTS),
        )
        .order_by(
            case((ReviewPlace.line == Tier.RECIPROCATORS, 0), else_=1),
            ReviewPlace.handed_in_at,
            ReviewPlace.lot,
            ReviewPlace.submission_id,
        )
    )
    numbers = db.session.scalars(due).all()
    for some in in_parts(numbers, _PAGE):
        if not free:
            return
        places = {
            one.submission_id: one
            for one in db.session.scalars(select(ReviewPlace).where(ReviewPlace.submission_id.in_(some)))
        }
        belongs = organisations_of(one.author_id for one in places.values())
        times, awaited = _calls_for(some, now)
        for number in some:
            place = places[number]
            work = waiting_of(place, belongs.get(place.author_id, frozenset()))
            if next_round_at(place.rounds, place.called_at, now, work.needs) == now:
                yield place, work, times[number], awaited[number]


def _calls_for(
    submission_ids: Sequence[int], now: datetime
) -> tuple[Mapping[int, Mapping[int, int]], Mapping[int, int]]:
    """How often whom was called for each of these, and how many answers are awaited."""
    wanted = (
        select(
            ReviewCall.submission_id,
            ReviewCall.user_id,
            func.count(),
            func.sum(case((is_awaited(now), 1), else_=0)),
        )
        .where(ReviewCall.submission_id.in_(submission_ids))
        .group_by(ReviewCall.submission_id, ReviewCall.user_id)
    )
    times: dict[int, dict[int, int]] = defaultdict(dict)
    awaited: dict[int, int] = defaultdict(int)
    for submission_id, user_id, count, running in db.session.execute(wanted):
        times[submission_id][user_id] = count
        awaited[submission_id] += running
    return times, awaited


def _rate(task: Task, now: datetime) -> float:
    """The share of calls of this pool that are answered, told from the latest ones."""
    latest = (
        select(ReviewCall.called_at, ReviewCall.answered_at, ReviewCall.taken_at)
        .where(ReviewCall.pool_id == task.pool_id)
        .order_by(ReviewCall.called_at.desc(), ReviewCall.id.desc())
        .limit(REMEMBERED)
    )
    calls = (Call(*row) for row in db.session.execute(latest))
    return answer_rate(*answers_among(calls, now))


def _call(task: Task, place: ReviewPlace, user_ids: Sequence[int], now: datetime) -> None:
    place.rounds += 1
    place.called_at = now
    db.session.add_all(
        ReviewCall(pool_id=task.pool_id, submission_id=place.submission_id, user_id=number, called_at=now)
        for number in user_ids
    )
    tell_called(task, place.submission_id, user_ids, now)


def note_ignored(task: Task, now: datetime) -> None:
    """Count each call that passed without an answer once, against the duties its owner had on hold when it ended.

    Whose duties end by that owes them again, and is told.
    """
    passed = db.session.scalars(
        select(ReviewCall)
        .where(
            ReviewCall.pool_id == task.pool_id,
            ReviewCall.answered_at.is_(None),
            ReviewCall.taken_at.is_(None),
            ReviewCall.ignored_at.is_(None),
            ReviewCall.called_at <= now - CALL_LASTS,
        )
        .order_by(ReviewCall.called_at, ReviewCall.id)
    ).all()
    if not passed:
        return
    holds: dict[int, list[ReviewHold]] = defaultdict(list)
    for some in in_parts(sorted({call.user_id for call in passed})):
        theirs = select(ReviewHold).where(
            ReviewHold.pool_id == task.pool_id, ReviewHold.user_id.in_(some), ReviewHold.filled_at.is_(None)
        )
        for hold in db.session.scalars(theirs.order_by(ReviewHold.id)):
            holds[hold.user_id].append(hold)
    for call in passed:
        call.ignored_at = now
        call_is_over(call.submission_id, call.called_at, [call.user_id])
        ended = 0
        for hold in holds[call.user_id]:
            if hold_of(slot_of(hold), call.called_at + CALL_LASTS) is Hold.ON_CALL:
                hold.ignored += 1
                ended += hold.ignored >= IGNORED
        if ended:
            db.session.flush()
            settle(task, call.user_id)
            tell_duty_back(task, call.user_id, ended, about=call.id)
    db.session.flush()
