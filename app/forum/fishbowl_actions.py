"""What members and facilitators do in a fishbowl. Nothing here commits.

Each holds the row of the thread first, looks whether it still can be, and lets the fishbowl go on from there.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from app.forum.actions import Written, category_of, hold, open_thread
from app.forum.care_models import Step
from app.forum.fishbowl_models import Fishbowl, Seat, SeatEnd, SeatWish
from app.forum.fishbowl_queries import get_fishbowl, where_somebody_is
from app.forum.fishbowl_steering import (
    close,
    empty_seats,
    end_seat,
    held_fishbowl,
    live_seats,
    seat_of,
    steer,
    take_seat,
)
from app.forum.kinds import ThreadKind
from app.forum.models import Thread
from app.forum.seating import CLOSING_ROUND, OPEN_SEAT, TAKEN_FOR, Nudge
from app.forum.telling_fishbowls import no_more_end, no_more_quiet, tell_closed, tell_closing_round
from app.forum.topics import Topic
from app.forum.tracing import trace
from app.forum.writing import html_of
from app.platform import clock
from app.platform.database import db, insert_missing, table_of
from app.platform.errors import CannotBe, Conflict
from app.platform.i18n import _


@dataclass(frozen=True, slots=True)
class Summary:
    """What a fishbowl came to, as it is typed."""

    agreement: str
    disagreement: str
    questions: str
    language: str


def open_fishbowl(
    category_id: int,
    facilitator_id: int,
    question: str,
    written: Written,
    ends_at: datetime,
    *,
    topics: Sequence[Topic] = (),
    speakers: Collection[int] = (),
) -> Thread:
    """Begin a fishbowl: its title is the guiding question, its first post says why it matters.

    To those who are asked to speak first a seat is offered at once.
    """
    now = clock.now()
    thread = open_thread(category_id, facilitator_id, ThreadKind.FISHBOWL, question, written, topics)
    db.session.add(Fishbowl(thread_id=thread.id, facilitator_id=facilitator_id, ends_at=ends_at, quiet_since=now))
    db.session.flush()
    for person in speakers:
        _call(thread, person, "")
    steer(thread)
    return thread


def ask_for_seat(thread_id: int, user_id: int) -> bool:
    """Stand in the line; where a seat is free and nobody waits, sit down at once. Says whether they sit."""
    thread = _held_going_on(thread_id)
    if seat_of(thread_id, user_id) is None:
        row = {"thread_id": thread_id, "user_id": user_id, "asked_at": clock.now(), "call_note": ""}
        insert_missing(table_of(SeatWish), [row])
        steer(thread)
        offered = seat_of(thread_id, user_id)
        if offered is None:
            return False
        # They are here, so they are not asked once more.
        take_seat(offered)
        steer(thread)
    return True


def leave_line(thread_id: int, user_id: int) -> None:
    """Wait for a seat no longer."""
    thread = hold(thread_id)
    db.session.execute(delete(SeatWish).where(SeatWish.thread_id == thread_id, SeatWish.user_id == user_id))
    steer(thread)


def take_offered_seat(thread_id: int, user_id: int) -> None:
    """Take the seat that is offered: its time begins."""
    thread = _held_going_on(thread_id)
    seat = seat_of(thread_id, user_id)
    if seat is None:
        raise Conflict(_("The offer has passed on. Ask for a seat again: you are told when one is yours."))
    if seat.taken_at is None:
        take_seat(seat)
        steer(thread)


def sit_down(thread_id: int, user_id: int) -> None:
    """Take the open seat, which is whose who comes first."""
    thread = _held_going_on(thread_id)
    seats = live_seats(thread_id)
    if any(seat.user_id == user_id for seat in seats):
        raise Conflict(_("You have a seat already."))
    if any(seat.number == OPEN_SEAT for seat in seats):
        raise Conflict(
            _("Somebody else sat down at this very moment. Ask for a seat, and you are told when one is yours.")
        )
    now = clock.now()
    db.session.execute(delete(SeatWish).where(SeatWish.thread_id == thread_id, SeatWish.user_id == user_id))
    db.session.add(
        Seat(
            thread_id=thread_id,
            number=OPEN_SEAT,
            user_id=user_id,
            offered_at=now,
            taken_at=now,
            until=now + TAKEN_FOR,
        )
    )
    db.session.flush()
    steer(thread)


def leave_seat(thread_id: int, user_id: int) -> None:
    """Free the seat that one holds, or pass on the one that is offered."""
    thread = hold(thread_id)
    seat = seat_of(thread_id, user_id)
    if seat is not None:
        end_seat(thread, seat, SeatEnd.DECLINED if seat.taken_at is None else SeatEnd.LEFT)
        steer(thread)


def free_seat(thread_id: int, number: int, user_id: int | None, by: int, reason: str) -> None:
    """Take a seat from whoever holds it or is offered it, who reads why."""
    thread = _held_going_on(thread_id)
    seat = next((seat for seat in live_seats(thread_id) if seat.number == number), None)
    if seat is None or seat.user_id != user_id:
        raise Conflict(_("Somebody else sits there by now. Nothing was changed; please look again."))
    end_seat(thread, seat, SeatEnd.FREED, reason)
    trace(thread_id, Step.SEAT_FREED, by, reason=reason, seat=number, person=user_id)
    steer(thread)


def call_forward(thread_id: int, people: Collection[int], by: int, note: str) -> None:
    """Let these people be offered the next seats, whether or not they asked; everybody reads why."""
    thread = _held_going_on(thread_id)
    for person in people:
        if seat_of(thread_id, person) is None:
            _call(thread, person, note)
            trace(thread_id, Step.CALLED_FORWARD, by, reason=note, person=person)
    steer(thread)


def begin_closing_round(thread_id: int, by: int) -> None:
    """Let everybody who spoke leave one message more, without a seat."""
    thread = _held_going_on(thread_id)
    fishbowl = held_fishbowl(thread)
    no_more_quiet(fishbowl)
    no_more_end(fishbowl)
    now = clock.now()
    fishbowl.round_until, fishbowl.quiet_since, fishbowl.nudged = now + CLOSING_ROUND, now, Nudge.NOBODY
    empty_seats(thread)
    trace(thread_id, Step.ROUND_BEGUN, by)
    tell_closing_round(category_of(thread), thread, fishbowl)
    steer(thread)


def sum_up(thread_id: int, by: int, summary: Summary) -> None:
    """Say what a fishbowl came to, which closes it; or say it anew, or for the first time where it closed by itself."""
    thread = hold(thread_id)
    get_fishbowl(thread_id)
    fishbowl = held_fishbowl(thread)
    is_first = fishbowl.summed_up_at is None
    fishbowl.agreement, fishbowl.agreement_html = summary.agreement, html_of(summary.agreement, summary.language)
    fishbowl.disagreement = summary.disagreement
    fishbowl.disagreement_html = html_of(summary.disagreement, summary.language)
    fishbowl.questions, fishbowl.questions_html = summary.questions, html_of(summary.questions, summary.language)
    fishbowl.summary_language = summary.language
    fishbowl.summed_up_by, fishbowl.summed_up_at = by, clock.now()
    if fishbowl.closed_at is None:
        close(thread, fishbowl, by)
    trace(thread_id, Step.SUMMED_UP, by)
    if is_first:
        tell_closed(category_of(thread), thread, by=by, has_summary=True)
    db.session.flush()


def take_over(thread_id: int, by: int) -> None:
    """Facilitate a fishbowl in place of whoever did; a seat of theirs is free again."""
    thread = hold(thread_id)
    get_fishbowl(thread_id)
    fishbowl = held_fishbowl(thread)
    if fishbowl.facilitator_id == by or fishbowl.closed_at is not None:
        return
    fishbowl.facilitator_id = by
    own = seat_of(thread_id, by)
    if own is not None:
        end_seat(thread, own, SeatEnd.LEFT)
    db.session.execute(delete(SeatWish).where(SeatWish.thread_id == thread_id, SeatWish.user_id == by))
    trace(thread_id, Step.TAKEN_OVER, by)
    steer(thread)


def put_end(thread_id: int, by: int, ends_at: datetime) -> None:
    """Plan another end."""
    thread = _held_going_on(thread_id)
    fishbowl = held_fishbowl(thread)
    if fishbowl.ends_at == ends_at:
        return
    no_more_end(fishbowl)
    fishbowl.ends_at, fishbowl.is_end_told = ends_at, False
    trace(thread_id, Step.END_CHANGED, by)
    steer(thread)


def leave_fishbowls(user_id: int) -> None:
    """Let somebody whose account goes sit, wait and facilitate nowhere, and everybody else go on."""
    for thread_id in where_somebody_is(user_id):
        thread = hold(thread_id)
        fishbowl = held_fishbowl(thread)
        if fishbowl.facilitator_id == user_id:
            fishbowl.facilitator_id = None
        seat = seat_of(thread_id, user_id)
        if seat is not None:
            end_seat(thread, seat, SeatEnd.GONE)
        db.session.execute(delete(SeatWish).where(SeatWish.thread_id == thread_id, SeatWish.user_id == user_id))
        steer(thread)


def _held_going_on(thread_id: int) -> Thread:
    """The thread of a fishbowl in which people sit, held until the transaction ends."""
    thread = hold(thread_id)
    get_fishbowl(thread_id)
    fishbowl = held_fishbowl(thread)
    if fishbowl.closed_at is not None or thread.removed_at is not None:
        raise CannotBe(_("This fishbowl was closed meanwhile. Nothing was changed."))
    if fishbowl.round_until is not None:
        raise CannotBe(_("The closing round has begun meanwhile. Nothing was changed."))
    return thread


def _call(thread: Thread, person: int, note: str) -> None:
    now = clock.now()
    row = {"thread_id": thread.id, "user_id": person, "asked_at": now, "call_note": ""}
    insert_missing(table_of(SeatWish), [row])
    wish = db.session.get_one(SeatWish, (thread.id, person), populate_existing=True)
    wish.called_at, wish.call_note = now, note
    db.session.flush()
