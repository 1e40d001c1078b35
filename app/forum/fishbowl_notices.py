"""What members and facilitators are told of fishbowls."""

from app.forum.fishbowl_models import SeatEnd
from app.platform.i18n import _, lazy
from app.platform.telling import Arguments, Cadence, Kind

SEAT_OFFERED, SEAT_ENDS, SEAT_OVER, INVITED, NOTE_ASKED, CLOSING_ROUND, CLOSED, TO_FACILITATE = (
    f"forum.{name}"
    for name in (
        "seat-offered",
        "seat-ends",
        "seat-over",
        "fishbowl-quiet",
        "note-asked",
        "closing-round",
        "fishbowl-closed",
        "fishbowl-waits",
    )
)
QUIET, LONG_QUIET, END_REACHED, ROUND_OVER = "quiet", "long-quiet", "end", "round"
"""What whoever looks after a fishbowl is told of."""


def _over(told: Arguments) -> str:
    match told["why"]:
        case SeatEnd.LAPSED:
            return _("The seat in “%(thread)s” went to the next in line.", thread=told["thread"])
        case SeatEnd.FREED:
            return _("The facilitator freed your seat in “%(thread)s”.", thread=told["thread"])
        case _other:
            return _("Your turn in “%(thread)s” is over, and the seat is free for others.", thread=told["thread"])


def _to_facilitate(told: Arguments) -> str:
    why, thread = told["why"], told["thread"]
    if why == END_REACHED:
        return _("“%(thread)s” has reached its planned end.", thread=thread)
    if why == ROUND_OVER:
        return _("The closing round of “%(thread)s” is over.", thread=thread)
    if why == QUIET:
        return _("Nobody has written in “%(thread)s” for two days.", thread=thread)
    return _("“%(thread)s” has been quiet for long.", thread=thread)


def _why_facilitate(told: Arguments) -> str:
    if told["why"] == QUIET:
        return _("You are told because you look after it. Those who listen are invited to sit down.")
    return _("You are told because you look after it, and can close it with a summary.")


def _takes_part(_told: Arguments) -> str:
    return _("You are told because you take part in this fishbowl.")


FISHBOWLS = (
    Kind(
        SEAT_OFFERED,
        lazy("A seat in a fishbowl is offered to you"),
        lambda told: _("A seat in “%(thread)s” is yours for a day: take it or pass it on.", thread=told["thread"]),
        lambda _told: _("You are told because you asked for a seat, or the facilitator asks you to speak."),
        lazy("Take the seat or pass it on"),
    ),
    Kind(
        SEAT_ENDS,
        lazy("Your seat in a fishbowl ends soon"),
        lambda told: _("Your time on the seat in “%(thread)s” is over in half a day.", thread=told["thread"]),
        lambda _told: _("You are told because you hold a seat and can still write."),
        lazy("Write, or leave the seat"),
    ),
    Kind(
        SEAT_OVER,
        lazy("Your seat in a fishbowl is over"),
        _over,
        lambda _told: _("You are told because the seat was yours. You can ask for one again."),
        lazy("Go to the fishbowl"),
    ),
    Kind(
        INVITED,
        lazy("Fishbowls in which there is room for you"),
        lambda told: _("“%(thread)s” is quiet, and a seat is free for you.", thread=told["thread"]),
        lambda _told: _("You are told because you asked for a seat or left a note there."),
        lazy("Sit down"),
        cadence=Cadence.DAILY,
    ),
    Kind(
        NOTE_ASKED,
        lazy("What you wanted to know is asked"),
        lambda told: _("What you wanted to know in “%(thread)s” is asked now.", thread=told["thread"]),
        lambda _told: _("You are told because you left the note, or wanted to know it too."),
        lazy("Read it"),
        cadence=Cadence.DAILY,
    ),
    Kind(
        CLOSING_ROUND,
        lazy("Closing rounds of fishbowls in which you spoke"),
        lambda told: _("“%(thread)s” closes: leave one thing that you take home.", thread=told["thread"]),
        lambda _told: _("You are told because you spoke there. The round lasts three days."),
        lazy("Leave your message"),
        cadence=Cadence.DAILY,
    ),
    Kind(
        CLOSED,
        lazy("Summaries of fishbowls"),
        lambda told: (
            _("“%(thread)s” is summed up: what is agreed, what is not, what is open.", thread=told["thread"])
            if told["has_summary"]
            else _("“%(thread)s” was closed, since nobody wrote any more.", thread=told["thread"])
        ),
        _takes_part,
        lazy("Read it"),
        cadence=Cadence.DAILY,
    ),
    Kind(
        TO_FACILITATE,
        lazy("Fishbowls that you look after"),
        _to_facilitate,
        _why_facilitate,
        lazy("See what can be done"),
        cadence=Cadence.DAILY,
    ),
)
