"""Every form does its work once: a double tap, or a resend after a lost connection, is led to the first answer."""

import logging
import secrets
from datetime import datetime, timedelta

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import String, bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

from app.platform import clock
from app.platform.database import Model, db, read_values, table_of, transaction, write_values
from app.platform.errors import Conflict, request_id, show_domain_error
from app.platform.i18n import _

log = logging.getLogger(__name__)

FIELD = "once"
KEPT = timedelta(days=2)
# How a form is refused that came too late: gone, changed meanwhile, no longer allowed, filled in wrongly by now.
_REFUSALS = frozenset({403, 404, 409, 410, 422, 429})
_LONGEST = 43


class AnsweredForm(Model):
    """A form that has done its work, and where it led."""

    __tablename__ = "answered_form"

    key: Mapped[str] = mapped_column(String(_LONGEST), primary_key=True)
    location: Mapped[str] = mapped_column(String(2000))
    answered_at: Mapped[datetime] = mapped_column(index=True)


_answered = AnsweredForm.__table__.c
_KEEP = insert(table_of(AnsweredForm))
_LOCATION = select(_answered.location).where(_answered.key == bindparam("key"))


def new_key() -> str:
    """A fresh key for a form about to be shown."""
    return secrets.token_urlsafe(18)


def remember(location: str) -> None:
    """Note, inside the transaction that does the work, where this form led.

    Of two requests that race with one key only one can write the row; the other is rolled back with all it did.
    """
    key = request.form.get(FIELD, "")
    if 0 < len(key) <= _LONGEST:
        write_values(_KEEP, {"key": key, "location": location, "answered_at": clock.now()})


def forget_old() -> None:
    """The job: drop what nobody will resend any more."""
    with transaction():
        db.session.execute(delete(AnsweredForm).where(AnsweredForm.answered_at < clock.now() - KEPT))


def answer_forms_once(app: Flask) -> None:
    """Lead a form that was answered before, or is being answered by its twin, to where that led."""
    app.before_request(_replay)
    app.register_error_handler(IntegrityError, _tell_who_came_first)
    app.after_request(_follow_twin)


def _tell_who_came_first(error: IntegrityError) -> ResponseReturnValue:
    """Two different forms that want the same thing share no key: the later is told that another came first."""
    log.warning("request %s met a unique row: %s", request_id(), error)
    return show_domain_error(
        Conflict(
            _("The same was done from another window at this very moment. Nothing was done twice; please look again.")
        )
    )


def _follow_twin(response: Response) -> Response:
    """Of two requests at the same moment the later one is refused, whatever for: show it what the first did."""
    if request.method == "POST" and response.status_code in _REFUSALS:
        location = _answered_at()
        if location is not None:
            return redirect(location, 303)
    return response


def _replay() -> ResponseReturnValue | None:
    location = _answered_at() if request.method == "POST" else None
    return None if location is None else redirect(location, 303)


def _answered_at() -> str | None:
    """Where the form at hand led, if it has done its work."""
    key = request.form.get(FIELD, "")
    if not 0 < len(key) <= _LONGEST:
        return None
    location: str | None = read_values(_LOCATION, key=key).scalar()
    return location
