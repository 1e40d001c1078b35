"""Lets a fishbowl go on: does what the rule of seating says is due, after each act and when its time has come.

Nothing here commits, and whoever calls it holds the row of the thread: so a step is done once, however many come at the
same moment.
"""

from collections.abc import Mapping, Set
from datetime import datetime

from sqlalchemy import delete, select

from app.forum.care_models import Step as Trace
from app.forum.fishbowl_models import Fishbowl, LastWord, Seat, SeatEnd, SeatWish
from app.forum.fishbowl_queries import line_of, speakers_of
from app.forum.models import Category, Thread
from app.forum.readers import who_still_read
from app.forum.seating import (
    MESSAGES,
    TAKEN_FOR,
    Deed,
    Nudge,
    Sitting,
    Standing,
    Step,
    due_steps,
    next_due,
)
from app.forum.telling_fishbowls import (
    no_more_end,
    no_more_ending,
    no_more_quiet,
    tell_closed,
    tell_end_reached,
    tell_ends_soon,
    tell_offered,
    tell_over,
    tell_quiet,
    tell_taken,
)
from app.forum.tracing import trace
from app.platform import clock
from app.platform.database import db, insert_missing, table_of
from app.platform.errors import CannotBe
from app.platform.i18n import _

_ENDINGS = {Deed.LAPSE: SeatEnd.LAPSED, Deed.END: SeatEnd.TIME_OVER, Deed.CLEAR: SeatEnd.GONE}


def steer(thread: Thread) -> None:
    """Do whatever is due; nothing where it is closed, or nobody sees it."""
    fishbowl = held_fishbowl(thread)
    if fishbowl.closed_at is not None or thread.removed_at is not None:
        return
    now, category = clock.now(), db.session.get_one(Category, thread.category_id)
    seats = {seat.number: seat for seat in live_seats(thread.id)}
    readers = _those_who_read(thread.id, category, seats)
    for step in due_steps(_standing(fishbowl, seats, readers), now):
        _carry_out(step, thread, fishbowl, category, seats, now)
    db.session.flush()
    if fishbowl.closed_at is None:
        seats = {seat.number: seat for seat in live_seats(thread.id)}
        fishbowl.due_at = next_due(_standing(fishbowl, seats, readers))
        db.session.flush()


def spend_message(thread: Thread, author_id: int) -> None:
    """Count a message that is about to be written against what its author may still write.

    The one place that decides it, for the form, for mail and for whatever comes. The row of the thread is held, so of
    two windows that send at once the second finds what the first left. Raises CannotBe.
    """
    fishbowl, now = held_fishbowl(thread), clock.now()
    if fishbowl.closed_at is not None:
        raise CannotBe(_("This fishbowl was closed meanwhile, and nothing was sent."))
    if author_id != fishbowl.facilitator_id:
        if fishbowl.round_until is not None:
            _spend_last_word(fishbowl, author_id, now)
        else:
            _spend_on_seat(thread, author_id)
    no_more_quiet(fishbowl)
    fishbowl.quiet_since, fishbowl.nudged = now, Nudge.NOBODY
    steer(thread)


def close(thread: Thread, fishbowl: Fishbowl, by: int | None) -> None:
    """Let nobody write any more; of those who sat or waited, nobody does. Telling is left to whoever knows why."""
    now = clock.now()
    fishbowl.closed_at, fishbowl.due_at, thread.locked_at = now, None, now
    no_more_quiet(fishbowl)
    no_more_end(fishbowl)
    empty_seats(thread)
    trace(thread.id, Trace.FISHBOWL_CLOSED, by)


def empty_seats(thread: Thread) -> None:
    """Let nobody sit or wait any more."""
    for seat in live_seats(thread.id):
        end_seat(thread, seat, SeatEnd.CLOSED)
    db.session.execute(delete(SeatWish).where(SeatWish.thread_id == thread.id))


def end_seat(thread: Thread, seat: Seat, ending: SeatEnd, reason: str = "") -> None:
    """Let a turn or an offer be over."""
    tell_over(thread, seat, ending)
    seat.ended_at, seat.ending, seat.reason = clock.now(), ending, reason
    # The seat and its person are free before anybody else sits down: one person and one seat at a time.
    db.session.flush()


def take_seat(seat: Seat) -> None:
    """Let the time of an offered seat begin."""
    now = clock.now()
    seat.taken_at, seat.until = now, now + TAKEN_FOR
    db.session.flush()
    tell_taken(seat)


def live_seats(thread_id: int) -> list[Seat]:
    """The seats that are offered or taken."""
    wanted = select(Seat).where(Seat.thread_id == thread_id, Seat.ended_at.is_(None)).order_by(Seat.number)
    return list(db.session.scalars(wanted.execution_options(populate_existing=True)))


def seat_of(thread_id: int, user_id: int) -> Seat | None:
    """The seat that somebody holds or is offered."""
    return next((seat for seat in live_seats(thread_id) if seat.user_id == user_id), None)


def held_fishbowl(thread: Thread) -> Fishbowl:
    """What belongs to a thread whose row is held, as it is now."""
    db.session.flush()
    return db.session.get_one(Fishbowl, thread.id, populate_existing=True)


def _spend_on_seat(thread: Thread, author_id: int) -> None:
    seat = seat_of(thread.id, author_id)
    if seat is None or seat.taken_at is None:
        raise CannotBe(_("You do not hold a seat in this fishbowl any more, and nothing was sent."))
    seat.messages += 1
    db.session.flush()
    if seat.messages >= MESSAGES:
        end_seat(thread, seat, SeatEnd.USED_UP)


def _spend_last_word(fishbowl: Fishbowl, author_id: int, now: datetime) -> None:
    if fishbowl.round_until is None or now >= fishbowl.round_until or author_id not in speakers_of(fishbowl.thread_id):
        raise CannotBe(_("The closing round is over, or not for you, and nothing was sent."))
    row = {"thread_id": fishbowl.thread_id, "user_id": author_id, "said_at": now}
    if insert_missing(table_of(LastWord), [row]) == 0:
        raise CannotBe(_("You have left your message of the closing round already, and nothing was sent."))


def _standing(fishbowl: Fishbowl, seats: Mapping[int, Seat], readers: Set[int]) -> Standing:
    """How it stands; whoever reads the category no more is nobody."""
    return Standing(
        quiet_since=fishbowl.quiet_since,
        ends_at=fishbowl.ends_at,
        sittings=tuple(
            Sitting(
                number=seat.number,
                person=seat.user_id if seat.user_id in readers else None,
                until=seat.until,
                is_taken=seat.taken_at is not None,
                is_warned=seat.is_warned,
                is_kept=seat.is_kept,
            )
            for seat in seats.values()
        ),
        line=tuple(one.waiting for one in line_of(fishbowl.thread_id)),
        nudged=Nudge(fishbowl.nudged),
        is_end_told=fishbowl.is_end_told,
        round_until=fishbowl.round_until,
    )


def _those_who_read(thread_id: int, category: Category, seats: Mapping[int, Seat]) -> set[int]:
    """Who sits or waits and still reads the category; others wait no longer."""
    waiting = set(db.session.scalars(select(SeatWish.user_id).where(SeatWish.thread_id == thread_id)))
    seated = {seat.user_id for seat in seats.values() if seat.user_id is not None}
    readers = who_still_read(waiting | seated, category) if waiting or seated else set()
    if lost := waiting - readers:
        db.session.execute(delete(SeatWish).where(SeatWish.thread_id == thread_id, SeatWish.user_id.in_(lost)))
    return readers


def _carry_out(
    step: Step, thread: Thread, fishbowl: Fishbowl, category: Category, seats: Mapping[int, Seat], now: datetime
) -> None:
    match step.deed:
        case Deed.LAPSE | Deed.END | Deed.CLEAR:
            end_seat(thread, seats[step.number], _ENDINGS[step.deed])
        case Deed.KEEP:
            seats[step.number].is_kept = True
            no_more_ending(seats[step.number])
        case Deed.WARN | Deed.GIVE_NOTICE:
            seat = seats[step.number]
            seat.is_warned, seat.is_kept, seat.until = True, False, step.until or seat.until
            tell_ends_soon(thread, seat)
        case Deed.OFFER:
            _offer(step, thread, now)
        case Deed.NUDGE:
            tell_quiet(category, thread, fishbowl, step.nudge, live_seats(thread.id))
            fishbowl.nudged = step.nudge
        case Deed.TELL_END:
            tell_end_reached(category, thread, fishbowl)
            fishbowl.is_end_told = True
        case Deed.CLOSE:
            close(thread, fishbowl, None)
            tell_closed(category, thread, by=None, has_summary=False)


def _offer(step: Step, thread: Thread, now: datetime) -> None:
    assert step.person is not None
    assert step.until is not None
    wish = db.session.get_one(SeatWish, (thread.id, step.person))
    seat = Seat(
        thread_id=thread.id,
        number=step.number,
        user_id=step.person,
        offered_at=now,
        until=step.until,
        call_note=wish.call_note,
    )
    db.session.delete(wish)
    db.session.add(seat)
    db.session.flush()
    tell_offered(thread, seat)
