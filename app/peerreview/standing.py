"""Where my work stands in line, what I owe, what happens next and by when: values for pages and letters."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import NormalDist

from app.peerreview.allocation import Tier, Waiting
from app.peerreview.duties import CALL_LASTS, Duties
from app.peerreview.mentoring import MENTOR_TAKES, Case, due_at

# Four in five times, what was expected falls within the range that is told.
_LOW, _HIGH = NormalDist().inv_cdf(0.1), NormalDist().inv_cdf(0.9)
# Out of fewer reviews than this nothing can be said about the pace.
LEAST_SEEN = 3


@dataclass(frozen=True, slots=True)
class Pace:
    """Reviews begun lately in a language, over how long, and how long one usually takes from first to last."""

    begun: int
    over: timedelta
    takes: timedelta = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in line, from 1, and how many reviews are needed before and with one's own."""

    place: int
    reviews: int


@dataclass(frozen=True, slots=True)
class Expected:
    """When something is expected, and a range it keeps to four times in five. `latest` None: nobody knows."""

    earliest: datetime
    likely: datetime
    latest: datetime | None
    # Whether the end of the range is the mentors' promise rather than the pace of peers.
    is_promised: bool = False


class Next(StrEnum):
    """What happens next, to me or by me."""

    ANSWER_CALL = "answer_call"
    FINISH_REVIEW = "finish_review"
    BEGIN_REVIEW = "begin_review"
    STAY_ON_CALL = "stay_on_call"
    PEERS_WRITE = "peers_write"
    PEERS_READ = "peers_read"
    MENTORS_READ = "mentors_read"
    ALL_DONE = "all_done"


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing that happens next; `by` is None where nothing limits it."""

    what: Next
    by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a learner is shown about their work and their part.

    `place` and `expected` are None when no more reviews must begin; `expected` also where nothing can be said.
    `unlocks` are the reviews to do until their work moves to the first line, 0 when it stands there; `if_unlocked` is
    the place it would have there.
    """

    case: Case
    duties: Duties
    place: Place | None
    expected: Expected | None
    unlocks: int
    if_unlocked: Place | None
    steps: tuple[NextStep, ...]


def place_of(work: Waiting, waiting: Iterable[Waiting], *, in_tier: Tier | None = None) -> Place | None:
    """The place of a piece of work among those of its language; `in_tier` asks what it would be in another line."""
    tier = in_tier or work.tier
    if tier is None or not work.needs:
        return None
    ahead = [
        other
        for other in waiting
        if other.language == work.language
        and other.submission_id != work.submission_id
        and other.tier is tier
        and _stands_before(other, work, tier)
    ]
    return Place(len(ahead) + 1, sum(other.needs for other in ahead) + work.needs)


def _stands_before(other: Waiting, work: Waiting, tier: Tier) -> bool:
    if tier is Tier.OTHERS and other.author_done != work.author_done:
        return other.author_done > work.author_done
    return (other.submitted_at, other.lot, other.submission_id) < (work.submitted_at, work.lot, work.submission_id)


def days_until(reviews: int, pace: Pace, z: float) -> float | None:
    """Days until so many reviews have begun, at a standard normal quantile `z`; None where it has no end.

    What was seen makes the rate a gamma variable, with Jeffreys' prior Gamma(½, 0); the time to the m-th review after
    n in T days is then T·m/(n+½)·F(2m, 2n+1). The quantile of F is Paulson's (Annals of Mathematical Statistics 13,
    1942).
    """
    if pace.begun < LEAST_SEEN or reviews <= 0:
        return None if reviews > 0 else 0.0
    upper, lower = 2 / (9 * 2 * reviews), 2 / (9 * (2 * pace.begun + 1))
    divisor = (1 - lower) ** 2 - z * z * lower
    inner = upper * (1 - lower) ** 2 + lower * (1 - upper) ** 2 - upper * lower * z * z
    if divisor <= 0 or inner < 0:
        return None
    root = max(0.0, ((1 - upper) * (1 - lower) + z * math.sqrt(inner)) / divisor)
    return pace.over / timedelta(days=1) * reviews / (pace.begun + 0.5) * root**3


def expected_at(place: Place, pace: Pace, promised: datetime | None, now: datetime) -> Expected | None:
    """When the reviews of a work are likely there; `promised` is when mentors have written them at the latest."""
    days = [days_until(place.reviews, pace, z) for z in (_LOW, 0.0, _HIGH)]
    low, middle, high = (None if count is None else now + timedelta(days=count) + pace.takes for count in days)
    if low is None or middle is None:
        return None if promised is None else Expected(now, promised, promised, is_promised=True)
    if promised is None or (high is not None and high <= promised):
        return Expected(low, middle, high)
    return Expected(min(low, promised), min(middle, promised), promised, is_promised=True)


def standing_of(
    case: Case,
    duties: Duties,
    waiting: Iterable[Waiting],
    pace: Pace,
    now: datetime,
    *,
    lease_ends_at: datetime | None = None,
    called_at: datetime | None = None,
    has_mentors: bool = True,
) -> Standing:
    """Say how a learner stands. `waiting` is all work of the task that waits; moments are None for what is not so.

    `lease_ends_at` is the end of the review they are writing, `called_at` when they were called and have not answered.
    Where nobody mentors, nobody promises.
    """
    waiting = tuple(waiting)
    return standing_at(
        case,
        duties,
        place_of(case.work, waiting),
        place_of(case.work, waiting, in_tier=Tier.RECIPROCATORS),
        pace,
        now,
        lease_ends_at=lease_ends_at,
        called_at=called_at,
        has_mentors=has_mentors,
    )


def standing_at(
    case: Case,
    duties: Duties,
    place: Place | None,
    in_first_line: Place | None,
    pace: Pace,
    now: datetime,
    *,
    lease_ends_at: datetime | None = None,
    called_at: datetime | None = None,
    has_mentors: bool = True,
) -> Standing:
    """The same for whoever has counted already: the place the work has, and the one it would have in the first line."""
    work = case.work
    unlocks = 0 if case.settled_at is not None else duties.owed - duties.done - duties.on_call - duties.void
    due = due_at(case) if has_mentors else None
    promised = None if due is None or not work.needs else max(due, now) + MENTOR_TAKES
    return Standing(
        case=case,
        duties=duties,
        place=place,
        # In the second line the pace of the first says nothing: what can be told there is what unlocks.
        expected=expected_at(place, pace, promised, now) if place is not None and (not unlocks or promised) else None,
        unlocks=max(0, unlocks),
        if_unlocked=in_first_line if place is not None and unlocks else None,
        steps=(*_mine(duties, lease_ends_at, called_at), *_others(work, due, promised, now))
        or (NextStep(Next.ALL_DONE),),
    )


def _mine(duties: Duties, lease_ends_at: datetime | None, called_at: datetime | None) -> Iterable[NextStep]:
    if called_at is not None:
        yield NextStep(Next.ANSWER_CALL, called_at + CALL_LASTS)
    if lease_ends_at is not None:
        yield NextStep(Next.FINISH_REVIEW, lease_ends_at)
    if duties.left:
        yield NextStep(Next.BEGIN_REVIEW)
    elif duties.on_call and called_at is None:
        yield NextStep(Next.STAY_ON_CALL)


def _others(work: Waiting, due: datetime | None, promised: datetime | None, now: datetime) -> Iterable[NextStep]:
    if work.out:
        yield NextStep(Next.PEERS_WRITE)
    if not work.needs:
        return
    if due is not None and now >= due:
        yield NextStep(Next.MENTORS_READ, promised)
    else:
        yield NextStep(Next.PEERS_READ, due)
