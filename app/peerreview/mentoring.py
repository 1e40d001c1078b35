"""When missing reviews become the mentors' work, in which order, and what follows when a mentor does not answer.

The promise is to those who did their part: after seven days where two reviews are needed, ten where three are, mentors
write what is missing. Others are told what unlocks it; staff may make an exception. A pool that closes takes the same
way, only earlier where no peer is left to come: there are no last five people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.peerreview.allocation import Waiting

AFTER_TWO = timedelta(days=7)
AFTER_MORE = timedelta(days=10)
# What a mentor is given to write a review; those asked without an answer for so long are asked no more, another one is.
MENTOR_TAKES = timedelta(days=5)
# After so many mentors let it pass, staff are told.
MOST_MENTORS = 2


class Route(StrEnum):
    """Who is looked to for the reviews a piece of work still needs."""

    # It needs none, or is withdrawn.
    NOBODY = "nobody"
    PEERS = "peers"
    MENTORS = "mentors"
    # Peers, if they come; mentors as soon as the author has done their part.
    UNLOCK = "unlock"


@dataclass(frozen=True, slots=True)
class Case:
    """A piece of work as mentoring sees it.

    `settled_at` is when its author had done their part, or None; `granted_at` when staff gave it to mentors all the
    same.
    """

    work: Waiting
    settled_at: datetime | None = None
    granted_at: datetime | None = None
    # Whether anybody is left who owes a review, is on call or may still hand in: not so at the end of a closed pool.
    peers_may_come: bool = True
    # The day all results were promised for; None where the course goes on.
    results_by: datetime | None = None


def promised_after(needed: int) -> timedelta:
    """How long after handing in mentors step in, by the number of reviews needed."""
    return AFTER_TWO if needed <= 2 else AFTER_MORE


def due_at(case: Case) -> datetime | None:
    """When mentors step in for this work; None while its author has not done their part."""
    if case.settled_at is None:
        return case.granted_at
    day = case.work.submitted_at + promised_after(case.work.needed)
    if not case.peers_may_come:
        day = case.work.submitted_at
    if case.results_by is not None:
        day = min(day, case.results_by - MENTOR_TAKES)
    day = max(day, case.settled_at, case.work.submitted_at)
    return day if case.granted_at is None else min(day, case.granted_at)


def route_of(case: Case, now: datetime) -> Route:
    """Who is looked to now."""
    if not case.work.is_open or not case.work.needs:
        return Route.NOBODY
    due = due_at(case)
    if due is None:
        return Route.UNLOCK
    return Route.MENTORS if now >= due else Route.PEERS


def mentor_queue(cases: Iterable[Case], now: datetime) -> tuple[Case, ...]:
    """The mentors' work, what was due first before the rest."""
    due = [(due_at(case) or now, case) for case in cases if route_of(case, now) is Route.MENTORS]
    due.sort(key=lambda pair: (pair[0], pair[1].work.submitted_at, pair[1].work.submission_id))
    return tuple(case for _due, case in due)


class Step(StrEnum):
    """What happens for a review that mentors owe."""

    ASK = "ask"
    WAIT = "wait"
    TELL_STAFF = "tell_staff"


def next_step(asked: Sequence[datetime], now: datetime) -> Step:
    """What happens for a missing review; `asked` are the moments at which mentors were asked for it, in order."""
    if asked and now < asked[-1] + MENTOR_TAKES:
        return Step.WAIT
    return Step.TELL_STAFF if len(asked) >= MOST_MENTORS else Step.ASK
