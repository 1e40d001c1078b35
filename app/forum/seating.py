"""Who sits next in a fishbowl, for how long, and what is done when nobody moves. Pure.

Four seats go to the line: to whoever the facilitator calls forward, then to whoever had the fewest turns, then to
whoever asked first. A seat is offered for a day, and its time begins when it is taken: wherever somebody lives, both
hold a whole night and a whole working day. Time takes a seat from somebody only where another person waits for it. The
fifth seat is open: whoever comes first sits down, and when their turn is over it is free, whether or not anybody waits.

Whatever nobody does has an end: an offer passes on, quiet is told to the next who could do something, and at last the
fishbowl closes by itself. So there is always a moment at which the next step is due (`next_due`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum, StrEnum

SEATS = 4
OPEN_SEAT = 5
MESSAGES = 3
FIRST_SPEAKERS = 4
OFFERED_FOR = timedelta(hours=24)
TAKEN_FOR = timedelta(hours=48)
NOTICE = timedelta(hours=12)
"""So long before the end of their time people are told of it."""
REST = timedelta(hours=24)
"""After a turn the open seat is for others for so long; the line is open to everybody."""
CLOSING_ROUND = timedelta(days=3)
QUIET, LONG_QUIET, VERY_LONG_QUIET = timedelta(hours=48), timedelta(days=7), timedelta(days=14)
CLOSES_AFTER = timedelta(days=28)
"""Of quiet, or beyond the planned end, which the facilitator can put off."""
_LAST_ZONE = timedelta(hours=12)


class Nudge(IntEnum):
    """How far people were asked to move since somebody last spoke."""

    NOBODY = 0
    # Those who wait or left notes; the facilitator is told.
    LISTENERS = 1
    # Of the closing round: once it is over.
    FACILITATOR = 2
    # Everybody who looks after the category, and so may close it.
    TENDERS = 3


class Deed(StrEnum):
    """A step that is due."""

    # The offer is over.
    LAPSE = "lapse"
    # The turn is over.
    END = "end"
    # Whoever sat there is gone.
    CLEAR = "clear"
    # The time is over and nobody waits: they keep the seat.
    KEEP = "keep"
    # The time will be over soon.
    WARN = "warn"
    # Somebody waits now for a seat that was kept beyond its time: it ends soon.
    GIVE_NOTICE = "give_notice"
    OFFER = "offer"
    NUDGE = "nudge"
    TELL_END = "tell_end"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Sitting:
    """A seat that is offered or taken; `person` is None where their account is gone."""

    number: int
    person: int | None
    # The end of the offer, or of the turn.
    until: datetime
    is_taken: bool = True
    is_warned: bool = False
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the line, and how many turns they had."""

    person: int
    asked_at: datetime
    turns: int = 0
    called_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """All that decides what is due in a fishbowl that is not closed."""

    quiet_since: datetime
    ends_at: datetime
    sittings: tuple[Sitting, ...] = ()
    line: tuple[Waiting, ...] = ()
    nudged: Nudge = Nudge.NOBODY
    is_end_told: bool = False
    # The end of the closing round, once it was begun: nobody sits any more.
    round_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A deed; the seat and the person it concerns, until when something holds, or how far people are asked."""

    deed: Deed
    number: int = 0
    person: int | None = None
    until: datetime | None = None
    nudge: Nudge = Nudge.NOBODY


def in_order(line: Iterable[Waiting]) -> list[Waiting]:
    """Who is offered a seat first, second and so on."""

    def place(one: Waiting) -> tuple[bool, int, datetime, int]:
        if one.called_at is not None:
            return False, 0, one.called_at, one.person
        return True, one.turns, one.asked_at, one.person

    return sorted(line, key=place)


def due_steps(standing: Standing, now: datetime) -> list[Step]:
    """What is due, in the order in which it is done."""
    if now >= _closes_at(standing):
        return [Step(Deed.CLOSE)]
    seats = [] if standing.round_until else _steps_of_seats(standing, now)
    return [*seats, *_nudges(standing, now)]


def next_due(standing: Standing) -> datetime:
    """When to look again, once all that was due is done; there is always such a moment."""
    moments = [_closes_at(standing)]
    if not standing.is_end_told and standing.round_until is None:
        moments.append(standing.ends_at)
    moments += [moment for nudge, moment in _nudge_times(standing) if nudge > standing.nudged]
    for one in standing.sittings:
        if not one.is_kept:
            moments.append(one.until)
        if one.is_taken and not one.is_warned and not one.is_kept:
            moments.append(one.until - NOTICE)
    return min(moments)


def free_seats(sittings: Iterable[Sitting]) -> list[int]:
    """The numbers of the seats for the line that nobody has."""
    return sorted(set(range(1, SEATS + 1)) - {one.number for one in sittings})


def end_everywhere(day: date) -> datetime:
    """When a day is over everywhere on Earth, as with calls: the last zone is twelve hours behind UTC."""
    return datetime.combine(day + timedelta(days=1), time.min, UTC) + _LAST_ZONE


def planned_day(ends_at: datetime) -> date:
    """The day that is over everywhere on Earth at this moment."""
    return (ends_at - _LAST_ZONE).date() - timedelta(days=1)


def _closes_at(standing: Standing) -> datetime:
    if standing.round_until is not None:
        return max(standing.quiet_since, standing.round_until) + CLOSES_AFTER
    return min(standing.quiet_since, standing.ends_at) + CLOSES_AFTER


def _steps_of_seats(standing: Standing, now: datetime) -> list[Step]:
    seated = {one.person for one in standing.sittings}
    line = in_order(one for one in standing.line if one.person not in seated)
    over = list(_over_in_any_case(standing.sittings, now))
    gone = {step.number for step in over}
    staying = sorted((one for one in standing.sittings if one.number not in gone), key=lambda one: one.until)
    speaking = [one for one in staying if one.is_taken and one.number != OPEN_SEAT]
    # So many people wait for whom there is no seat, unless somebody's time is over.
    wanted = max(0, len(line) - len(free_seats(staying)))
    ran_out = [one for one in speaking if one.until <= now and not one.is_kept]
    over += [Step(Deed.END, one.number, one.person) for one in ran_out[:wanted]]
    kept = [Step(Deed.KEEP, one.number, one.person) for one in ran_out[wanted:]]
    leaving = len(ran_out[:wanted]) + sum(one.is_warned and one.until > now for one in speaking)
    overdue = [one for one in speaking if one.is_kept][: max(0, wanted - leaving)]
    asked = [Step(Deed.GIVE_NOTICE, one.number, one.person, until=now + NOTICE) for one in overdue]
    warned = [
        Step(Deed.WARN, one.number, one.person, until=one.until)
        for one in staying
        if one.is_taken and not one.is_warned and not one.is_kept and one.until - NOTICE <= now < one.until
    ]
    left = {step.number for step in over}
    free = free_seats(one for one in standing.sittings if one.number not in left)
    offers = [
        Step(Deed.OFFER, number, one.person, until=now + OFFERED_FOR) for number, one in zip(free, line, strict=False)
    ]
    return [*over, *kept, *asked, *warned, *offers]


def _over_in_any_case(sittings: Sequence[Sitting], now: datetime) -> Iterable[Step]:
    for one in sittings:
        if one.person is None:
            yield Step(Deed.CLEAR, one.number)
        elif not one.is_taken and one.until <= now:
            yield Step(Deed.LAPSE, one.number, one.person)
        elif one.number == OPEN_SEAT and one.until <= now:
            yield Step(Deed.END, one.number, one.person)


def _nudges(standing: Standing, now: datetime) -> list[Step]:
    steps = []
    reached = max((nudge for nudge, moment in _nudge_times(standing) if moment <= now), default=Nudge.NOBODY)
    if reached > standing.nudged:
        steps.append(Step(Deed.NUDGE, nudge=reached))
    if now >= standing.ends_at and not standing.is_end_told and standing.round_until is None:
        steps.append(Step(Deed.TELL_END))
    return steps


def _nudge_times(standing: Standing) -> list[tuple[Nudge, datetime]]:
    if standing.round_until is not None:
        return [(Nudge.FACILITATOR, standing.round_until), (Nudge.TENDERS, standing.round_until + LONG_QUIET)]
    return [
        (Nudge.LISTENERS, standing.quiet_since + QUIET),
        (Nudge.FACILITATOR, standing.quiet_since + LONG_QUIET),
        (Nudge.TENDERS, standing.quiet_since + VERY_LONG_QUIET),
    ]
