"""Keeps people signed in between requests: the only module that knows Flask-Login."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.globals import app_ctx
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import BindParameter, ColumnElement, String, bindparam, literal, select

from app.accounts.actors import VISITOR, Actor
from app.accounts.devices import Device, device_of
from app.accounts.models import RoleGrant, SignInSession, User
from app.accounts.roles import Grant
from app.accounts.sessions import SEEN_EVERY, digest_of, note_seen
from app.platform import clock
from app.platform.database import read_values, transaction
from app.platform.errors import Refused, SignInNeeded
from app.platform.i18n import _

_login = LoginManager()
# Where a visitor's choice of language is kept.
LANGUAGE = "lang"
# Where it is kept that somebody took the first step, that they proved who they are, and who their organisation says.
_AWAITED, _PROVED, LINKING = "awaited", "proved", "linking"
_CODE_WITHIN = timedelta(minutes=5)
# How long a proof holds: long enough to open a form, and somewhat longer to send it.
_FRESH, _FRESH_FOR_SENDING = timedelta(minutes=15), timedelta(minutes=30)
_LONGEST_NUMBER = 18
_LONGEST_ADDRESS = 500
_user, _session = User.__table__.c, SignInSession.__table__.c
_granted = RoleGrant.__table__.c
# How much somebody has not seen, and whether any of it leads to the address they ask for.
CountNews = Callable[[ColumnElement[int], BindParameter[str]], tuple[ColumnElement[int], ColumnElement[bool]]]
# A line for each role they hold, or one with none.
_PERSON = (
    select(
        _user.id,
        _user.name,
        _user.organisation_id,
        _user.language,
        _session.secret_digest,
        _session.seen_at,
        _granted.role,
        _granted.scope,
    )
    .join_from(SignInSession.__table__, User.__table__, _session.user_id == _user.id)
    .outerjoin(RoleGrant.__table__, _granted.user_id == _user.id)
    .where(_session.id == bindparam("session_id"), _session.ended_at.is_(None), _user.blocked_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class News:
    """What the person of a request has not seen yet: how much of it, and whether some of it leads to this page."""

    user_id: int | None = None
    number: int = 0
    is_here: bool = False

    @property
    def reader_here(self) -> int | None:
        """The person, if what they have not seen leads to this page."""
        return self.user_id if self.is_here else None

    @property
    def elsewhere(self) -> int:
        """How much is to be seen on other pages."""
        return self.number - self.is_here


NO_NEWS = News()


def refuse_blocked(user: User) -> None:
    """Raise Refused for somebody who is blocked; asked only once they have shown that they are who they say."""
    if user.blocked_at is not None:
        raise Refused(
            _(
                "This account is blocked, so you cannot sign in with it. Nothing that you did here is lost. Write to those who run the site if you think this is a mistake."
            )
        )


class SignedIn:
    """The person of this request, as Flask-Login wants to see them: columns rather than a row that could change."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, actor: Actor, remembered: str, news: News = NO_NEWS) -> None:
        self.actor = actor
        self.news = news
        self._remembered = remembered

    def get_id(self) -> str:
        """What the browser remembers: the number of its session and a secret."""
        return self._remembered

    @property
    def session_id(self) -> int:
        """The number of the session."""
        return int(self._remembered.partition(".")[0])


def keep_people_signed_in(app: Flask) -> None:
    """Teach the application to find the person of a request, and templates to ask for them."""
    # Templates ask for `actor`, so nothing is put into their context for `current_user`.
    _login.init_app(app, add_context_processor=False)
    # The library's own protection compares addresses, and a phone changes its address in the middle of a sentence.
    _login.session_protection = None
    _login.user_loader(_find_signed_in)
    know_news(app, lambda _user_id, _address: (literal(0), literal(False)))
    app.after_request(_note_that_they_are_there)
    app.context_processor(lambda: {"actor": current_actor})


def know_news(app: Flask, count: CountNews) -> None:
    """Tell the application how news are counted, as a part of the statement that finds the person of a request.

    What is news stands on a floor above; the header of every page shows how much there is.
    """
    number, is_here = count(_user.id, bindparam("address", type_=String))
    app.extensions["person"] = _PERSON.add_columns(number.label("news"), is_here.label("is_here"))


def asked_address() -> str:
    """The address of this request within the site, as links of the site write it."""
    # A database keeps no zero characters; pages that have one in their address are found by nobody.
    return request.full_path.rstrip("?").replace("\0", "")[:_LONGEST_ADDRESS]


def news_of_this_request() -> News:
    """What the person of this request has not seen yet; nothing where it was not asked who it is."""
    here = app_ctx.g
    news: News = NO_NEWS if here.get("is_failing") else here.get("news", NO_NEWS)
    return news


def _find_signed_in(remembered: str) -> SignedIn | None:
    number, _dot, secret = remembered.partition(".")
    # Longer ones are no numbers of ours, and too large for the database.
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return None
    statement = current_app.extensions["person"]
    rows = read_values(statement, session_id=int(number), address=asked_address()).all()
    row = rows[0] if rows else None
    if row is None or not hmac.compare_digest(row.secret_digest, digest_of(secret)):
        return None
    if clock.now() - row.seen_at > SEEN_EVERY:
        g.session_not_noted = int(number)
    grants = frozenset(Grant(one.role, one.scope) for one in rows if one.role is not None)
    actor = Actor(row.id, row.name, grants, row.organisation_id, row.language)
    return SignedIn(actor, remembered, News(row.id, row.news, bool(row.is_here)))


def _note_that_they_are_there(response: Response) -> Response:
    """Once an hour, so that the list of sessions tells which are in use; only where it was asked who it is."""
    session_id = g.pop("session_not_noted", None)
    if session_id is not None and not g.get("is_failing"):
        with transaction():
            note_seen(session_id)
    return response


@dataclass(frozen=True, slots=True)
class Awaited:
    """Somebody who took the first step and whose code is awaited, and where they want to go."""

    user_id: int
    way_on: str


def let_in(user_id: int, name: str, remembered: str | None, after: str) -> ResponseReturnValue:
    """Lead somebody on into the session that has begun, or to their second step when none has."""
    if remembered is None:
        await_code(user_id, after)
        return redirect(url_for("second_step.enter_code"), 303)
    sign_in(user_id, name, remembered)
    return redirect(after, 303)


def sign_in(user_id: int, name: str, remembered: str) -> None:
    """Let this browser remember a session that has begun; see `_begin_anew` for what is kept of the visitor's."""
    _begin_anew()
    login_user(SignedIn(Actor(user_id, name), remembered))
    session.permanent = True
    note_proof()


def await_code(user_id: int, after: str) -> None:
    """Note that somebody has taken the first step; they are not signed in."""
    _begin_anew()
    session[_AWAITED] = {"user": user_id, "way": after, "until": int((clock.now() + _CODE_WITHIN).timestamp())}


def awaited() -> Awaited | None:
    """Whose code this browser may bring; None when nobody took the first step in the last minutes."""
    kept = session.get(_AWAITED)
    if not kept or clock.now().timestamp() > kept["until"]:
        return None
    return Awaited(kept["user"], kept["way"])


def _begin_anew() -> None:
    """Forget the visitor's session but for the language they chose and who their organisation says they are."""
    kept = {name: session[name] for name in (LANGUAGE, LINKING) if session.get(name)}
    session.clear()
    session.update(kept)


def note_proof() -> None:
    """Note that whoever sits here has just proved who they are."""
    session[_PROVED] = int(clock.now().timestamp())


def has_proved() -> bool:
    """Whether that was a short while ago, so that ways in may be changed here."""
    limit = _FRESH if request.method == "GET" else _FRESH_FOR_SENDING
    proved_at: int = session.get(_PROVED, 0)
    return clock.now().timestamp() - proved_at < limit.total_seconds()


def this_device() -> Device:
    """What the browser of this request says of itself."""
    return device_of(request.headers.get("User-Agent", ""))


def current_session_id() -> int:
    """The number of the session of whoever asks, who must be signed in."""
    return int(current_user.session_id)


def sign_out() -> None:
    """Let this browser forget its session."""
    logout_user()
    session.clear()


def current_actor() -> Actor:
    """Who is asking in this request."""
    # What is behind `g`: a page asks a dozen times.
    here = app_ctx.g
    if here.get("is_failing"):
        return VISITOR
    if "actor" not in here:
        person = current_user._get_current_object()
        here.actor, here.news = (person.actor, person.news) if person.is_authenticated else (VISITOR, NO_NEWS)
    actor: Actor = here.actor
    return actor


def stand_in_for(actor: Actor) -> None:
    """Let this request be asked by somebody else than its cookie says: for rehearsals, answered to nobody."""
    g.actor, g.news = actor, NO_NEWS
    if actor.is_signed_in:
        g._login_user = SignedIn(actor, "0.")
        note_proof()


def signed_in_user_id() -> int:
    """The account of whoever asks; raises SignInNeeded for a visitor."""
    user_id = current_actor().user_id
    if user_id is None:
        raise SignInNeeded(_("Please sign in first."))
    return user_id
