"""Who tries too often waits until what they did before is long enough ago."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from app.platform import clock, throttle
from app.platform.throttle import is_often

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def counting_anew() -> Iterator[None]:
    throttle.forget_all()
    yield
    throttle.forget_all()


def often_at(seconds: float, rate: str = "2 per minute", *names: str) -> bool:
    with clock.stopped_at(NOON + timedelta(seconds=seconds)):
        return is_often(rate, *(names or ("somebody",)))


def test_beyond_the_rate_is_often_until_the_first_is_long_ago() -> None:
    assert [often_at(moment) for moment in (0, 30, 31, 59)] == [False, False, True, True]
    # What was refused does not count: only the one at 30 is left.
    assert [often_at(moment) for moment in (60, 61, 90)] == [False, True, False]


def test_each_name_and_each_rate_is_counted_for_itself() -> None:
    assert [often_at(0, "1 per hour", name, "file") for name in ("ana", "ben", "ana")] == [False, False, True]
    assert not often_at(0, "1 per day", "ana", "file")
    assert not often_at(0, "1 per hour", "ana", "letter")


@pytest.mark.parametrize(
    ("rate", "seconds"), [("1 per minute", 60), ("1 per 10 minutes", 600), ("1 per hour", 3600), ("1 per day", 86400)]
)
def test_a_rate_looks_back_as_long_as_it_says(rate: str, seconds: int) -> None:
    assert [often_at(moment, rate) for moment in (0, seconds - 1, seconds)] == [False, True, False]


def test_whoever_comes_while_others_are_forgotten_is_still_known() -> None:
    assert not often_at(0, "1 per day", "ana")
    for number in range(3000):
        often_at(number, "1 per minute", f"visitor {number}")
    assert often_at(3600, "1 per day", "ana")


@pytest.mark.parametrize("rate", ["often", "10 per second", "per minute", "10 per minute, 5 per hour"])
def test_what_is_no_rate_is_told(rate: str) -> None:
    with pytest.raises(ValueError, match="A rate is written like"):
        is_often(rate, "somebody")
