"""Where people are signed in: a row for each browser, so that they can see and end what they do not know."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update

from app.accounts.devices import Device
from app.accounts.models import SignInSession, User
from app.accounts.writing import Notice, write_to
from app.platform import clock
from app.platform.database import count_changed, db, read_values, table_of, transaction, write_values
from app.platform.errors import NotFound
from app.platform.i18n import _

# How often it is noted that somebody is still there.
SEEN_EVERY = timedelta(hours=1)
# Ended ones are kept so long, so that a browser is recognised when it comes back.
KEPT = timedelta(days=90)
_session = table_of(SignInSession).c
_BEGIN = insert(table_of(SignInSession)).returning(_session.id)

_IS_ALIKE = and_(_session.browser == bindparam("browser"), _session.system == bindparam("system"))
_NUMBER: Any = func.count()
_BEFORE = select(_NUMBER.label("before"), _NUMBER.filter(_IS_ALIKE).label("alike")).where(
    _session.user_id == bindparam("user")
)


def digest_of(secret: str) -> str:
    """What is kept of a session's secret; it is random and long, so a plain digest tells nothing about it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def begin_session(user_id: int, device: Device) -> str:
    """Note that somebody signs in with this device; returns what their browser has to remember."""
    secret = secrets.token_urlsafe(24)
    now = clock.now()
    begun = write_values(
        _BEGIN,
        {
            "user_id": user_id,
            "secret_digest": digest_of(secret),
            "browser": device.browser,
            "system": device.system,
            "signed_in_at": now,
            "seen_at": now,
        },
    )
    return f"{begun.scalar_one()}.{secret}"


def is_new_to(user_id: int, device: Device) -> bool:
    """Whether a person who has been here before has never come with such a device; asked before a session begins."""
    counted = read_values(_BEFORE, user=user_id, browser=device.browser, system=device.system).one()
    return bool(counted.before > 0 and counted.alike == 0)


def warn_of_new_device(user: User, device: Device, *, root: str, language: str) -> None:
    """Write to a person that somebody signed in from where they never did."""

    def notice() -> Notice:
        named = _("%(browser)s on %(system)s", browser=device.browser or "?", system=device.system or "?")
        return Notice(
            _("New sign-in to your account"),
            (
                _(
                    "Somebody has just signed in to your account with %(device)s. If this was you, all is well.",
                    device=named,
                ),
                _("If it was not, set a new password: that signs out everybody but you."),
            ),
            (_("Set a new password"), f"{root}/sign-in/mail"),
        )

    write_to(user, notice, language=language, kind="new-device")


def sessions_of(user_id: int) -> Sequence[SignInSession]:
    """Where somebody is signed in now, the one seen last first."""
    mine = select(SignInSession).where(SignInSession.user_id == user_id, SignInSession.ended_at.is_(None))
    return db.session.scalars(mine.order_by(SignInSession.seen_at.desc(), SignInSession.id.desc())).all()


def end_session(user_id: int, session_id: int) -> None:
    """Sign a browser out; raises NotFound when it is not one of this person's."""
    if not _end(SignInSession.user_id == user_id, SignInSession.id == session_id):
        raise NotFound(_("There is no such session, or it has ended already."))


def end_all_sessions(user_id: int, *, but: int | None = None) -> int:
    """Sign somebody out everywhere, or everywhere but here; returns how many sessions ended."""
    return _end(SignInSession.user_id == user_id, SignInSession.id != (but or 0))


def note_seen(session_id: int) -> None:
    """Note that somebody is still there."""
    db.session.execute(update(SignInSession).where(SignInSession.id == session_id).values(seen_at=clock.now()))


def forget_old_sessions() -> None:
    """The job: drop sessions that ended, or whose browser was not seen, a season ago; when it was stays known."""
    last = clock.now() - KEPT
    is_old = or_(SignInSession.ended_at < last, SignInSession.seen_at < last)
    with transaction():
        latest = select(SignInSession.user_id, func.max(SignInSession.seen_at)).where(is_old)
        for user_id, seen_at in db.session.execute(latest.group_by(SignInSession.user_id)):
            is_later = or_(User.seen_at.is_(None), User.seen_at < seen_at)
            db.session.execute(update(User).where(User.id == user_id, is_later).values(seen_at=seen_at))
        db.session.execute(delete(SignInSession).where(is_old))


def _end(*whose: object) -> int:
    return count_changed(
        update(SignInSession)
        .where(SignInSession.ended_at.is_(None), *whose)  # type: ignore[arg-type]
        .values(ended_at=clock.now())
    )
