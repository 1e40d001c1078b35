"""Tells people something, and reads what came of it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.certificates.notices import CERTIFICATE
from app.notifications.actions import notify
from app.notifications.digesting import GATHERED
from app.notifications.jobs import mail_notices
from app.notifications.models import Notice
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from tests.builders import letters_in, person

# A Monday.
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
__all__ = ["DAY", "GATHERED", "HOUR", "MINUTE", "NOON"]


def member(name: str = "Amina Diallo", country: str = "") -> User:
    """Somebody with an account, as they are now: later reads and writes leave this value alone."""
    somebody = person(name=name, country=country)
    db.session.expunge(somebody)
    return somebody


def told(somebody: User, course: str = "Localizing", *, leads_to: str = "/courses", at: datetime = NOON) -> Notice:
    """Somebody was told of a certificate at that moment."""
    with clock.stopped_at(at), transaction():
        assert notify(somebody.id, CERTIFICATE, course, {"course": course}, leads_to)
    return db.session.scalars(select(Notice).where(Notice.user_id == somebody.id).order_by(Notice.id.desc())).first()  # type: ignore[return-value]


def notices_of(somebody: User) -> Sequence[Notice]:
    """All notices of somebody, as they are now."""
    db.session.remove()
    return db.session.scalars(select(Notice).where(Notice.user_id == somebody.id).order_by(Notice.id)).all()


def mails_at(app: Flask, moment: datetime) -> list[EmailMessage]:
    """The mails of notices that have left by then, when the routine comes by at that moment."""
    with clock.stopped_at(moment):
        mail_notices()
        work_off()
    return [one for one in letters_in(app) if one["List-Unsubscribe"]]


def text_of(letter: EmailMessage) -> str:
    """What a letter says to a reader without HTML."""
    plain = letter.get_body(("plain",))
    assert plain is not None
    return str(plain.get_content())


def html_of(letter: EmailMessage) -> str:
    """What a letter says to everybody else."""
    html = letter.get_body(("html",))
    assert html is not None
    return str(html.get_content())
