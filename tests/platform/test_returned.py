"""What was typed and could not be taken is given back to be copied."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from wtforms import PasswordField

import app.accounts.forms
import app.privacy.forms
from app.accounts.sessions import end_all_sessions
from app.platform.database import transaction
from app.platform.returned import SECRETS, texts_among
from tests.builders import course_files, fields_of, person, published, sign_in

SLUG = "localizing-the-sdgs"
FORM = f"/learn/{SLUG}/enrol"
HOPE = "A plan for <our> river walls\nthat my council can sign."
SHOWN = "A plan for &lt;our&gt; river walls\nthat my council can sign."
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody about to enrol."""
    published(course_files(), slug=SLUG)
    client = app.test_client()
    sign_in(client, person(email="ana@example.org"))
    return client


def sent(client: FlaskClient, headers: dict[str, str], **fields: str) -> TestResponse:
    hidden = fields_of(client.get(FORM).text)
    return client.post(FORM, data={**hidden, "expectation": HOPE, **fields}, headers=headers)


def test_a_form_that_was_open_for_too_long_gives_back_what_was_typed(client: FlaskClient) -> None:
    answer = sent(client, FROM_HERE, csrf_token="of another day")
    assert answer.status_code == 400
    assert SHOWN in answer.text.replace("\r", "")
    assert "back button" not in answer.text


@pytest.mark.parametrize(
    ("headers", "is_given_back"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "http://localhost.evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
def test_another_site_cannot_make_this_one_say_anything(
    client: FlaskClient, headers: dict[str, str], is_given_back: bool
) -> None:
    answer = sent(client, headers, csrf_token="of another day")
    assert answer.status_code == 400
    assert ("river walls" in answer.text) is is_given_back
    assert ("back button" in answer.text) is not is_given_back


def test_who_was_signed_out_meanwhile_gets_it_back_and_a_way_to_the_same_page(app: Flask) -> None:
    published(course_files(), slug=SLUG)
    client, somebody = app.test_client(), person()
    sign_in(client, somebody)
    hidden = fields_of(client.get(FORM).text)
    with transaction():
        end_all_sessions(somebody.id)
    headers = {**FROM_HERE, "Referer": f"http://localhost{FORM}"}
    answer = client.post(FORM, data={**hidden, "expectation": HOPE}, headers=headers)
    assert answer.status_code == 403
    assert SHOWN in answer.text.replace("\r", "")
    assert f'href="/sign-in?next={FORM}"' in answer.text
    assert client.post(FORM, data={**hidden, "expectation": ""}, headers=headers).status_code == 302


def test_what_is_too_large_or_not_sent_gives_nothing_back(client: FlaskClient) -> None:
    assert "<textarea" not in sent(client, FROM_HERE, csrf_token="of another day", expectation="short").text
    assert "<textarea" not in sent(client, FROM_HERE, expectation="x " * 2_000_000).text
    assert "<textarea" not in client.get("/no-such-page?text=many+words+in+an+address", headers=FROM_HERE).text


def test_only_what_somebody_wrote_is_given_back() -> None:
    fields = [
        ("csrf_token", "IjQ5ZTk2ZTQ4ZDY0ZjU4Y2U3YTk.aSFh0Q.Xk2"),
        ("title", "  Wells in Kisumu  "),
        ("password", "seven quiet rivers and a hill"),
        ("text", "一二三四五六七八九十一二三四五"),
        ("choice", "yes"),
        ("pasted", "from a\x0cprinted\x00 page"),
    ]
    assert texts_among(fields) == ("Wells in Kisumu", "一二三四五六七八九十一二三四五", "from aprinted page")


def test_no_password_is_ever_given_back() -> None:
    forms = [
        one
        for module in (app.accounts.forms, app.privacy.forms)
        for one in vars(module).values()
        if isinstance(one, type)
    ]
    names = {
        name
        for form in forms
        for name, made in vars(form).items()
        if getattr(made, "field_class", None) is PasswordField
    }
    assert names == SECRETS
