"""Who is told what of fishbowls, in the transaction that makes it so: one function for each happening."""

from collections.abc import Collection
from datetime import datetime

from app.forum.fishbowl_models import Fishbowl, Note, Seat, SeatEnd
from app.forum.fishbowl_notices import (
    CLOSED,
    CLOSING_ROUND,
    END_REACHED,
    INVITED,
    LONG_QUIET,
    NOTE_ASKED,
    QUIET,
    ROUND_OVER,
    SEAT_ENDS,
    SEAT_OFFERED,
    SEAT_OVER,
    TO_FACILITATE,
)
from app.forum.fishbowl_queries import concerned_by, listeners_of, seat_times_of, speakers_of
from app.forum.models import Category, Thread
from app.forum.notices import FORUM
from app.forum.readers import who_still_read
from app.forum.seating import OPEN_SEAT, Nudge
from app.forum.telling_posts import post_address
from app.forum.tenders import tends, who_tend
from app.platform.telling import take_back, tell, withdraw

_TOLD_OF = (SeatEnd.LAPSED, SeatEnd.TIME_OVER, SeatEnd.FREED)


def seats_address(thread_id: int) -> str:
    """Where somebody takes a seat, or leaves it."""
    return f"/forum/threads/{thread_id}#seats"


def facilitation_address(thread_id: int) -> str:
    """Where whoever facilitates sees what can be done."""
    return f"/forum/fishbowls/{thread_id}/facilitation"


def tell_offered(thread: Thread, seat: Seat) -> None:
    """A seat is somebody's: they have a day to take it."""
    if seat.user_id is not None:
        tell(SEAT_OFFERED, seat.user_id, about=_seat(seat.id), leads_to=seats_address(thread.id), thread=thread.title)


def tell_ends_soon(thread: Thread, seat: Seat) -> None:
    """The time of a seat is nearly over: to whoever holds it."""
    if seat.user_id is not None:
        about, leads_to = _end_of(seat.id, seat.until), seats_address(thread.id)
        tell(SEAT_ENDS, seat.user_id, about=about, leads_to=leads_to, thread=thread.title)


def no_more_ending(seat: Seat) -> None:
    """A seat is kept beyond its time, or left before: who was warned and has not seen that need not."""
    take_back(SEAT_ENDS, _end_of(seat.id, seat.until))


def tell_taken(seat: Seat) -> None:
    """An offer is answered: whoever has not seen that there was one need not."""
    take_back(SEAT_OFFERED, _seat(seat.id))


def tell_over(thread: Thread, seat: Seat, ending: SeatEnd) -> None:
    """A seat is over: to whoever had it, unless they know."""
    take_back(SEAT_OFFERED, _seat(seat.id))
    no_more_ending(seat)
    if seat.user_id is not None and ending in _TOLD_OF:
        about, leads_to = _seat(seat.id), seats_address(thread.id)
        tell(SEAT_OVER, seat.user_id, about=about, leads_to=leads_to, thread=thread.title, why=ending.value)


def tell_quiet(category: Category, thread: Thread, fishbowl: Fishbowl, nudge: Nudge, seats: Collection[Seat]) -> None:
    """Nobody has written for long: to those who listen at first, and always to those who look after it."""
    about = _quiet(fishbowl)
    if nudge is Nudge.LISTENERS and len(seats) < OPEN_SEAT:
        seated = {fishbowl.facilitator_id, *(seat.user_id for seat in seats)}
        invited = who_still_read(listeners_of(thread.id), category) - seated
        tell(INVITED, *invited, about=about, leads_to=seats_address(thread.id), thread=thread.title)
    why = QUIET if nudge is Nudge.LISTENERS else ROUND_OVER if fishbowl.round_until else LONG_QUIET
    people = _facilitators(category, fishbowl)
    if nudge is Nudge.TENDERS:
        people |= who_tend(category.course_slug, without=people)
    _tell_to_facilitate(thread, people, f"{about}-{int(nudge)}", why)


def tell_end_reached(category: Category, thread: Thread, fishbowl: Fishbowl) -> None:
    """The planned end has come: to everybody who may close it."""
    people = _facilitators(category, fishbowl)
    people |= who_tend(category.course_slug, without=people)
    _tell_to_facilitate(thread, people, _end(fishbowl), END_REACHED)


def no_more_quiet(fishbowl: Fishbowl) -> None:
    """Somebody wrote, or it is closed: who was asked to move and has not seen it need not."""
    about = _quiet(fishbowl)
    take_back(INVITED, about)
    for nudge in Nudge:
        take_back(TO_FACILITATE, f"{about}-{int(nudge)}")


def no_more_end(fishbowl: Fishbowl) -> None:
    """The end was put off, or it is closed: who was told that it was reached and has not seen that need not."""
    take_back(TO_FACILITATE, _end(fishbowl))


def tell_closing_round(category: Category, thread: Thread, fishbowl: Fishbowl) -> None:
    """The closing round begins: to everybody who spoke."""
    people = who_still_read(speakers_of(thread.id), category) - {fishbowl.facilitator_id}
    tell(CLOSING_ROUND, *people, about=_fishbowl(thread.id), leads_to=seats_address(thread.id), thread=thread.title)


def tell_closed(category: Category, thread: Thread, *, by: int | None, has_summary: bool) -> None:
    """It is closed, or summed up after it had closed by itself: to everybody whom it concerns."""
    take_back(CLOSING_ROUND, _fishbowl(thread.id))
    people = who_still_read(concerned_by(thread.id), category) - {by}
    about = f"{_fishbowl(thread.id)}-{'summary' if has_summary else 'closed'}"
    tell(
        CLOSED,
        *people,
        about=about,
        leads_to=f"/forum/threads/{thread.id}#summary",
        thread=thread.title,
        has_summary=has_summary,
    )


def tell_note_asked(thread: Thread, note: Note, people: Collection[int]) -> None:
    """What a note wanted to know is asked: to its author and those who wanted to know it, too."""
    leads_to = post_address(note.post_id) if note.post_id else seats_address(thread.id)
    tell(NOTE_ASKED, *people, about=about_note(note.id), leads_to=leads_to, thread=thread.title)


def about_note(note_id: int) -> str:
    """How a notice names a note."""
    return f"note-{note_id}"


def withdraw_fishbowl(fishbowl: Fishbowl, user_ids: Collection[int] | None = None) -> None:
    """Nothing that was told of a fishbowl is for these people any more, or for anybody."""
    withdraw(FORUM.key, _abouts_of(fishbowl), user_ids)


def _abouts_of(fishbowl: Fishbowl) -> list[str]:
    thread_id, quiet = fishbowl.thread_id, _quiet(fishbowl)
    name = _fishbowl(thread_id)
    of_quiet = [quiet, *(f"{quiet}-{int(nudge)}" for nudge in Nudge)]
    of_whole = [name, f"{name}-summary", f"{name}-closed", _end(fishbowl)]
    of_seats = [
        about for number, until in seat_times_of(thread_id) for about in (_seat(number), _end_of(number, until))
    ]
    return [*of_whole, *of_quiet, *of_seats]


def _tell_to_facilitate(thread: Thread, people: Collection[int], about: str, why: str) -> None:
    tell(TO_FACILITATE, *people, about=about, leads_to=facilitation_address(thread.id), thread=thread.title, why=why)


def _facilitators(category: Category, fishbowl: Fishbowl) -> set[int]:
    """Whoever facilitates it, and those who look after its category where nobody does."""
    facilitator_id = fishbowl.facilitator_id
    if facilitator_id is not None and tends(facilitator_id, category.course_slug):
        return {facilitator_id}
    return who_tend(category.course_slug)


def _fishbowl(thread_id: int) -> str:
    return f"fishbowl-{thread_id}"


def _end(fishbowl: Fishbowl) -> str:
    return f"{_fishbowl(fishbowl.thread_id)}-end-{int(fishbowl.ends_at.timestamp())}"


def _quiet(fishbowl: Fishbowl) -> str:
    return f"{_fishbowl(fishbowl.thread_id)}-quiet-{int(fishbowl.quiet_since.timestamp())}"


def _seat(seat_id: int) -> str:
    return f"seat-{seat_id}"


def _end_of(seat_id: int, until: datetime) -> str:
    return f"{_seat(seat_id)}-until-{int(until.timestamp())}"
