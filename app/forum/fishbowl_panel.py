"""What the thread of a fishbowl shows beside its posts: seats, the line, notes, voices, the summary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.accounts.actors import Actor
from app.forum.fishbowl_floor import Floor
from app.forum.fishbowl_models import NoteState
from app.forum.fishbowl_policy import may_ask_for_seat, may_facilitate, may_leave_note, may_sit_down
from app.forum.fishbowl_queries import (
    FishbowlKept,
    InLine,
    NoteKept,
    SeatKept,
    fishbowl_kept,
    line_of,
    notes_of,
    said_in,
    seats_of,
)
from app.forum.models import Thread
from app.forum.policy import Place
from app.forum.seating import MESSAGES, OPEN_SEAT, SEATS, in_order, planned_day
from app.forum.voices import UNKNOWN, Said, Share, by_language, by_region
from app.organisations.kinds import REGION_WORDS
from app.organisations.regions import Region
from app.platform import clock
from app.platform.i18n import _, language_name, ngettext
from app.platform.verdicts import Verdict

_IN_DAYS_FROM = 60


@dataclass(frozen=True, slots=True)
class Chair:
    """One of the five seats, and who has it."""

    number: int
    seat: SeatKept | None
    is_own: bool

    @property
    def is_open_seat(self) -> bool:
        """Whether it is the one for whoever comes first."""
        return self.number == OPEN_SEAT

    @property
    def messages_left(self) -> int:
        """How much whoever sits there may still write."""
        return max(0, MESSAGES - self.seat.messages) if self.seat else 0


@dataclass(frozen=True, slots=True)
class Voice:
    """A region or a language, and how much of what was said came from there."""

    name: str
    share: Share


@dataclass(frozen=True, slots=True)
class FishbowlPanel:
    """A fishbowl as one reader sees it; notes and voices stand on the first page of the thread alone."""

    kept: FishbowlKept
    planned_day: date
    floor: Floor
    chairs: tuple[Chair, ...]
    line: tuple[InLine, ...]
    # The reader's own place in the line, from 1.
    place: int | None
    notes: tuple[NoteKept, ...]
    regions: tuple[Voice, ...]
    languages: tuple[Voice, ...]
    is_first_page: bool
    may_ask: Verdict
    may_sit: Verdict
    may_leave_note: Verdict
    may_mark_asked: bool
    may_facilitate: Verdict

    @property
    def is_going_on(self) -> bool:
        """Whether people sit."""
        return not self.floor.is_closed and not self.floor.is_closing

    @property
    def own(self) -> SeatKept | None:
        """The seat that the reader holds or is offered."""
        return next((chair.seat for chair in self.chairs if chair.is_own), None)

    @property
    def called(self) -> tuple[InLine, ...]:
        """Who was called forward and waits for a seat, with the reason."""
        return tuple(one for one in self.line if one.called_at is not None)

    @property
    def open_notes(self) -> tuple[NoteKept, ...]:
        """What nobody has asked yet."""
        return self._notes(NoteState.OPEN)

    @property
    def asked_notes(self) -> tuple[NoteKept, ...]:
        """What was asked."""
        return self._notes(NoteState.ASKED)

    @property
    def removed_notes(self) -> tuple[NoteKept, ...]:
        """The reader's own notes that were removed."""
        return self._notes(NoteState.REMOVED)

    def _notes(self, state: NoteState) -> tuple[NoteKept, ...]:
        return tuple(note for note in self.notes if note.state is state)


def fishbowl_panel(
    actor: Actor, place: Place, thread: Thread, floor: Floor, may_add: Verdict, page: int
) -> FishbowlPanel:
    """The panel of a fishbowl that somebody sees, on one page of its thread; five statements at most."""
    assert actor.user_id is not None
    kept = fishbowl_kept(thread.id)
    is_going_on, is_first = not floor.is_closed and not floor.is_closing, page == 1
    seats = seats_of(thread.id) if is_going_on else []
    line = line_in_order(thread.id) if is_going_on else []
    notes = notes_of(thread.id, actor.user_id) if is_first else []
    said = said_in(thread.id, kept.facilitator.id) if is_first else []
    by_number = {seat.number: seat for seat in seats}
    own_open = sum(note.state is NoteState.OPEN and note.author.id == actor.user_id for note in notes)
    return FishbowlPanel(
        kept=kept,
        planned_day=planned_day(kept.ends_at),
        floor=floor,
        chairs=tuple(
            Chair(number, by_number.get(number), floor.seat == number) for number in range(1, SEATS + 2) if is_going_on
        ),
        line=tuple(line),
        place=next((number for number, one in enumerate(line, 1) if one.person.id == actor.user_id), None),
        notes=tuple(notes),
        regions=region_voices(said),
        languages=tuple(Voice(language_name(share.key), share) for share in by_language(said)),
        is_first_page=is_first,
        may_ask=may_add and may_ask_for_seat(floor),
        may_sit=may_add and may_sit_down(floor, by_number, clock.now()),
        may_leave_note=may_add and may_leave_note(floor, own_open),
        may_mark_asked=bool(may_add) and (floor.holds_seat or floor.is_facilitator),
        may_facilitate=may_facilitate(actor, place),
    )


def line_in_order(thread_id: int) -> list[InLine]:
    """Who waits, in the order in which seats are offered."""
    by_person = {one.person.id: one for one in line_of(thread_id)}
    return [by_person[one.person] for one in in_order(one.waiting for one in by_person.values())]


def region_voices(said: Sequence[Said]) -> tuple[Voice, ...]:
    """Regions by their names; one without a name is of those who did not say where they are."""
    names: Mapping[str, str] = {region.value: str(words) for region, words in REGION_WORDS.items()}
    names = {**names, UNKNOWN: _("Not said")}
    return tuple(Voice(names[share.key], share) for share in by_region(said))


def region_name(region: Region) -> str:
    """A region in the reader's words."""
    return str(REGION_WORDS[region])


def time_left(until: datetime) -> str:
    """How long it is until a moment, in words that hold wherever the reader's clock is."""
    minutes = int((until - clock.now()).total_seconds() // 60)
    if minutes < 60:
        return _("less than an hour")
    hours = round(minutes / 60)
    if hours >= _IN_DAYS_FROM:
        return ngettext("about %(num)s day", "about %(num)s days", round(hours / 24))
    return ngettext("about %(num)s hour", "about %(num)s hours", hours)
