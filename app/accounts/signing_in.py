"""Keeps people signed in between requests: the only module that knows Flask-Login."""

import hmac

from flask import Flask, g, session
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import bindparam, select

from app.accounts.actors import VISITOR, Actor
from app.accounts.models import User
from app.platform.database import read_values
from app.platform.errors import SignInNeeded
from app.platform.i18n import _

_login = LoginManager()
# Where a visitor's choice of language is kept.
LANGUAGE = "lang"
_user = User.__table__.c
_PERSON = select(_user.id, _user.name, _user.role, _user.organisation_id, _user.language, _user.session_stamp).where(
    _user.id == bindparam("user_id")
)


class SignedIn:
    """The person of this request, as Flask-Login wants to see them: columns rather than a row that could change."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, actor: Actor, stamp: str) -> None:
        self.actor = actor
        self._stamp = stamp

    def get_id(self) -> str:
        """What the session remembers: the account and its present stamp."""
        return f"{self.actor.user_id}.{self._stamp}"


def keep_people_signed_in(app: Flask) -> None:
    """Teach the application to find the person of a request, and templates to ask for them."""
    _login.init_app(app)
    # The library's own protection compares addresses, and a phone changes its address in the middle of a sentence.
    _login.session_protection = None
    _login.user_loader(_find_signed_in)
    app.context_processor(lambda: {"actor": current_actor})


def _find_signed_in(remembered: str) -> SignedIn | None:
    number, _dot, stamp = remembered.partition(".")
    if not number.isdecimal():
        return None
    row = read_values(_PERSON, user_id=int(number)).first()
    if row is None or not hmac.compare_digest(row.session_stamp, stamp):
        return None
    return SignedIn(Actor(row.id, row.name, row.role, row.organisation_id, row.language), row.session_stamp)


def sign_in(user_id: int, name: str, stamp: str) -> None:
    """Begin a session for this person; of what the visitor's session held only the choice of language is kept."""
    chosen = session.get(LANGUAGE)
    session.clear()
    if chosen:
        session[LANGUAGE] = chosen
    login_user(SignedIn(Actor(user_id, name), stamp))
    session.permanent = True


def sign_out() -> None:
    """End the session of this browser."""
    logout_user()
    session.clear()


def current_actor() -> Actor:
    """Who is asking in this request."""
    if g.get("is_failing"):
        return VISITOR
    if "actor" not in g:
        person = current_user
        g.actor = person.actor if person.is_authenticated else VISITOR
    actor: Actor = g.actor
    return actor


def signed_in_user_id() -> int:
    """The account of whoever asks; raises SignInNeeded for a visitor."""
    user_id = current_actor().user_id
    if user_id is None:
        raise SignInNeeded(_("Please sign in first."))
    return user_id
