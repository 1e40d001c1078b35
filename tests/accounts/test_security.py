"""Password and address are changed by their owner only, and the old address hears of it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import MailedLink, User
from app.accounts.queries import find_user_by_email
from app.accounts.roles import Role
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from tests.builders import PASSWORD, counted_statements, fields_of, letters_in, person, send, sign_in

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
NEW = "eleven quiet mountains"
NEW_ADDRESS = "amina@riverton.example"
ADDRESS = "/account/security/address"


def letters(app: Flask) -> dict[tuple[str, str], str]:
    """The texts of all letters so far by recipient and subject."""
    work_off()
    told = {}
    for letter in letters_in(app):
        body = letter.get_body(("plain",))
        assert body is not None
        told[letter["To"], letter["Subject"]] = body.get_content()
    return told


def ask(app: Flask, client: FlaskClient, address: str = NEW_ADDRESS) -> str:
    """Ask for a new address; the path of the link that was mailed there."""
    assert send(client, ADDRESS, {"email": address}).location == f"{ADDRESS}/asked"
    found = re.search(r"http://localhost(/links/\S+)", letters(app)[address, "Is this your new address?"])
    assert found is not None
    return found[1]


@pytest.fixture
def amina(each_app: Flask) -> tuple[Flask, FlaskClient, User]:
    """Somebody signed in."""
    user = person()
    client = each_app.test_client()
    sign_in(client, user)
    return each_app, client, user


def test_a_new_password_needs_the_present_one_and_ends_all_other_sessions(
    amina: tuple[Flask, FlaskClient, User],
) -> None:
    app, client, user = amina
    elsewhere = app.test_client()
    sign_in(elsewhere, user)
    page = "/account/security/password"
    assert send(client, page, {"present": "wrong", "password": NEW}).status_code == 422
    assert send(client, page, {"present": PASSWORD, "password": "short"}).status_code == 422
    assert elsewhere.get("/account").status_code == 200
    before = client.get_cookie("session")
    assert send(client, page, {"present": PASSWORD, "password": NEW}).location == "/account/security"
    assert client.get_cookie("session") != before
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert (user.email, "Your password was changed") in letters(app)
    fresh = app.test_client()
    assert send(fresh, "/sign-in", {"email": user.email, "password": PASSWORD}).status_code == 422
    assert send(fresh, "/sign-in", {"email": user.email, "password": NEW}).status_code == 303


def test_a_new_password_is_not_made_of_what_is_known_of_its_owner(app: Flask, client: FlaskClient) -> None:
    sign_in(client, person(name="Amina Diallo", organisation="Ville de Riverton"))
    fields = {"present": PASSWORD, "password": "villederiverton"}
    assert "easy to guess" in send(client, "/account/security/password", fields).text


def test_guessing_the_present_password_is_slowed_down(amina: tuple[Flask, FlaskClient, User]) -> None:
    _app, client, _user = amina
    fields = {"present": "wrong", "password": NEW}
    statuses = [send(client, "/account/security/password", fields).status_code for _time in range(11)]
    assert statuses == [422] * 10 + [429]


def test_an_address_changes_when_its_owner_confirms_it_and_the_old_one_hears_twice(
    amina: tuple[Flask, FlaskClient, User],
) -> None:
    app, client, user = amina
    link = ask(app, client)
    told = letters(app)[user.email, "Another address was asked for"]
    assert "If this was not you, set a new password at once" in told
    assert NEW_ADDRESS in client.get(link).text
    assert find_user_by_email(NEW_ADDRESS) is None
    assert send(client, link).location == "/account/security"
    db.session.rollback()
    changed = find_user_by_email(NEW_ADDRESS.upper())
    assert changed is not None
    assert changed.id == user.id
    assert (user.email, "Your account has another address") in letters(app)
    assert client.get(link).status_code == 404
    fresh = app.test_client()
    assert send(fresh, "/sign-in", {"email": user.email, "password": PASSWORD}).status_code == 422
    assert send(fresh, "/sign-in", {"email": NEW_ADDRESS, "password": PASSWORD}).status_code == 303


def test_whoever_reads_mail_at_a_mistyped_address_gets_no_account(amina: tuple[Flask, FlaskClient, User]) -> None:
    app, client, user = amina
    link = ask(app, client)
    stranger = app.test_client()
    assert stranger.get(link).location.startswith("/sign-in?next=/links/")
    sign_in(stranger, person())
    assert stranger.get(link).status_code == 404
    form = fields_of(stranger.get("/account").text, "/sign-out")
    assert stranger.post(link, data=form).status_code == 404
    db.session.rollback()
    assert find_user_by_email(user.email) is not None


def test_a_taken_address_gets_the_same_answer_and_only_its_owner_learns_why(
    amina: tuple[Flask, FlaskClient, User],
) -> None:
    app, client, _user = amina
    owner = person(name="Jonas Berg")
    answers = []
    for address in (owner.email, "nobody@riverton.example"):
        form = {**fields_of(client.get(ADDRESS).text), "email": address}
        with counted_statements(app) as seen:
            answer = client.post(ADDRESS, data=form)
        answers.append((answer.status_code, answer.location, len(seen)))
    assert answers[0] == answers[1]
    told = letters(app)
    assert (owner.email, "You have an account with this address") in told
    assert (owner.email, "Is this your new address?") not in told
    assert [link.new_email for link in db.session.scalars(select(MailedLink))] == ["nobody@riverton.example"]


def test_an_address_taken_meanwhile_is_not_taken_over(amina: tuple[Flask, FlaskClient, User]) -> None:
    app, client, user = amina
    link = ask(app, client)
    person(email=NEW_ADDRESS)
    refused = send(client, link)
    assert refused.status_code == 409
    db.session.rollback()
    assert find_user_by_email(user.email) is not None


def test_a_new_password_makes_a_link_to_another_address_worthless(amina: tuple[Flask, FlaskClient, User]) -> None:
    app, client, _user = amina
    link = ask(app, client)
    assert send(client, "/account/security/password", {"present": PASSWORD, "password": NEW}).status_code == 303
    assert client.get(link).status_code == 404


def test_another_address_asks_who_signed_in_long_ago_to_prove_who_they_are(app: Flask, client: FlaskClient) -> None:
    with clock.stopped_at(NOON):
        sign_in(client, person())
    with clock.stopped_at(NOON + timedelta(minutes=14)):
        form = fields_of(client.get(ADDRESS).text)
    # What was typed into a form that was opened in time is not lost.
    with clock.stopped_at(NOON + timedelta(minutes=29)):
        assert client.post(ADDRESS, data={**form, "email": NEW_ADDRESS}).location == f"{ADDRESS}/asked"
    with clock.stopped_at(NOON + timedelta(minutes=31)):
        assert client.get(ADDRESS).location == f"/account/prove?next={ADDRESS}"
        assert client.post(ADDRESS, data={**form, "once": "x", "email": NEW_ADDRESS}).location.startswith(
            "/account/prove"
        )


def test_asking_for_addresses_too_often_is_slowed_down(amina: tuple[Flask, FlaskClient, User]) -> None:
    _app, client, _user = amina
    statuses = [send(client, ADDRESS, {"email": f"a{number}@example.org"}).status_code for number in range(6)]
    assert statuses == [303] * 5 + [429]


def test_who_never_had_a_password_sets_one_by_mail(amina: tuple[Flask, FlaskClient, User]) -> None:
    _app, client, user = amina
    with transaction():
        mine = find_user_by_email(user.email)
        assert mine is not None
        mine.password_hash = ""
    assert client.get("/account/security/password").location == "/sign-in/mail"
    assert "You have none" in client.get("/account/security").text
    for password in ("", "anything at all"):
        fresh = _app.test_client()
        assert send(fresh, "/sign-in", {"email": user.email, "password": password}).status_code == 422


def test_a_second_step_is_recommended_to_staff(app: Flask) -> None:
    shown = {}
    for role in (None, Role.KNOWLEDGE_MANAGER):
        client = app.test_client()
        sign_in(client, person(role) if role else person())
        shown[role] = "We recommend a second step" in client.get("/account/security").text
    assert shown == {None: False, Role.KNOWLEDGE_MANAGER: True}
