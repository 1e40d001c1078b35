"""What is done to organisations, memberships and titles. Nothing here commits."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import update

from app.accounts.events import AccountChanged
from app.accounts.models import Organisation, User
from app.accounts.queries import find_organisation, get_user, key_of
from app.accounts.writing import Notice, write_to
from app.organisations.kinds import Kind, Population, ThingKind, TitleKind, title_in_words
from app.organisations.models import Membership, OrganisationFacts, OrganisationLink, Title
from app.organisations.notices import ADDED, TITLE
from app.organisations.periods import Period
from app.organisations.queries import (
    all_links,
    belongings_of,
    current_membership,
    get_title,
    holds_on,
    no_organisation,
    people_at,
    titles_on,
)
from app.organisations.tree import Link, LinkKind, fault_of_link
from app.platform import audit, clock
from app.platform.database import db
from app.platform.errors import CannotBe, Conflict, NotFound
from app.platform.events import announce
from app.platform.i18n import _, lazy
from app.platform.telling import take_back, tell

_LINK_FAULTS = {
    "itself": lazy("An organisation cannot belong to itself."),
    "backwards": lazy("A link cannot end before it begins."),
    "twice": lazy("It belongs to that organisation already."),
    "parents": lazy("It is a part of another organisation at that time. End that link first."),
    "circle": lazy("That organisation belongs to this one itself, directly or through others."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of an organisation; `is_listed` is None where whoever tells does not decide it."""

    name: str
    country: str
    kind: Kind
    population: Population
    website: str
    about: str
    is_listed: bool | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """What a title is held on."""

    kind: ThingKind
    key: str
    name: str


PLATFORM = Thing(ThingKind.PLATFORM, "", "")


def add_organisation(told: Told, *, by: int) -> int:
    """Make an organisation; raises Conflict when there is one of that name in that country."""
    if find_organisation(told.name, told.country) is not None:
        raise _taken()
    made = Organisation(name=told.name, name_key=key_of(told.name), country=told.country)
    db.session.add(made)
    db.session.flush()
    _tell(made.id, told)
    audit.note(by, "organisation.added", "organisation", made.id, kind=told.kind.value)
    return made.id


def change_organisation(organisation_id: int, told: Told, *, by: int) -> None:
    """Keep what is told of an organisation; raises Conflict when another has that name in that country."""
    found = db.session.get(Organisation, organisation_id)
    if found is None or found.merged_into_id is not None:
        raise no_organisation()
    other = find_organisation(told.name, told.country)
    if other is not None and other.id != organisation_id:
        raise _taken()
    facts = db.session.get(OrganisationFacts, organisation_id)
    before = {"name": found.name, "country": found.country, **_plain(facts)}
    # Where a merged one had this name, its name stays the way to this organisation.
    if other is None:
        found.name_key, found.country = key_of(told.name), told.country
    found.name = told.name
    if before["name"] != told.name:
        announce_new_name(organisation_id)
    _tell(organisation_id, told)
    after = {"name": told.name, "country": told.country, **_plain(db.session.get(OrganisationFacts, organisation_id))}
    changed = sorted(name for name, value in after.items() if before.get(name) != value)
    audit.note(by, "organisation.changed", "organisation", organisation_id, changed=changed, listed=after["is_listed"])


def announce_new_name(organisation_id: int) -> None:
    """Tell that the accounts of those who work there say something else now."""
    db.session.flush()
    for user_id in people_at(organisation_id):
        announce(AccountChanged(user_id))


def add_link(child_id: int, parent_id: int, kind: LinkKind, since: date, *, by: int) -> None:
    """Let an organisation belong to another from a day on; raises CannotBe where the tree does not allow it."""
    fault = fault_of_link(Link(child_id, parent_id, kind, Period(since)), all_links())
    if fault is not None:
        raise CannotBe(str(_LINK_FAULTS[fault]))
    db.session.add(OrganisationLink(child_id=child_id, parent_id=parent_id, kind=kind, since=since))
    db.session.flush()
    audit.note(by, "organisation.linked", "organisation", child_id, parent=parent_id, kind=kind.value)


def end_link(link_id: int, organisation_id: int, *, by: int) -> None:
    """Let an organisation no longer belong to another, from today on; raises NotFound when there is no such link."""
    link = db.session.get(OrganisationLink, link_id)
    if link is None or link.child_id != organisation_id or link.until is not None:
        raise NotFound(_("There is no such link, or it has ended already."))
    link.until = clock.today()
    db.session.flush()
    audit.note(by, "organisation.unlinked", "organisation", link.child_id, parent=link.parent_id, kind=link.kind.value)


def join(
    organisation_id: int,
    user_id: int,
    *,
    function: str,
    since: date,
    is_contact: bool,
    is_deputy: bool,
    by: int,
) -> None:
    """Let somebody belong to an organisation; raises Conflict when they do already."""
    if current_membership(user_id, organisation_id) is not None:
        raise Conflict(_("This person belongs to the organisation already."))
    made = Membership(user_id=user_id, organisation_id=organisation_id, function=function, since=since)
    db.session.add(made)
    db.session.flush()
    _speak(made, is_contact=is_contact, is_deputy=is_deputy)
    keep_main_in_step(user_id)
    audit.note(by, "membership.added", "person", user_id, organisation=organisation_id)


def add_member(
    organisation_id: int,
    user_id: int,
    *,
    function: str,
    since: date,
    is_contact: bool,
    is_deputy: bool,
    by: int,
    language: str,
) -> None:
    """Let somebody belong to an organisation and tell them; raises Conflict when they do already."""
    join(
        organisation_id,
        user_id,
        function=function,
        since=since,
        is_contact=is_contact,
        is_deputy=is_deputy,
        by=by,
    )
    name = db.session.get_one(Organisation, organisation_id).name

    def notice() -> Notice:
        return Notice(
            _("You were added to an organisation"),
            (
                _("You were added to %(organisation)s on the site.", organisation=name),
                _("If this is not right, open your account, choose “Your organisations”, and leave it."),
            ),
        )

    write_to(get_user(user_id), notice, language=language, kind="membership-added")
    at = f"{organisation_id}/{clock.now():%Y%m%dT%H%M%S.%f}"
    tell(ADDED, user_id, about=at, leads_to="/account/organisations", name=name)


def change_membership(
    membership_id: int, *, function: str, since: date, is_contact: bool, is_deputy: bool, by: int
) -> None:
    """Keep what somebody does in an organisation and whether they speak for it."""
    membership = db.session.get_one(Membership, membership_id)
    membership.function, membership.since = function, since
    _speak(membership, is_contact=is_contact, is_deputy=is_deputy)
    audit.note(
        by,
        "membership.changed",
        "person",
        membership.user_id,
        organisation=membership.organisation_id,
        contact=is_contact,
        deputy=is_deputy,
    )


def describe_own_function(membership_id: int, user_id: int, function: str) -> None:
    """Keep what somebody says they do in one of their own organisations; raises NotFound when it is not theirs."""
    own_membership(membership_id, user_id).function = function
    db.session.flush()


def own_membership(membership_id: int, user_id: int) -> Membership:
    """A membership of this person that holds today; raises NotFound."""
    found = db.session.get(Membership, membership_id)
    if found is None or found.user_id != user_id or not Period(found.since, found.until).holds(clock.today()):
        raise NotFound(_("You do not belong to such an organisation, or you have left it already."))
    return found


def join_by_choice(user_id: int, organisation_id: int | None, *, before_id: int | None) -> None:
    """Let somebody belong to what they say in their account, and no more to what they said before.

    Only a name they had typed goes that way: a function, a title or speaking for the organisation is not given up by
    typing another name; whoever leaves such a place does so under “Your organisations”, where somebody takes over.
    """
    today = clock.today()
    if organisation_id is not None and current_membership(user_id, organisation_id) is None:
        db.session.add(Membership(user_id=user_id, organisation_id=organisation_id, since=today))
    former = None if before_id is None else current_membership(user_id, before_id)
    if former is not None and before_id != organisation_id and not _has_tasks(former):
        former.until = today
    db.session.flush()
    keep_main_in_step(user_id)


def keep_main_in_step(user_id: int) -> None:
    """Let a person's main organisation be one they belong to today: the one it is, or else the one joined last."""
    main = db.session.get_one(User, user_id).organisation_id
    current = [one.organisation_id for one in belongings_of(user_id)]
    if main not in current:
        chosen = current[0] if current else None
        if chosen != main:
            db.session.execute(update(User).where(User.id == user_id).values(organisation_id=chosen))
            announce(AccountChanged(user_id))


def give_title(user_id: int, kind: TitleKind, thing: Thing, *, by: int, language: str) -> None:
    """Let somebody hold a title from today on and tell them; raises Conflict when they do already."""
    if any(one.user_id == user_id and one.kind is kind for one in titles_on(thing.kind, thing.key)):
        raise Conflict(_("This person holds that title already."))
    given = Title(
        user_id=user_id,
        kind=kind,
        thing_kind=thing.kind,
        thing_key=thing.key,
        thing_name=thing.name,
        since=clock.today(),
        given_by=by,
    )
    db.session.add(given)
    db.session.flush()
    audit.note(by, "title.given", "person", user_id, title=kind.value, on=thing.kind.value, key=thing.key)

    def notice() -> Notice:
        return Notice(
            _("You have a title"),
            (
                _("You are now: %(title)s.", title=title_in_words(kind, thing.kind, thing.name)),
                _("People with an account see your name with this title. If that is not right, tell whoever gave it."),
            ),
        )

    write_to(get_user(user_id), notice, language=language, kind="title-given")
    words = {"title": kind.value, "on": thing.kind.value, "thing": thing.name}
    tell(TITLE, user_id, about=given.id, leads_to="/account/organisations", **words)


def end_title(title_id: int, *, by: int) -> None:
    """End a title today; raises NotFound when nobody holds it."""
    title = get_title(title_id)
    title.until = clock.today()
    db.session.flush()
    take_back(TITLE, title_id)
    audit.note(by, "title.ended", "person", title.user_id, title=title.kind.value, key=title.thing_key)


def take_seat(user_id: int, organisation_id: int, *, function: str, is_contact: bool, is_deputy: bool) -> None:
    """Let somebody be in an organisation what another was: beside what they are there, if anything."""
    seat = current_membership(user_id, organisation_id)
    if seat is None:
        seat = Membership(user_id=user_id, organisation_id=organisation_id, function=function, since=clock.today())
        db.session.add(seat)
    elif not seat.function:
        seat.function = function
    db.session.flush()
    # Whoever becomes the contact is the deputy no more.
    is_contact = is_contact or seat.is_contact
    _speak(seat, is_contact=is_contact, is_deputy=not is_contact and (is_deputy or seat.is_deputy))
    keep_main_in_step(user_id)


def _speak(membership: Membership, *, is_contact: bool, is_deputy: bool) -> None:
    """Let one person be the contact and one the deputy: whoever was before is so no more."""
    today = clock.today()
    for name, is_so in (("is_contact", is_contact), ("is_deputy", is_deputy)):
        if is_so:
            others = update(Membership).where(
                Membership.organisation_id == membership.organisation_id,
                Membership.id != membership.id,
                holds_on(Membership, today),
            )
            db.session.execute(others.values({name: False}))
    membership.is_contact, membership.is_deputy = is_contact, is_deputy
    db.session.flush()


def _has_tasks(membership: Membership) -> bool:
    if membership.function or membership.is_contact or membership.is_deputy:
        return True
    holders = titles_on(ThingKind.ORGANISATION, str(membership.organisation_id))
    return any(one.user_id == membership.user_id for one in holders)


def _tell(organisation_id: int, told: Told) -> None:
    facts = db.session.get(OrganisationFacts, organisation_id)
    if facts is None:
        facts = OrganisationFacts(organisation_id=organisation_id, is_listed=False)
        db.session.add(facts)
    facts.kind, facts.population, facts.website, facts.about = told.kind, told.population, told.website, told.about
    if told.is_listed is not None:
        facts.is_listed = told.is_listed
    db.session.flush()


def _plain(facts: OrganisationFacts | None) -> dict[str, object]:
    if facts is None:
        return {"is_listed": False}
    return {name: getattr(facts, name) for name in ("kind", "population", "website", "about", "is_listed")}


def _taken() -> Conflict:
    return Conflict(
        _(
            "There is an organisation of this name in this country already. UCLG Learning can merge two that are the same."
        )
    )
