"""People and organisations."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.database import Key, Model, Reference, enum_by_value


class Role(StrEnum):
    """What a person does on the platform beyond learning, which everybody may."""

    LEARNER = "learner"
    KNOWLEDGE_MANAGER = "knowledge_manager"
    ORGANISATION_CONTACT = "organisation_contact"
    UCLG_LEARNING = "uclg_learning"


class Organisation(Model):
    """A local or regional government, an association of them, or a partner."""

    __tablename__ = "organisation"

    id: Mapped[Key]
    name: Mapped[str]
    # The name in small letters, made by Python so that both databases agree on every script.
    name_key: Mapped[str]
    # ISO 3166-1 alpha-2, in capitals.
    country: Mapped[str] = mapped_column(String(2))

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
    role: Mapped[Role] = mapped_column(enum_by_value(Role), default=Role.LEARNER)
    # The language of the interface, when they have chosen one; empty otherwise.
    language: Mapped[str] = mapped_column(String(12), default="")
    # Part of every session: changing it signs this person out everywhere.
    session_stamp: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
