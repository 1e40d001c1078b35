"""What the pages about people's accounts show."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.actors import Actor
from app.accounts.bulk_actions import is_open
from app.accounts.changes import MOST_AT_ONCE, Change, PersonFacts, Plan, plan
from app.accounts.countries import country_name, in_alphabet
from app.accounts.models import Organisation, SignInSession, User
from app.accounts.people_filters import PeopleFilters
from app.accounts.people_queries import (
    BulkLine,
    HeldRole,
    PersonLine,
    count_bulk_actions,
    count_people,
    facts_of,
    find_bulk_action,
    find_bulk_actions,
    find_ids,
    find_people,
    find_person,
    roles_held,
    told_countries,
)
from app.accounts.policy import may_block, may_change_role, may_look_after_account
from app.accounts.roles import Grant, Role
from app.accounts.scopes import Scopes, scopes_of
from app.accounts.sessions import sessions_of
from app.accounts.staff_pages import StaffPage, staff_pages_of
from app.platform.errors import CannotBe, NotFound
from app.platform.i18n import _, locale
from app.platform.paging import PageOf
from app.platform.recent import recent
from app.platform.verdicts import Verdict

_ROWS = 50


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some of the people who match. The pairs hold code and name."""

    filters: PeopleFilters
    people: PageOf[PersonLine]
    scopes: Scopes
    countries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role that somebody holds, in words, and whether whoever looks may take it."""

    held: HeldRole
    words: str
    may_take: Verdict


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person, as those see them who look after accounts."""

    user: User
    organisation: Organisation | None
    country: str
    roles: tuple[RoleLine, ...]
    sessions: Sequence[SignInSession]
    may_look_after: Verdict
    may_block: Verdict
    elsewhere: tuple[StaffPage, ...]

    @property
    def grants(self) -> frozenset[Grant]:
        """The roles they hold."""
        return frozenset(Grant(line.held.role, line.held.scope) for line in self.roles)


@dataclass(frozen=True, slots=True)
class ChangePage:
    """What a change would do, and to whom; `is_cut` when more were found than may be changed at once."""

    plan: Plan
    words: str
    found: int

    @property
    def is_cut(self) -> bool:
        """Whether more were found than may be changed at once."""
        return self.found > MOST_AT_ONCE


@dataclass(frozen=True, slots=True)
class BulkActionLine:
    """A change that was made to many."""

    told: BulkLine
    words: str
    may_undo: bool


@dataclass(frozen=True, slots=True)
class BulkActionPage:
    """A change that was made to many, with those it changed."""

    line: BulkActionLine
    people: list[PersonFacts]


def people_page(filters: PeopleFilters, number: int) -> PeoplePage:
    """A page of people; a number beyond the last page means the last."""
    total = count_people(filters)
    number = min(max(1, number), PageOf((), 1, _ROWS, total).last)
    people = find_people(filters, offset=(number - 1) * _ROWS, limit=_ROWS)
    codes = recent("countries of people", told_countries)
    names = {code: country_name(code, locale()) for code in codes}
    return PeoplePage(
        filters=filters,
        people=PageOf(people, number, _ROWS, total),
        scopes=scopes_of(grant for person in people for grant in person.grants),
        countries=in_alphabet(names.items()),
    )


def person_page(actor: Actor, user_id: int) -> PersonPage:
    """One person; raises NotFound when there is nobody of this number."""
    found = find_person(user_id)
    if found is None:
        raise NotFound(_("Nobody has an account of this number. It may have been erased."))
    user, organisation = found
    held = roles_held(user_id)
    grants = frozenset(Grant(one.role, one.scope) for one in held)
    scopes = scopes_of(grants)
    return PersonPage(
        user=user,
        organisation=organisation,
        country=country_name(user.country, locale()),
        roles=tuple(
            RoleLine(one, scopes.words(one.role, one.scope), may_change_role(actor, one.role, grants)) for one in held
        ),
        sessions=sessions_of(user_id),
        may_look_after=may_look_after_account(actor, grants),
        may_block=may_block(actor, user_id, grants),
        elsewhere=tuple(page for page in staff_pages_of(actor) if page.about),
    )


def change_page(actor: Actor, change: Change, *, ticked: Sequence[int] | None, filters: PeopleFilters) -> ChangePage:
    """What a change would do to the people ticked, or to everybody who is found where `ticked` is None.

    Raises CannotBe when nobody is meant.
    """
    found = count_people(filters) if ticked is None else len(ticked)
    ids = find_ids(filters, limit=MOST_AT_ONCE) if ticked is None else ticked[:MOST_AT_ONCE]
    if not ids:
        raise CannotBe(_("You chose nobody, so there is nothing to change. Go back and tick the people you mean."))
    return ChangePage(plan(actor, change, facts_of(ids)), words_for(change), found)


def bulk_actions_page(number: int) -> PageOf[BulkActionLine]:
    """Some of the changes that were made to many; a number beyond the last page means the last."""
    total = count_bulk_actions()
    number = min(max(1, number), PageOf((), 1, _ROWS, total).last)
    lines = find_bulk_actions(offset=(number - 1) * _ROWS, limit=_ROWS)
    scopes = scopes_of(Grant(Role(one.action.role), one.action.scope) for one in lines if one.action.role)
    return PageOf([_bulk_line(one, scopes) for one in lines], number, _ROWS, total)


def bulk_action_page(action_id: int) -> BulkActionPage:
    """A change that was made to many; raises NotFound when there is none of this number."""
    found = find_bulk_action(action_id)
    if found is None:
        raise NotFound(_("There is no such change."))
    action = found.action
    scopes = scopes_of([Grant(Role(action.role), action.scope)] if action.role else [])
    return BulkActionPage(_bulk_line(found, scopes), facts_of([one["person"] for one in action.changed]))


def words_for(change: Change) -> str:
    """A change to many people, in words."""
    return _words(change.kind.value, change.role, change.scope, scopes_of([change.grant] if change.role else []))


def _bulk_line(told: BulkLine, scopes: Scopes) -> BulkActionLine:
    action = told.action
    role = Role(action.role) if action.role else None
    return BulkActionLine(told, _words(action.kind.value, role, action.scope, scopes), is_open(action))


def _words(kind: str, role: Role | None, scope: str, scopes: Scopes) -> str:
    if role is None:
        return _("Block accounts")
    words = scopes.words(role, scope)
    if kind == "give_role":
        return _("Give the role “%(role)s”", role=words)
    return _("Take the role “%(role)s”", role=words)
