"""What goes into a mail now, what goes later, and when to look again. Pure: values in, values out.

At most one mail an hour; what several things at once would say is gathered into one. Daily and weekly mails go at eight
in the morning of their reader; nobody is woken in quiet hours.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from app.platform.telling import Cadence

GATHERED = timedelta(minutes=5)
"""So long a mail waits for what else may happen at the same moment."""
PAUSE = timedelta(hours=1)
"""So far apart are two mails to one person at least."""
MORNING = time(8)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """The whole hours of the reader's day from `start` until `end`, perhaps over midnight; equal ones mean none."""

    start: int
    end: int

    def covers(self, hour: int) -> bool:
        """Whether an hour of the day lies in them."""
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


NIGHT = Quiet(21, 7)


@dataclass(frozen=True, slots=True)
class Habits:
    """When somebody reads mail: where their clock is, when not to write, the day of weekly mails (Monday is 0)."""

    zone: tzinfo = UTC
    quiet: Quiet | None = None
    weekday: int = 0
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that nobody has seen or mailed yet."""

    notice_id: int
    cadence: Cadence
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """The notices of the mail that goes now, if any; those no mail will tell; when to look again at the others."""

    mail: tuple[int, ...] = ()
    let_go: tuple[int, ...] = ()
    again_at: datetime | None = None


def plan(now: datetime, waiting: Iterable[Waiting], habits: Habits, last_mail_at: datetime | None) -> Plan:
    """Decide for one person; `waiting` holds what they have not seen, `last_mail_at` when a mail last went to them."""
    due: dict[int, datetime] = {}
    let_go = []
    for one in waiting:
        if habits.is_paused or one.cadence is Cadence.NEVER:
            let_go.append(one.notice_id)
        else:
            due[one.notice_id] = due_at(one, habits)
    if not due:
        return Plan(let_go=tuple(let_go))
    opens_at = _open_at(max(now, min(due.values())), habits, last_mail_at)
    if opens_at > now:
        return Plan(let_go=tuple(let_go), again_at=opens_at)
    later = [moment for moment in due.values() if moment > now]
    return Plan(
        mail=tuple(notice_id for notice_id, moment in due.items() if moment <= now),
        let_go=tuple(let_go),
        again_at=_open_at(min(later), habits, now) if later else None,
    )


def reads(languages: Collection[str], language: str) -> bool:
    """Whether somebody with these languages reads that one, whatever its country; an unknown one, everybody does."""
    spoken = {code.partition("-")[0] for code in languages}
    return not language or language.partition("-")[0] in spoken


def due_at(one: Waiting, habits: Habits) -> datetime:
    """When a notice may be mailed at the soonest, were there no quiet hours and no other mail."""
    if one.cadence is Cadence.DAILY:
        return _next_morning(one.made_at, habits.zone)
    if one.cadence is Cadence.WEEKLY:
        return _next_morning(one.made_at, habits.zone, habits.weekday)
    return one.made_at + GATHERED


def _next_morning(moment: datetime, zone: tzinfo, weekday: int | None = None) -> datetime:
    """The first morning after a moment, or the first on this day of the week."""
    day = moment.astimezone(zone).date()
    while True:
        # Compared in UTC: of two moments in one zone Python compares the hands of the clock, which may be set back.
        morning = datetime.combine(day, MORNING, zone).astimezone(UTC)
        if morning > moment and weekday in (None, day.weekday()):
            return morning
        day += _DAY


def _open_at(moment: datetime, habits: Habits, last_mail_at: datetime | None) -> datetime:
    """The first moment from this one on at which a mail may go: outside quiet hours, long enough after the last."""
    if last_mail_at is not None:
        moment = max(moment, last_mail_at + PAUSE)
    if habits.quiet is None:
        return moment
    for _hour in range(25):
        local = moment.astimezone(habits.zone)
        if not habits.quiet.covers(local.hour):
            return moment
        # From one full hour of their clock to the next, so that a clock that is set forward or back is no matter.
        since_the_hour = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        moment += _HOUR - since_the_hour
    return moment
