"""What a learner owes, what is on hold for them, and whom to call when work arrives.

A duty nobody needs now is put on hold, not burnt on work that is served. Its owner counts as having done their part:
progress is never blocked by what other people have not handed in yet.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.peerreview.allocation import STANDARD, Reader, Refusal, Rules, Waiting, blackout_holds, refusal_of

# How long a duty stays on hold; after that it is void, and as good as done.
HELD = timedelta(days=45)
# A call waits this long for its answer, then the next round goes out.
CALL_LASTS = timedelta(hours=72)
MOST_ROUNDS = 12
# Calls left without an answer, one after another, that end a hold.
IGNORED = 2

# What is thought of answers to calls before there were any: as if five of ten had come.
_USUAL_ANSWERS, _USUAL_CALLS = 5, 10


class Hold(StrEnum):
    """How a duty on hold stands."""

    ON_CALL = "on_call"
    # A review was done for it.
    FILLED = "filled"
    # Nobody needed it in all its time.
    VOID = "void"
    # Its owner did not answer: the duty is owed again.
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Slot:
    """A duty on hold. `ignored` counts the calls left without an answer since the last that had one."""

    held_at: datetime
    ignored: int = 0
    is_filled: bool = False


def hold_of(slot: Slot, now: datetime) -> Hold:
    """How a duty on hold stands."""
    if slot.is_filled:
        return Hold.FILLED
    if slot.ignored >= IGNORED:
        return Hold.CANCELLED
    return Hold.VOID if now >= slot.held_at + HELD else Hold.ON_CALL


@dataclass(frozen=True, slots=True)
class Duties:
    """What a learner owes in a task; the five add up to `owed`, except that people may do more than they owe.

    `done` counts reviews handed in, late ones too; `out` are those being written; `left` can be asked for now.
    """

    owed: int
    done: int
    out: int
    on_call: int
    void: int

    @property
    def left(self) -> int:
        """Reviews still to be begun."""
        return max(0, self.owed - self.done - self.out - self.on_call - self.void)

    @property
    def is_settled(self) -> bool:
        """Whether their part is done or on hold: their work is served first, and the module may end."""
        return self.done + self.on_call + self.void >= self.owed


def duties_of(owed: int, done: int, out: int, slots: Iterable[Slot], now: datetime) -> Duties:
    """Count what a learner owes; `out` are their running leases."""
    holds = [hold_of(slot, now) for slot in slots]
    return Duties(owed, done, out, holds.count(Hold.ON_CALL), holds.count(Hold.VOID))


@dataclass(frozen=True, slots=True)
class OnCall:
    """Somebody who can be called. `held_at` is when their eldest duty was put on hold; None for a volunteer.

    `called_at` is their last call for any work; `is_busy` says that its answer is awaited, or that they are writing a
    review. `times_for_this` counts their calls for the work in question.
    """

    reader: Reader
    held_at: datetime | None = None
    called_at: datetime | None = None
    is_busy: bool = False
    times_for_this: int = 0


def answer_rate(answered: int, called: int) -> float:
    """The share of calls that bring a review, from 0 to 1, as far as it is known; cautious while few were called."""
    return (answered + _USUAL_ANSWERS) / (called + _USUAL_CALLS)


def whom_to_call(
    work: Waiting, people: Iterable[OnCall], *, awaited: int, rate: float, now: datetime, rules: Rules = STANDARD
) -> tuple[int, ...]:
    """Whom to call for a piece of work, best first: so many that enough of them answer if the share `rate` does.

    `awaited` counts calls for it that may still be answered. Who was not yet called for it comes first; then duties
    before volunteers, those on hold longest first, and of volunteers those not called for longest. Who is busy is left
    alone. Last of all come those who handed in around the same day and have found nothing for so long that this is set
    aside for them: in a group that hands in together nobody else is there. `people` need only be those who read its
    language.
    """
    wanted = math.ceil(work.needs / rate) - awaited if work.needs else 0
    if wanted <= 0:
        return ()
    fit: list[OnCall] = []
    adjacent: list[OnCall] = []
    for one in people:
        if one.is_busy:
            continue
        refusal = refusal_of(work, one.reader, rules)
        if refusal is None:
            fit.append(one)
        elif refusal is Refusal.ADJACENT and not blackout_holds(one.reader, now, rules):
            adjacent.append(one)
    in_order = (*sorted(fit, key=_turn), *sorted(adjacent, key=_turn))
    return tuple(one.reader.user_id for one in in_order[:wanted])


def _turn(one: OnCall) -> tuple[int, bool, bool, float, int]:
    return one.times_for_this, one.held_at is None, *_patience(one), one.reader.user_id


def _patience(one: OnCall) -> tuple[bool, float]:
    since = one.held_at or one.called_at
    return since is not None, since.timestamp() if since is not None else 0.0


def next_round_at(rounds: int, last_at: datetime | None, now: datetime, needs: int) -> datetime | None:
    """When people are called for a piece of work again; `rounds` went out, the last at `last_at`. None: no more."""
    if not needs or rounds >= MOST_ROUNDS:
        return None
    return now if last_at is None else max(now, last_at + CALL_LASTS)


class Answer(StrEnum):
    """What became of a call."""

    AWAITED = "awaited"
    # They came, whether or not something was left for them.
    ANSWERED = "answered"
    # Others were faster while it still ran: nobody is blamed.
    TAKEN = "taken"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Call:
    """A call for work. `answered_at` is when the person came, `taken_at` when the work needed nobody more."""

    called_at: datetime
    answered_at: datetime | None = None
    taken_at: datetime | None = None


def answer_of(call: Call, now: datetime) -> Answer:
    """What became of a call."""
    ends_at = call.called_at + CALL_LASTS
    if call.answered_at is not None and call.answered_at <= ends_at:
        return Answer.ANSWERED
    if call.taken_at is not None and call.taken_at < ends_at:
        return Answer.TAKEN
    return Answer.IGNORED if now >= ends_at else Answer.AWAITED


def answers_among(calls: Iterable[Call], now: datetime) -> tuple[int, int]:
    """How many of how many calls are answered in their time, for `answer_rate`.

    Where others were faster, nobody knows whether an answer would have come: such a call, and one that still runs,
    counts for as long as it could be answered (Kaplan and Meier, Journal of the American Statistical Association 53,
    1958). To leave them out would take those who come first for everybody, and call ever fewer people.
    """
    seen: list[tuple[timedelta, bool]] = []
    for call in calls:
        ends_at = min(call.called_at + CALL_LASTS, now, call.taken_at or now)
        is_answered = call.answered_at is not None and call.answered_at <= ends_at
        seen.append(((call.answered_at if is_answered and call.answered_at else ends_at) - call.called_at, is_answered))
    silent = 1.0
    # Of what happened at one moment, answers came first.
    for before, (_after, is_answered) in enumerate(sorted(seen, key=lambda one: (one[0], not one[1]))):
        if is_answered:
            silent *= 1 - 1 / (len(seen) - before)
    return round((1 - silent) * len(seen)), len(seen)


def ignored_in_a_row(calls: Iterable[Call], now: datetime) -> int:
    """How many of somebody's calls, the newest last, were ignored since they last answered one."""
    count = 0
    for call in calls:
        answer = answer_of(call, now)
        if answer is Answer.ANSWERED:
            count = 0
        elif answer is Answer.IGNORED:
            count += 1
    return count
