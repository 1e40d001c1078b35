"""Links by mail sign in and set passwords, work once, and tell nobody who has an account."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.links import forget_old_links
from app.accounts.models import MailedLink
from app.platform import clock
from app.platform.database import db
from app.platform.jobs import work_off
from tests.builders import PASSWORD, counted_statements, fields_of, letters_in, person, send, sign_in

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
NEW = "eleven quiet mountains"


def ask(client: FlaskClient, address: str, step: str = "sign-in", next_page: str = "") -> None:
    page = f"/sign-in/mail?next={next_page}" if next_page else "/sign-in/mail"
    assert send(client, page, {"email": address, "step": step}).location == "/sign-in/mail/sent"


def link_in(app: Flask) -> str:
    """The path of the link in the newest letter."""
    work_off()
    body = letters_in(app)[-1].get_body(("plain",))
    assert body is not None
    found = re.search(r"http://localhost(/links/\S+)", body.get_content())
    assert found is not None, body.get_content()
    return found[1]


def test_a_link_signs_in_and_leads_on(each_app: Flask) -> None:
    client = each_app.test_client()
    ask(client, person().email, next_page="/account")
    link = link_in(each_app)
    assert "Amina Diallo" in client.get(link).text
    assert send(client, link).location == "/account"
    assert client.get("/account").status_code == 200


def test_opening_a_link_spends_nothing_and_using_it_does(app: Flask) -> None:
    client = app.test_client()
    ask(client, person().email)
    link = link_in(app)
    for _look in range(3):
        assert app.test_client().get(link).status_code == 200
    assert send(client, link).status_code == 303
    again = app.test_client().get(link)
    assert again.status_code == 404
    assert "Ask for a new link" in again.text


def test_a_link_is_good_for_an_hour(app: Flask, client: FlaskClient) -> None:
    with clock.stopped_at(NOON):
        ask(client, person().email)
        link = link_in(app)
    with clock.stopped_at(NOON + timedelta(minutes=59)):
        assert client.get(link).status_code == 200
    with clock.stopped_at(NOON + timedelta(minutes=61)):
        assert client.get(link).status_code == 404


def test_a_new_password_replaces_the_old_one_and_ends_all_sessions(app: Flask, client: FlaskClient) -> None:
    user = person()
    elsewhere = app.test_client()
    sign_in(elsewhere, user)
    ask(client, user.email, "password")
    link = link_in(app)
    assert send(client, link, {"password": NEW}).status_code == 303
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    fresh = app.test_client()
    assert send(fresh, "/sign-in", {"email": user.email, "password": PASSWORD}).status_code == 422
    assert send(fresh, "/sign-in", {"email": user.email, "password": NEW}).status_code == 303
    work_off()
    assert letters_in(app)[-1]["Subject"] == "Your password was changed"


def test_a_weak_new_password_is_refused_and_the_link_stays_good(app: Flask, client: FlaskClient) -> None:
    user = person(name="Amina Diallo")
    ask(client, user.email, "password")
    link = link_in(app)
    for weak in ("short", "password1234", "aminadiallo1"):
        assert send(client, link, {"password": weak}).status_code == 422
    assert send(client, link, {"password": NEW}).status_code == 303


def test_using_one_link_spends_the_others(app: Flask, client: FlaskClient) -> None:
    user = person()
    ask(client, user.email)
    first = link_in(app)
    ask(client, user.email, "password")
    second = link_in(app)
    assert send(client, first).status_code == 303
    assert app.test_client().get(second).status_code == 404


def test_nobody_learns_from_the_answer_whether_an_address_has_an_account(app: Flask) -> None:
    known = person().email
    answers = []
    for address in (known, "stranger@example.org"):
        client = app.test_client()
        form = {**fields_of(client.get("/sign-in/mail").text), "email": address, "step": "password"}
        with counted_statements(app) as seen:
            answer = client.post("/sign-in/mail", data=form)
        answers.append((answer.status_code, answer.location, len(seen), client.get(answer.location).text))
    assert answers[0] == answers[1]
    work_off()
    assert [letter["To"] for letter in letters_in(app)] == [known]


def test_letters_are_in_the_language_of_the_person(app: Flask, client: FlaskClient) -> None:
    client.get("/?lang=fr")
    ask(client, person().email)
    work_off()
    html = letters_in(app)[-1].get_body(("html",))
    assert html is not None
    assert '<html lang="fr" dir="ltr">' in html.get_content()


def test_the_secret_is_not_kept_and_not_told_to_other_sites(app: Flask, client: FlaskClient) -> None:
    ask(client, person().email)
    link = link_in(app)
    kept = db.session.scalars(select(MailedLink.secret_digest)).one()
    assert link.removeprefix("/links/") != kept
    assert client.get(link).headers["Referrer-Policy"] == "same-origin"


def test_a_configured_address_is_used_whatever_the_request_says(app: Flask, client: FlaskClient) -> None:
    app.config["ADDRESS"] = "https://learning.example.org"
    elsewhere = "http://evil.example"
    form = {**fields_of(client.get("/sign-in/mail", base_url=elsewhere).text), "email": person().email}
    assert client.post("/sign-in/mail", data=form, base_url=elsewhere).status_code == 303
    work_off()
    body = letters_in(app)[-1].get_body(("plain",))
    assert body is not None
    assert "https://learning.example.org/links/" in body.get_content()
    assert "evil" not in body.get_content()


@pytest.mark.parametrize("address", ["", "nonsense"])
def test_what_is_no_address_is_told(client: FlaskClient, address: str) -> None:
    assert send(client, "/sign-in/mail", {"email": address}).status_code == 422


def test_asking_too_often_is_slowed_down(client: FlaskClient) -> None:
    for _time in range(5):
        send(client, "/sign-in/mail", {"email": "stranger@example.org"})
    assert send(client, "/sign-in/mail", {"email": "stranger@example.org"}).status_code == 429


def test_old_links_are_forgotten(each_app: Flask) -> None:
    with clock.stopped_at(NOON):
        ask(each_app.test_client(), person().email)
        work_off()
    with clock.stopped_at(NOON + timedelta(days=6)):
        forget_old_links()
    assert db.session.scalars(select(MailedLink)).one()
    with clock.stopped_at(NOON + timedelta(days=8)):
        forget_old_links()
    assert db.session.scalars(select(MailedLink)).all() == []
