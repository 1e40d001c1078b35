"""Two organisations that are the same become one, with all that belonged to either."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.actions import give_role
from app.accounts.queries import get_user, grants_of
from app.accounts.roles import Grant, Role
from app.directory.models import ProfileKey
from app.organisations.actions import Told, add_link, change_organisation
from app.organisations.kinds import Kind, Population, ThingKind, TitleKind
from app.organisations.merging import Merged, merge
from app.organisations.models import Membership, OrganisationLink
from app.organisations.queries import (
    Wish,
    belongings_of,
    facts_of,
    find_facts,
    find_organisations,
    ids_above,
    ids_in_branch,
    merged_into,
    parents_of,
    speakers_of,
    titles_on,
)
from app.organisations.tree import LinkKind
from app.platform.audit import AuditEntry
from app.platform.database import db, rehearsal, transaction
from app.platform.errors import CannotBe, NotFound
from tests.builders import person
from tests.directory.profiles import listed
from tests.organisations.towns import LONG_AGO, joined, on, staff, titled, town


def merged(old: int, into: int) -> Merged:
    by = staff()
    with transaction():
        return merge(old, into, by=by)


def test_people_links_titles_and_managers_follow(each_app: Flask) -> None:
    section, old, into = town("Section"), town("Ville de Dakar"), town("Dakar")
    part, by = town("Dakar Plateau", within=old), staff()
    amina = person(organisation="Ville de Dakar", country="SN")
    joined(jonas := person(name="Jonas"), old, is_contact=True)
    titled(jonas, TitleKind.HOST, on(old))
    with transaction():
        add_link(old, section, LinkKind.PART_OF, LONG_AGO, by=by)
        give_role(jonas.id, Role.ORGANISATION_MANAGER, str(old))
    assert merged(old, into) == Merged(memberships=2, links=2, titles=1)
    db.session.expire_all()
    assert get_user(amina.id).organisation_id == into
    assert [one.organisation_id for one in belongings_of(jonas.id)] == [into]
    assert [one.name for one in speakers_of(into)] == ["Jonas"]
    assert ids_above(part) == {part, into, section}
    assert [one.thing_name for one in titles_on(ThingKind.ORGANISATION, str(into))] == ["Dakar"]
    assert grants_of(jonas.id) == {Grant(Role.ORGANISATION_MANAGER, str(into))}
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "organisation.merged")).one()
    assert (line.subject_key, line.details["into"]) == (str(old), into)


def test_the_other_name_and_address_lead_to_the_one_from_then_on(each_app: Flask) -> None:
    old, into = town("Ville de Dakar"), town("Dakar")
    merged(old, into)
    assert find_facts(old) is None
    assert merged_into(old) == into
    assert person(organisation="VILLE DE DAKAR", country="SN").organisation_id == into
    assert [one.name for one in find_organisations(Wish(), offset=0, limit=9)] == ["Dakar"]


def test_one_step_leads_to_the_end_however_often_it_was_merged(each_app: Flask) -> None:
    first, second, third = town("Dakkar"), town("Ville de Dakar"), town("Dakar")
    merged(first, second)
    merged(second, third)
    assert (merged_into(first), merged_into(second)) == (third, third)
    assert person(organisation="Dakkar", country="SN").organisation_id == third
    with pytest.raises(NotFound):
        merged(first, third)


def test_whoever_belonged_to_both_belongs_once_and_loses_nothing(each_app: Flask) -> None:
    old, into = town("Ville de Dakar"), town("Dakar")
    amina, jonas = person(), person()
    joined(amina, old, function="Planner", is_contact=True)
    joined(amina, into, is_deputy=True)
    joined(jonas, into, is_contact=True)
    merged(old, into)
    (place,) = belongings_of(amina.id)
    assert (place.function, place.is_contact, place.is_deputy) == ("Planner", False, True)
    assert [one.user_id for one in speakers_of(into) if one.is_contact] == [jonas.id]
    assert db.session.scalar(select(func.count()).select_from(Membership)) == 2


def test_a_place_in_the_tree_stays_where_both_had_one(each_app: Flask) -> None:
    here, there = town("Here"), town("There")
    old, into = town("Ville de Dakar", within=there), town("Dakar", within=here)
    merged(old, into)
    assert ids_above(into) == {into, here}
    assert {(one.name, one.is_current) for one in parents_of(into)} == {("Here", True), ("There", False)}


def test_links_between_the_two_and_links_said_twice_go(each_app: Flask) -> None:
    section = town("Section")
    old, into, by = town("Ville de Dakar"), town("Dakar"), staff()
    with transaction():
        add_link(old, into, LinkKind.PART_OF, LONG_AGO, by=by)
        add_link(old, section, LinkKind.MEMBER_OF, LONG_AGO, by=by)
        add_link(into, section, LinkKind.MEMBER_OF, LONG_AGO, by=by)
    merged(old, into)
    assert db.session.execute(select(OrganisationLink.child_id, OrganisationLink.parent_id)).all() == [(into, section)]


def test_what_would_make_a_circle_is_refused_and_nothing_moves(each_app: Flask) -> None:
    old = town("Ville de Dakar")
    middle = town("Middle", within=old)
    into = town("Dakar", within=middle)
    with pytest.raises(CannotBe, match="belong to itself"):
        merged(old, into)
    assert ids_in_branch(old) == {old, middle, into}
    with pytest.raises(CannotBe):
        merged(old, old)


def test_what_is_told_of_the_one_stays_or_else_comes_from_the_other(each_app: Flask) -> None:
    typed = person(organisation="Dakar", country="SN").organisation_id
    assert typed is not None
    told = town("Ville de Dakar", kind=Kind.PARTNER)
    merged(told, typed)
    assert (facts_of(typed).kind, facts_of(typed).is_listed) == (Kind.PARTNER, True)
    other = town("Commune de Dakar", kind=Kind.FUNDER)
    merged(other, typed)
    assert facts_of(typed).kind is Kind.PARTNER


def test_a_rehearsal_of_a_merge_counts_and_moves_nothing(each_app: Flask) -> None:
    old, into, by = town("Ville de Dakar"), town("Dakar"), staff()
    joined(person(), old)
    with rehearsal():
        assert merge(old, into, by=by) == Merged(memberships=1, links=0, titles=0)
    assert merged_into(old) is None


def test_people_of_the_who_is_who_are_found_by_the_name_their_organisation_has_now(each_app: Flask) -> None:
    old, into = town("Ville de Dakar"), town("Dakar Metropole")
    _user, number = listed(organisation="Ville de Dakar", country="SN")
    keys = select(ProfileKey.key).where(ProfileKey.profile_id == number)
    assert not any("metropole" in key for key in db.session.scalars(keys))
    merged(old, into)
    assert any("metropole" in key for key in db.session.scalars(keys))
    by = staff()
    with transaction():
        told = Told("Grand Thiès", "SN", Kind.MUNICIPALITY, Population.UNTOLD, website="", about="")
        change_organisation(into, told, by=by)
    assert any("grand" in key for key in db.session.scalars(keys))
