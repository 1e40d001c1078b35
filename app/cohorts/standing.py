"""Where a call and an application stand, read from dates and rows alone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.cohorts.seating import Stand
from app.content.calls import Call


class Phase(StrEnum):
    """Where a call stands."""

    COMING = "coming"
    OPEN = "open"
    # Closed, and being read.
    READING = "reading"
    # Offers are out, and the waiting list moves.
    OFFERING = "offering"
    RUNNING = "running"
    OVER = "over"


class State(StrEnum):
    """Where an application stands, as its applicant is told."""

    DRAFT = "draft"
    HANDED_IN = "handed_in"
    # The call closed before it was handed in.
    MISSED = "missed"
    WITHDRAWN = "withdrawn"
    READING = "reading"
    OFFERED = "offered"
    DECLINED = "declined"
    EXPIRED = "expired"
    WAITING = "waiting"
    NO_SEAT = "no_seat"
    SEATED = "seated"
    LEFT = "left"


class Outcome(StrEnum):
    """What became of an offer."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"


class Override(StrEnum):
    """What staff decided beside the readings: a place before all others, or none."""

    FIRST = "first"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an application; moments are None for what has not happened.

    `outcome` and `answer_by` are those of its latest offer; an offer without an outcome is open.
    """

    handed_in_at: datetime | None = None
    withdrawn_at: datetime | None = None
    refused_at: datetime | None = None
    answer_by: datetime | None = None
    outcome: Outcome | None = None
    seated_at: datetime | None = None
    left_at: datetime | None = None
    override: Override | None = None


def phase_of(call: Call, now: datetime, *, offers_began: bool) -> Phase:
    """Where a call stands."""
    if now < call.opens_at:
        return Phase.COMING
    if now < call.closes_at:
        return Phase.OPEN
    if now >= call.ends_at:
        return Phase.OVER
    if now >= call.starts_at:
        return Phase.RUNNING
    return Phase.OFFERING if offers_began else Phase.READING


def state_of(facts: Facts, now: datetime, *, is_open: bool, offers_began: bool) -> State:
    """Where an application stands. An offer whose time is over counts as expired, also before that was noted."""
    if facts.withdrawn_at is not None:
        return State.WITHDRAWN
    if facts.handed_in_at is None:
        return State.DRAFT if is_open else State.MISSED
    if facts.seated_at is not None:
        return State.SEATED if facts.left_at is None else State.LEFT
    if facts.outcome is Outcome.DECLINED:
        return State.DECLINED
    if facts.outcome is Outcome.EXPIRED:
        return State.EXPIRED
    if facts.answer_by is not None:
        return State.OFFERED if now < facts.answer_by else State.EXPIRED
    if facts.refused_at is not None:
        return State.NO_SEAT
    if is_open:
        return State.HANDED_IN
    return State.WAITING if offers_began else State.READING


def stand_of(facts: Facts, now: datetime) -> Stand:
    """How an application that was handed in stands when places are given."""
    state = state_of(facts, now, is_open=False, offers_began=True)
    if state is State.OFFERED:
        return Stand.OFFERED
    if state is State.SEATED:
        return Stand.SEATED
    if state is State.WAITING and facts.override is not Override.OUT:
        return Stand.WAITING
    return Stand.GONE
