"""People and organisations."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.changes import Kind
from app.accounts.roles import Role
from app.platform.database import Key, Model, Reference, enum_by_value, partial_index


class Organisation(Model):
    """A local or regional government, an association of them, or a partner."""

    __tablename__ = "organisation"

    id: Mapped[Key]
    name: Mapped[str]
    # The name in small letters, made by Python so that both databases agree on every script.
    name_key: Mapped[str]
    # ISO 3166-1 alpha-2, in capitals.
    country: Mapped[str] = mapped_column(String(2))
    # The organisation it turned out to be, whose name this one has become too; None for one in its own right.
    merged_into_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("organisation.id"), index=True)

    __table_args__ = (UniqueConstraint("name_key", "country"),)


class User(Model):
    """Somebody with an account."""

    __tablename__ = "user_account"

    id: Mapped[Key]
    # As typed; mail goes there.
    email: Mapped[str] = mapped_column(String(254))
    # In small letters, to find the account however it is typed.
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str]
    # ISO 3166-1 alpha-2; empty when not told.
    country: Mapped[str] = mapped_column(String(2), default="", index=True)
    organisation_id: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("organisation.id", ondelete="SET NULL"), index=True
    )
    # The language of the interface, when they have chosen one; empty otherwise.
    language: Mapped[str] = mapped_column(String(12), default="")
    created_at: Mapped[datetime]
    # Since when they can no longer sign in; None for nearly everybody.
    blocked_at: Mapped[datetime | None]
    # When they last showed that mail to this address reaches them; None where nobody has asked them to.
    email_confirmed_at: Mapped[datetime | None]
    # When they were last here, as far as sessions tell that are forgotten by now; None when none is.
    seen_at: Mapped[datetime | None]

    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")


class RoleGrant(Model):
    """A role that somebody was given, and where it holds."""

    __tablename__ = "role_grant"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(enum_by_value(Role))
    # A course's slug or an organisation's number; empty for everywhere.
    scope: Mapped[str] = mapped_column(String(100), default="")
    granted_at: Mapped[datetime]
    # None for the command line.
    granted_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))

    # The first of these finds a person's roles as well.
    __table_args__ = (UniqueConstraint("user_id", "role", "scope"), Index("ix_role_grant_role_scope", "role", "scope"))


class BulkAction(Model):
    """One change that staff made to many people at once, with all that is needed to take it back."""

    __tablename__ = "bulk_action"

    id: Mapped[Key]
    kind: Mapped[Kind] = mapped_column(enum_by_value(Kind))
    # The role that was given or taken, and where it holds; empty when people were blocked.
    role: Mapped[str] = mapped_column(String(32), default="")
    scope: Mapped[str] = mapped_column(String(100), default="")
    actor_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    done_at: Mapped[datetime] = mapped_column(index=True)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    # Whom it changed: {"person": 7}, and for a role that was taken "granted_at" and "granted_by" as they were.
    changed: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class SignInSession(Model):
    """A browser in which somebody signed in; only a digest of what it remembers is kept."""

    __tablename__ = "sign_in_session"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    secret_digest: Mapped[str] = mapped_column(String(64))
    # As the browser says of itself, in two words; empty where it does not say.
    browser: Mapped[str] = mapped_column(String(40))
    system: Mapped[str] = mapped_column(String(40))
    signed_in_at: Mapped[datetime]
    # To the hour or so.
    seen_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]


class PendingRegistration(Model):
    """What somebody told who wants an account, until they show that the mail address is theirs."""

    __tablename__ = "pending_registration"

    id: Mapped[Key]
    # Empty until the letter is written; only the digest of what stands in it is kept.
    secret_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str]
    organisation: Mapped[str]
    country: Mapped[str] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(12))
    way_on: Mapped[str] = mapped_column(String(1000))
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Purpose(StrEnum):
    """What a mailed link lets somebody do."""

    NEW_PASSWORD = "new_password"
    SIGN_IN = "sign_in"
    NEW_ADDRESS = "new_address"


class MailedLink(Model):
    """A link that was mailed to somebody, good for one thing, once, for a while; only its secret's digest is kept."""

    __tablename__ = "mailed_link"

    id: Mapped[Key]
    secret_digest: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[Purpose] = mapped_column(enum_by_value(Purpose))
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    # Where they wanted to go when they asked; empty when nowhere in particular.
    way_on: Mapped[str] = mapped_column(String(1000), default="")
    # The address that the account is to have, where the link is for that.
    new_email: Mapped[str] = mapped_column(String(254), default="")
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class ConsentPurpose(StrEnum):
    """What somebody may agree to; `consent_texts` holds the words."""

    ORGANISATION_PROGRESS = "organisation_progress"


class Consent(Model):
    """Somebody agreed to something, in these words, from one moment on and perhaps until another."""

    __tablename__ = "consent"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    purpose: Mapped[ConsentPurpose] = mapped_column(enum_by_value(ConsentPurpose))
    # Which version of the words they read.
    text_version: Mapped[int]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        # One at a time; earlier ones stay as they were.
        partial_index(
            "uq_consent_given",
            "user_id",
            "purpose",
            unique=True,
            condition=text("withdrawn_at IS NULL"),
        ),
        Index("ix_consent_user_id", "user_id"),
    )
