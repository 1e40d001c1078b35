"""What the pages about organisations show, and to whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.actors import Actor
from app.accounts.countries import country_name, in_alphabet
from app.accounts.models import User
from app.accounts.queries import find_user_by_email
from app.accounts.roles import Role
from app.organisations.actions import Thing
from app.organisations.kinds import KIND_WORDS, POPULATION_WORDS, REGION_WORDS
from app.organisations.policy import may_arrange, may_manage, may_see, may_see_names
from app.organisations.queries import (
    Facts,
    Holder,
    Leaver,
    Member,
    Parent,
    Wish,
    count_leavers_without_successor,
    count_members,
    count_organisations,
    facts_of,
    find_organisations,
    former_titles_on,
    ids_above,
    is_member,
    leavers_without_successor,
    listed_countries,
    members_of,
    named,
    no_organisation,
    numbered,
    parents_of,
    speakers_of,
    titles_of_members,
    titles_on,
)
from app.organisations.regions import region_of
from app.platform.i18n import _, locale
from app.platform.paging import PageOf
from app.platform.verdicts import Verdict, require

_ROWS = 30
_CHILDREN_SHOWN = 12
_TITLES_SHOWN = 30
_FORMER_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation in a list, in words; country and region are empty when not told."""

    facts: Facts
    kind: str
    country: str
    region: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The organisations that answer a wish. The pairs hold value and label for the filters."""

    wish: Wish
    rows: PageOf[Line]
    countries: tuple[tuple[str, str], ...]
    # The organisation that all of these belong to, when that is asked for.
    parent: Facts | None
    # Those that whoever asks looks after, listed or not; told on the first page only.
    managed: tuple[Line, ...]
    may_arrange: Verdict


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation. People are named only to whoever may see names; for others these lists are empty."""

    line: Line
    population: str
    parents: tuple[Parent, ...]
    former_parents: tuple[Parent, ...]
    children: tuple[Line, ...]
    number_of_children: int
    speakers: tuple[Member, ...]
    titles: tuple[Holder, ...]
    may_see_names: Verdict
    may_manage: Verdict
    may_arrange: Verdict

    @property
    def facts(self) -> Facts:
        """What is told of it."""
        return self.line.facts


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Who belongs and belonged to an organisation."""

    facts: Facts
    rows: PageOf[Member]
    # Also whom UCLG Learning may give more to hand over.
    may_arrange: Verdict


@dataclass(frozen=True, slots=True)
class TitlesPage:
    """Who holds and held titles on one thing."""

    thing: Thing
    holders: tuple[Holder, ...]
    former: tuple[Holder, ...]


def list_page(actor: Actor, wish: Wish, number: int) -> ListPage:
    """The organisations that answer a wish; raises NotFound where they belong to one that may not be seen."""
    if not wish.is_listed:
        require(may_arrange(actor))
    parent = None if wish.parent_id is None else seen_by(actor, wish.parent_id)
    rows = _paged(number, count_organisations(wish))
    found = find_organisations(wish, offset=(rows.number - 1) * _ROWS, limit=_ROWS)
    names = {code: country_name(code, locale()) for code in listed_countries()}
    return ListPage(
        wish=wish,
        rows=PageOf([line_of(one) for one in found], rows.number, _ROWS, rows.total),
        countries=in_alphabet(names.items()),
        parent=parent,
        managed=_managed(actor) if wish.is_empty and rows.number == 1 else (),
        may_arrange=may_arrange(actor),
    )


def organisation_page(actor: Actor, organisation_id: int) -> OrganisationPage:
    """An organisation as this person sees it; raises NotFound when they may not."""
    facts, manages = _seen(actor, organisation_id)
    sees_all, sees_names = may_arrange(actor), may_see_names(actor)
    parents = [one for one in parents_of(organisation_id) if one.is_listed or sees_all]
    children = Wish(parent_id=organisation_id)
    number = count_organisations(children)
    return OrganisationPage(
        line=line_of(facts),
        population=str(POPULATION_WORDS[facts.population]) if facts.population else "",
        parents=tuple(one for one in parents if one.is_current),
        former_parents=tuple(one for one in parents if not one.is_current),
        children=tuple(map(line_of, find_organisations(children, offset=0, limit=_CHILDREN_SHOWN))) if number else (),
        number_of_children=number,
        speakers=tuple(speakers_of(organisation_id)) if sees_names else (),
        titles=tuple(titles_of_members(organisation_id, limit=_TITLES_SHOWN)) if sees_names else (),
        may_see_names=sees_names,
        may_manage=manages,
        may_arrange=sees_all,
    )


def people_page(actor: Actor, organisation_id: int, number: int) -> PeoplePage:
    """The people of an organisation, for whoever manages it; raises NotFound or Refused."""
    facts = managed_by(actor, organisation_id)
    rows = _paged(number, count_members(organisation_id))
    found = members_of(organisation_id, offset=(rows.number - 1) * _ROWS, limit=_ROWS)
    return PeoplePage(facts, PageOf(found, rows.number, _ROWS, rows.total), may_arrange(actor))


def titles_page(thing: Thing) -> TitlesPage:
    """Who holds and held titles on this."""
    former = former_titles_on(thing.kind, thing.key, limit=_FORMER_SHOWN)
    return TitlesPage(thing, tuple(titles_on(thing.kind, thing.key)), tuple(former))


def leavers_page(number: int) -> PageOf[Leaver]:
    """Those who left and whose tasks need an owner."""
    rows = _paged(number, count_leavers_without_successor())
    return PageOf(
        leavers_without_successor(offset=(rows.number - 1) * _ROWS, limit=_ROWS), rows.number, _ROWS, rows.total
    )


def seen_by(actor: Actor, organisation_id: int) -> Facts:
    """An organisation that this person may see; raises NotFound for others, whether they exist or not."""
    return _seen(actor, organisation_id)[0]


def managed_by(actor: Actor, organisation_id: int) -> Facts:
    """An organisation that this person manages; raises NotFound where they may not even see it, or Refused."""
    facts, manages = _seen(actor, organisation_id)
    require(manages)
    return facts


def line_of(facts: Facts) -> Line:
    """An organisation in words."""
    region = region_of(facts.country)
    return Line(
        facts,
        str(KIND_WORDS[facts.kind]),
        country_name(facts.country, locale()),
        "" if region is None else str(REGION_WORDS[region]),
    )


def one_named(text: str) -> tuple[Facts | None, str]:
    """The one organisation that is meant by a name or number, or what is wrong with it in words."""
    found = named(text)
    if len(found) == 1:
        return found[0], ""
    if not found:
        return None, _("There is no organisation of this name. Type the whole name, or the number of its page.")
    numbers = ", ".join(f"{one.id} ({country_name(one.country, locale())})" for one in found)
    return None, _("Several have this name. Type the number of the right one instead: %(numbers)s.", numbers=numbers)


def somebody_at(email: str, actor: Actor, organisation_id: int | None) -> tuple[User | None, str]:
    """Whose account has this address, or what is wrong with it in words.

    Managers find the people of their organisation only: who else has an account is not told to them.
    """
    found = find_user_by_email(email)
    if may_arrange(actor):
        return found, "" if found else _("Nobody has an account with this address. Ask them to register first.")
    if found is None or organisation_id is None or not is_member(found.id, organisation_id):
        return None, _("Nobody in this organisation has this address. Add them to its people first.")
    return found, ""


def _seen(actor: Actor, organisation_id: int) -> tuple[Facts, Verdict]:
    facts = facts_of(organisation_id)
    # What stands above it matters only to who manages something.
    manages_some = actor.holds_anywhere(Role.ORGANISATION_MANAGER) and not may_arrange(actor)
    above: Sequence[int] = list(ids_above(organisation_id)) if manages_some else ()
    belongs = not facts.is_listed and actor.user_id is not None and is_member(actor.user_id, organisation_id)
    if not may_see(actor, above, is_listed=facts.is_listed, is_member=belongs):
        raise no_organisation()
    return facts, may_manage(actor, above)


def _managed(actor: Actor) -> tuple[Line, ...]:
    numbers = {int(scope) for scope in actor.scopes_of(Role.ORGANISATION_MANAGER) if scope.isdecimal()}
    return tuple(map(line_of, numbered(numbers))) if numbers else ()


def _paged(number: int, total: int) -> PageOf[object]:
    """A page without its rows; a number beyond the last page means the last."""
    return PageOf((), min(max(1, number), PageOf((), 1, _ROWS, total).last), _ROWS, total)
