"""A link to join is passed on, counts who joins, and ends."""

import re
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.queries import find_user_by_email, get_user
from app.accounts.roles import Role
from app.enrolment.queries import find_enrolment
from app.invitations.models import JoinLink
from app.platform import clock
from app.platform.audit import AuditEntry
from app.platform.database import db
from app.platform.jobs import work_off
from tests.builders import browser_of, counted_statements, fields_of, letters_in, person, published, send
from tests.invitations.inviting import COURSE, press, words_in, words_of

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def in_days(number: int) -> str:
    return (clock.today() + timedelta(days=number)).isoformat()


def made(app: Flask, **told: str) -> str:
    """A link by a manager of the City of Quito; returns its path."""
    manager = person(Role.ORGANISATION_MANAGER, organisation="City of Quito", country="EC")
    client = browser_of(app, manager)
    fields = {
        "branch": str(manager.organisation_id),
        "course": COURSE,
        "most_uses": "2",
        "ends_on": in_days(30),
        **told,
    }
    assert send(client, "/invitations/links/new", fields).location == "/invitations/links"
    found = re.search(r"http://localhost(/join/[\w-]+)", client.get("/invitations/links").text)
    assert found is not None
    return found[1]


def test_who_is_signed_in_joins_and_counts_once(each_app: Flask) -> None:
    published()
    link = made(each_app)
    ana = person(name="Ana")
    client = browser_of(each_app, ana)
    assert "City of Quito" in client.get(link).text
    assert find_enrolment(ana.id, COURSE) is None
    for _time in range(2):
        assert send(client, link).location == f"/learn/{COURSE}"
    row = db.session.scalars(select(JoinLink)).one()
    assert row.uses == 1
    assert get_user(ana.id).organisation_id == row.organisation_id
    assert find_enrolment(ana.id, COURSE) is not None


def test_a_newcomer_registers_with_the_organisation_filled_in_confirms_and_joins(each_app: Flask) -> None:
    published()
    each_app.config["HAS_MAIL_SERVER"] = True
    link = made(each_app)
    client = each_app.test_client()
    way = re.search(r'href="(/register\?[^"]+)"', client.get(link).text)
    assert way is not None
    register = way[1].replace("&amp;", "&")
    form = client.get(register).text
    assert 'value="City of Quito"' in form
    assert '<option selected value="EC">' in form
    told = {"name": "Ana Torres", "email": "ana@quito.ec", "password": "eleven quiet mountains"}
    send(client, register, {**told, "organisation": "City of Quito", "country": "EC"})
    work_off()
    confirm = re.search(r"http://localhost(/register/confirm/\S+)", words_in(letters_in(each_app)[-1]))
    assert confirm is not None
    assert send(client, confirm[1]).location == link
    assert send(client, link).location == f"/learn/{COURSE}"
    ana, row = find_user_by_email("ana@quito.ec"), db.session.scalars(select(JoinLink)).one()
    assert ana is not None
    assert ana.organisation_id == row.organisation_id
    assert row.uses == 1


def test_a_link_is_used_up(each_app: Flask) -> None:
    published()
    link = made(each_app)
    clients = [browser_of(each_app, person()) for _number in range(3)]
    # All three see the page before anybody joins.
    forms = [client.get(link) for client in clients]
    assert [form.status_code for form in forms] == [200] * 3
    assert [send(client, link).status_code for client in clients[:2]] == [303, 303]
    assert clients[2].get(link).status_code == 404
    assert db.session.scalars(select(JoinLink.uses)).one() == 2


def test_a_link_ends_with_its_last_day(each_app: Flask) -> None:
    published()
    with clock.stopped_at(NOON):
        link = made(each_app, ends_on="2027-03-05")
    with clock.stopped_at(datetime(2027, 3, 5, 23, 59, tzinfo=UTC)):
        assert each_app.test_client().get(link).status_code == 200
    with clock.stopped_at(datetime(2027, 3, 6, 0, 1, tzinfo=UTC)):
        assert each_app.test_client().get(link).status_code == 404


def test_a_link_is_ended_by_who_made_it_and_by_nobody_else(each_app: Flask) -> None:
    published()
    link = made(each_app)
    number = db.session.scalars(select(JoinLink.id)).one()
    other = browser_of(each_app, person(Role.ORGANISATION_MANAGER, organisation="City of Lima", country="PE"))
    assert link not in other.get("/invitations/links").text
    assert press_end(other, number) == 404
    boss = browser_of(each_app, person(Role.UCLG_LEARNING))
    press(boss, "/invitations/links", f"/invitations/links/{number}/end")
    assert each_app.test_client().get(link).status_code == 404
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_kind == "join_link")).all()
    assert sorted(actions) == ["join_link.ended", "join_link.made"]


def press_end(client: FlaskClient, link_id: int) -> int:
    fields = fields_of(client.get("/account").text)
    return client.post(f"/invitations/links/{link_id}/end", data=fields).status_code


def test_a_link_is_for_a_year_and_some_thousand_people_at_most(app: Flask) -> None:
    manager = person(Role.ORGANISATION_MANAGER)
    client = browser_of(app, manager)
    right = {"branch": str(manager.organisation_id), "ends_on": in_days(30), "most_uses": "50"}
    for told in (
        {"ends_on": in_days(-1)},
        {"ends_on": in_days(400)},
        {"ends_on": "soon"},
        {"most_uses": "0"},
        {"most_uses": "10001"},
        {"most_uses": "many"},
    ):
        answer = send(client, "/invitations/links/new", {**right, **told})
        assert answer.status_code == 422, told
    assert db.session.scalars(select(JoinLink)).all() == []


def test_a_list_of_links_asks_the_same_for_one_as_for_twenty(app: Flask) -> None:
    published()
    boss = browser_of(app, person(Role.UCLG_LEARNING))
    link = {"course": COURSE, "ends_on": in_days(30), "most_uses": "50"}
    asked = []
    for many in (1, 19):
        for _number in range(many):
            assert send(boss, "/invitations/links/new", link).status_code == 303
        boss.get("/invitations/links")
        with counted_statements(app) as seen:
            assert words_of(boss.get("/invitations/links")).count("End it") == (1 if many == 1 else 20)
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 6
