"""Periods, passages, figures and consent: the rules that need nothing but values."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.synthesis.consenting import Answer, Asked, Shown, may_be_reminded, shown_of
from app.synthesis.figures import Figures, figures_of
from app.synthesis.passages import occurs_in, tidy_passage
from app.synthesis.periods import Period, next_period, quarter_before, quarter_of
from app.synthesis.reach import Reach

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), date(2026, 4, 1), date(2026, 6, 30)),
        (date(2024, 12, 31), date(2024, 10, 1), date(2024, 12, 31)),
    ],
)
def test_a_quarter_holds_its_days(day: date, first: date, last: date) -> None:
    assert quarter_of(day) == Period(first, last)


def test_before_the_first_quarter_is_the_last_of_the_year_before() -> None:
    assert quarter_before(date(2026, 2, 3)) == Period(date(2025, 10, 1), date(2025, 12, 31))


def test_the_first_synthesis_is_about_the_last_quarter() -> None:
    assert next_period([], date(2026, 11, 21)) == Period(date(2026, 7, 1), date(2026, 9, 30))


def test_the_next_one_goes_on_where_the_last_one_ended() -> None:
    told = [date(2026, 6, 30), date(2026, 9, 30)]
    assert next_period(told, date(2026, 11, 21)) == Period(date(2026, 10, 1), date(2026, 11, 21))


def test_a_period_that_lasts_until_today_leaves_but_today() -> None:
    assert next_period([date(2026, 11, 21)], date(2026, 11, 21)) == Period(date(2026, 11, 21), date(2026, 11, 21))


@pytest.mark.parametrize("typed", ["“By night.”", '"By night."', "« By night. »", " By\n night. "])
def test_marks_and_spaces_around_a_passage_are_taken_off(typed: str) -> None:
    assert tidy_passage(typed) == "By night."


@pytest.mark.parametrize(
    ("passage", "is_there"), [("By night.", True), ("by night.", False), ("By … night.", False), ("", False)]
)
def test_a_passage_stands_in_the_text_as_it_is(passage: str, is_there: bool) -> None:
    assert occurs_in(passage, "We go.\n\nBy\nnight.") is is_there


def test_letters_with_marks_are_the_same_however_they_are_composed() -> None:
    assert occurs_in(tidy_passage("e\u0301cole"), "l'\u00e9cole")


@pytest.mark.parametrize("people", [1, 4])
def test_few_people_are_not_counted(people: int) -> None:
    assert figures_of(threads=3, posts=9, people=people, languages=2, countries=2) == Figures(3, 9)


def test_people_are_counted_in_steps_of_five() -> None:
    assert figures_of(threads=3, posts=9, people=14, languages=2, countries=3).people == 10


@pytest.mark.parametrize(
    ("answer", "before", "reach", "still", "shown"),
    [
        (Answer.NAMED, True, Reach.PUBLIC, True, Shown.NAMED),
        (Answer.UNNAMED, True, Reach.PUBLIC, True, Shown.UNNAMED),
        (None, False, Reach.PUBLIC, True, Shown.NOTHING),
        (Answer.NO, False, Reach.PUBLIC, True, Shown.NOTHING),
        (Answer.NO, True, Reach.PUBLIC, True, Shown.WITHDRAWN),
        (Answer.NAMED, True, Reach.CATEGORY, True, Shown.NOTHING),
        (Answer.NAMED, True, Reach.PUBLIC, False, Shown.NOTHING),
    ],
)
def test_what_is_shown_follows_from_the_answer(
    answer: Answer | None, before: bool, reach: Reach, still: bool, shown: Shown
) -> None:
    assert shown_of(Asked(reach, answer, before, still), Reach.MEMBERS) is shown


def test_what_went_with_an_account_leaves_nothing_to_show() -> None:
    assert shown_of(None, Reach.CATEGORY) is Shown.NOTHING


def test_whoever_agreed_to_many_readers_agreed_to_few() -> None:
    assert shown_of(Asked(Reach.PUBLIC, Answer.NAMED, True), Reach.CATEGORY) is Shown.NAMED


@pytest.mark.parametrize(
    ("days", "reminded", "answer", "may"),
    [(7, None, None, True), (6, None, None, False), (20, NOW, None, False), (20, None, Answer.NO, False)],
)
def test_people_are_reminded_once_after_a_week(
    days: int, reminded: datetime | None, answer: Answer | None, may: bool
) -> None:
    assert may_be_reminded(NOW - timedelta(days=days), reminded, answer, NOW) is may
