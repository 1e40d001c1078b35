"""Who belongs where follows from what people say and what managers arrange, and one's main organisation keeps step."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.actions import change_profile
from app.accounts.models import User
from app.accounts.queries import get_user
from app.organisations.actions import add_link, change_membership, end_link
from app.organisations.kinds import TitleKind
from app.organisations.models import Membership, OrganisationLink
from app.organisations.queries import (
    belongings_of,
    current_membership,
    ids_above,
    ids_in_branch,
    is_member,
    speakers_of,
)
from app.organisations.tree import LinkKind
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.errors import CannotBe, Conflict
from tests.builders import person
from tests.organisations.towns import LONG_AGO, joined, on, staff, titled, town

MONDAY, TUESDAY = datetime(2027, 3, 1, 12, tzinfo=UTC), datetime(2027, 3, 2, 12, tzinfo=UTC)


def says(user: User, organisation: str, country: str = "SN") -> None:
    """What a person keeps in their account."""
    with transaction():
        change_profile(get_user(user.id), name=user.name, organisation=organisation, country=country, language="")


def main_of(user: User) -> str:
    db.session.expire_all()
    organisation = get_user(user.id).organisation
    return organisation.name if organisation else ""


def places_of(user: User) -> list[str]:
    return sorted(one.name for one in belongings_of(user.id))


def test_whoever_names_an_organisation_belongs_there_from_that_day(each_app: Flask) -> None:
    with clock.stopped_at(MONDAY):
        user = person(organisation="Dakar", country="SN")
        (one,) = belongings_of(user.id)
    assert (one.name, one.since, one.function) == ("Dakar", MONDAY.date(), "")


def test_whoever_names_another_leaves_the_first_and_the_history_stays(each_app: Flask) -> None:
    with clock.stopped_at(MONDAY):
        user = person(organisation="Dakar", country="SN")
    with clock.stopped_at(TUESDAY):
        says(user, "Thiès")
        assert places_of(user) == ["Thiès"]
    rows = db.session.execute(select(Membership.since, Membership.until).order_by(Membership.id)).all()
    assert rows == [(MONDAY.date(), TUESDAY.date()), (TUESDAY.date(), None)]


def test_saying_the_same_again_changes_nothing(each_app: Flask) -> None:
    user = person(organisation="Dakar", country="SN")
    says(user, "DAKAR")
    assert db.session.scalar(select(func.count()).select_from(Membership)) == 1


def test_going_back_and_forth_on_one_day_is_no_obstacle(each_app: Flask) -> None:
    user = person(organisation="Dakar", country="SN")
    for name in ("Thiès", "Dakar", "", "Dakar"):
        says(user, name)
    assert places_of(user) == ["Dakar"]
    assert main_of(user) == "Dakar"


@pytest.mark.parametrize("task", ["function", "contact", "title"])
def test_typing_another_name_gives_up_no_task(each_app: Flask, task: str) -> None:
    user = person()
    dakar = town("Dakar")
    joined(user, dakar, function="Planner" if task == "function" else "", is_contact=task == "contact")
    if task == "title":
        titled(user, TitleKind.HOST, on(dakar))
    says(user, "Thiès")
    assert places_of(user) == ["Dakar", "Thiès"]
    assert main_of(user) == "Thiès"
    says(user, "")
    assert main_of(user) == "Dakar"


def test_the_main_organisation_is_the_first_one_joined_and_then_what_is_left(each_app: Flask) -> None:
    user = person()
    joined(user, town("Dakar"))
    joined(user, town("Association"))
    assert main_of(user) == "Dakar"
    says(user, "")
    assert main_of(user) == "Association"


def test_nobody_belongs_twice_to_one_organisation(each_app: Flask) -> None:
    user, dakar = person(), town("Dakar")
    joined(user, dakar)
    with pytest.raises(Conflict):
        joined(user, dakar)


def test_an_organisation_has_one_contact_and_one_deputy(each_app: Flask) -> None:
    dakar, by = town("Dakar"), staff()
    first, second, third = person(name="First"), person(name="Second"), person(name="Third")
    joined(first, dakar, is_contact=True)
    joined(second, dakar, is_deputy=True)
    number = joined(third, dakar, is_contact=True)
    assert [(one.name, one.is_contact) for one in speakers_of(dakar)] == [("Third", True), ("Second", False)]
    with transaction():
        change_membership(number, function="", since=LONG_AGO, is_contact=False, is_deputy=True, by=by)
    assert [(one.name, one.is_deputy) for one in speakers_of(dakar)] == [("Third", True)]


def test_the_branch_is_what_is_a_part_today_and_members_are_not_in_it(each_app: Flask) -> None:
    top = town("Section")
    middle = town("Association", within=top)
    low = town("Dakar", within=middle)
    aside = town("Thiès", within=top)
    guest, by = town("Guest"), staff()
    with transaction():
        add_link(guest, middle, LinkKind.MEMBER_OF, LONG_AGO, by=by)
    assert ids_in_branch(top) == {top, middle, low, aside}
    assert ids_in_branch(middle) == {middle, low}
    assert ids_above(low) == {low, middle, top}
    assert ids_above(guest) == {guest}
    link_id = db.session.scalars(select(OrganisationLink.id).where(OrganisationLink.child_id == low)).one()
    with transaction():
        end_link(link_id, low, by=by)
    assert ids_above(low) == {low}
    assert ids_in_branch(middle) == {middle}


def test_the_tree_refuses_a_circle_with_a_reason(each_app: Flask) -> None:
    top = town("Section")
    low, by = town("Dakar", within=top), staff()
    with pytest.raises(CannotBe, match="belongs to this one itself"), transaction():
        add_link(top, low, LinkKind.PART_OF, LONG_AGO, by=by)


def test_a_person_whose_account_is_gone_leaves_no_membership(each_app: Flask) -> None:
    user, dakar = person(), town("Dakar")
    joined(user, dakar)
    with transaction():
        db.session.delete(db.session.get_one(User, user.id))
    assert not is_member(user.id, dakar)
    assert current_membership(user.id, dakar) is None
