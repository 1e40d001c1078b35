"""Notices, and what people choose about mails of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference, enum_by_value, partial_index
from app.platform.telling import Cadence

_UNSEEN, _WAITS = text("seen_at IS NULL"), text("look_at IS NOT NULL")


class Notice(Model):
    """Something that one person should know. No text is kept: it is written when it is read, in their language."""

    __tablename__ = "notice"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    # As "courses.certificate"; what stands before the dot is the group.
    kind: Mapped[str] = mapped_column(String(80))
    # What it is about, so that nobody is told of the same thing twice.
    about: Mapped[str] = mapped_column(String(200))
    # Numbers, keys and names of things; of people only numbers.
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    # The address of a page within the site, and a place on it; that is empty for the page as a whole.
    leads_to: Mapped[str] = mapped_column(String(500))
    place: Mapped[str] = mapped_column(String(100), default="")
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    # When it is to be looked at whether a mail tells it now; None when no mail will.
    look_at: Mapped[datetime | None]

    __table_args__ = (
        # The first of these also finds what is taken back, whoever was told.
        UniqueConstraint("kind", "about", "user_id"),
        Index("ix_notice_person", "user_id", "made_at"),
        # Each page asks for the few of these, and a routine for the few of those; both stay small.
        partial_index("ix_notice_unseen", "user_id", "leads_to", condition=_UNSEEN),
        partial_index("ix_notice_waiting", "look_at", "user_id", condition=_WAITS),
    )


class NoticeChoice(Model):
    """How soon somebody wants mail of a kind, or of a whole group where the kind is not chosen."""

    __tablename__ = "notice_choice"

    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    # The key of a kind or of a group.
    what: Mapped[str] = mapped_column(String(80), primary_key=True)
    cadence: Mapped[Cadence] = mapped_column(enum_by_value(Cadence))


class MailHabits(Model):
    """When somebody wants mail of notices; whoever never chose has no row."""

    __tablename__ = "mail_habits"

    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    # As "Africa/Dakar"; empty for what their country says.
    zone: Mapped[str] = mapped_column(String(64), default="")
    # Whole hours of their day; the same twice for none.
    quiet_from: Mapped[int]
    quiet_until: Mapped[int]
    # The day of weekly mails; Monday is 0.
    weekday: Mapped[int] = mapped_column(default=0)
    is_paused: Mapped[bool] = mapped_column(default=False)
