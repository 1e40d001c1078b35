"""What is signed here reads as Flask and Flask-WTF sign it: browsers keep their cookies, open forms stay good."""

import pytest
from flask import Flask, g, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf, validate_csrf
from itsdangerous import BadSignature

from app.platform.forms import form_keys
from app.platform.signing import KeptSessions, sign_form_token
from tests.builders import fields_of

HELD = {"_user_id": "7.secret", "csrf_token": "ab" * 20, "_permanent": True}


def test_sessions_are_those_of_flask(app: Flask) -> None:
    flasks = SecureCookieSessionInterface().get_signing_serializer(app)
    ours = KeptSessions().get_signing_serializer(app)
    assert flasks is not None
    assert ours is not None
    assert ours.loads(flasks.dumps(HELD)) == HELD
    assert flasks.loads(ours.dumps(HELD)) == HELD


def test_a_cookie_signed_with_another_secret_is_refused(app: Flask) -> None:
    ours = KeptSessions().get_signing_serializer(app)
    assert ours is not None
    signed = ours.dumps(HELD)
    before, app.secret_key = app.secret_key, "another"
    try:
        changed = KeptSessions().get_signing_serializer(app)
        assert changed is not None
        with pytest.raises(BadSignature):
            changed.loads(signed)
    finally:
        app.secret_key = before


def test_a_secret_of_before_is_accepted_as_long_as_it_is_named(app: Flask) -> None:
    ours = KeptSessions().get_signing_serializer(app)
    assert ours is not None
    signed = ours.dumps(HELD)
    before, app.secret_key = app.secret_key, "another"
    app.config["SECRET_KEY_FALLBACKS"] = [before]
    try:
        changed = KeptSessions().get_signing_serializer(app)
        assert changed is not None
        assert changed.loads(signed) == HELD
    finally:
        app.secret_key = before
        app.config["SECRET_KEY_FALLBACKS"] = None


def test_the_token_of_a_form_is_one_that_flask_wtf_accepts(app: Flask) -> None:
    with app.test_request_context():
        session["csrf_token"] = HELD["csrf_token"]
        validate_csrf(sign_form_token(app, "ab" * 20))
        assert fields_of(f'<form method="post">{form_keys()}</form>')["csrf_token"] == g.csrf_token == generate_csrf()


def test_a_visitor_who_has_no_token_yet_is_given_one(app: Flask) -> None:
    with app.test_request_context():
        keys = fields_of(f'<form method="post">{form_keys()}</form>')
        validate_csrf(keys["csrf_token"])
        assert session["csrf_token"]
