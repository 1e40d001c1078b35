"""Where mail leaves the site, an account is made by whoever owns the address, and nobody learns who has one."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import PendingRegistration, User
from app.accounts.queries import find_user_by_email
from app.accounts.registering import forget_old_registrations
from app.platform import clock
from app.platform.database import db
from app.platform.jobs import work_off
from tests.builders import PASSWORD, counted_statements, fields_of, letters_in, person, send

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
TOLD = {
    "name": "Wanjiru  Kamau",
    "email": "Wanjiru@Example.org",
    "password": "eleven quiet mountains",
    "organisation": "County of Nakuru",
    "country": "KE",
}


@pytest.fixture
def mailing(each_app: Flask) -> Flask:
    """A site whose mail leaves it; the letters are kept in its folder all the same."""
    each_app.config["HAS_MAIL_SERVER"] = True
    return each_app


def register(client: FlaskClient, next_page: str = "", **told: str) -> None:
    page = f"/register?next={next_page}" if next_page else "/register"
    answer = send(client, page, {**TOLD, **told})
    assert answer.location == "/register/sent", answer.text


def link_in(app: Flask) -> str:
    """The path of the link in the newest letter."""
    work_off()
    body = letters_in(app)[-1].get_body(("plain",))
    assert body is not None
    found = re.search(r"http://localhost(/register/confirm/\S+)", body.get_content())
    assert found is not None, body.get_content()
    return found[1]


def test_an_account_is_made_when_its_owner_confirms(mailing: Flask) -> None:
    client = mailing.test_client()
    register(client, "/courses")
    assert TOLD["email"] in client.get("/register/sent").text
    link = link_in(mailing)
    assert "Wanjiru Kamau" in client.get(link).text.replace("  ", " ")
    assert find_user_by_email(TOLD["email"]) is None
    assert client.get("/account").status_code == 302
    assert send(client, link).location == "/courses"
    assert "County of Nakuru" in client.get("/account").text
    made = find_user_by_email(TOLD["email"])
    assert made is not None
    assert (made.name, made.email, made.country) == ("Wanjiru Kamau", "Wanjiru@Example.org", "KE")
    assert made.email_confirmed_at is not None
    assert db.session.scalars(select(PendingRegistration)).all() == []


def test_a_link_works_once(mailing: Flask) -> None:
    client = mailing.test_client()
    register(client)
    link = link_in(mailing)
    send(client, link)
    again = mailing.test_client().get(link)
    assert again.status_code == 404
    assert "you have an account and can sign in" in again.text


def test_in_another_browser_the_password_is_asked_for(mailing: Flask) -> None:
    register(mailing.test_client())
    link = link_in(mailing)
    phone = mailing.test_client()
    assert send(phone, link, {"password": ""}).status_code == 422
    refused = send(phone, link, {"password": "twelve quiet mountains"})
    assert refused.status_code == 422
    assert "not the password you chose" in refused.text
    assert find_user_by_email(TOLD["email"]) is None
    assert send(phone, link, {"password": TOLD["password"]}).status_code == 303
    assert phone.get("/account").status_code == 200


def test_who_registers_with_a_strangers_address_gets_nothing(mailing: Flask) -> None:
    """The stranger opens the link, does not know the password, and registers anew with one of their own."""
    register(mailing.test_client(), password="known to somebody else")
    foreign = link_in(mailing)
    owner = mailing.test_client()
    register(owner)
    assert send(owner, foreign, {"password": TOLD["password"]}).status_code == 422
    assert send(owner, link_in(mailing)).status_code == 303
    assert mailing.test_client().get(foreign).status_code == 404
    attacker = mailing.test_client()
    assert send(attacker, "/sign-in", {"email": TOLD["email"], "password": "known to somebody else"}).status_code == 422


def test_nobody_learns_from_the_answer_whether_an_address_has_an_account(mailing: Flask) -> None:
    known = person(email="wanjiru@example.org")
    answers = []
    for address in (known.email, "stranger@example.org"):
        client = mailing.test_client()
        form = {**fields_of(client.get("/register").text), **TOLD, "email": address}
        with counted_statements(mailing) as seen:
            answer = client.post("/register", data=form)
        told = client.get(answer.location).text.replace(address, "ADDRESS")
        answers.append((answer.status_code, answer.location, len(seen), told))
    assert answers[0] == answers[1]
    work_off()
    subjects = {letter["To"]: letter["Subject"] for letter in letters_in(mailing)}
    assert subjects == {known.email: "You have an account already", "stranger@example.org": "Confirm your address"}
    assert send(mailing.test_client(), "/sign-in", {"email": known.email, "password": PASSWORD}).status_code == 303


def test_an_account_made_meanwhile_is_not_made_again(mailing: Flask) -> None:
    client = mailing.test_client()
    register(client)
    link = link_in(mailing)
    person(email=TOLD["email"])
    form = fields_of(client.get(link).text)
    refused = client.post(link, data=form)
    assert refused.status_code == 409
    assert "/sign-in" in refused.text
    assert len(db.session.scalars(select(User)).all()) == 1


def test_letters_are_in_the_language_that_was_read(mailing: Flask) -> None:
    client = mailing.test_client()
    client.get("/?lang=ar")
    register(client)
    work_off()
    html = letters_in(mailing)[-1].get_body(("html",))
    assert html is not None
    assert '<html lang="ar" dir="rtl">' in html.get_content()


def test_a_link_is_good_for_three_days_and_then_everything_is_forgotten(mailing: Flask) -> None:
    client = mailing.test_client()
    with clock.stopped_at(NOON):
        register(client)
        link = link_in(mailing)
    with clock.stopped_at(NOON + timedelta(days=3, minutes=-1)):
        forget_old_registrations()
        assert client.get(link).status_code == 200
    with clock.stopped_at(NOON + timedelta(days=3, minutes=1)):
        assert client.get(link).status_code == 404
        forget_old_registrations()
    assert db.session.scalars(select(PendingRegistration)).all() == []


def test_the_secret_is_not_kept_and_not_told_to_other_sites(mailing: Flask) -> None:
    client = mailing.test_client()
    register(client)
    link = link_in(mailing)
    kept = db.session.scalars(select(PendingRegistration.secret_digest)).one()
    assert link.removeprefix("/register/confirm/") != kept
    assert client.get(link).headers["Referrer-Policy"] == "same-origin"


def test_asking_too_often_for_one_address_is_slowed_down(mailing: Flask) -> None:
    for _time in range(5):
        register(mailing.test_client())
    assert send(mailing.test_client(), "/register", TOLD).status_code == 429
    register(mailing.test_client(), email="another@example.org")


def test_a_faulty_form_keeps_what_was_typed_and_writes_nothing(mailing: Flask) -> None:
    answer = send(mailing.test_client(), "/register", {**TOLD, "password": "short"})
    assert answer.status_code == 422
    assert "County of Nakuru" in answer.text
    assert db.session.scalars(select(PendingRegistration)).all() == []
