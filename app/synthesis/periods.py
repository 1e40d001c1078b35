"""The days that a synthesis is about. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last one, both of them within."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day <= self.last


def quarter_of(day: date) -> Period:
    """The quarter of the year in which a day lies."""
    month = (day.month - 1) // 3 * 3 + 1
    first = date(day.year, month, 1)
    behind = date(day.year + month // 10, (month + 2) % 12 + 1, 1)
    return Period(first, behind - _DAY)


def quarter_before(day: date) -> Period:
    """The last quarter that was over on a day."""
    return quarter_of(quarter_of(day).first - _DAY)


def next_period(last_days: Iterable[date], today: date) -> Period:
    """What to write about next: since the day after the last one told, up to today; at first, the last quarter."""
    told = max(last_days, default=None)
    if told is None:
        return quarter_before(today)
    return Period(min(told + _DAY, today), today)
