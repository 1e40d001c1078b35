"""Notes of those who listen: what they want to be asked. Nothing here commits."""

from sqlalchemy import delete, select, update

from app.forum.actions import hold
from app.forum.care_models import Step
from app.forum.fishbowl_models import Note, NoteState, NoteSupport
from app.forum.fishbowl_policy import MOST_OPEN_NOTES
from app.forum.fishbowl_queries import newest_post_by, no_note, open_notes_of
from app.forum.fishbowl_steering import held_fishbowl
from app.forum.models import Thread
from app.forum.notices import POST_REMOVED
from app.forum.telling_fishbowls import about_note, seats_address, tell_note_asked
from app.forum.tracing import trace
from app.platform import clock
from app.platform.database import count_changed, db, insert_missing, table_of
from app.platform.errors import CannotBe, Conflict
from app.platform.i18n import _
from app.platform.telling import tell


def leave_note(thread_id: int, author_id: int, words: str, language: str) -> Note:
    """Say what those who sit should ask; raises CannotBe where too many wait, or nobody sits any more."""
    thread = hold(thread_id)
    fishbowl = held_fishbowl(thread)
    if fishbowl.closed_at is not None or fishbowl.round_until is not None:
        raise CannotBe(_("The closing round has begun meanwhile, and your note was not kept."))
    if open_notes_of(thread_id, author_id) >= MOST_OPEN_NOTES:
        raise CannotBe(_("Three notes of yours wait already. Take one back to leave another."))
    note = Note(
        thread_id=thread_id,
        author_id=author_id,
        language=language,
        words=words,
        made_at=clock.now(),
        state=NoteState.OPEN,
    )
    db.session.add(note)
    db.session.flush()
    return note


def support_note(note_id: int, user_id: int) -> None:
    """Want to know it, too; once for each."""
    row = {"note_id": note_id, "user_id": user_id, "since": clock.now()}
    _count(note_id, insert_missing(table_of(NoteSupport), [row]))


def support_no_longer(note_id: int, user_id: int) -> None:
    """Take that back."""
    mine = NoteSupport.note_id == note_id, NoteSupport.user_id == user_id
    _count(note_id, -count_changed(delete(NoteSupport).where(*mine)))


def mark_asked(note_id: int, by: int) -> None:
    """Say that one has asked it: the note leads to the last message of whoever says so."""
    thread, note = _hold_note(note_id)
    if note.state is not NoteState.OPEN:
        raise Conflict(_("This note was asked or taken away meanwhile. Nothing was changed."))
    post_id = newest_post_by(thread.id, by)
    if post_id is None:
        raise CannotBe(
            _("Ask it in a message first. Then say here that it is asked, and the note leads to your message.")
        )
    _settle(note, NoteState.ASKED, by)
    note.post_id = post_id
    db.session.flush()
    supporters = db.session.scalars(select(NoteSupport.user_id).where(NoteSupport.note_id == note_id))
    tell_note_asked(thread, note, {one for one in (note.author_id, *supporters) if one is not None and one != by})


def take_back_note(note_id: int, author_id: int) -> None:
    """Take away what one left; its words are kept by nobody."""
    _thread, note = _hold_note(note_id)
    if note.state is NoteState.OPEN:
        _settle(note, NoteState.TAKEN_BACK, author_id)
        note.words = ""
        db.session.flush()


def remove_note(note_id: int, by: int, rule: str, reason: str) -> None:
    """Take away a note that breaks a rule; its author reads which, and why."""
    thread, note = _hold_note(note_id)
    if note.state in (NoteState.REMOVED, NoteState.TAKEN_BACK):
        raise Conflict(_("This note was taken away meanwhile. Nothing was changed."))
    _settle(note, NoteState.REMOVED, by)
    note.rule, note.reason = rule, reason
    trace(thread.id, Step.NOTE_REMOVED, by, rule=rule, reason=reason, note=note.id)
    if note.author_id is not None and note.author_id != by:
        about, leads_to = about_note(note.id), seats_address(thread.id)
        tell(POST_REMOVED, note.author_id, about=about, leads_to=leads_to, thread=thread.title)


def _settle(note: Note, state: NoteState, by: int) -> None:
    note.state, note.settled_at, note.settled_by = state, clock.now(), by


def _hold_note(note_id: int) -> tuple[Thread, Note]:
    thread_id = db.session.scalar(select(Note.thread_id).where(Note.id == note_id))
    if thread_id is None:
        raise no_note()
    thread = hold(thread_id)
    return thread, db.session.get_one(Note, note_id, populate_existing=True)


def _count(note_id: int, more: int) -> None:
    if more:
        db.session.execute(
            update(Note).where(Note.id == note_id).values(support=Note.support + more),
            execution_options={"synchronize_session": False},
        )
