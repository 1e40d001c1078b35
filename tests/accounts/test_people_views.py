"""People and roles: found, seen, changed one by one and many at once, by those who may."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.actions import block, give_role
from app.accounts.models import BulkAction, SignInSession, User
from app.accounts.people_filters import PeopleFilters, Seen, State
from app.accounts.people_queries import count_people, find_people
from app.accounts.queries import grants_of
from app.accounts.roles import Grant, Role
from app.platform import clock
from app.platform.audit import AuditEntry
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from tests.builders import fields_of, letters_in, person, published, send, sign_in, statements_of

SLUG = "localizing-the-sdgs"
PEOPLE = "/staff/people"


@pytest.fixture
def uclg(each_app: Flask) -> FlaskClient:
    client = each_app.test_client()
    sign_in(client, person(Role.UCLG_LEARNING, name="Ursula Uclg", email="ursula@example.org"))
    return client


def change_address(what: str, people: list[User] | None = None, **more: str) -> str:
    asked: list[tuple[str, str]] = [("what", what), *more.items()]
    asked += [("person", str(one.id)) for one in people or []]
    return f"{PEOPLE}/change?{urlencode(asked)}"


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (PeopleFilters(), ["Amina", "Élodie", "Wanjiru"]),
        (PeopleFilters(words="ÉLOD"), ["Élodie"]),
        (PeopleFilters(words="wanji@ex"), ["Wanjiru"]),
        (PeopleFilters(words="riverton"), ["Amina"]),
        (PeopleFilters(words="amina river"), ["Amina"]),
        (PeopleFilters(words="100%"), []),
        (PeopleFilters(role=Role.FACILITATOR), ["Wanjiru"]),
        (PeopleFilters(country="SN"), ["Amina"]),
        (PeopleFilters(state=State.BLOCKED), ["Élodie"]),
        (PeopleFilters(state=State.OPEN), ["Amina", "Wanjiru"]),
        (PeopleFilters(seen=Seen.WEEK), ["Amina"]),
        (PeopleFilters(seen=Seen.MONTH), ["Amina", "Wanjiru"]),
        (PeopleFilters(seen=Seen.LONGER_AGO), ["Élodie"]),
    ],
)
def test_people_are_found_by_what_is_known_of_them(each_app: Flask, filters: PeopleFilters, names: list[str]) -> None:
    amina = person(name="Amina", organisation="Municipality of Riverton", country="SN")
    elodie = person(name="Élodie", country="FR")
    wanjiru = person(Role.FACILITATOR, scope=SLUG, name="Wanjiru", email="wanji@example.org")
    now = clock.now()
    with transaction():
        block(elodie.id, by=None)
        for who, ago in ((amina, 1), (wanjiru, 10)):
            at = now - timedelta(days=ago)
            db.session.add(
                SignInSession(user_id=who.id, secret_digest="-", browser="", system="", signed_in_at=at, seen_at=at)
            )
        db.session.flush()
    assert sorted(one.name for one in find_people(filters, offset=0, limit=50)) == sorted(names)
    assert count_people(filters) == len(names)


def test_the_list_shows_roles_with_where_they_hold(each_app: Flask, admin: FlaskClient) -> None:
    published()
    person(Role.FACILITATOR, scope=SLUG, name="Wanjiru")
    person(Role.ORGANISATION_MANAGER, name="Otto")
    shown = admin.get(PEOPLE).text
    assert "Facilitator: Localizing the SDGs" in shown
    assert "Organisation manager: Municipality of Riverton" in shown


def test_twenty_people_ask_no_more_than_one(each_app: Flask, admin: FlaskClient) -> None:
    published()
    somebody = person(Role.FACILITATOR, scope=SLUG)
    few = statements_of(each_app, admin, PEOPLE)
    one = statements_of(each_app, admin, f"{PEOPLE}/{somebody.id}")
    preview = statements_of(each_app, admin, change_address("block", [somebody]))
    others = [person(Role.FACILITATOR, scope=SLUG, name=f"Person {number}") for number in range(20)]
    with transaction():
        for number in range(20):
            give_role(somebody.id, Role.KNOWLEDGE_MANAGER, f"course-{number}")
    assert statements_of(each_app, admin, PEOPLE) == few <= 8
    assert statements_of(each_app, admin, f"{PEOPLE}/{somebody.id}") == one <= 7
    assert statements_of(each_app, admin, change_address("block", others)) == preview <= 4


def test_more_than_a_page_of_people_is_shown_page_by_page(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, person(Role.ADMINISTRATOR, name="A"))
    for number in range(60):
        person(name=f"Person {number:02}")
    first, second = client.get(PEOPLE).text, client.get(f"{PEOPLE}?page=2").text
    assert "Person 00" in first
    assert "Person 59" not in first
    assert "Person 59" in second
    assert "Person 59" in client.get(f"{PEOPLE}?page=99").text


def test_a_role_is_given_in_a_scope_and_taken_again(each_app: Flask, admin: FlaskClient) -> None:
    published()
    somebody = person()
    page = f"{PEOPLE}/{somebody.id}"
    given = send(admin, page, {"which": "facilitator", "course": SLUG, "organisation": ""}, to=f"{page}/roles")
    assert given.status_code == 303
    assert grants_of(somebody.id) == {Grant(Role.FACILITATOR, SLUG)}
    shown = admin.get(page).text
    assert "Given by Ada Admin" in shown
    assert send(admin, page, to=f"{page}/roles/take").status_code == 303
    assert grants_of(somebody.id) == frozenset()
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_key == str(somebody.id))).all()
    assert actions == ["role.given", "role.taken"]


def test_an_organisation_manager_needs_an_organisation_that_is_there(each_app: Flask, admin: FlaskClient) -> None:
    somebody = person(organisation="Municipality of Riverton")
    page = f"{PEOPLE}/{somebody.id}"
    told = {"which": "organisation_manager", "course": "", "organisation": "999"}
    refused = send(admin, page, told, to=f"{page}/roles")
    assert refused.status_code == 422
    assert "There is no organisation of this number" in refused.text
    told["organisation"] = str(somebody.organisation_id)
    assert send(admin, page, told, to=f"{page}/roles").status_code == 303
    assert grants_of(somebody.id) == {Grant(Role.ORGANISATION_MANAGER, str(somebody.organisation_id))}


@pytest.mark.parametrize("role", ["uclg_learning", "administrator"])
def test_uclg_learning_is_offered_no_higher_role_and_cannot_send_one(
    each_app: Flask, uclg: FlaskClient, role: str
) -> None:
    somebody = person()
    page = f"{PEOPLE}/{somebody.id}"
    assert f'value="{role}"' not in uclg.get(page).text
    assert send(uclg, page, {"which": role, "course": "", "organisation": ""}, to=f"{page}/roles").status_code == 422
    assert grants_of(somebody.id) == frozenset()


def test_uclg_learning_does_nothing_to_an_administrator(each_app: Flask, uclg: FlaskClient) -> None:
    boss = person(Role.ADMINISTRATOR)
    page = f"{PEOPLE}/{boss.id}"
    shown = uclg.get(page)
    assert shown.status_code == 200
    assert "Only administrators look after the accounts" in shown.text
    keys = fields_of(uclg.get(f"{PEOPLE}/{person().id}").text)
    for step in ("roles/take", "block", "unblock", "sessions/end", "link"):
        told = {"csrf_token": keys["csrf_token"], "role": "administrator", "scope": ""}
        assert uclg.post(f"{page}/{step}", data=told).status_code == 403, step
    assert grants_of(boss.id) == {Grant(Role.ADMINISTRATOR)}


def test_an_account_is_blocked_and_opened_again(each_app: Flask, admin: FlaskClient) -> None:
    somebody = person()
    page = f"{PEOPLE}/{somebody.id}"
    assert send(admin, page, to=f"{page}/block").status_code == 303
    assert "This account is blocked since" in admin.get(page).text
    assert send(admin, page, to=f"{page}/unblock").status_code == 303
    sign_in(each_app.test_client(), somebody)


def test_nobody_blocks_their_own_account(each_app: Flask, admin: FlaskClient) -> None:
    me = db.session.scalars(select(User.id).where(User.email == "ada@example.org")).one()
    shown = admin.get(f"{PEOPLE}/{me}").text
    assert f"{PEOPLE}/{me}/block" not in shown
    keys = fields_of(shown)
    assert admin.post(f"{PEOPLE}/{me}/block", data={"csrf_token": keys["csrf_token"]}).status_code == 403


def test_somebody_is_signed_out_everywhere(each_app: Flask, admin: FlaskClient) -> None:
    somebody = person()
    theirs = each_app.test_client()
    sign_in(theirs, somebody)
    page = f"{PEOPLE}/{somebody.id}"
    assert send(admin, page, to=f"{page}/sessions/end").status_code == 303
    assert theirs.get("/account").status_code == 302


def test_a_link_to_sign_in_goes_to_the_person_alone(each_app: Flask, admin: FlaskClient) -> None:
    somebody = person()
    page = f"{PEOPLE}/{somebody.id}"
    answer = send(admin, page, to=f"{page}/link")
    assert answer.status_code == 303
    work_off()
    (letter,) = letters_in(each_app)
    assert letter["To"] == somebody.email
    assert "/links/" not in admin.get(page).text


def test_a_person_page_leads_to_what_they_did(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, person(Role.ADMINISTRATOR))
    shown = client.get(f"{PEOPLE}/{person(email='who@example.org').id}").text
    assert "/staff/audit?person=who@example.org" in shown or "/staff/audit?person=who%40example.org" in shown


# Many at once


def preview_and_do(client: FlaskClient, address: str) -> str:
    answer = send(client, address)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_preview_changes_nothing_and_names_everybody(each_app: Flask, admin: FlaskClient) -> None:
    published()
    people = [person(name=f"Learner {number}") for number in range(3)]
    shown = admin.get(change_address("give_role", people, which="facilitator", course=SLUG)).text
    assert "3 people would be changed" in shown
    assert all(one.name in shown for one in people)
    assert all(grants_of(one.id) == frozenset() for one in people)
    assert db.session.scalars(select(BulkAction.id)).all() == []


def test_giving_a_role_to_many_is_undone_for_exactly_those(each_app: Flask, admin: FlaskClient) -> None:
    published()
    grant = Grant(Role.FACILITATOR, SLUG)
    before = person(Role.FACILITATOR, scope=SLUG)
    one, other = person(), person()
    done = preview_and_do(admin, change_address("give_role", [before, one, other], which="facilitator", course=SLUG))
    assert grants_of(before.id) == grants_of(one.id) == grants_of(other.id) == {grant}
    assert send(admin, done, to=f"{done}/undo").status_code == 303
    assert grants_of(before.id) == {grant}
    assert grants_of(one.id) == grants_of(other.id) == frozenset()
    assert "Taken back by Ada Admin" in admin.get(done).text


def test_what_was_given_anew_since_is_not_undone(each_app: Flask, admin: FlaskClient) -> None:
    published()
    one, other = person(), person()
    done = preview_and_do(admin, change_address("give_role", [one, other], which="facilitator", course=SLUG))
    page = f"{PEOPLE}/{one.id}"
    send(admin, page, to=f"{page}/roles/take")
    send(admin, page, {"which": "facilitator", "course": SLUG, "organisation": ""}, to=f"{page}/roles")
    send(admin, done, to=f"{done}/undo")
    assert grants_of(one.id) == {Grant(Role.FACILITATOR, SLUG)}
    assert grants_of(other.id) == frozenset()


def test_taking_a_role_from_many_is_undone_as_it_was(each_app: Flask, admin: FlaskClient) -> None:
    published()
    giver = person()
    holder, learner = person(), person()
    with transaction():
        give_role(holder.id, Role.FACILITATOR, SLUG, by=giver.id)
    done = preview_and_do(admin, change_address("take_role", [holder, learner], which="facilitator", course=SLUG))
    assert grants_of(holder.id) == frozenset()
    send(admin, done, to=f"{done}/undo")
    assert grants_of(holder.id) == {Grant(Role.FACILITATOR, SLUG)}
    assert grants_of(learner.id) == frozenset()
    assert "Given by Amina Diallo" in admin.get(f"{PEOPLE}/{holder.id}").text


def test_blocking_many_is_undone_for_exactly_those(each_app: Flask, admin: FlaskClient) -> None:
    before, one = person(), person()
    with transaction():
        block(before.id, by=None)
    done = preview_and_do(admin, change_address("block", [before, one]))
    theirs = [db.session.get_one(User, who.id).blocked_at is None for who in (before, one)]
    assert theirs == [False, False]
    send(admin, done, to=f"{done}/undo")
    db.session.remove()
    theirs = [db.session.get_one(User, who.id).blocked_at is None for who in (before, one)]
    assert theirs == [False, True]


def test_a_change_is_taken_back_once_and_not_after_thirty_days(each_app: Flask, admin: FlaskClient) -> None:
    done = preview_and_do(admin, change_address("block", [person()]))
    fields = fields_of(admin.get(done).text, f"{done}/undo")
    with clock.stopped_at(clock.now() + timedelta(days=31)):
        # The session is still there: cookies of the test client do not age.
        assert "too long ago" in admin.get(done).text
        assert admin.post(f"{done}/undo", data=fields).status_code == 409
    assert admin.post(f"{done}/undo", data=fields).status_code == 303
    del fields["once"]
    assert admin.post(f"{done}/undo", data=fields).status_code == 409


def test_everybody_found_is_changed_and_nobody_else(each_app: Flask, admin: FlaskClient) -> None:
    published()
    found = [person(name=f"Seeker {number}") for number in range(3)]
    other = person(name="Somebody else")
    address = change_address("give_role", which="facilitator", course=SLUG, whom="found", words="seeker")
    preview_and_do(admin, address)
    assert all(grants_of(one.id) for one in found)
    assert not grants_of(other.id)


def test_a_filter_not_understood_changes_nobody(each_app: Flask, admin: FlaskClient) -> None:
    person()
    assert admin.get(change_address("block", whom="found", role="king")).status_code == 422
    assert admin.get(change_address("block", whom="ticked")).status_code == 422
    assert admin.get(change_address("promote", [person()])).status_code == 422


def test_people_who_changed_since_the_preview_are_shown_again_first(each_app: Flask, admin: FlaskClient) -> None:
    address = change_address("block", whom="found", words="seeker")
    person(name="Seeker one")
    fields = fields_of(admin.get(address).text)
    late = person(name="Seeker two")
    answer = admin.post(address, data=fields)
    assert answer.status_code == 409
    assert "Seeker two" in answer.text
    assert db.session.get_one(User, late.id).blocked_at is None
    assert admin.post(address, data=fields_of(answer.text)).status_code == 303


def test_uclg_learning_changes_many_only_within_what_it_may(each_app: Flask, uclg: FlaskClient) -> None:
    boss, learner = person(Role.ADMINISTRATOR, name="The boss"), person()
    shown = uclg.get(change_address("block", [boss, learner])).text
    assert "1 person would be changed" in shown
    assert "Only administrators look after" in shown
    preview_and_do(uclg, change_address("block", [boss, learner]))
    assert db.session.get_one(User, boss.id).blocked_at is None
    assert uclg.get(change_address("give_role", [learner], which="administrator")).status_code == 422


def test_no_change_to_many_leaves_the_site_without_an_administrator(each_app: Flask, admin: FlaskClient) -> None:
    me = db.session.scalars(select(User).where(User.email == "ada@example.org")).one()
    answer = send(admin, change_address("take_role", [me], which="administrator"))
    assert answer.status_code == 409
    assert "No administrator would be left" in answer.text
    assert grants_of(me.id) == {Grant(Role.ADMINISTRATOR)}


def test_a_change_to_many_is_noted_for_each_of_them(each_app: Flask, admin: FlaskClient) -> None:
    people = [person(), person()]
    done = preview_and_do(admin, change_address("block", people))
    send(admin, done, to=f"{done}/undo")
    noted = db.session.execute(select(AuditEntry.action, AuditEntry.subject_key).order_by(AuditEntry.id)).all()
    keys = [str(one.id) for one in people]
    assert [tuple(row) for row in noted if row[1] in keys] == [
        ("person.blocked", keys[0]),
        ("person.blocked", keys[1]),
        ("person.unblocked", keys[0]),
        ("person.unblocked", keys[1]),
    ]


def test_twenty_changes_ask_no_more_than_one(each_app: Flask, admin: FlaskClient) -> None:
    published()
    preview_and_do(admin, change_address("give_role", [person()], which="facilitator", course=SLUG))
    few = statements_of(each_app, admin, f"{PEOPLE}/changes")
    for _number in range(19):
        preview_and_do(admin, change_address("give_role", [person()], which="facilitator", course=SLUG))
    assert statements_of(each_app, admin, f"{PEOPLE}/changes") == few <= 4
