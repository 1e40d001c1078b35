"""Reads of organisations, of who belongs to them, and of titles."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.accounts.models import Organisation, User
from app.accounts.queries import key_of
from app.organisations.kinds import Kind, Population, ThingKind, TitleKind
from app.organisations.models import Departure, Membership, OrganisationFacts, OrganisationLink, Title
from app.organisations.periods import Period
from app.organisations.regions import COUNTRIES, Region
from app.organisations.tree import Link, LinkKind
from app.platform import clock
from app.platform.database import db
from app.platform.errors import NotFound
from app.platform.i18n import _

Dated = type[Membership] | type[OrganisationLink] | type[Title]


@dataclass(frozen=True, slots=True)
class Facts:
    """An organisation with what is known of it."""

    id: int
    name: str
    country: str
    kind: Kind
    population: Population
    website: str
    about: str
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """Which organisations somebody looks for; an empty part asks for nothing."""

    words: str = ""
    kind: Kind | None = None
    region: Region | None = None
    country: str = ""
    # What they belong to today, directly.
    parent_id: int | None = None
    # Only UCLG Learning looks for those that are not listed.
    is_listed: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether every listed organisation would do."""
        return self.is_listed and not (self.words or self.kind or self.region or self.country or self.parent_id)


@dataclass(frozen=True, slots=True)
class Parent:
    """What an organisation belongs or belonged to."""

    link_id: int
    organisation_id: int
    name: str
    kind: LinkKind
    is_listed: bool
    since: date
    until: date | None

    @property
    def is_current(self) -> bool:
        """Whether it belongs to it today."""
        return Period(self.since, self.until).holds(clock.today())


@dataclass(frozen=True, slots=True)
class Member:
    """A person in an organisation."""

    membership_id: int
    user_id: int
    name: str
    email: str
    function: str
    since: date
    until: date | None
    is_contact: bool
    is_deputy: bool

    @property
    def is_current(self) -> bool:
        """Whether they belong to it today."""
        return Period(self.since, self.until).holds(clock.today())


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a title."""

    title_id: int
    user_id: int
    name: str
    kind: TitleKind
    thing_kind: ThingKind
    thing_key: str
    thing_name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Belonging:
    """An organisation that somebody belongs to."""

    membership_id: int
    organisation_id: int
    name: str
    function: str
    since: date
    is_contact: bool
    is_deputy: bool


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who left and whose tasks nobody has taken over."""

    departure_id: int
    user_id: int
    name: str
    organisation_id: int
    organisation: str
    left_on: date


_FACTS = (
    Organisation.id,
    Organisation.name,
    Organisation.country,
    OrganisationFacts.kind,
    OrganisationFacts.population,
    OrganisationFacts.website,
    OrganisationFacts.about,
    OrganisationFacts.is_listed,
)
_HOLDER = (
    Title.id,
    Title.user_id,
    User.name,
    Title.kind,
    Title.thing_kind,
    Title.thing_key,
    Title.thing_name,
    Title.since,
    Title.until,
)
_MEMBER = (
    Membership.id,
    Membership.user_id,
    User.name,
    User.email,
    Membership.function,
    Membership.since,
    Membership.until,
    Membership.is_contact,
    Membership.is_deputy,
)


def holds_on(what: Dated, day: date) -> ColumnElement[bool]:
    """Whether a dated row holds on this day."""
    return and_(what.since <= day, or_(what.until.is_(None), what.until > day))


def find_facts(organisation_id: int) -> Facts | None:
    """An organisation with its facts; None when there is none of this number, or it was merged into another."""
    row = db.session.execute(_listing().where(Organisation.id == organisation_id)).first()
    return None if row is None else _facts_in(row)


def facts_of(organisation_id: int) -> Facts:
    """An organisation with its facts; raises NotFound."""
    found = find_facts(organisation_id)
    if found is None:
        raise no_organisation()
    return found


def no_organisation() -> NotFound:
    """What is said of an organisation that is not there, or that somebody may not know of."""
    return NotFound(_("There is no organisation at this address. Look for its name in the list of organisations."))


def merged_into(organisation_id: int) -> int | None:
    """The organisation that this one was merged into."""
    return db.session.scalar(select(Organisation.merged_into_id).where(Organisation.id == organisation_id))


def find_organisations(wish: Wish, *, offset: int, limit: int) -> list[Facts]:
    """Some of the organisations that answer a wish, by name."""
    found = _listing().where(*_conditions(wish)).order_by(Organisation.name_key, Organisation.id)
    return [_facts_in(row) for row in db.session.execute(found.offset(offset).limit(limit))]


def count_organisations(wish: Wish) -> int:
    """How many organisations answer a wish."""
    counted = _joined(select(func.count())).where(*_conditions(wish))
    return db.session.scalar(counted) or 0


def listed_countries() -> list[str]:
    """The countries of the organisations that everybody sees."""
    listed = _joined(select(Organisation.country).distinct()).where(*_conditions(Wish()), Organisation.country != "")
    return list(db.session.scalars(listed))


def named(text: str) -> list[Facts]:
    """The organisations that somebody means by a name or a number, of whatever country."""
    tidy = text.strip().removeprefix("#")
    by_number = [Organisation.id == int(tidy)] if tidy.isascii() and tidy.isdecimal() and len(tidy) < 10 else []
    meant = or_(Organisation.name_key == key_of(text), *by_number)
    return [_facts_in(row) for row in db.session.execute(_listing().where(meant).order_by(Organisation.id).limit(10))]


def numbered(numbers: Collection[int]) -> list[Facts]:
    """The organisations of these numbers, by name."""
    found = _listing().where(Organisation.id.in_(numbers)).order_by(Organisation.name_key, Organisation.id)
    return [_facts_in(row) for row in db.session.execute(found)]


def ids_above(organisation_id: int) -> frozenset[int]:
    """The organisation's number and those of everything it is a part of today."""
    here = select(Organisation.id).where(Organisation.id == organisation_id).cte("above", recursive=True)
    step = select(OrganisationLink.parent_id).join(here, OrganisationLink.child_id == here.c.id)
    above = here.union(step.where(_is_part_today()))
    return frozenset(db.session.scalars(select(above.c.id)))


def ids_in_branch(organisation_id: int) -> frozenset[int]:
    """The organisation's number and those of everything that is a part of it today."""
    here = select(Organisation.id).where(Organisation.id == organisation_id).cte("branch", recursive=True)
    step = select(OrganisationLink.child_id).join(here, OrganisationLink.parent_id == here.c.id)
    branch = here.union(step.where(_is_part_today()))
    return frozenset(db.session.scalars(select(branch.c.id)))


def parents_of(organisation_id: int) -> list[Parent]:
    """What an organisation belongs or belonged to, the latest link first."""
    rows = db.session.execute(
        select(
            OrganisationLink.id,
            OrganisationLink.parent_id,
            Organisation.name,
            OrganisationLink.kind,
            func.coalesce(OrganisationFacts.is_listed, False),
            OrganisationLink.since,
            OrganisationLink.until,
        )
        .join(Organisation, Organisation.id == OrganisationLink.parent_id)
        .outerjoin(OrganisationFacts, OrganisationFacts.organisation_id == OrganisationLink.parent_id)
        .where(OrganisationLink.child_id == organisation_id)
        .order_by(OrganisationLink.since.desc(), OrganisationLink.id.desc())
    )
    return [Parent(*row) for row in rows]


def all_links() -> list[Link]:
    """Every link there is or was, for the rules of the tree."""
    columns = (
        OrganisationLink.child_id,
        OrganisationLink.parent_id,
        OrganisationLink.kind,
        OrganisationLink.since,
        OrganisationLink.until,
    )
    return [
        Link(child_id, parent_id, kind, Period(since, until))
        for child_id, parent_id, kind, since, until in db.session.execute(select(*columns))
    ]


def members_of(organisation_id: int, *, offset: int, limit: int) -> list[Member]:
    """Some of those who belong or belonged to an organisation: those who still do first, by name."""
    still = holds_on(Membership, clock.today())
    found = select(*_MEMBER).join(User, User.id == Membership.user_id)
    found = found.where(Membership.organisation_id == organisation_id)
    found = found.order_by(still.desc(), func.lower(User.name), Membership.id)
    return [Member(*row) for row in db.session.execute(found.offset(offset).limit(limit))]


def count_members(organisation_id: int) -> int:
    """How many lines `members_of` has."""
    counted = select(func.count()).where(Membership.organisation_id == organisation_id)
    return db.session.scalar(counted) or 0


def speakers_of(organisation_id: int) -> list[Member]:
    """Who speaks for an organisation today: the contact, then the deputy."""
    found = select(*_MEMBER).join(User, User.id == Membership.user_id)
    found = found.where(
        Membership.organisation_id == organisation_id,
        holds_on(Membership, clock.today()),
        or_(Membership.is_contact, Membership.is_deputy),
    )
    return [Member(*row) for row in db.session.execute(found.order_by(Membership.is_contact.desc(), Membership.id))]


def member_behind(membership_id: int, organisation_id: int) -> Member:
    """A line of `members_of` of somebody who belongs to the organisation today; raises NotFound."""
    found = select(*_MEMBER).join(User, User.id == Membership.user_id)
    found = found.where(
        Membership.id == membership_id,
        Membership.organisation_id == organisation_id,
        holds_on(Membership, clock.today()),
    )
    row = db.session.execute(found).first()
    if row is None:
        raise NotFound(_("Nobody with this number belongs to the organisation today. They may have left meanwhile."))
    return Member(*row)


def is_member(user_id: int, organisation_id: int) -> bool:
    """Whether somebody belongs to an organisation today."""
    return current_membership(user_id, organisation_id) is not None


def current_membership(user_id: int, organisation_id: int) -> Membership | None:
    """How somebody belongs to an organisation today."""
    return db.session.scalar(
        select(Membership)
        .where(Membership.user_id == user_id, Membership.organisation_id == organisation_id)
        .where(holds_on(Membership, clock.today()))
        .order_by(Membership.id)
        .limit(1)
    )


def belongings_of(user_id: int) -> list[Belonging]:
    """The organisations that somebody belongs to today, the latest first."""
    rows = db.session.execute(
        select(
            Membership.id,
            Organisation.id,
            Organisation.name,
            Membership.function,
            Membership.since,
            Membership.is_contact,
            Membership.is_deputy,
        )
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.user_id == user_id, holds_on(Membership, clock.today()))
        .order_by(Membership.since.desc(), Membership.id.desc())
    )
    return [Belonging(*row) for row in rows]


def people_at(organisation_id: int) -> list[int]:
    """The people whose main organisation this is, by their numbers."""
    return list(db.session.scalars(select(User.id).where(User.organisation_id == organisation_id)))


def titles_on(thing_kind: ThingKind, thing_key: str) -> list[Holder]:
    """Who holds a title on something today, by title and name."""
    return _holders(Title.thing_kind == thing_kind, Title.thing_key == thing_key)


def titles_by_course() -> Mapping[str, Sequence[Holder]]:
    """Who holds a title on a course today, by course."""
    found: dict[str, list[Holder]] = {}
    for holder in _holders(Title.thing_kind == ThingKind.COURSE):
        found.setdefault(holder.thing_key, []).append(holder)
    return found


def titles_of(user_id: int) -> list[Holder]:
    """The titles that somebody holds today."""
    return _holders(Title.user_id == user_id)


def titles_of_members(organisation_id: int, *, limit: int) -> list[Holder]:
    """The titles that an organisation's people hold today, on whatever; and those that anybody holds on it."""
    people = select(Membership.user_id).where(
        Membership.organisation_id == organisation_id, holds_on(Membership, clock.today())
    )
    is_on_it = and_(Title.thing_kind == ThingKind.ORGANISATION, Title.thing_key == str(organisation_id))
    return _holders(or_(is_on_it, Title.user_id.in_(people)), limit=limit)


def former_titles_on(thing_kind: ThingKind, thing_key: str, *, limit: int) -> list[Holder]:
    """Who held a title on something before, the latest first."""
    found = select(*_HOLDER).join(User, User.id == Title.user_id)
    found = found.where(Title.thing_kind == thing_kind, Title.thing_key == thing_key, Title.until <= clock.today())
    return [Holder(*row) for row in db.session.execute(found.order_by(Title.until.desc(), Title.id).limit(limit))]


def get_title(title_id: int) -> Title:
    """A title that is held today; raises NotFound."""
    found = db.session.scalar(select(Title).where(Title.id == title_id, holds_on(Title, clock.today())))
    if found is None:
        raise NotFound(_("There is no such title, or it has ended already."))
    return found


def leavers_without_successor(*, offset: int, limit: int) -> list[Leaver]:
    """Those who left and whose tasks need an owner, the one who left first at the top."""
    rows = db.session.execute(
        select(
            Departure.id, Departure.user_id, User.name, Departure.organisation_id, Organisation.name, Departure.left_on
        )
        .join(User, User.id == Departure.user_id)
        .join(Organisation, Organisation.id == Departure.organisation_id)
        .where(Departure.settled_on.is_(None))
        .order_by(Departure.left_on, Departure.id)
        .offset(offset)
        .limit(limit)
    )
    return [Leaver(*row) for row in rows]


def count_leavers_without_successor() -> int:
    """How many lines `leavers_without_successor` has."""
    return db.session.scalar(select(func.count()).where(Departure.settled_on.is_(None))) or 0


def leaver_behind(departure_id: int) -> Leaver:
    """A line of `leavers_without_successor`; raises NotFound when it is settled."""
    row = db.session.execute(
        select(
            Departure.id, Departure.user_id, User.name, Departure.organisation_id, Organisation.name, Departure.left_on
        )
        .join(User, User.id == Departure.user_id)
        .join(Organisation, Organisation.id == Departure.organisation_id)
        .where(Departure.id == departure_id, Departure.settled_on.is_(None))
    ).first()
    if row is None:
        raise NotFound(_("This is settled already, or there is no such line."))
    return Leaver(*row)


def _holders(*conditions: ColumnElement[bool], limit: int | None = None) -> list[Holder]:
    found = select(*_HOLDER).join(User, User.id == Title.user_id).where(holds_on(Title, clock.today()), *conditions)
    found = found.order_by(Title.kind, func.lower(User.name), Title.id).limit(limit)
    return [Holder(*row) for row in db.session.execute(found)]


def _is_part_today() -> ColumnElement[bool]:
    return and_(OrganisationLink.kind == LinkKind.PART_OF, holds_on(OrganisationLink, clock.today()))


def _listing() -> Select[*tuple[Any, ...]]:
    return _joined(select(*_FACTS)).where(Organisation.merged_into_id.is_(None))


def _joined(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return statement.select_from(Organisation).outerjoin(
        OrganisationFacts, OrganisationFacts.organisation_id == Organisation.id
    )


def _facts_in(row: Any) -> Facts:
    """The facts in a row; an organisation that somebody only typed has none."""
    number, name, country, kind, population, website, about, is_listed = row
    return Facts(
        number,
        name,
        country,
        kind or Kind.OTHER,
        population or Population.UNTOLD,
        website or "",
        about or "",
        bool(is_listed),
    )


def _conditions(wish: Wish) -> list[ColumnElement[bool]]:
    is_listed = func.coalesce(OrganisationFacts.is_listed, False)
    conditions = [Organisation.merged_into_id.is_(None), is_listed if wish.is_listed else ~is_listed]
    if wish.words:
        conditions.append(Organisation.name_key.contains(key_of(wish.words), autoescape=True))
    if wish.kind is not None:
        conditions.append(func.coalesce(OrganisationFacts.kind, Kind.OTHER) == wish.kind)
    if wish.region is not None:
        conditions.append(Organisation.country.in_(COUNTRIES[wish.region]))
    if wish.country:
        conditions.append(Organisation.country == wish.country)
    if wish.parent_id is not None:
        children = select(OrganisationLink.child_id).where(
            OrganisationLink.parent_id == wish.parent_id, holds_on(OrganisationLink, clock.today())
        )
        conditions.append(Organisation.id.in_(children))
    return conditions
