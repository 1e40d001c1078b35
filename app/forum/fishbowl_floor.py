"""Who has the floor in a fishbowl. Facts in, verdict out."""

from dataclasses import dataclass
from datetime import datetime

from app.forum.seating import MESSAGES
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, allowed, refused


@dataclass(frozen=True, slots=True)
class Floor:
    """How somebody stands in a fishbowl that may be open or closed."""

    is_closed: bool = False
    # Whether the closing round was begun, and whether it goes on.
    is_closing: bool = False
    is_in_round: bool = False
    is_facilitator: bool = False
    # The seat they were offered or hold, and whether they took it.
    seat: int | None = None
    holds_seat: bool = False
    messages: int = 0
    waits: bool = False
    # In whatever turn; and whether they wrote their message of the closing round.
    has_spoken: bool = False
    had_last_word: bool = False
    # When a turn of theirs was over last.
    last_turn_at: datetime | None = None

    @property
    def messages_left(self) -> int:
        """How much they may still write on their seat."""
        return max(0, MESSAGES - self.messages) if self.holds_seat else 0


def may_speak(floor: Floor) -> Verdict:
    """Who holds a seat and the facilitator; in the closing round whoever spoke, once. Others read what they can do."""
    if floor.is_closed:
        return refused(_("This fishbowl is closed: it can be read, and nothing is added."))
    if floor.is_facilitator:
        return allowed(_("Whoever facilitates a fishbowl writes in it without a seat."))
    if floor.is_closing:
        return _may_say_last_word(floor)
    if floor.holds_seat:
        return ALLOWED
    if floor.seat is not None:
        return refused(_("A seat is offered to you. Take it above, then you can write."))
    if floor.waits:
        return refused(
            _("You wait for a seat, and are told when one is yours. Meanwhile you can leave a note of what to ask.")
        )
    return refused(
        _(
            "In a fishbowl those who hold a seat write. Ask for one above, mark what helps you, or leave a note of what to ask."
        )
    )


def _may_say_last_word(floor: Floor) -> Verdict:
    if not floor.is_in_round:
        return refused(_("The closing round is over. What was said is summed up, and you are told of the summary."))
    if not floor.has_spoken:
        return refused(_("In the closing round those who spoke leave one message more. A summary follows."))
    if floor.had_last_word:
        return refused(_("You have left your message of the closing round. A summary follows, and you are told of it."))
    return ALLOWED
