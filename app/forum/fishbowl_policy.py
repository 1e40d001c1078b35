"""Who may sit, wait, leave notes and facilitate in a fishbowl. Facts in, verdict out.

Whoever asks has been let see the thread, and that it is open (`policy.may_add`); what is said here comes on top.
"""

from collections.abc import Collection
from datetime import datetime

from app.accounts.actors import Actor
from app.forum.fishbowl_floor import Floor
from app.forum.fishbowl_models import Fishbowl, Note, NoteState
from app.forum.policy import Place, may_tend
from app.forum.seating import OPEN_SEAT, REST
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, allowed, refused

MOST_OPEN_NOTES = 3


def may_ask_for_seat(floor: Floor) -> Verdict:
    """Whoever neither sits nor waits, as long as people sit at all."""
    may = _may_move(floor)
    if not may:
        return may
    if floor.seat is not None:
        return refused(_("You have a seat already."))
    if floor.waits:
        return refused(_("You wait in the line already."))
    return ALLOWED


def may_sit_down(floor: Floor, taken: Collection[int], now: datetime) -> Verdict:
    """Whoever comes first to the open seat; who has just had a turn lets others come first. `taken` are seats."""
    may = _may_move(floor)
    if not may:
        return may
    if floor.seat is not None:
        return refused(_("You have a seat already."))
    if OPEN_SEAT in taken:
        return refused(_("The open seat is taken now. Ask for a seat, and you are told when one is yours."))
    if floor.last_turn_at is not None and now < floor.last_turn_at + REST:
        return refused(_("You have just had a turn: for a day the open seat is for others. You can wait in the line."))
    return ALLOWED


def may_leave_note(floor: Floor, own_open: int) -> Verdict:
    """Whoever does not have the floor: those who do ask themselves."""
    if floor.is_closed or floor.is_closing:
        return refused(_("The closing round has begun, so there are no new notes."))
    if floor.holds_seat or floor.is_facilitator:
        return refused(_("You can write yourself, so you need no note."))
    if own_open >= MOST_OPEN_NOTES:
        return refused(_("Three notes of yours wait already. Take one back to leave another."))
    return ALLOWED


def may_support_note(actor: Actor, note: Note) -> Verdict:
    """Everybody but its author, as long as nobody has asked it."""
    if note.author_id == actor.user_id:
        return refused(_("You wrote this note yourself."))
    if note.state is not NoteState.OPEN:
        return refused(_("This note was asked or taken away meanwhile."))
    return ALLOWED


def may_mark_asked(floor: Floor, note: Note) -> Verdict:
    """Whoever could ask it: who sits, and the facilitator."""
    if note.state is not NoteState.OPEN:
        return refused(_("This note was asked or taken away meanwhile."))
    if floor.is_facilitator or floor.holds_seat:
        return ALLOWED
    return refused(_("Those who hold a seat and the facilitator say that a note is asked."))


def may_take_back_note(actor: Actor, note: Note) -> Verdict:
    """Its author, as long as nobody has asked it."""
    if note.author_id is None or note.author_id != actor.user_id:
        return refused(_("Only whoever left a note takes it back."))
    if note.state is not NoteState.OPEN:
        return refused(_("This note was asked or taken away meanwhile."))
    return ALLOWED


def may_remove_note(actor: Actor, place: Place, note: Note) -> Verdict:
    """Whoever looks after the category, with a rule and a reason."""
    if note.state in (NoteState.REMOVED, NoteState.TAKEN_BACK):
        return refused(_("This note is not there any more."))
    return may_tend(actor, place)


def may_facilitate(actor: Actor, place: Place) -> Verdict:
    """Whoever looks after the category: the one who opened it, and all others, so that nobody waits for one person."""
    may = may_tend(actor, place)
    return allowed(_("Whoever looks after a category facilitates its fishbowls.")) if may else may


def may_steer(actor: Actor, place: Place, fishbowl: Fishbowl) -> Verdict:
    """The same, until it is closed."""
    may = may_facilitate(actor, place)
    if may and fishbowl.closed_at is not None:
        return refused(_("This fishbowl is closed."))
    return may


def _may_move(floor: Floor) -> Verdict:
    if floor.is_closed:
        return refused(_("This fishbowl is closed."))
    if floor.is_closing:
        return refused(_("The closing round has begun, so nobody takes a seat any more."))
    if floor.is_facilitator:
        return refused(_("You facilitate, so you write without a seat."))
    return ALLOWED
