"""What the pages of those who open and facilitate fishbowls show, and where what members do there is looked up."""

from dataclasses import dataclass
from datetime import date

from app.accounts.actors import Actor
from app.forum.answering import floor_for
from app.forum.case_queries import StepKept, steps_of
from app.forum.fishbowl_floor import Floor
from app.forum.fishbowl_models import Fishbowl, Note, NoteState
from app.forum.fishbowl_panel import Chair, Voice, line_in_order, region_name, region_voices
from app.forum.fishbowl_policy import may_facilitate
from app.forum.fishbowl_queries import (
    FishbowlKept,
    InLine,
    fishbowl_kept,
    get_fishbowl,
    get_note,
    no_note,
    said_in,
    seats_of,
)
from app.forum.models import Thread
from app.forum.pages import Named, names_of, seen_thread
from app.forum.policy import Place, may_add
from app.forum.seating import SEATS, planned_day
from app.forum.voices import region_key, unheard
from app.organisations.kinds import REGION_WORDS
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.verdicts import require


@dataclass(frozen=True, slots=True)
class Seen:
    """A fishbowl that somebody may know of."""

    thread: Thread
    place: Place
    floor: Floor


@dataclass(frozen=True, slots=True)
class WaitingFrom:
    """Somebody in the line, and the region they are from in the reader's words; empty where that is not known."""

    one: InLine
    region: str


@dataclass(frozen=True, slots=True)
class UnheardFrom:
    """A region from which nobody has spoken, by name, and how many of those who wait are from there."""

    name: str
    waiting: int


@dataclass(frozen=True, slots=True)
class FacilitationPage:
    """All that whoever facilitates needs to see and may do."""

    thread: Thread
    category: Named
    kept: FishbowlKept
    planned_day: date
    floor: Floor
    chairs: tuple[Chair, ...]
    line: tuple[WaitingFrom, ...]
    regions: tuple[Voice, ...]
    unheard: tuple[UnheardFrom, ...]
    steps: tuple[StepKept, ...]


@dataclass(frozen=True, slots=True)
class NotePage:
    """A note that somebody may know of, with its fishbowl."""

    note: Note
    seen: Seen


def seen_fishbowl(actor: Actor, thread_id: int) -> Seen:
    """A fishbowl; raises NotFound for other threads, and where somebody may not know of it."""
    thread, place = seen_thread(actor, thread_id)
    floor = floor_for(actor, place, thread)
    if floor is None:
        raise NotFound(_("This thread is no fishbowl, so it has no seats."))
    return Seen(thread, place, floor)


def fishbowl_to_move_in(actor: Actor, thread_id: int) -> Seen:
    """A fishbowl in which something may be done: its thread is open."""
    seen = seen_fishbowl(actor, thread_id)
    require(may_add(actor, seen.place, seen.thread))
    return seen


def facilitated(actor: Actor, thread_id: int) -> tuple[Seen, Fishbowl]:
    """A fishbowl for whoever looks after it."""
    seen = seen_fishbowl(actor, thread_id)
    require(may_facilitate(actor, seen.place))
    return seen, get_fishbowl(thread_id)


def note_page(actor: Actor, note_id: int) -> NotePage:
    """A note; raises NotFound where it is not there, or not for them to know of."""
    note = get_note(note_id)
    if note.state is NoteState.TAKEN_BACK:
        raise no_note()
    return NotePage(note, seen_fishbowl(actor, note.thread_id))


def facilitation_page(seen: Seen) -> FacilitationPage:
    """Seats, the line by region, which voices are missing, and what was done so far."""
    thread = seen.thread
    kept = fishbowl_kept(thread.id)
    seats = {seat.number: seat for seat in seats_of(thread.id)}
    said = said_in(thread.id, kept.facilitator.id)
    line = line_in_order(thread.id)
    names = {region.value: str(words) for region, words in REGION_WORDS.items()}
    missing = unheard(said, [one.person.country for one in line])
    return FacilitationPage(
        thread=thread,
        category=names_of([seen.place])[seen.place.id],
        kept=kept,
        planned_day=planned_day(kept.ends_at),
        floor=seen.floor,
        chairs=tuple(Chair(number, seats.get(number), False) for number in range(1, SEATS + 2)),
        line=tuple(WaitingFrom(one, names.get(region_key(one.person.country), "")) for one in line),
        regions=region_voices(said),
        unheard=tuple(UnheardFrom(region_name(one.region), one.waiting) for one in missing),
        steps=tuple(steps_of(thread.id)),
    )
