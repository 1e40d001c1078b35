"""The pages about organisations: who sees and changes what, and that nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.actions import give_role
from app.accounts.models import User
from app.accounts.queries import get_user
from app.accounts.roles import Role
from app.invitations.accepting import want_no_more
from app.invitations.queries import digest_of_email
from app.organisations.actions import add_link
from app.organisations.inviting import GOOD_FOR, forget_old_invitations
from app.organisations.kinds import Kind, ThingKind, TitleKind
from app.organisations.models import Membership, OrganisationLink, Title
from app.organisations.queries import (
    belongings_of,
    facts_of,
    ids_above,
    is_member,
    merged_into,
    speakers_of,
    titles_of,
    titles_on,
)
from app.organisations.tree import LinkKind
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from app.platform.outbox import words_of
from tests.builders import (
    browser_of,
    counted_statements,
    course_files,
    fields_of,
    letters_in,
    person,
    published,
    send,
    statements_of,
)
from tests.organisations.towns import LONG_AGO, joined, on, staff, titled, town

SLUG = "localizing-the-sdgs"


@pytest.fixture
def uclg(app: Flask) -> FlaskClient:
    return browser_of(app, person(Role.UCLG_LEARNING, name="Marta Pons"))


def manager_of(organisation_id: int) -> User:
    manager = person(name="Manager")
    with transaction():
        give_role(manager.id, Role.ORGANISATION_MANAGER, str(organisation_id))
    return manager


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return answer.text


def test_a_visitor_finds_listed_organisations_by_name_kind_region_and_country(app: Flask, client: FlaskClient) -> None:
    town("Ville de Dakar")
    town("Fédération des élus", kind=Kind.ASSOCIATION, country="FR")
    town("Typed by somebody", is_listed=False)
    person(organisation="Also typed")
    everything = text_of(client, "/organisations")
    assert "2 organisations" in everything
    assert "yped" not in everything
    for asked in ("q=DAKAR", "kind=municipality", "region=africa", "country=SN"):
        found = text_of(client, f"/organisations?{asked}")
        assert "Ville de Dakar" in found, asked
        assert "Fédération" not in found, asked
    assert "No organisation fits" in text_of(client, "/organisations?q=100%25")
    assert "2 organisations" in text_of(client, "/organisations?kind=nonsense&region=moon")


def test_an_empty_list_says_how_it_fills(client: FlaskClient) -> None:
    assert "No organisation is listed yet" in text_of(client, "/organisations")


def test_a_long_list_comes_in_pages(app: Flask, client: FlaskClient) -> None:
    for number in range(31):
        town(f"Town {number:02}")
    assert "Town 30" not in text_of(client, "/organisations?q=town")
    assert "Town 30" in text_of(client, "/organisations?q=town&page=2")
    assert "31 to 31 of 31" in text_of(client, "/organisations?q=town&page=99")


def test_what_people_typed_is_shown_to_uclg_learning_to_look_at(app: Flask, uclg: FlaskClient) -> None:
    person(organisation="Typed by somebody")
    assert "Typed by somebody" in text_of(uclg, "/organisations?listed=no")
    learner = browser_of(app, person())
    assert learner.get("/organisations?listed=no").status_code == 403


def test_an_organisation_that_is_not_listed_is_there_for_its_people_only(app: Flask, client: FlaskClient) -> None:
    member = person(organisation="Typed by somebody")
    number = member.organisation_id
    assert number is not None
    for somebody in (client, browser_of(app, person()), browser_of(app, manager_of(town("Elsewhere")))):
        assert somebody.get(f"/organisations/{number}").status_code == 404
        assert somebody.get(f"/organisations?within={number}").status_code == 404
    assert "Typed by somebody" in text_of(browser_of(app, member), f"/organisations/{number}")
    assert client.get("/organisations/999999").status_code == 404


def test_names_of_people_are_shown_to_people_with_an_account(app: Flask, client: FlaskClient) -> None:
    dakar = town("Dakar")
    amina = person(name="Amina Diallo")
    joined(amina, dakar, function="Planner", is_contact=True)
    titled(amina, TitleKind.COACH)
    stranger = text_of(client, f"/organisations/{dakar}")
    assert "Amina" not in stranger
    assert "Sign in to see who speaks" in stranger
    known = text_of(browser_of(app, person()), f"/organisations/{dakar}")
    assert "Amina Diallo" in known
    assert "Planner" in known
    assert "Coach: Localizing the SDGs" in known
    assert amina.email not in known


def test_the_page_shows_the_tree_with_its_history_and_nothing_that_is_not_listed(
    app: Flask, client: FlaskClient
) -> None:
    section, former = town("Section of Africa", kind=Kind.SECTION), town("Old union")
    hidden = town("Hidden network", is_listed=False)
    dakar = town("Dakar", within=section)
    by = staff()
    with transaction():
        add_link(dakar, hidden, LinkKind.MEMBER_OF, LONG_AGO, by=by)
        add_link(dakar, former, LinkKind.MEMBER_OF, LONG_AGO, by=by)
        link = db.session.scalars(select(OrganisationLink).where(OrganisationLink.parent_id == former)).one()
        link.until = clock.today()
    shown = text_of(client, f"/organisations/{dakar}")
    assert "Section of Africa" in shown
    assert "Old union" in shown[shown.index("Before") :]
    assert "Hidden network" not in shown
    assert "Dakar" in text_of(client, f"/organisations/{section}")


def test_the_address_of_a_merged_organisation_leads_to_the_other(app: Flask, uclg: FlaskClient) -> None:
    old, into = town("Ville de Dakar"), town("Dakar")
    joined(person(), old)
    address = f"/organisations/{old}/merge"
    shown = send(uclg, address, {"other": "Dakar", "step": "do"})
    # What was not previewed is not done.
    assert shown.status_code == 200
    assert "1 membership" in shown.text
    assert merged_into(old) is None
    done = uclg.post(address, data={**fields_of(shown.text), "other": "Dakar", "step": "do"})
    assert (done.status_code, done.location) == (303, f"/organisations/{into}")
    moved = app.test_client().get(f"/organisations/{old}")
    assert (moved.status_code, moved.location) == (301, f"/organisations/{into}")


def test_merging_asks_which_one_is_meant_where_names_are_equal(app: Flask, uclg: FlaskClient) -> None:
    old, first, second = town("Ville de Dakar"), town("Dakar"), town("Dakar", country="FR")
    several = send(uclg, f"/organisations/{old}/merge", {"other": "Dakar"})
    assert several.status_code == 422
    assert f"{first} (Senegal), {second} (France)" in several.text
    nobody = send(uclg, f"/organisations/{old}/merge", {"other": "Dakkar"})
    assert nobody.status_code == 422
    assert 'value="Dakkar"' in nobody.text
    itself = send(uclg, f"/organisations/{old}/merge", {"other": str(old)})
    assert "one organisation already" in itself.text


# Two branches: whoever manages one has no way into the other. ------------------------------------------------------

Branch = tuple[int, int]


@pytest.fixture
def branches(app: Flask) -> tuple[Branch, Branch]:
    """Two associations with a city each."""
    made = []
    for name in ("North", "South"):
        association = town(f"Association of the {name}", kind=Kind.ASSOCIATION)
        made.append((association, town(f"City of the {name}", within=association)))
    return made[0], made[1]


ADDRESSES: tuple[Callable[[int, int, int], str], ...] = (
    lambda organisation, _membership, _title: f"/organisations/{organisation}/edit",
    lambda organisation, _membership, _title: f"/organisations/{organisation}/people",
    lambda organisation, membership, _title: f"/organisations/{organisation}/people/{membership}",
    lambda organisation, membership, _title: f"/organisations/{organisation}/people/{membership}/hand-over",
    lambda organisation, _membership, _title: f"/organisations/{organisation}/titles",
)


def test_a_manager_manages_the_whole_branch_and_nothing_in_the_other(
    app: Flask, branches: tuple[Branch, Branch]
) -> None:
    (north, north_city), (south, south_city) = branches
    client = browser_of(app, manager_of(north))
    for organisation, status in ((north, 200), (north_city, 200), (south, 403), (south_city, 403)):
        membership = joined(person(), organisation)
        for address in ADDRESSES:
            assert client.get(address(organisation, membership, 0)).status_code == status, address(organisation, 0, 0)


def test_a_manager_of_a_part_does_not_manage_the_whole(app: Flask, branches: tuple[Branch, Branch]) -> None:
    (north, north_city), _south = branches
    client = browser_of(app, manager_of(north_city))
    assert client.get(f"/organisations/{north_city}/people").status_code == 200
    assert client.get(f"/organisations/{north}/people").status_code == 403


def test_a_member_of_an_association_is_not_managed_by_it(app: Flask, branches: tuple[Branch, Branch]) -> None:
    (north, _), (_, south_city) = branches
    by = staff()
    with transaction():
        add_link(south_city, north, LinkKind.MEMBER_OF, LONG_AGO, by=by)
    assert browser_of(app, manager_of(north)).get(f"/organisations/{south_city}/people").status_code == 403


def test_a_link_that_has_ended_gives_no_power(app: Flask, branches: tuple[Branch, Branch]) -> None:
    (north, north_city), _ = branches
    client = browser_of(app, manager_of(north))
    with transaction():
        link = db.session.scalars(select(OrganisationLink).where(OrganisationLink.child_id == north_city)).one()
        link.until = clock.today()
    assert client.get(f"/organisations/{north_city}/people").status_code == 403


def test_the_number_of_somebody_elsewhere_opens_nothing_under_ones_own_organisation(
    app: Flask, branches: tuple[Branch, Branch]
) -> None:
    (north, _), (south, _) = branches
    client = browser_of(app, manager_of(north))
    theirs = joined(person(name="Not yours"), south)
    for page in ("", "/hand-over"):
        assert client.get(f"/organisations/{north}/people/{theirs}{page}").status_code == 404
        form = {"csrf_token": _token(client, f"/organisations/{north}/people"), "function": "Taken", "step": "do"}
        assert client.post(f"/organisations/{north}/people/{theirs}{page}", data=form).status_code == 404
    assert is_member(_person_of(theirs), south)


def _person_of(membership_id: int) -> int:
    return db.session.get_one(Membership, membership_id).user_id


def _token(client: FlaskClient, page: str) -> str:
    return fields_of(client.get(page).text)["csrf_token"]


def test_a_title_of_the_other_branch_is_not_ended(app: Flask, branches: tuple[Branch, Branch]) -> None:
    (north, _), (south, _) = branches
    titled(person(), TitleKind.HOST, on(south))
    titled(person(), TitleKind.COACH)
    client = browser_of(app, manager_of(north))
    token = _token(client, f"/organisations/{north}/people")
    for number in db.session.scalars(select(Title.id)).all():
        assert client.post(f"/titles/{number}/end", data={"csrf_token": token}).status_code == 403
    assert len(titles_on(ThingKind.ORGANISATION, str(south))) == 1


def test_a_manager_does_not_decide_who_sees_the_page_or_what_it_belongs_to(
    app: Flask, branches: tuple[Branch, Branch]
) -> None:
    (north, north_city), (south, _) = branches
    client = browser_of(app, manager_of(north))
    page = f"/organisations/{north}/edit"
    assert "seen_by" not in text_of(client, page)
    answer = send(client, page, {"name": "Northern cities", "kind": "association", "population": "", "seen_by": "few"})
    assert answer.status_code == 303
    assert (facts_of(north).name, facts_of(north).is_listed) == ("Northern cities", True)
    for forbidden in ("links", "merge"):
        assert client.get(f"/organisations/{north}/{forbidden}").status_code == 403
    form = {"csrf_token": _token(client, page), "other": str(south), "kind": "part_of", "since": "2020-01-01"}
    assert client.post(f"/organisations/{north_city}/links", data=form).status_code == 403
    assert ids_above(north_city) == {north, north_city}


def test_a_manager_finds_their_organisations_in_the_list(app: Flask) -> None:
    number = town("Not listed yet", is_listed=False)
    shown = text_of(browser_of(app, manager_of(number)), "/organisations")
    assert "You manage" in shown
    assert f"/organisations/{number}" in shown


# Changing -----------------------------------------------------------------------------------------------------------


def test_facts_are_kept_and_a_fault_loses_nothing(app: Flask, uclg: FlaskClient) -> None:
    dakar = town("Dakar")
    told = {
        "name": "Ville de Dakar",
        "kind": "municipality",
        "country": "SN",
        "population": "under_5_000_000",
        "website": "javascript:alert(1)",
        "about": "The capital.\nOn the coast.",
        "seen_by": "everybody",
    }
    wrong = send(uclg, f"/organisations/{dakar}/edit", told)
    assert wrong.status_code == 422
    assert "It should begin with https://" in wrong.text
    assert "On the coast." in wrong.text
    assert send(uclg, f"/organisations/{dakar}/edit", {**told, "website": "https://dakar.sn"}).status_code == 303
    shown = text_of(app.test_client(), f"/organisations/{dakar}")
    for text in ("Ville de Dakar", "1 to 5 million", "https://dakar.sn", "On the coast.", "Africa"):
        assert text in shown, text


def test_one_name_in_one_country_is_one_organisation(app: Flask, uclg: FlaskClient) -> None:
    town("Dakar")
    told = {"name": "DAKAR", "kind": "municipality", "country": "SN", "population": "", "seen_by": "everybody"}
    answer = send(uclg, "/organisations/new", told)
    assert answer.status_code == 409
    assert "UCLG Learning can merge two" in answer.text
    assert send(uclg, "/organisations/new", {**told, "country": "FR"}).status_code == 303


def test_links_are_added_and_ended_with_reasons_told(app: Flask, uclg: FlaskClient) -> None:
    section = town("Section")
    dakar = town("Dakar", within=section)
    page = f"/organisations/{section}/links"
    told = {"other": "dakar", "kind": "part_of", "since": "2021-05-01"}
    circle = send(uclg, page, told)
    assert circle.status_code == 422
    assert "belongs to this one itself" in circle.text
    link_id = db.session.scalars(select(OrganisationLink.id)).one()
    ended = send(uclg, f"/organisations/{dakar}/links", to=f"/organisations/{dakar}/links/{link_id}/end")
    assert ended.status_code == 303
    assert ids_above(dakar) == {dakar}
    future = send(uclg, page, {**told, "since": "2999-01-01"})
    assert "still to come" in future.text


def test_a_manager_asks_somebody_who_says_yes_and_may_leave(app: Flask) -> None:
    dakar = town("Dakar")
    jonas = person(name="Jonas", email="jonas@example.org")
    client, own, jonas_id = browser_of(app, manager_of(dakar)), browser_of(app, jonas), jonas.id
    work_off()
    before = len(letters_in(app))
    page = f"/organisations/{dakar}/people"
    asked = {"email": "Jonas@example.org", "function": "Planner", "since": "2024-02-01", "speaks": "contact"}
    assert send(client, page, asked).status_code == 303
    work_off()
    (letter,) = letters_in(app)[before:]
    assert letter["To"] == "jonas@example.org"
    assert speakers_of(dakar) == []
    assert "Jonas" not in text_of(client, page)
    mine = "/account/organisations"
    assert "Planner" in text_of(own, mine)
    assert send(own, mine, {"answer": "yes"}, to=f"{mine}/invitations/1").status_code == 303
    assert [one.name for one in speakers_of(dakar)] == ["Jonas"]
    (place,) = belongings_of(jonas_id)
    assert send(own, f"{mine}/{place.membership_id}", {"function": "Head of planning"}).status_code == 303
    assert "Head of planning" in text_of(own, mine)
    address = f"{mine}/{place.membership_id}"
    assert send(own, address, to=f"{address}/leave").status_code == 303
    assert "You belong to no organisation" in text_of(own, mine)
    assert get_user(jonas_id).organisation_id is None


def test_a_manager_does_not_learn_who_has_an_account(app: Flask) -> None:
    dakar = town("Dakar")
    insider = joined(person(name="Insider", email="insider@example.org"), dakar)
    person(name="Jonas", email="jonas@example.org")
    client = browser_of(app, manager_of(dakar))
    people, titles = f"/organisations/{dakar}/people", f"/organisations/{dakar}/titles"
    answers = []
    for email in ("jonas@example.org", "nobody@example.org"):
        told = {"email": email, "since": "2024-02-01", "speaks": ""}
        assert send(client, people, told).status_code == 303
        shown = [
            text_of(client, people),
            send(client, f"{people}/{insider}/hand-over", {"email": email}).text,
            send(client, titles, {"email": email, "kind": "coach"}).text,
        ]
        answers.append([_without_keys(text).replace(email, "…") for text in shown])
    assert answers[0] == answers[1]
    assert "Nobody in this organisation has this address" in answers[0][1]
    assert send(client, titles, {"email": "insider@example.org", "kind": "coach"}).status_code == 303


def test_whoever_has_no_account_is_asked_to_register_and_finds_the_invitation(app: Flask) -> None:
    dakar = town("Dakar")
    manager = browser_of(app, manager_of(dakar))
    before = len(letters_in(app))
    told = {"email": "Kofi@example.org", "since": "2024-02-01", "speaks": ""}
    send(manager, f"/organisations/{dakar}/people", told)
    work_off()
    (letter,) = letters_in(app)[before:]
    assert letter["To"] == "kofi@example.org"
    assert "to join Dakar" in words_of(letter)
    assert "/register?next=/account/organisations" in words_of(letter)
    kofi = browser_of(app, person(name="Kofi", email="kofi@example.org"))
    assert "You are asked" in text_of(kofi, "/account/organisations")


def test_whoever_wants_no_invitations_gets_none_from_an_organisation(app: Flask) -> None:
    dakar = town("Dakar")
    manager = browser_of(app, manager_of(dakar))
    with transaction():
        want_no_more(digest_of_email("kofi@example.org"))
    before = len(letters_in(app))
    send(manager, f"/organisations/{dakar}/people", {"email": "kofi@example.org", "since": "2024-02-01", "speaks": ""})
    work_off()
    assert letters_in(app)[before:] == []


def _without_keys(html: str) -> str:
    return re.sub(r'(name="(?:once|csrf_token)" [^>]*value=")[^"]*', r"\1", html)


def test_an_invitation_is_answered_by_whom_it_was_sent_to(app: Flask) -> None:
    dakar = town("Dakar")
    manager, own = browser_of(app, manager_of(dakar)), browser_of(app, person(email="jonas@example.org"))
    stranger = browser_of(app, person())
    told = {"email": "jonas@example.org", "since": "2024-02-01", "speaks": ""}
    send(manager, f"/organisations/{dakar}/people", told)
    form = {"csrf_token": _token(stranger, "/account"), "answer": "yes"}
    assert stranger.post("/account/organisations/invitations/1", data=form).status_code == 404
    mine = "/account/organisations"
    assert send(own, mine, {"answer": "no"}, to=f"{mine}/invitations/1").status_code == 303
    assert "You are asked" not in text_of(own, mine)
    assert "You belong to no organisation" in text_of(own, mine)


def test_an_invitation_that_nobody_answered_is_forgotten(app: Flask) -> None:
    dakar = town("Dakar")
    manager, own = browser_of(app, manager_of(dakar)), browser_of(app, person(email="jonas@example.org"))
    told = {"email": "jonas@example.org", "since": "2024-02-01", "speaks": ""}
    send(manager, f"/organisations/{dakar}/people", told)
    forget_old_invitations()
    assert "You are asked" in text_of(own, "/account/organisations")
    with clock.stopped_at(clock.now() + GOOD_FOR + timedelta(hours=1)):
        forget_old_invitations()
    assert "You are asked" not in text_of(own, "/account/organisations")


def test_uclg_learning_adds_somebody_at_once_and_is_told_of_an_unknown_address(app: Flask, uclg: FlaskClient) -> None:
    dakar = town("Dakar")
    person(name="Jonas", email="jonas@example.org")
    page = f"/organisations/{dakar}/people"
    added = {"email": "Jonas@example.org", "function": "Planner", "since": "2024-02-01", "speaks": "deputy"}
    assert send(uclg, page, added).status_code == 303
    assert [one.name for one in speakers_of(dakar)] == ["Jonas"]
    assert send(uclg, page, added).status_code == 409
    unknown = send(uclg, page, {**added, "email": "nobody@example.org"})
    assert unknown.status_code == 422
    assert "Ask them to register first" in unknown.text
    assert "Planner" in unknown.text


def test_nobody_speaks_about_or_ends_the_place_of_somebody_else(app: Flask) -> None:
    dakar = town("Dakar")
    theirs = joined(amina := person(), dakar, function="Planner")
    amina_id = amina.id
    client = browser_of(app, person())
    token = _token(client, "/account")
    for page in ("", "/leave"):
        form = {"csrf_token": token, "function": "Taken"}
        assert client.post(f"/account/organisations/{theirs}{page}", data=form).status_code == 404
    assert belongings_of(amina_id)[0].function == "Planner"


def test_a_hand_over_is_shown_before_it_is_done(app: Flask, uclg: FlaskClient) -> None:
    dakar = town("Dakar")
    amina, jonas = person(name="Amina"), person(name="Jonas", email="jonas@example.org")
    amina_id, jonas_id = amina.id, jonas.id
    number = joined(amina, dakar, is_contact=True)
    titled(amina, TitleKind.COACH)
    page = f"/organisations/{dakar}/people/{number}/hand-over"
    unknown = send(uclg, page, {"email": "nobody@example.org", "step": "do"})
    assert unknown.status_code == 422
    shown = send(uclg, page, {"email": "jonas@example.org", "step": "do"})
    assert shown.status_code == 200
    assert "Jonas is the contact of Dakar." in shown.text
    assert "goes to Jonas" in shown.text
    assert is_member(amina_id, dakar)
    # Another name than the one that was shown is shown first, too.
    other_id = person(name="Lucía", email="lucia@example.org").id
    again = uclg.post(page, data={**fields_of(shown.text), "email": "lucia@example.org", "step": "do"})
    assert again.status_code == 200
    assert "goes to Lucía" in again.text
    done = uclg.post(page, data={**fields_of(again.text), "email": "lucia@example.org", "step": "do"})
    assert done.status_code == 303
    assert not is_member(amina_id, dakar)
    assert [one.kind for one in titles_of(other_id)] == [TitleKind.COACH]
    assert titles_of(jonas_id) == []


def test_what_nobody_takes_over_is_settled_by_uclg_learning(app: Flask, uclg: FlaskClient) -> None:
    dakar = town("Dakar")
    amina = person(name="Amina")
    place = joined(amina, dakar, is_contact=True)
    titled(amina, TitleKind.COACH)
    own = browser_of(app, amina)
    mine = f"/account/organisations/{place}"
    send(own, mine, to=f"{mine}/leave")
    listed = text_of(uclg, "/organisations/without-owner")
    assert "Amina" in listed
    address = "/organisations/without-owner/1"
    assert "Nobody speaks for the organisation now" in text_of(uclg, address)
    jonas = person(name="Jonas", email="jonas@example.org")
    assert send(uclg, address, {"email": "jonas@example.org"}).status_code == 303
    assert [one.kind for one in titles_of(jonas.id)] == [TitleKind.COACH]
    assert "Everything has an owner" in text_of(uclg, "/organisations/without-owner")
    assert uclg.get(address).status_code == 404


# Titles -------------------------------------------------------------------------------------------------------------


def test_a_title_on_a_course_stands_on_its_page_for_people_with_an_account(app: Flask, uclg: FlaskClient) -> None:
    published(course_files())
    person(name="Amina Diallo", email="amina@example.org")
    page = f"/courses/{SLUG}/titles"
    assert send(uclg, page, {"kind": "focal_point", "email": "amina@example.org"}).status_code == 303
    assert send(uclg, page, {"kind": "focal_point", "email": "amina@example.org"}).status_code == 409
    known = text_of(browser_of(app, person()), f"/courses/{SLUG}")
    assert "Focal point" in known
    assert "Amina Diallo" in known
    assert "Amina Diallo" not in text_of(app.test_client(), f"/courses/{SLUG}")
    number = db.session.scalars(select(Title.id)).one()
    ended = send(uclg, page, to=f"/titles/{number}/end")
    assert (ended.status_code, ended.location) == (303, page)
    assert "Nobody holds a title yet" in text_of(uclg, page)
    assert "Amina Diallo" in text_of(uclg, page)


def test_a_title_for_the_whole_site_is_told_to_whoever_holds_it(app: Flask, uclg: FlaskClient) -> None:
    own = browser_of(app, person(email="amina@example.org"))
    work_off()
    before = len(letters_in(app))
    assert send(uclg, "/titles", {"kind": "champion", "email": "amina@example.org"}).status_code == 303
    assert "Champion for the whole site" in text_of(own, "/account/organisations")
    work_off()
    assert ["Champion for the whole site" in letter.as_string() for letter in letters_in(app)[before:]] == [True]


# Statements ---------------------------------------------------------------------------------------------------------


def test_no_list_asks_more_for_twenty_than_for_one(app: Flask, uclg: FlaskClient) -> None:
    section = town("Section")
    first = town("Town 0", within=section)
    amina = person()
    joined(amina, first)
    titled(amina, TitleKind.COACH)
    client, own = browser_of(app, person()), browser_of(app, amina)
    asked = {
        "/organisations": (client, 4),
        f"/organisations?within={section}": (client, 5),
        f"/organisations/{section}": (client, 8),
        f"/organisations/{first}": (client, 8),
        f"/organisations/{first}/people": (uclg, 4),
        f"/organisations/{section}/links": (uclg, 3),
        f"/courses/{SLUG}/titles": (uclg, 5),
        "/organisations/without-owner": (uclg, 3),
        "/account/organisations": (own, 4),
    }
    published(course_files())
    for address, (who, most) in asked.items():
        assert statements_of(app, who, address) <= most, address
    for number in range(1, 20):
        other = town(f"Town {number}", within=section)
        joined(amina, other)
        joined(somebody := person(), first)
        titled(somebody, TitleKind.COACH)
    for address, (who, most) in asked.items():
        assert statements_of(app, who, address) <= most, address


def test_the_page_of_a_course_asks_a_visitor_nothing_more_for_titles(app: Flask) -> None:
    published(course_files())
    client = app.test_client()
    before = statements_of(app, client, f"/courses/{SLUG}")
    titled(person(), TitleKind.COACH)
    with counted_statements(app) as seen:
        client.get(f"/courses/{SLUG}")
    assert len(seen) == before
    assert not any("FROM title" in text for text in seen.texts)
