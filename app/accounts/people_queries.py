"""Reads of people for those who look after accounts. Nothing here loads more than a page or one change shows."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.changes import PersonFacts
from app.accounts.models import BulkAction, Organisation, RoleGrant, SignInSession, User
from app.accounts.people_filters import PeopleFilters, Seen, State
from app.accounts.queries import key_of
from app.accounts.roles import Grant, Role
from app.platform import clock
from app.platform.database import db

AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in a list; organisation and country are empty when not told, `seen_at` is None when long ago."""

    user_id: int
    name: str
    email: str
    organisation: str
    country: str
    created_at: datetime
    blocked_at: datetime | None
    seen_at: datetime | None = None
    grants: list[Grant] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds, who gave it and when; an empty name for the command line, or somebody who is gone."""

    role: Role
    scope: str
    granted_at: datetime
    granted_by: int | None
    giver: str


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One change to many people, with who made it and who took it back; empty names for people who are gone."""

    action: BulkAction
    actor: str
    undoer: str


_SEEN_WITHIN = {Seen.WEEK: timedelta(days=7), Seen.MONTH: timedelta(days=30)}
_giver, _undoer = aliased(User), aliased(User)
_LINE = (
    User.id,
    User.name,
    User.email,
    func.coalesce(Organisation.name, ""),
    User.country,
    User.created_at,
    User.blocked_at,
)


def count_people(filters: PeopleFilters) -> int:
    """How many people match."""
    return db.session.scalar(_among(select(func.count(User.id)), filters)) or 0


def find_people(filters: PeopleFilters, *, offset: int, limit: int) -> list[PersonLine]:
    """Some of the people who match, by name, with their roles and when they were here last."""
    named = _among(select(*_LINE), filters).order_by(func.lower(User.name), User.id)
    rows = db.session.execute(named.offset(offset).limit(limit)).all()
    ids = [row[0] for row in rows]
    grants, seen = _grants_by_person(ids), _seen_by_person(ids)
    return [replace(PersonLine(*row), seen_at=seen.get(row[0]), grants=grants.get(row[0], [])) for row in rows]


def find_ids(filters: PeopleFilters, *, limit: int) -> list[int]:
    """The numbers of people who match, by name."""
    found = _among(select(User.id), filters).order_by(func.lower(User.name), User.id)
    return list(db.session.scalars(found.limit(limit)))


def facts_of(user_ids: Collection[int]) -> list[PersonFacts]:
    """What a change must know of these people, by name; those who are gone are left out."""
    rows = db.session.execute(
        select(User.id, User.name, User.email, User.blocked_at)
        .where(User.id.in_(user_ids))
        .order_by(func.lower(User.name), User.id)
    ).all()
    grants = _grants_by_person(user_ids)
    return [
        PersonFacts(user_id, name, email, frozenset(grants.get(user_id, ())), blocked_at)
        for user_id, name, email, blocked_at in rows
    ]


def people_among(user_ids: Iterable[int]) -> set[int]:
    """Those of these numbers that stand for somebody."""
    return set(db.session.scalars(select(User.id).where(User.id.in_(set(user_ids)))))


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """The names of these people, as they are today; who is gone has none."""
    found = select(User.id, User.name).where(User.id.in_(set(user_ids)))
    return {user_id: name for user_id, name in db.session.execute(found)}


def find_person(user_id: int) -> tuple[User, Organisation | None] | None:
    """An account with its organisation."""
    found = select(User, Organisation).outerjoin(Organisation, Organisation.id == User.organisation_id)
    row = db.session.execute(found.where(User.id == user_id)).first()
    return None if row is None else (row[0], row[1])


def roles_held(user_id: int) -> list[HeldRole]:
    """The roles of one person, with who gave them."""
    found = (
        select(
            RoleGrant.role,
            RoleGrant.scope,
            RoleGrant.granted_at,
            RoleGrant.granted_by,
            func.coalesce(_giver.name, ""),
        )
        .outerjoin(_giver, _giver.id == RoleGrant.granted_by)
        .where(RoleGrant.user_id == user_id)
        .order_by(RoleGrant.role, RoleGrant.scope)
    )
    return [HeldRole(*row) for row in db.session.execute(found)]


def organisation_names(numbers: Iterable[int]) -> dict[int, str]:
    """The names of these organisations."""
    found = select(Organisation.id, Organisation.name).where(Organisation.id.in_(set(numbers)))
    return {number: name for number, name in db.session.execute(found)}


def is_organisation(number: str) -> bool:
    """Whether there is an organisation of this number."""
    is_number = number.isascii() and number.isdecimal() and len(number) <= 9
    return is_number and db.session.get(Organisation, int(number)) is not None


def told_countries() -> list[str]:
    """The countries that people say they are from."""
    return list(db.session.scalars(select(User.country).where(User.country != "").distinct()))


def count_bulk_actions() -> int:
    """How many changes to many people were made."""
    return db.session.scalar(select(func.count(BulkAction.id))) or 0


def find_bulk_actions(*, offset: int, limit: int) -> list[BulkLine]:
    """Some of the changes to many people, the latest first."""
    found = _bulk_lines().order_by(BulkAction.id.desc()).offset(offset).limit(limit)
    return [BulkLine(*row) for row in db.session.execute(found)]


def find_bulk_action(action_id: int) -> BulkLine | None:
    """One change to many people."""
    row = db.session.execute(_bulk_lines().where(BulkAction.id == action_id)).first()
    return None if row is None else BulkLine(*row)


def _bulk_lines() -> AnySelect:
    return (
        select(BulkAction, func.coalesce(_giver.name, ""), func.coalesce(_undoer.name, ""))
        .outerjoin(_giver, _giver.id == BulkAction.actor_id)
        .outerjoin(_undoer, _undoer.id == BulkAction.undone_by)
    )


def _grants_by_person(user_ids: Collection[int]) -> dict[int, list[Grant]]:
    found: dict[int, list[Grant]] = {}
    held = select(RoleGrant.user_id, RoleGrant.role, RoleGrant.scope).where(RoleGrant.user_id.in_(user_ids))
    for user_id, role, scope in db.session.execute(held.order_by(RoleGrant.role, RoleGrant.scope)):
        found.setdefault(user_id, []).append(Grant(role, scope))
    return found


def _seen_by_person(user_ids: Sequence[int]) -> dict[int, datetime]:
    latest = select(SignInSession.user_id, func.max(SignInSession.seen_at)).where(SignInSession.user_id.in_(user_ids))
    return {user_id: at for user_id, at in db.session.execute(latest.group_by(SignInSession.user_id))}


def _among(statement: AnySelect, filters: PeopleFilters) -> AnySelect:
    joined = statement.select_from(User).outerjoin(Organisation, Organisation.id == User.organisation_id)
    return joined.where(*_conditions(filters))


def _conditions(filters: PeopleFilters) -> Iterator[ColumnElement[bool]]:
    for word in filters.words.split():
        key = key_of(word)
        yield or_(
            User.name.icontains(word, autoescape=True),
            User.email_key.contains(key, autoescape=True),
            Organisation.name_key.contains(key, autoescape=True),
        )
    if filters.role is not None:
        yield select(RoleGrant.id).where(RoleGrant.user_id == User.id, RoleGrant.role == filters.role).exists()
    if filters.country:
        yield User.country == filters.country
    if filters.state is not None:
        yield User.blocked_at.is_not(None) if filters.state is State.BLOCKED else User.blocked_at.is_(None)
    if filters.seen is not None:
        since = clock.now() - _SEEN_WITHIN.get(filters.seen, _SEEN_WITHIN[Seen.MONTH])
        seen = select(SignInSession.id).where(SignInSession.user_id == User.id, SignInSession.seen_at >= since).exists()
        yield ~seen if filters.seen is Seen.LONGER_AGO else seen
