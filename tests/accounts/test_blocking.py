"""Who is blocked comes in by no way, is told why only after the right password, and loses nothing."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.actions import block, take_role, unblock
from app.accounts.models import Purpose, SignInSession, User
from app.accounts.roles import Role
from app.platform.audit import AuditEntry
from app.platform.database import db, transaction
from app.platform.errors import Conflict
from app.platform.jobs import work_off
from tests.builders import PASSWORD, counted_statements, fields_of, letters_in, person, send, sign_in

BLOCKED = "This account is blocked"


def blocked(user: User) -> User:
    with transaction():
        block(user.id, by=None)
    return user


def test_a_running_session_ends(each_app: Flask) -> None:
    user = person()
    client = each_app.test_client()
    sign_in(client, user)
    blocked(user)
    assert client.get("/account").status_code == 302
    assert db.session.scalars(select(SignInSession.ended_at)).one() is not None


def test_a_session_that_was_left_open_opens_nothing_and_asks_no_more(each_app: Flask) -> None:
    user = person()
    client = each_app.test_client()
    sign_in(client, user)
    client.get("/account/sessions")
    with counted_statements(each_app) as before:
        assert client.get("/account/sessions").status_code == 200
    with transaction():
        db.session.get_one(User, user.id).blocked_at = user.created_at
        db.session.flush()
    with counted_statements(each_app) as after:
        assert client.get("/account/sessions").status_code == 302
    assert len(after) < len(before)


def test_the_reason_is_told_after_the_right_password_only(app: Flask) -> None:
    user = blocked(person())
    right = send(app.test_client(), "/sign-in", {"email": user.email, "password": PASSWORD})
    assert right.status_code == 403
    assert BLOCKED in right.text
    wrong = send(app.test_client(), "/sign-in", {"email": user.email, "password": "not the right one"})
    unknown = send(app.test_client(), "/sign-in", {"email": "nobody@example.org", "password": "not the right one"})
    assert wrong.status_code == unknown.status_code == 422
    assert BLOCKED not in wrong.text


def test_no_letter_with_a_link_is_written_to_who_is_blocked(app: Flask) -> None:
    user = blocked(person())
    answer = send(app.test_client(), "/sign-in/mail", {"email": user.email})
    assert answer.status_code == 303
    work_off()
    assert letters_in(app) == []


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_that_was_mailed_before_opens_nothing(app: Flask, purpose: Purpose) -> None:
    user = person()
    client = app.test_client()
    send(client, "/sign-in/mail", {"email": user.email, "step": "password" if purpose is Purpose.NEW_PASSWORD else ""})
    work_off()
    (letter,) = letters_in(app)
    body = letter.get_body(("plain",))
    assert body is not None
    link = body.get_content().partition("/links/")[2].split()[0]
    assert client.get(f"/links/{link}").status_code == 200
    blocked(user)
    assert client.get(f"/links/{link}").status_code == 404
    with transaction():
        unblock(user.id, by=None)
    # It was spent, rather than kept for later.
    assert client.get(f"/links/{link}").status_code == 404


def test_who_is_let_in_again_signs_in_as_before(each_app: Flask) -> None:
    user = blocked(person())
    with transaction():
        assert unblock(user.id, by=None)
        assert not unblock(user.id, by=None)
    sign_in(each_app.test_client(), user)
    noted = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert noted == ["person.blocked", "person.unblocked"]


def test_the_last_administrator_who_can_sign_in_stays(each_app: Flask) -> None:
    first, second = person(Role.ADMINISTRATOR), person(Role.ADMINISTRATOR)
    blocked(first)
    with pytest.raises(Conflict), transaction():
        block(second.id, by=None)
    with pytest.raises(Conflict), transaction():
        take_role(second.id, Role.ADMINISTRATOR)


def test_blocking_twice_changes_nothing_the_second_time(each_app: Flask) -> None:
    user = blocked(person())
    with transaction():
        assert not block(user.id, by=None)
    assert db.session.scalars(select(AuditEntry.action)).all() == ["person.blocked"]


def test_a_form_that_was_open_meanwhile_is_led_to_sign_in(app: Flask) -> None:
    user = person()
    client = app.test_client()
    sign_in(client, user)
    form = fields_of(client.get("/account").text)
    blocked(user)
    answer = client.post("/account", data={**form, "name": "Another name"})
    assert answer.status_code == 302
    assert db.session.get_one(User, user.id).name == "Amina Diallo"
