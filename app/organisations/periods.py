"""Stretches of days: from a day on, up to another that is not part of it any more, or open. Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `since` up to, and without, `until`; None while no end is known."""

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether this day is one of them."""
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def is_empty(self) -> bool:
        """Whether no day is left, as of what began and ended on one day."""
        return self.until is not None and self.until <= self.since

    def shared_with(self, other: "Period") -> "Period | None":
        """The days that are in both; None when there are none."""
        ends = [until for until in (self.until, other.until) if until is not None]
        shared = Period(max(self.since, other.since), min(ends, default=None))
        return None if shared.is_empty else shared
