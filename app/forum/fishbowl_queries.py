"""Reads of fishbowls: who has the floor, who sits, who waits, what is asked, whose voices are heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union
from sqlalchemy.orm import aliased

from app.accounts.models import Organisation, User
from app.forum.fishbowl_floor import Floor
from app.forum.fishbowl_models import Fishbowl, LastWord, Note, NoteState, NoteSupport, Seat, SeatWish
from app.forum.kinds import Followed, PostState, ThreadKind
from app.forum.models import Category, Follow, Post, Thread
from app.forum.seating import Waiting
from app.forum.thread_queries import Author
from app.forum.voices import Said
from app.platform import clock
from app.platform.database import db, read_values
from app.platform.errors import NotFound
from app.platform.i18n import _

MOST_NOTES = 100
_fishbowl, _seat, _wish, _last_word = (
    Fishbowl.__table__.c,
    Seat.__table__.c,
    SeatWish.__table__.c,
    LastWord.__table__.c,
)
_note, _support, _post, _thread = Note.__table__.c, NoteSupport.__table__.c, Post.__table__.c, Thread.__table__.c
_user, _organisation = User.__table__.c, Organisation.__table__.c
_facilitator, _writer = aliased(User.__table__), aliased(User.__table__)


@dataclass(frozen=True, slots=True)
class SummaryKept:
    """What a fishbowl came to: its three parts as HTML, any of which may be empty."""

    agreement: str
    disagreement: str
    questions: str
    language: str
    written_at: datetime
    writer: Author

    @property
    def is_empty(self) -> bool:
        """Whether its words went with the account of whoever wrote it."""
        return not (self.agreement or self.disagreement or self.questions)


@dataclass(frozen=True, slots=True)
class FishbowlKept:
    """A fishbowl; the facilitator has no number where nobody facilitates it any more."""

    facilitator: Author
    ends_at: datetime
    round_until: datetime | None
    closed_at: datetime | None
    summary: SummaryKept | None


@dataclass(frozen=True, slots=True)
class SeatKept:
    """A seat that is offered or taken, and by whom."""

    number: int
    person: Author
    is_taken: bool
    until: datetime
    messages: int
    is_kept: bool
    call_note: str


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody who waits for a seat."""

    person: Author
    asked_at: datetime
    turns: int
    called_at: datetime | None
    call_note: str

    @property
    def waiting(self) -> Waiting:
        """The same, as the rule of seating sees it."""
        assert self.person.id is not None
        return Waiting(self.person.id, self.asked_at, self.turns, self.called_at)


@dataclass(frozen=True, slots=True)
class NoteKept:
    """What somebody wants to be asked, and whether its reader wants that, too."""

    id: int
    author: Author
    language: str
    words: str
    made_at: datetime
    support: int
    state: NoteState
    post_id: int | None
    rule: str
    reason: str
    is_supported: bool


def find_fishbowl(thread_id: int) -> Fishbowl | None:
    """What makes a thread a fishbowl; None for other threads."""
    return db.session.get(Fishbowl, thread_id)


def get_fishbowl(thread_id: int) -> Fishbowl:
    """The same; raises NotFound for a thread that is none."""
    fishbowl = find_fishbowl(thread_id)
    if fishbowl is None:
        raise NotFound(_("This thread is no fishbowl, so it has no seats."))
    return fishbowl


def get_note(note_id: int) -> Note:
    """A note; raises NotFound."""
    note = db.session.get(Note, note_id)
    if note is None:
        raise no_note()
    return note


def no_note() -> NotFound:
    """What is raised for a note that is not there, or of which its reader may not know."""
    return NotFound(_("There is no such note. It may have been removed."))


def floor_of(user_id: int, thread: Thread, *, tends: bool) -> Floor | None:
    """How somebody stands in a fishbowl; None, without asking, for other threads.

    `tends`: whoever no longer looks after the category facilitates nothing in it.
    """
    if thread.kind is not ThreadKind.FISHBOWL:
        return None
    mine = and_(_seat.thread_id == thread.id, _seat.user_id == user_id)
    wishes = exists().where(_wish.thread_id == thread.id, _wish.user_id == user_id)
    last_word = exists().where(_last_word.thread_id == thread.id, _last_word.user_id == user_id)
    row = read_values(
        select(
            _fishbowl.facilitator_id,
            _fishbowl.round_until,
            _fishbowl.closed_at,
            _seat.number,
            _seat.taken_at,
            _seat.messages,
            wishes.label("waits"),
            exists().where(mine, _seat.messages > 0).correlate(None).label("has_spoken"),
            last_word.label("had_last_word"),
            select(func.max(_seat.ended_at))
            .where(mine, _seat.taken_at.is_not(None))
            .correlate(None)
            .scalar_subquery()
            .label("last_turn_at"),
        )
        .select_from(Fishbowl.__table__.outerjoin(Seat.__table__, and_(mine, _seat.ended_at.is_(None))))
        .where(_fishbowl.thread_id == thread.id)
    ).one()
    return Floor(
        is_closed=row.closed_at is not None,
        is_closing=row.round_until is not None,
        is_in_round=row.round_until is not None and clock.now() < row.round_until,
        is_facilitator=tends and row.facilitator_id == user_id,
        seat=row.number,
        holds_seat=row.taken_at is not None,
        messages=row.messages or 0,
        waits=bool(row.waits),
        has_spoken=bool(row.has_spoken),
        had_last_word=bool(row.had_last_word),
        last_turn_at=row.last_turn_at,
    )


def fishbowl_kept(thread_id: int) -> FishbowlKept:
    """A fishbowl as its page shows it; one statement."""
    row = read_values(
        select(
            _fishbowl.facilitator_id,
            _facilitator.c.name,
            _fishbowl.ends_at,
            _fishbowl.round_until,
            _fishbowl.closed_at,
            _fishbowl.agreement_html,
            _fishbowl.disagreement_html,
            _fishbowl.questions_html,
            _fishbowl.summary_language,
            _fishbowl.summed_up_at,
            _fishbowl.summed_up_by,
            _writer.c.name.label("writer"),
        )
        .select_from(Fishbowl.__table__)
        .outerjoin(_facilitator, _facilitator.c.id == _fishbowl.facilitator_id)
        .outerjoin(_writer, _writer.c.id == _fishbowl.summed_up_by)
        .where(_fishbowl.thread_id == thread_id)
    ).one()
    summary = SummaryKept(
        row.agreement_html,
        row.disagreement_html,
        row.questions_html,
        row.summary_language,
        row.summed_up_at,
        Author(row.summed_up_by, row.writer or ""),
    )
    return FishbowlKept(
        facilitator=Author(row.facilitator_id, row.name or ""),
        ends_at=row.ends_at,
        round_until=row.round_until,
        closed_at=row.closed_at,
        summary=summary if row.summed_up_at is not None else None,
    )


def seats_of(thread_id: int) -> list[SeatKept]:
    """The seats that are offered or taken, by number; one statement."""
    rows = read_values(
        select(
            _seat.number,
            _seat.user_id,
            _user.name,
            _user.country,
            _organisation.name.label("organisation"),
            _seat.taken_at,
            _seat.until,
            _seat.messages,
            _seat.is_kept,
            _seat.call_note,
        )
        .select_from(Seat.__table__)
        .outerjoin(User.__table__, _user.id == _seat.user_id)
        .outerjoin(Organisation.__table__, _organisation.id == _user.organisation_id)
        .where(_seat.thread_id == thread_id, _seat.ended_at.is_(None))
        .order_by(_seat.number)
    )
    return [
        SeatKept(
            number=row.number,
            person=Author(row.user_id, row.name or "", row.organisation or "", row.country or ""),
            is_taken=row.taken_at is not None,
            until=row.until,
            messages=row.messages,
            is_kept=row.is_kept,
            call_note=row.call_note,
        )
        for row in rows
    ]


def get_seat(thread_id: int, number: int) -> SeatKept:
    """A seat that is offered or taken; raises NotFound."""
    seat = next((seat for seat in seats_of(thread_id) if seat.number == number), None)
    if seat is None:
        raise NotFound(_("This seat is free already."))
    return seat


def line_of(thread_id: int) -> list[InLine]:
    """Who waits for a seat, in no order (`seating.in_order`); one statement."""
    turns = (
        select(func.count())
        .where(_seat.thread_id == thread_id, _seat.user_id == _wish.user_id, _seat.taken_at.is_not(None))
        .correlate(SeatWish.__table__)
        .scalar_subquery()
    )
    rows = read_values(
        select(
            _wish.user_id,
            _user.name,
            _user.country,
            _wish.asked_at,
            turns.label("turns"),
            _wish.called_at,
            _wish.call_note,
        )
        .select_from(SeatWish.__table__.join(User.__table__, _user.id == _wish.user_id))
        .where(_wish.thread_id == thread_id)
    )
    return [
        InLine(Author(row.user_id, row.name, "", row.country), row.asked_at, row.turns, row.called_at, row.call_note)
        for row in rows
    ]


def notes_of(thread_id: int, reader_id: int) -> list[NoteKept]:
    """What is to be asked, what most want first, then what was asked, then the reader's that were removed."""
    supported = exists().where(_support.note_id == _note.id, _support.user_id == reader_id)
    is_seen = or_(
        _note.state.in_((NoteState.OPEN, NoteState.ASKED)),
        and_(_note.state == NoteState.REMOVED, _note.author_id == reader_id),
    )
    rows = read_values(
        select(
            _note.id,
            _note.author_id,
            _user.name,
            _user.country,
            _note.language,
            _note.words,
            _note.made_at,
            _note.support,
            _note.state,
            _note.post_id,
            _note.rule,
            _note.reason,
            supported.label("is_supported"),
        )
        .select_from(Note.__table__.outerjoin(User.__table__, _user.id == _note.author_id))
        .where(_note.thread_id == thread_id, is_seen, _note.words != "")
        .order_by(_note.state != NoteState.OPEN, _note.support.desc(), _note.id)
        .limit(MOST_NOTES)
    )
    return [
        NoteKept(
            id=row.id,
            author=Author(row.author_id, row.name or "", "", row.country or ""),
            language=row.language,
            words=row.words,
            made_at=row.made_at,
            support=row.support,
            state=row.state,
            post_id=row.post_id,
            rule=row.rule,
            reason=row.reason,
            is_supported=bool(row.is_supported),
        )
        for row in rows
    ]


def said_in(thread_id: int, facilitator_id: int | None) -> list[Said]:
    """What was said since it was opened, without what whoever facilitates said; one statement."""
    by_others: ColumnElement[bool] = or_(_post.author_id.is_(None), _post.author_id != (facilitator_id or 0))
    rows = read_values(
        select(_post.author_id, _user.country, _post.language, func.count().label("messages"))
        .select_from(Post.__table__.outerjoin(User.__table__, _user.id == _post.author_id))
        .where(_post.thread_id == thread_id, _post.number > 1, _post.state == PostState.SHOWN, by_others)
        .group_by(_post.author_id, _user.country, _post.language)
    )
    return [Said(row.author_id, row.country or "", row.language, row.messages) for row in rows]


def speakers_of(thread_id: int) -> set[int]:
    """Who has spoken from a seat."""
    wanted = select(_seat.user_id).where(_seat.thread_id == thread_id, _seat.messages > 0, _seat.user_id.is_not(None))
    return set(read_values(wanted).scalars())


def listeners_of(thread_id: int) -> set[int]:
    """Who waits for a seat, or left a note that nobody has asked yet."""
    askers = select(_note.author_id).where(_note.thread_id == thread_id, _note.state == NoteState.OPEN)
    return _people(askers, select(_wish.user_id).where(_wish.thread_id == thread_id))


def concerned_by(thread_id: int) -> set[int]:
    """Everybody who had a seat or was offered one, waits, left a note or follows."""
    follows = select(Follow.user_id).where(Follow.what == Followed.THREAD, Follow.target == str(thread_id))
    return _people(
        select(_seat.user_id).where(_seat.thread_id == thread_id),
        select(_wish.user_id).where(_wish.thread_id == thread_id),
        select(_note.author_id).where(_note.thread_id == thread_id, _note.state != NoteState.REMOVED),
        follows,
    )


def where_somebody_is(user_id: int) -> Sequence[int]:
    """The fishbowls that go on in which somebody sits, waits or facilitates, in the order of their numbers."""
    sits = select(_seat.thread_id).where(_seat.user_id == user_id, _seat.ended_at.is_(None))
    waits = select(_wish.thread_id).where(_wish.user_id == user_id)
    is_theirs = or_(_fishbowl.facilitator_id == user_id, _fishbowl.thread_id.in_(sits), _fishbowl.thread_id.in_(waits))
    wanted = select(_fishbowl.thread_id).where(_fishbowl.closed_at.is_(None), is_theirs).order_by(_fishbowl.thread_id)
    return read_values(wanted).scalars().all()


def seat_times_of(thread_id: int) -> list[tuple[int, datetime]]:
    """All seats that were ever offered in a fishbowl, each with the end of its time."""
    rows = read_values(select(_seat.id, _seat.until).where(_seat.thread_id == thread_id))
    return [(row.id, row.until) for row in rows]


def newest_post_by(thread_id: int, author_id: int) -> int | None:
    """The last post of somebody in a thread that everybody sees, but for what it is about."""
    wanted = select(_post.id).where(
        _post.thread_id == thread_id, _post.author_id == author_id, _post.state == PostState.SHOWN, _post.number > 1
    )
    number: int | None = read_values(wanted.order_by(_post.number.desc()).limit(1)).scalar()
    return number


def open_notes_of(thread_id: int, author_id: int) -> int:
    """How many notes of somebody nobody has asked yet."""
    number: int = read_values(
        select(func.count()).where(
            _note.thread_id == thread_id, _note.author_id == author_id, _note.state == NoteState.OPEN
        )
    ).scalar_one()
    return number


def due_fishbowls() -> Sequence[int]:
    """The fishbowls in which something is due, where anybody may write at all, the longest due first."""
    return (
        read_values(
            select(_fishbowl.thread_id)
            .join(Thread.__table__, _thread.id == _fishbowl.thread_id)
            .join(Category.__table__, Category.__table__.c.id == _thread.category_id)
            .where(
                _fishbowl.due_at <= clock.now(),
                _thread.removed_at.is_(None),
                Category.__table__.c.archived_at.is_(None),
            )
            .order_by(_fishbowl.due_at)
        )
        .scalars()
        .all()
    )


def _people(*each: Select[Any]) -> set[int]:
    """The people of all these statements, by one."""
    [person] = union(*each).subquery().c
    return set(read_values(select(person).where(person.is_not(None))).scalars())
