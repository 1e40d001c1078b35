"""Reads of people and organisations."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.actors import VISITOR, Actor
from app.accounts.models import Organisation, RoleGrant, User
from app.accounts.roles import Grant, Role
from app.platform.database import db


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose password it will be."""

    name: str
    email: str
    organisation: str


def key_of(text: str) -> str:
    """A name or an address as it is compared: without capitals and needless spaces."""
    return " ".join(text.split()).casefold()


def find_user_by_email(email: str) -> User | None:
    """The account with this address, however it is capitalised."""
    return db.session.scalar(select(User).where(User.email_key == key_of(email)))


def get_user(user_id: int) -> User:
    """An account with its organisation."""
    return db.session.scalars(select(User).where(User.id == user_id).options(joinedload(User.organisation))).one()


def whose_of(user: User) -> Whose:
    """What is known of a person whose organisation is loaded, and is too easy to guess for a password."""
    return Whose(user.name, user.email, user.organisation.name if user.organisation else "")


def has_people() -> bool:
    """Whether anybody has an account yet."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def find_organisation(name: str, country: str) -> Organisation | None:
    """An organisation by name, however capitalised, and country; where it was merged into another, that one."""
    named = select(func.coalesce(Organisation.merged_into_id, Organisation.id))
    named = named.where(Organisation.name_key == key_of(name), Organisation.country == country)
    return db.session.scalar(select(Organisation).where(Organisation.id == named.scalar_subquery()))


def grants_of(user_id: int) -> frozenset[Grant]:
    """The roles somebody holds, and where."""
    found = select(RoleGrant.role, RoleGrant.scope).where(RoleGrant.user_id == user_id)
    return frozenset(Grant(role, scope) for role, scope in db.session.execute(found))


def actor_behind(user: User) -> Actor:
    """Who a person is to policies; whoever is blocked is to them a visitor."""
    if user.blocked_at is not None:
        return VISITOR
    return Actor(user.id, user.name, grants_of(user.id), user.organisation_id, user.language)


def has_other_administrator(but: Collection[int]) -> bool:
    """Whether somebody besides these people is administrator and can sign in."""
    found = (
        select(RoleGrant.id)
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.role == Role.ADMINISTRATOR, User.blocked_at.is_(None), User.id.not_in(but))
    )
    return db.session.scalar(found.limit(1)) is not None


def people_with_roles() -> list[tuple[Grant, User]]:
    """Everybody who is more than a learner with each of their roles, by role, scope and name."""
    found = (
        select(RoleGrant.role, RoleGrant.scope, User)
        .join(User, User.id == RoleGrant.user_id)
        .order_by(RoleGrant.role, RoleGrant.scope, User.name)
    )
    return [(Grant(role, scope), user) for role, scope, user in db.session.execute(found)]
