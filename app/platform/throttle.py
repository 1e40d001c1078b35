"""Slows down whoever tries too often. Counts live in this process; each worker counts for itself."""

import re
from bisect import bisect_right
from functools import cache
from threading import Lock
from typing import NamedTuple

from flask import request

from app.platform import clock
from app.platform.database import is_only_reading
from app.platform.errors import TooMany
from app.platform.i18n import _

_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}
_WRITTEN = re.compile(r"(\d+) per (?:(\d+) )?(minute|hour|day)s?")
# Who has not come again is forgotten when so many more are known than there were left the last time.
_MORE = 1000


class _Rate(NamedTuple):
    """So many within so many seconds."""

    most: int
    seconds: int


class _Counts:
    """When each name came, as far back as its rate looks."""

    def __init__(self) -> None:
        self._moments: dict[tuple[str, ...], list[float]] = {}
        self._left = 0
        self._guard = Lock()

    def count(self, rate: str, names: tuple[str, ...], now: float) -> bool:
        """Count one more, unless that is more than the rate; says whether it was counted."""
        most, seconds = _rate_of(rate)
        with self._guard:
            if len(self._moments) > self._left + _MORE:
                self._forget_old(now)
            moments = self._moments.setdefault((rate, *names), [])
            del moments[: bisect_right(moments, now - seconds)]
            if len(moments) >= most:
                return False
            moments.append(now)
            return True

    def forget_all(self) -> None:
        """Know nobody any more."""
        with self._guard:
            self._moments.clear()
            self._left = 0

    def _forget_old(self, now: float) -> None:
        self._moments = {
            (rate, *names): moments
            for (rate, *names), moments in self._moments.items()
            if moments and moments[-1] > now - _rate_of(rate).seconds
        }
        self._left = len(self._moments)


_counts = _Counts()


def is_often(rate: str, *names: str) -> bool:
    """Count one event under these names; says whether there are more than the rate now."""
    return not _counts.count(rate, names, clock.now().timestamp())


def at_most(rate: str, *names: str) -> None:
    """Count one try under these names; raises TooMany beyond the rate, written like "10 per minute".

    What is only rehearsed is nobody's try.
    """
    if not is_only_reading() and is_often(rate, *names):
        raise TooMany(
            _("That was tried many times in a short while. Nothing was changed. Please wait a minute and try again.")
        )


def sender() -> str:
    """The address a request comes from."""
    return request.remote_addr or "unknown"


def forget_all() -> None:
    """Start counting anew; tests do."""
    _counts.forget_all()


@cache
def _rate_of(written: str) -> _Rate:
    told = _WRITTEN.fullmatch(written)
    if told is None:
        raise ValueError(f"A rate is written like “10 per minute” or “20 per 10 minutes”, not {written!r}.")
    return _Rate(int(told[1]), int(told[2] or 1) * _SECONDS[told[3]])
