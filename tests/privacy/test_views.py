"""The pages about privacy, as people meet them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.roles import Role
from app.platform import clock
from app.platform.database import db, transaction
from app.privacy.cookies import COOKIES, STORAGE
from app.privacy.models import Cause, Erasure
from tests.builders import counted_statements, course_files, enrolled, person, published, sign_in


def test_every_page_leads_to_the_notice(client: FlaskClient) -> None:
    assert 'href="/privacy"' in client.get("/").text


def test_the_notice_names_all_that_browsers_keep(client: FlaskClient) -> None:
    text = client.get("/privacy").text
    for kept in (*COOKIES, *STORAGE):
        assert f"<code>{kept.name}</code>" in text


def test_behind_https_the_cookie_is_called_by_its_name_there(app: Flask) -> None:
    app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-session")
    assert "<code>__Host-session</code>" in app.test_client().get("/privacy").text


def test_what_goes_and_what_stays_is_shown_before_it_is_asked(app: Flask, client: FlaskClient) -> None:
    published(course_files(lessons=1))
    somebody = person()
    enrolled(somebody)
    sign_in(client, somebody)
    text = client.get("/account/erase").text
    assert somebody.email in text
    for title in ("Where you are or were signed in", "Courses you take or took"):
        assert title in text


def erased(how_many: int) -> None:
    with transaction():
        for number in range(how_many):
            db.session.add(
                Erasure(
                    number=f"N-{clock.now().timestamp()}-{number}"[:20],
                    user_id=None,
                    cause=Cause.ASKED,
                    asked_at=clock.now(),
                    due_at=clock.now(),
                    done_at=clock.now(),
                    counts={"user_account": {"emptied": 1}, "sign_in_session": {"deleted": 2}},
                )
            )


@pytest.fixture
def staff(app: Flask, client: FlaskClient) -> FlaskClient:
    sign_in(client, person(Role.ADMINISTRATOR))
    return client


def test_the_list_of_proofs_says_when_there_is_none(staff: FlaskClient) -> None:
    assert "No account has been erased yet." in staff.get("/privacy/erasures").text


def test_the_list_of_proofs_comes_in_pages_and_asks_no_more_for_many(app: Flask, staff: FlaskClient) -> None:
    numbers = []
    for how_many in (1, 19):
        erased(how_many)
        staff.get("/privacy/erasures")
        with counted_statements(app) as seen:
            text = staff.get("/privacy/erasures").text
        numbers.append(len(seen))
        assert "Your account: 1 emptied" in " ".join(text.split())
    assert numbers[0] == numbers[1]
    erased(40)
    assert 'href="/privacy/erasures?page=2"' in staff.get("/privacy/erasures").text
