"""The one place that knows what time it is; tests set it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time


def _real() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _real


def now() -> datetime:
    """The present moment, in UTC."""
    return _source()


def today() -> date:
    """The present day, in UTC."""
    return now().date()


def beginning_of(day: date) -> datetime:
    """The first moment of a day, in UTC."""
    return datetime.combine(day, time.min, UTC)


def end_of(day: date) -> datetime:
    """The last moment of a day, in UTC."""
    return datetime.combine(day, time.max, UTC)


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at a moment for as long as the block lasts."""
    global _source
    before, _source = _source, lambda: moment
    try:
        yield
    finally:
        _source = before
