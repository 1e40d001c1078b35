"""People see where they are signed in, end what they do not know, and hear of new devices."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.devices import Device, device_of
from app.accounts.models import SignInSession, User
from app.accounts.sessions import forget_old_sessions
from app.platform import clock
from app.platform.database import db
from app.platform.jobs import work_off
from tests.builders import PASSWORD, fields_of, letters_in, person, send, sign_in_by_form

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
PHONE = (
    "Mozilla/5.0 (Linux; Android 13; TECNO) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
)
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"


def browser_of(app: Flask, user: User, agent: str) -> FlaskClient:
    """A browser of this kind in which the person has signed in."""
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = agent
    sign_in_by_form(client, user)
    return client


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (PHONE, Device("Chrome", "Android")),
        (DESK, Device("Firefox", "Windows")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            Device("Safari", "iPhone"),
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", Device("Edge", "Windows")),
        ("curl/8.0", Device("", "")),
        ("", Device("", "")),
        ("<script>", Device("", "")),
    ],
)
def test_a_browser_is_named_in_two_words(agent: str, device: Device) -> None:
    assert device_of(agent) == device


def test_the_list_names_each_browser_and_which_one_this_is(each_app: Flask) -> None:
    user = person()
    browser_of(each_app, user, PHONE)
    desk = browser_of(each_app, user, DESK)
    shown = desk.get("/account/sessions").text
    assert "Chrome on Android" in shown
    assert "Firefox on Windows" in shown
    assert shown.count("This browser") == 1


def test_another_browser_can_be_signed_out(each_app: Flask) -> None:
    user = person()
    phone, desk = browser_of(each_app, user, PHONE), browser_of(each_app, user, DESK)
    theirs = db.session.scalars(select(SignInSession.id).where(SignInSession.system == "Android")).one()
    assert send(desk, "/account/sessions", to=f"/account/sessions/{theirs}/end").status_code == 303
    assert phone.get("/account").status_code == 302
    assert desk.get("/account").status_code == 200
    assert "Android" not in desk.get("/account/sessions").text


def test_all_others_can_be_signed_out_at_once(app: Flask) -> None:
    user = person()
    phone, tablet, desk = (browser_of(app, user, agent) for agent in (PHONE, "iPad", DESK))
    send(desk, "/account/sessions", to="/account/sessions/end-others")
    assert [one.get("/account").status_code for one in (phone, tablet, desk)] == [302, 302, 200]


def test_nobody_ends_the_session_of_somebody_else(app: Flask) -> None:
    amina, jonas = person(), person()
    hers = browser_of(app, amina, PHONE)
    number = db.session.scalars(select(SignInSession.id)).one()
    his = browser_of(app, jonas, DESK)
    form = fields_of(his.get("/account").text, "/sign-out")
    assert his.post(f"/account/sessions/{number}/end", data=form).status_code == 404
    assert hers.get("/account").status_code == 200


def test_signing_out_ends_the_session_even_for_who_kept_its_cookie(app: Flask) -> None:
    client = browser_of(app, person(), PHONE)
    kept = client.get_cookie("session")
    assert kept is not None
    send(client, "/account", to="/sign-out")
    thief = app.test_client()
    thief.set_cookie("session", kept.value)
    assert thief.get("/account").status_code == 302


@pytest.mark.parametrize("number", ["{id}.wrong", "{id}.", "0.x", "99999999999999999999.x", "x.y", ""])
def test_an_invented_session_opens_nothing(app: Flask, number: str) -> None:
    browser_of(app, person(), PHONE)
    real = db.session.scalars(select(SignInSession.id)).one()
    thief = app.test_client()
    with thief.session_transaction() as session:
        session["_user_id"] = number.format(id=real)
    assert thief.get("/account").status_code == 302


def test_only_a_digest_of_the_secret_is_kept(app: Flask) -> None:
    client = browser_of(app, person(), PHONE)
    with client.session_transaction() as session:
        secret = session["_user_id"].partition(".")[2]
    assert len(secret) >= 32
    assert db.session.scalars(select(SignInSession.secret_digest)).one() != secret


def test_a_new_device_is_told_by_mail_and_a_known_one_is_not(each_app: Flask) -> None:
    user = person()
    browser_of(each_app, user, PHONE)
    browser_of(each_app, user, PHONE)
    work_off()
    assert letters_in(each_app) == []
    browser_of(each_app, user, DESK)
    work_off()
    (letter,) = letters_in(each_app)
    body = letter.get_body(("plain",))
    assert body is not None
    assert letter["To"] == user.email
    assert "Firefox on Windows" in body.get_content()


def test_a_device_is_still_known_after_signing_out(app: Flask) -> None:
    user = person()
    phone = browser_of(app, user, PHONE)
    send(phone, "/account", to="/sign-out")
    sign_in_by_form(phone, user)
    work_off()
    assert letters_in(app) == []


def test_that_somebody_is_still_there_is_noted_once_an_hour(each_app: Flask) -> None:
    with clock.stopped_at(NOON):
        client = browser_of(each_app, person(), PHONE)
    seen = select(SignInSession.seen_at)
    for minutes, noted in ((59, 0), (61, 61), (100, 61), (125, 125)):
        with clock.stopped_at(NOON + timedelta(minutes=minutes)):
            client.get("/learn")
        db.session.rollback()
        assert db.session.scalars(seen).one() == NOON + timedelta(minutes=noted)


def test_old_sessions_are_forgotten(each_app: Flask) -> None:
    with clock.stopped_at(NOON):
        browser_of(each_app, person(), PHONE)
    with clock.stopped_at(NOON + timedelta(days=89)):
        forget_old_sessions()
    assert db.session.scalars(select(SignInSession)).one()
    with clock.stopped_at(NOON + timedelta(days=91)):
        forget_old_sessions()
    assert db.session.scalars(select(SignInSession)).all() == []


def test_a_wrong_password_begins_no_session(client: FlaskClient) -> None:
    user = person()
    send(client, "/sign-in", {"email": user.email, "password": PASSWORD + "!"})
    assert db.session.scalars(select(SignInSession)).all() == []
