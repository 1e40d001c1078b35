"""What is known of organisations beyond their names, what they belong to, who belongs to them, and titles."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.organisations.kinds import Kind, Population, ThingKind, TitleKind
from app.organisations.tree import LinkKind
from app.platform.database import Key, Model, Reference, Words, enum_by_value, partial_index

_IS_OPEN = text("until IS NULL")


class OrganisationFacts(Model):
    """What UCLG Learning and the organisation's managers tell; an organisation somebody only typed has no such row."""

    __tablename__ = "organisation_facts"

    organisation_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    kind: Mapped[Kind] = mapped_column(enum_by_value(Kind), default=Kind.OTHER)
    population: Mapped[Population] = mapped_column(enum_by_value(Population), default=Population.UNTOLD)
    # Empty when not told.
    website: Mapped[str] = mapped_column(String(300), default="")
    about: Mapped[Words] = mapped_column(default="")
    # Whether everybody may see it: what people type is shown to nobody else until somebody has looked at it.
    is_listed: Mapped[bool] = mapped_column(default=False)


class OrganisationLink(Model):
    """An organisation belongs to another, from a day on; ended links stay, so that history can be read."""

    __tablename__ = "organisation_link"

    id: Mapped[Key]
    child_id: Mapped[int] = mapped_column(Reference, ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int] = mapped_column(Reference, ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[LinkKind] = mapped_column(enum_by_value(LinkKind))
    since: Mapped[date]
    # The first day on which it is so no more.
    until: Mapped[date | None]


class Membership(Model):
    """A person belongs to an organisation, from a day on."""

    __tablename__ = "membership"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(Reference, ForeignKey("organisation.id", ondelete="CASCADE"))
    # What they do there, in their words; empty when not told.
    function: Mapped[str] = mapped_column(String(120), default="")
    since: Mapped[date]
    # The first day on which they belong to it no more.
    until: Mapped[date | None]
    is_contact: Mapped[bool] = mapped_column(default=False)
    is_deputy: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        Index("ix_membership_organisation", "organisation_id", "until"),
        Index("ix_membership_person", "user_id", "until"),
        partial_index(
            "uq_membership_open",
            "user_id",
            "organisation_id",
            unique=True,
            condition=_IS_OPEN,
        ),
    )


class Invitation(Model):
    """Managers ask whoever has an address to belong to their organisation; the row goes with the answer."""

    __tablename__ = "organisation_invitation"

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(Reference, ForeignKey("organisation.id", ondelete="CASCADE"))
    # In small letters; whether somebody has an account with it is not looked up until they answer.
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    function: Mapped[str] = mapped_column(String(120), default="")
    since: Mapped[date]
    is_contact: Mapped[bool] = mapped_column(default=False)
    is_deputy: Mapped[bool] = mapped_column(default=False)
    invited_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    invited_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (UniqueConstraint("organisation_id", "email_key"),)


class Title(Model):
    """Somebody is a focal point, a coach, … of something, from a day on."""

    __tablename__ = "title"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    kind: Mapped[TitleKind] = mapped_column(enum_by_value(TitleKind))
    thing_kind: Mapped[ThingKind] = mapped_column(enum_by_value(ThingKind))
    # A course's slug or an organisation's number; empty for the platform.
    thing_key: Mapped[str] = mapped_column(String(100), default="")
    # What it was called when the title was given.
    thing_name: Mapped[str] = mapped_column(String(300), default="")
    since: Mapped[date]
    until: Mapped[date | None]
    # None for what nobody gave by hand, and when that account is gone.
    given_by: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))

    __table_args__ = (
        Index("ix_title_thing", "thing_kind", "thing_key", "until"),
        Index("ix_title_person", "user_id", "until"),
        partial_index(
            "uq_title_open",
            "user_id",
            "kind",
            "thing_kind",
            "thing_key",
            unique=True,
            condition=_IS_OPEN,
        ),
    )


class Departure(Model):
    """Somebody left an organisation and nobody has taken over all they were responsible for."""

    __tablename__ = "departure"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    left_on: Mapped[date]
    # When somebody made sure that everything has an owner; None until then.
    settled_on: Mapped[date | None] = mapped_column(index=True)
