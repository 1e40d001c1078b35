"""Cohorts with their applications, readings, offers and seats. What happened is kept as moments, never as a state."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.cohorts.standing import Outcome, Override
from app.platform.database import Key, Model, Reference, Words, enum_by_value


class Cohort(Model):
    """A call of a course. It follows new editions of the course until it closes; then its rules stay as they are."""

    __tablename__ = "cohort"

    id: Mapped[Key]
    course_slug: Mapped[str] = mapped_column(String(100))
    key: Mapped[str] = mapped_column(String(80))
    # The edition of the course whose call holds.
    revision_id: Mapped[int] = mapped_column(Reference, ForeignKey("revision.id"), index=True)
    # When the applications were given to readers.
    closed_at: Mapped[datetime | None]
    offers_began_at: Mapped[datetime | None]
    # Until then what is kept for a group is held back, though nobody of it waits.
    first_round_ends_at: Mapped[datetime | None]
    # When whoever still waited was told that there is no seat.
    settled_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("course_slug", "key"),)


class PanelMember(Model):
    """Somebody who reads applications of a cohort."""

    __tablename__ = "panel_member"

    cohort_id: Mapped[int] = mapped_column(Reference, ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    added_at: Mapped[datetime]


class Application(Model):
    """A person's application to a cohort: what is typed, and beside it what was handed in last and counts."""

    __tablename__ = "application"

    id: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(Reference, ForeignKey("cohort.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    # Everything on the form as typed, by the name of its field.
    draft: Mapped[dict[str, str]] = mapped_column(JSON)
    saved_at: Mapped[datetime]
    # The answers that were handed in, by question; empty until then, as are the next four.
    answers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    language: Mapped[str] = mapped_column(String(12), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    organisation_kind: Mapped[str] = mapped_column(String(32), default="")
    gender: Mapped[str] = mapped_column(String(32), default="")
    # The language they read the site in; letters are written in it, unless their account names another.
    letters_language: Mapped[str] = mapped_column(String(12), default="")
    handed_in_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    override: Mapped[Override | None] = mapped_column(enum_by_value(Override))
    override_reason: Mapped[Words] = mapped_column(default="")

    __table_args__ = (UniqueConstraint("cohort_id", "user_id"),)


class Reading(Model):
    """An application as one reader judges it."""

    __tablename__ = "reading"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(Reference, ForeignKey("application.id", ondelete="CASCADE"))
    # None when the reader's account is no more; what they judged still counts.
    reader_id: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    assigned_at: Mapped[datetime]
    # Points by criterion.
    scores: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    comment: Mapped[Words] = mapped_column(default="")
    handed_in_at: Mapped[datetime | None]
    # When the reader said that they should not judge this one.
    declined_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("application_id", "reader_id"),)


class Offer(Model):
    """A place offered, until a moment. Nobody is offered one twice."""

    __tablename__ = "offer"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("application.id", ondelete="CASCADE"), unique=True
    )
    made_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(enum_by_value(Outcome))
    ended_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_offer_open", "outcome", "answer_by"),)


class Seat(Model):
    """A place taken; `left_at` is set when it was given up in time for somebody else."""

    __tablename__ = "seat"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("application.id", ondelete="CASCADE"), unique=True
    )
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    taken_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
