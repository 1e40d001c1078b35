"""Invitations: sent in batches, or given as a link; and who wants none."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference


class InvitationBatch(Model):
    """People invited together: first a table to look through, then invitations that were sent."""

    __tablename__ = "invitation_batch"

    id: Mapped[Key]
    # None when that account is gone.
    made_by: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    made_at: Mapped[datetime] = mapped_column(index=True)
    # None and empty where people are invited to no organisation or course in particular.
    organisation_id: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    course_slug: Mapped[str] = mapped_column(String(100), default="")
    # For letters to people of whom no language is told.
    language: Mapped[str] = mapped_column(String(12))
    # None for what was pasted.
    file_name: Mapped[str] = mapped_column(String(120), default="")
    # What was read, as `batches` writes it; dropped a week later, sent or not.
    rows: Mapped[list[Any]] = mapped_column(JSON, deferred=True)
    faulty: Mapped[list[Any]] = mapped_column(JSON, deferred=True)
    # How many rows there were of each kind, and what else is to be said of the table.
    findings: Mapped[dict[str, Any]] = mapped_column(JSON)
    # None while nothing has been sent.
    sent_at: Mapped[datetime | None]
    # How many of the rows, the last ones, are still to become invitations; 0 before it is sent, and once all have.
    rows_left: Mapped[int] = mapped_column(default=0)


class Invitation(Model):
    """One person who was invited by mail; only a digest of the secret in their letter is kept."""

    __tablename__ = "invitation"

    id: Mapped[Key]
    batch_id: Mapped[int] = mapped_column(Reference, ForeignKey("invitation_batch.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    # Of the address in small letters, as in the list of those who want no invitations.
    email_digest: Mapped[str] = mapped_column(String(64), index=True)
    # As the inviter told; empty when they did not.
    name: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(12))
    # Of the newest letter; None until it is written.
    secret_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    # When the newest letter was written; None while one waits to be written.
    written_at: Mapped[datetime | None]
    # How many letters there were, and the number of the newest among outgoing mail.
    letters: Mapped[int] = mapped_column(default=0)
    mail_id: Mapped[int | None] = mapped_column(Reference)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    # How it ended: at most one of these is told.
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    # Who accepted, which need not be an account with this address.
    accepted_by: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True
    )

    __table_args__ = (Index("ix_invitation_batch", "batch_id", "written_at", "id"),)


class UnwantedMail(Model):
    """An address, by its digest, whose owner wants no more invitations."""

    __tablename__ = "unwanted_mail"

    email_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    refused_at: Mapped[datetime]


class JoinLink(Model):
    """A link that its maker passes on: whoever has it joins, until a day and so often."""

    __tablename__ = "join_link"

    id: Mapped[Key]
    # Kept as it is, so that it can be shown and passed on again; it opens nothing but the way to join.
    code: Mapped[str] = mapped_column(String(43), unique=True)
    made_by: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    made_at: Mapped[datetime]
    organisation_id: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    course_slug: Mapped[str] = mapped_column(String(100), default="")
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    most_uses: Mapped[int]
    uses: Mapped[int] = mapped_column(default=0)


class JoinLinkUse(Model):
    """Somebody joined by a link; they count once."""

    __tablename__ = "join_link_use"

    link_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("join_link.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        Reference,
        ForeignKey("user_account.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    used_at: Mapped[datetime]
