"""How long people wait is told where there is enough to tell."""

from datetime import UTC, datetime, timedelta

import pytest

from app.forum.health import Waited, percentile, waits_by_language

NOW = datetime(2026, 5, 3, tzinfo=UTC)


def _waited(hours: int | None, language: str = "en") -> Waited:
    return Waited(language, NOW, None if hours is None else NOW + timedelta(hours=hours))


def test_half_were_answered_within_the_median() -> None:
    (english,) = waits_by_language(_waited(hours) for hours in [1, 2, 3, 4, 100, None])
    assert (english.threads, english.answered, english.median) == (6, 5, timedelta(hours=3))


def test_of_a_few_answers_no_figure_is_given() -> None:
    (four,) = waits_by_language([_waited(1)] * 4)
    (nine,) = waits_by_language([_waited(1)] * 9)
    (ten,) = waits_by_language([_waited(1)] * 10)
    assert (four.median, four.nine_in_ten) == (None, None)
    assert (nine.median, nine.nine_in_ten) == (timedelta(hours=1), None)
    assert ten.nine_in_ten == timedelta(hours=1)


def test_languages_stand_apart_those_with_most_threads_first() -> None:
    found = waits_by_language([_waited(1, "fr"), _waited(2, "ar"), _waited(3, "ar")])
    assert [(one.language, one.threads) for one in found] == [("ar", 2), ("fr", 1)]


@pytest.mark.parametrize(("count", "expected"), [(10, 9), (11, 10), (20, 18), (1, 1)])
def test_nine_in_ten_is_a_value_that_somebody_waited(count: int, expected: int) -> None:
    values = [timedelta(hours=hours) for hours in range(1, count + 1)]
    assert percentile(values, 0.9) == timedelta(hours=expected)
