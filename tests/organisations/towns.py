"""Organisations, who belongs to them, and who is what there, with only what matters to a test."""

from datetime import date

from app.accounts.models import User
from app.organisations.actions import Thing, Told, add_link, add_member, add_organisation, give_title
from app.organisations.kinds import Kind, Population, ThingKind, TitleKind
from app.organisations.queries import belongings_of
from app.organisations.tree import LinkKind
from app.platform import clock
from app.platform.database import transaction
from tests.builders import person

LONG_AGO = date(2020, 1, 1)
COURSE = Thing(ThingKind.COURSE, "localizing-the-sdgs", "Localizing the SDGs")


def staff() -> int:
    """The number of somebody whose name stands under what was done."""
    return person(name="Marta Pons").id


def town(
    name: str, *, country: str = "SN", kind: Kind = Kind.MUNICIPALITY, is_listed: bool = True, within: int = 0
) -> int:
    """An organisation, perhaps as a part of another."""
    by = staff()
    with transaction():
        told = Told(name, country, kind, Population.UNTOLD, website="", about="", is_listed=is_listed)
        made = add_organisation(told, by=by)
        if within:
            add_link(made, within, LinkKind.PART_OF, LONG_AGO, by=by)
    return made


def joined(
    user: User, organisation_id: int, *, function: str = "", is_contact: bool = False, is_deputy: bool = False
) -> int:
    """Let a person belong to an organisation; returns the number of the membership."""
    by = staff()
    with transaction():
        add_member(
            organisation_id,
            user.id,
            function=function,
            since=clock.today(),
            is_contact=is_contact,
            is_deputy=is_deputy,
            by=by,
            language="en",
        )
    return next(one.membership_id for one in belongings_of(user.id) if one.organisation_id == organisation_id)


def titled(user: User, kind: TitleKind, thing: Thing = COURSE) -> None:
    """Give a person a title."""
    by = staff()
    with transaction():
        give_title(user.id, kind, thing, by=by, language="en")


def on(organisation_id: int, name: str = "Dakar") -> Thing:
    """An organisation as what a title is held on."""
    return Thing(ThingKind.ORGANISATION, str(organisation_id), name)
