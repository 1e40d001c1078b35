"""Mails end by one request of a mail program, or by one button, without signing in; and nothing else does."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.notifications.actions import choose
from app.notifications.models import NoticeChoice
from app.notifications.queries import choices_of
from app.notifications.unsubscribing import token_for
from app.platform.database import db, transaction
from app.platform.telling import Cadence
from tests.builders import browser_of
from tests.notifications.telling import DAY, GATHERED, NOON, mails_at, member, notices_of, text_of, told

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def address_in_mail(app: Flask, somebody: User) -> str:
    """Where the mail that somebody just got is ended."""
    told(somebody)
    letter = mails_at(app, NOON + GATHERED)[-1]
    return urlsplit(str(letter["List-Unsubscribe"]).strip("<>")).path


def test_one_request_of_a_mail_program_ends_such_mails(each_app: Flask) -> None:
    amina, jonas = member(), member()
    address = address_in_mail(each_app, amina)
    # As a mail program sends it: no cookie, no token, no page before.
    answer = each_app.test_client().post(address, data=ONE_CLICK)
    assert answer.status_code == 200
    assert choices_of(amina.id) == {"courses": Cadence.NEVER}
    told(amina, "Later", at=NOON + DAY)
    told(jonas, "Later", at=NOON + DAY)
    assert [one["To"] for one in mails_at(each_app, NOON + DAY + GATHERED)] == [amina.email, jonas.email]
    # On the site it stands all the same.
    assert len(notices_of(amina)) == 2


def test_a_second_request_changes_nothing(each_app: Flask) -> None:
    amina = member()
    address = address_in_mail(each_app, amina)
    for _time in range(2):
        assert each_app.test_client().post(address, data=ONE_CLICK).status_code == 200
    assert choices_of(amina.id) == {"courses": Cadence.NEVER}


def test_what_waits_goes_out_no_more_and_choices_for_single_kinds_end_too(each_app: Flask) -> None:
    amina = member()
    address = address_in_mail(each_app, amina)
    with transaction():
        choose(amina.id, {"courses.certificate": Cadence.NOW, "account": Cadence.WEEKLY})
    told(amina, "Waiting", at=NOON + DAY)
    each_app.test_client().post(address, data=ONE_CLICK)
    assert choices_of(amina.id) == {"courses": Cadence.NEVER, "account": Cadence.WEEKLY}
    assert len(mails_at(each_app, NOON + 2 * DAY)) == 1


def test_opening_the_page_ends_nothing_and_its_button_does(app: Flask, client: FlaskClient) -> None:
    amina = member()
    address = address_in_mail(app, amina)
    page = client.get(address)
    assert page.status_code == 200
    assert "Courses and certificates" in page.text
    assert choices_of(amina.id) == {}
    done = client.post(address, data=ONE_CLICK)
    assert "We write to you no more about: Courses and certificates." in done.text
    assert choices_of(amina.id) == {"courses": Cadence.NEVER}


def test_the_link_in_the_text_opens_in_the_language_of_the_mail(app: Flask, client: FlaskClient) -> None:
    address = address_in_mail(app, member())
    assert f"http://127.0.0.1:8000{address}?lang=en" in text_of(mails_at(app, NOON + GATHERED)[0])
    assert 'lang="fr"' in client.get(f"{address}?lang=fr").text


def test_the_address_is_told_to_nobody_else_and_kept_nowhere(app: Flask, client: FlaskClient) -> None:
    answer = client.get(address_in_mail(app, member()))
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: f"1{token}", lambda _token: "é", lambda _t: "x"]
)
def test_an_address_that_we_did_not_make_ends_nothing(app: Flask, client: FlaskClient, change: object) -> None:
    amina = member()
    token = change(token_for(amina.id, ["courses"]))  # type: ignore[operator]
    for answer in (client.get(f"/notices/no-more/{token}"), client.post(f"/notices/no-more/{token}", data=ONE_CLICK)):
        assert answer.status_code == 404
    assert choices_of(amina.id) == {}


def test_an_account_that_is_gone_is_answered_like_any_other_and_nothing_is_kept(each_app: Flask) -> None:
    address = f"/notices/no-more/{token_for(4711, ['courses'])}"
    assert each_app.test_client().post(address, data=ONE_CLICK).status_code == 200
    assert db.session.scalars(select(NoticeChoice)).all() == []


def test_whoever_is_signed_in_ends_the_mails_of_whose_mail_it_is(app: Flask) -> None:
    amina, jonas = member(), member()
    address = address_in_mail(app, amina)
    browser_of(app, jonas).post(address, data=ONE_CLICK)
    assert (choices_of(amina.id), choices_of(jonas.id)) == ({"courses": Cadence.NEVER}, {})
