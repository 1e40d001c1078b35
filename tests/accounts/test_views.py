"""Registering, signing in and out, one's own account."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.queries import find_user_by_email, get_user
from app.platform import throttle
from tests.builders import PASSWORD, fields_of, person, send, sign_in

NEWCOMER = {"name": "Amina Diallo", "email": "Amina@Example.org", "password": PASSWORD, "country": "SN"}


def test_a_newcomer_is_signed_in_and_led_to_their_courses(each_app: Flask) -> None:
    client = each_app.test_client()
    answer = send(client, "/register", {**NEWCOMER, "organisation": "  Ville  de Dakar "})
    assert (answer.status_code, answer.location) == (303, "/learn")
    assert "Amina Diallo" in client.get("/learn").text
    user = find_user_by_email("amina@example.ORG")
    assert user is not None
    organisation = get_user(user.id).organisation
    assert organisation is not None
    assert organisation.name == "Ville de Dakar"


def test_people_of_one_organisation_share_it_however_they_type_it(each_app: Flask) -> None:
    one = person(organisation="Ville de Dakar", country="SN")
    other = person(organisation="VILLE  de dakar", country="SN")
    elsewhere = person(organisation="Ville de Dakar", country="FR")
    assert one.organisation_id == other.organisation_id != elsewhere.organisation_id


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("password", "short", "at least 10 characters"),
        ("password", "1234567890", "attackers try first"),
        ("password", "amina@example.org", "easy to guess"),
        ("email", "amina", "like name@example.org"),
        ("name", "", "as it should stand on your certificate"),
        ("name", "A" * 121, "Please keep to 120 characters; your text is still here."),
        ("country", "XX", "Please choose from the list."),
    ],
)
def test_a_fault_is_told_and_nothing_typed_is_lost(client: FlaskClient, field: str, value: str, sentence: str) -> None:
    answer = send(client, "/register", {**NEWCOMER, "organisation": "Ville de Dakar", field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Ville de Dakar" in answer.text
    assert PASSWORD not in answer.text


def test_an_address_has_one_account(client: FlaskClient) -> None:
    person(email="amina@example.org")
    answer = send(client, "/register", NEWCOMER)
    assert answer.status_code == 409
    assert "Sign in instead" in answer.text


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: FlaskClient) -> None:
    somebody = person()
    wrong = send(client, "/sign-in", {"email": somebody.email, "password": "not the password"})
    unknown = send(client, "/sign-in", {"email": "nobody@example.org", "password": "not the password"})
    assert wrong.status_code == unknown.status_code == 422
    assert "do not belong together" in wrong.text
    assert "do not belong together" in unknown.text


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/courses?sdg=11", "/courses?sdg=11"),
        ("https://evil.example/", "/learn"),
        ("//evil.example/", "/learn"),
        ("/\\evil.example", "/learn"),
        ("/courses\r\nSet-Cookie: x=1", "/learn"),
        ("javascript:alert(1)", "/learn"),
    ],
)
def test_after_signing_in_one_is_led_on_within_this_site_only(client: FlaskClient, wanted: str, led_to: str) -> None:
    somebody = person()
    form = fields_of(client.get("/sign-in").text)
    answer = client.post("/sign-in", data={**form, "email": somebody.email, "password": PASSWORD, "next": wanted})
    assert answer.location == led_to


def test_a_visitor_is_led_to_sign_in_and_back(client: FlaskClient) -> None:
    answer = client.get("/account")
    assert answer.location == "/sign-in?next=/account"
    assert 'value="/account"' in client.get(answer.location).text


def test_signing_out_ends_the_session(client: FlaskClient) -> None:
    sign_in(client, person())
    send(client, "/account", to="/sign-out")
    assert client.get("/account").status_code == 302


def test_the_session_of_a_visitor_does_not_become_that_of_a_person(client: FlaskClient) -> None:
    client.get("/sign-in")
    before = client.get_cookie("session")
    sign_in(client, person())
    after = client.get_cookie("session")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert "Lax" in str(after.same_site)
    assert after.http_only


def test_what_one_says_of_oneself_can_be_changed(each_app: Flask) -> None:
    client = each_app.test_client()
    somebody = person(organisation="Ville de Dakar", country="SN")
    sign_in(client, somebody)
    form = fields_of(client.get("/account").text)
    answer = client.post("/account", data={**form, "name": "Amina D.", "organisation": "Thiès", "country": "SN"})
    assert answer.status_code == 303
    changed = get_user(somebody.id)
    assert changed.organisation is not None
    assert (changed.name, changed.organisation.name) == ("Amina D.", "Thiès")


def test_guessing_many_times_is_slowed_down(client: FlaskClient) -> None:
    throttle.forget_all()
    somebody = person()
    statuses = [
        send(client, "/sign-in", {"email": somebody.email, "password": f"guess {number}"}).status_code
        for number in range(21)
    ]
    assert statuses[:20] == [422] * 20
    assert statuses[20] == 429
