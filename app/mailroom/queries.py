"""Reads of what came by mail, and of the addresses that mail does not reach: counts, never whose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.accounts.models import User
from app.mailroom.models import Outcome, ReceivedMail
from app.platform import clock
from app.platform.database import db
from app.platform.outbox import OutgoingMail
from app.platform.unreached import UnreachedAddress

MOST_LETTERS = 10
"""To one person within a day, about answers that were not posted."""
DAYS = 14


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Somebody whose answer comes by mail."""

    user_id: int
    name: str
    email: str
    language: str
    is_blocked: bool


@dataclass(frozen=True, slots=True)
class ReceivedFigures:
    """What became of the messages that came in the last days, and how many addresses are not reached, by why."""

    outcomes: Mapping[Outcome, int]
    unreached: Mapping[str, int]
    latest: datetime | None


def find_correspondent(user_id: int) -> Correspondent | None:
    """An account that is not erased."""
    user = db.session.get(User, user_id)
    if user is None or not user.email:
        return None
    return Correspondent(user.id, user.name, user.email, user.language, user.blocked_at is not None)


def recipient_of(mail_id: int) -> str | None:
    """To whom a letter went; None for one that is forgotten."""
    return db.session.scalar(select(OutgoingMail.recipient).where(OutgoingMail.id == mail_id))


def may_be_told(user_id: int) -> bool:
    """Whether somebody was not told yet too often today that something was not posted."""
    since = clock.now() - timedelta(days=1)
    refused = select(func.count()).where(
        ReceivedMail.user_id == user_id, ReceivedMail.outcome == Outcome.REFUSED, ReceivedMail.received_at > since
    )
    # With the one that is told now.
    return (db.session.scalar(refused) or 0) <= MOST_LETTERS


def received_figures() -> ReceivedFigures:
    """For the page of those who run the site."""
    since = clock.now() - timedelta(days=DAYS)
    outcomes = select(ReceivedMail.outcome, func.count()).where(ReceivedMail.received_at >= since)
    unreached = select(UnreachedAddress.code, func.count()).where(UnreachedAddress.unreached_at.is_not(None))
    unreached = unreached.group_by(UnreachedAddress.code).order_by(func.count().desc(), UnreachedAddress.code)
    return ReceivedFigures(
        outcomes={outcome: number for outcome, number in db.session.execute(outcomes.group_by(ReceivedMail.outcome))},
        unreached={code: number for code, number in db.session.execute(unreached)},
        latest=db.session.scalar(select(func.max(ReceivedMail.received_at))),
    )
