"""What keeps the forum a good place: the conduct people accept, what was decided and why, and who may not write."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference, Words, enum_by_value

LONGEST_REASON = 500
LONGEST_WORDS = 2000


class Step(StrEnum):
    """What those who look after the forum do to a thread."""

    PINNED = "pinned"
    UNPINNED = "unpinned"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    ARCHIVED = "archived"
    BROUGHT_BACK = "brought_back"
    MOVED = "moved"
    CHANGED = "changed"
    # Posts of another thread came; this one's went to another.
    MERGED_IN = "merged_in"
    MERGED_AWAY = "merged_away"
    SPLIT_OFF = "split_off"
    SPLIT_FROM = "split_from"
    REMOVED = "removed"
    RESTORED = "restored"
    POST_HELD = "post_held"
    POST_RELEASED = "post_released"
    POST_REMOVED = "post_removed"
    POST_RESTORED = "post_restored"
    WARNED = "warned"
    # Of a fishbowl.
    SEAT_FREED = "seat_freed"
    CALLED_FORWARD = "called_forward"
    NOTE_REMOVED = "note_removed"
    TAKEN_OVER = "taken_over"
    END_CHANGED = "end_changed"
    ROUND_BEGUN = "round_begun"
    FISHBOWL_CLOSED = "fishbowl_closed"
    SUMMED_UP = "summed_up"


class Cause(StrEnum):
    """Why a post is looked at."""

    REPORTED = "reported"
    # It reads like spam.
    SUSPECTED = "suspected"
    # Somebody who looks after the forum came upon it.
    SEEN = "seen"


class Outcome(StrEnum):
    """What was decided of a post."""

    NOTHING_WRONG = "nothing_wrong"
    WARNED = "warned"
    REMOVED = "removed"
    SILENCED = "silenced"
    # Its author took it away before anybody decided.
    TAKEN_BACK = "taken_back"


class ConductAccepted(Model):
    """Somebody accepted the code of conduct as it read in one version."""

    __tablename__ = "forum_conduct_accepted"

    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    accepted_at: Mapped[datetime]


class ThreadStep(Model):
    """One thing that was done to a thread or to a post in it."""

    __tablename__ = "forum_thread_step"

    id: Mapped[Key]
    thread_id: Mapped[int] = mapped_column(Reference, ForeignKey("forum_thread.id", ondelete="CASCADE"), index=True)
    post_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("forum_post.id", ondelete="SET NULL"), index=True)
    step: Mapped[Step] = mapped_column(enum_by_value(Step))
    # Who did it; None for what happens by itself.
    done_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    done_at: Mapped[datetime]
    # The rule of the conduct it rests on; empty where none is needed.
    rule: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    # The thread where posts came from or went to.
    other_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("forum_thread.id", ondelete="SET NULL"))
    # Further numbers and keys: how many posts, from which category to which.
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class Case(Model):
    """A post that somebody looks at, what they decide, and the appeal against it."""

    __tablename__ = "forum_case"

    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(Reference, ForeignKey("forum_post.id", ondelete="CASCADE"), index=True)
    cause: Mapped[Cause] = mapped_column(enum_by_value(Cause))
    opened_at: Mapped[datetime]
    # Whether others had seen the post by then.
    was_shown: Mapped[bool]
    # Since when it waits for a decision, of the report or of the appeal; None when nothing waits.
    waiting_since: Mapped[datetime | None] = mapped_column(index=True)
    # How often those who should decide were reminded, since then.
    reminded: Mapped[int] = mapped_column(default=0)
    # Who looks at it; others see that.
    claimed_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    claimed_at: Mapped[datetime | None]
    # Of a thread's first post: whether all of the thread was removed.
    is_of_thread: Mapped[bool] = mapped_column(default=False)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    outcome: Mapped[Outcome | None] = mapped_column(enum_by_value(Outcome))
    rule: Mapped[str] = mapped_column(String(40), default="")
    # What both sides read.
    answer: Mapped[Words] = mapped_column(default="")
    appealed_at: Mapped[datetime | None]
    appeal: Mapped[Words] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    # Whether the decision stands after the appeal; None as long as nobody has decided that.
    is_upheld: Mapped[bool | None]
    decision: Mapped[Words] = mapped_column(default="")


class Report(Model):
    """Somebody asked those who look after the forum to look at a post."""

    __tablename__ = "forum_report"

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(Reference, ForeignKey("forum_case.id", ondelete="CASCADE"))
    reporter_id: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    rule: Mapped[str] = mapped_column(String(40))
    words: Mapped[Words]
    made_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("case_id", "reporter_id"),)


class Silence(Model):
    """Somebody may not write for a time, in one category or in all."""

    __tablename__ = "forum_silence"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    # None for the whole forum.
    category_id: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("forum_category.id", ondelete="CASCADE"), index=True
    )
    case_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("forum_case.id", ondelete="SET NULL"), index=True)
    rule: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    since: Mapped[datetime]
    until: Mapped[datetime]
    given_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))

    __table_args__ = (Index("ix_forum_silence_user_id_until", "user_id", "until"),)
