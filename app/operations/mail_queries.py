"""Reads of letters: counts and moments, never to whom or what about."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app.platform import clock
from app.platform.database import db
from app.platform.jobs import Job
from app.platform.outbox import SEND_MAIL, OutgoingMail

DAYS = 14


@dataclass(frozen=True, slots=True)
class MailDay:
    """What became of the letters written on one day, in UTC."""

    day: date
    written: int
    sent: int
    given_up: int

    @property
    def waiting(self) -> int:
        """Not sent yet, and not given up."""
        return max(0, self.written - self.sent - self.given_up)


@dataclass(frozen=True, slots=True)
class MailKind:
    """What became of the letters of one kind, of those that are still known."""

    kind: str
    written: int
    sent: int


@dataclass(frozen=True, slots=True)
class MailFigures:
    """Whether letters leave."""

    days: tuple[MailDay, ...]
    kinds: tuple[MailKind, ...]
    oldest_waiting: datetime | None


def mail_figures() -> MailFigures:
    """Counts for the last days, the latest first, and by kind."""
    today = clock.today()
    days = [today - timedelta(days=number) for number in range(DAYS)]
    edges = [(clock.beginning_of(day), clock.beginning_of(day + timedelta(days=1))) for day in days]
    is_written = [(OutgoingMail.created_at >= first) & (OutgoingMail.created_at < last) for first, last in edges]
    is_tried = [(Job.created_at >= first) & (Job.created_at < last) for first, last in edges]
    is_sent = OutgoingMail.sent_at.is_not(None)
    written = _counted([func.count().filter(day) for day in is_written])
    sent = _counted([func.count().filter(day, is_sent) for day in is_written])
    failed = db.session.execute(
        select(*(func.count().filter(day) for day in is_tried))
        .select_from(Job)
        .where(Job.kind == SEND_MAIL, Job.given_up_at.is_not(None), Job.done_at.is_(None))
    ).one()
    kinds = db.session.execute(
        select(OutgoingMail.kind, func.count(), func.count(OutgoingMail.sent_at))
        .group_by(OutgoingMail.kind)
        .order_by(func.count().desc(), OutgoingMail.kind)
    )
    return MailFigures(
        days=tuple(MailDay(*told) for told in zip(days, written, sent, failed, strict=True)),
        kinds=tuple(MailKind(*row) for row in kinds),
        oldest_waiting=db.session.scalar(
            select(func.min(OutgoingMail.created_at)).where(OutgoingMail.sent_at.is_(None))
        ),
    )


def _counted(counts: list[object]) -> list[int]:
    since = clock.beginning_of(clock.today() - timedelta(days=DAYS - 1))
    found = select(*counts).select_from(OutgoingMail).where(OutgoingMail.created_at >= since)  # type: ignore[call-overload]
    return list(db.session.execute(found).one())
