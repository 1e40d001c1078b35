"""What is kept beside the thread of a fishbowl: who facilitates, who sits, who waits, what is to be asked."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.forum.care_models import LONGEST_REASON
from app.platform.database import Key, Model, Reference, Words, enum_by_value, partial_index

LONGEST_NOTE = 300
IS_LIVE = text("ended_at IS NULL")


class SeatEnd(StrEnum):
    """Why somebody does not sit any more, or was offered a seat in vain."""

    DECLINED = "declined"
    # Nobody answered the offer in time.
    LAPSED = "lapsed"
    # All messages are written.
    USED_UP = "used_up"
    TIME_OVER = "time_over"
    LEFT = "left"
    # By the facilitator, with a reason.
    FREED = "freed"
    # Their account is gone, or they do not read the category any more.
    GONE = "gone"
    # The closing round began, or the fishbowl was closed.
    CLOSED = "closed"


class NoteState(StrEnum):
    """What became of a question from the outer ring."""

    OPEN = "open"
    ASKED = "asked"
    TAKEN_BACK = "taken_back"
    REMOVED = "removed"


class Fishbowl(Model):
    """What makes a thread a fishbowl: who facilitates it, until when it is planned, and what it came to."""

    __tablename__ = "forum_fishbowl"

    thread_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("forum_thread.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    facilitator_id: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    # Planned: from then on those who look after the category are asked to close it.
    ends_at: Mapped[datetime]
    # When somebody wrote last, or it was opened; how far those who could move it were asked since (`seating.Nudge`).
    quiet_since: Mapped[datetime]
    nudged: Mapped[int] = mapped_column(default=0)
    is_end_told: Mapped[bool] = mapped_column(default=False)
    # The closing round, in which everybody who spoke leaves one message more; None before it.
    round_until: Mapped[datetime | None]
    # When the next step is due; None once it is closed.
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    # The summary in its three parts: as typed, and as shown.
    agreement: Mapped[Words] = mapped_column(default="")
    agreement_html: Mapped[Words] = mapped_column(default="")
    disagreement: Mapped[Words] = mapped_column(default="")
    disagreement_html: Mapped[Words] = mapped_column(default="")
    questions: Mapped[Words] = mapped_column(default="")
    questions_html: Mapped[Words] = mapped_column(default="")
    summary_language: Mapped[str] = mapped_column(String(12), default="")
    # Who wrote it, or changed it last, and when.
    summed_up_by: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    summed_up_at: Mapped[datetime | None]


class Seat(Model):
    """Somebody's turn in the inner ring: offered or taken, going on or over."""

    __tablename__ = "forum_seat"

    id: Mapped[Key]
    thread_id: Mapped[int] = mapped_column(Reference, ForeignKey("forum_fishbowl.thread_id", ondelete="CASCADE"))
    # From 1; the last one is the open seat.
    number: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    offered_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    # The end of the offer, or of the turn.
    until: Mapped[datetime]
    messages: Mapped[int] = mapped_column(default=0)
    # Whether they were told that it ends soon; whether its time is over and they keep it because nobody waits.
    is_warned: Mapped[bool] = mapped_column(default=False)
    is_kept: Mapped[bool] = mapped_column(default=False)
    # Why the facilitator called them forward; everybody reads it.
    call_note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    ended_at: Mapped[datetime | None]
    ending: Mapped[SeatEnd | None] = mapped_column(enum_by_value(SeatEnd))
    # Why the facilitator freed it.
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")

    __table_args__ = (
        partial_index("ix_forum_seat_one_person", "thread_id", "number", condition=IS_LIVE, unique=True),
        partial_index("ix_forum_seat_one_seat", "thread_id", "user_id", condition=IS_LIVE, unique=True),
        Index("ix_forum_seat_thread_id_user_id", "thread_id", "user_id"),
        Index("ix_forum_seat_user_id", "user_id"),
    )


class SeatWish(Model):
    """Somebody waits for a seat."""

    __tablename__ = "forum_seat_wish"

    thread_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("forum_fishbowl.thread_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    asked_at: Mapped[datetime]
    # When the facilitator called them forward, and why; None for whoever waits their turn.
    called_at: Mapped[datetime | None]
    call_note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")


class LastWord(Model):
    """Somebody who spoke wrote their message of the closing round."""

    __tablename__ = "forum_last_word"

    thread_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("forum_fishbowl.thread_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    said_at: Mapped[datetime]


class Note(Model):
    """What somebody in the outer ring wants those who sit to ask."""

    __tablename__ = "forum_note"

    id: Mapped[Key]
    thread_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("forum_fishbowl.thread_id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    language: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    made_at: Mapped[datetime]
    # How many others want to know it, too.
    support: Mapped[int] = mapped_column(default=0)
    state: Mapped[NoteState] = mapped_column(enum_by_value(NoteState))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    # The post in which it was asked.
    post_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("forum_post.id", ondelete="SET NULL"), index=True)
    # Of one that was removed.
    rule: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")


class NoteSupport(Model):
    """Somebody wants to know what a note asks, too."""

    __tablename__ = "forum_note_support"

    note_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("forum_note.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    since: Mapped[datetime]
