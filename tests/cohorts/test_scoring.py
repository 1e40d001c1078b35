"""Readings become scores, and readers who lie far apart are joined by a third."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.scoring import is_whole, leanings, needs_another_reader, reading_of, score_of
from app.content.calls import CallCriterion

NEED, PLAN = CallCriterion("need", 2, 4), CallCriterion("plan", 1, 3)
CRITERIA = (NEED, PLAN)
whole = st.fixed_dictionaries({"need": st.integers(0, 3), "plan": st.integers(0, 2)})


@pytest.mark.parametrize(
    ("need", "plan", "score"),
    [(3, 2, Fraction(100)), (0, 0, Fraction(0)), (3, 0, Fraction(200, 3)), (0, 1, Fraction(50, 3))],
)
def test_a_reading_weighs_its_criteria(need: int, plan: int, score: Fraction) -> None:
    assert reading_of(CRITERIA, {"need": need, "plan": plan}) == score


@given(whole, whole)
def test_a_better_word_never_lowers_a_score(one: dict[str, int], other: dict[str, int]) -> None:
    best = {key: max(one[key], other[key]) for key in one}
    assert reading_of(CRITERIA, best) >= max(reading_of(CRITERIA, one), reading_of(CRITERIA, other))


@given(st.lists(whole, min_size=1, max_size=5))
def test_a_score_lies_between_its_readings_in_whatever_order_they_came(readings: list[dict[str, int]]) -> None:
    values = [reading_of(CRITERIA, one) for one in readings]
    score = score_of(values)
    assert score.value is not None
    assert 0 <= min(values) <= score.value <= max(values) <= 100
    assert score == score_of(values[::-1])


def test_without_a_reading_there_is_no_score() -> None:
    assert score_of([]).value is None


@pytest.mark.parametrize(
    ("readings", "asked", "wanted"),
    [([80, 40], 2, True), ([80, 55], 2, False), ([80], 2, False), ([80, 40], 3, False), ([80, 40, 90], 3, False)],
)
def test_a_third_reader_is_asked_once_and_only_beyond_the_threshold(
    readings: list[int], asked: int, wanted: bool
) -> None:
    score = score_of([Fraction(one) for one in readings])
    assert needs_another_reader(score, asked=asked, expected=2, threshold=25) is wanted


@pytest.mark.parametrize("scores", [{}, {"need": 1}, {"need": 4, "plan": 0}, {"need": -1, "plan": 0}])
def test_a_reading_is_whole_only_with_a_word_for_each_criterion(scores: dict[str, int]) -> None:
    assert not is_whole(CRITERIA, scores)
    assert is_whole(CRITERIA, {"need": 0, "plan": 2})


def test_it_is_told_who_reads_more_mildly_than_the_panel() -> None:
    assert leanings([(1, Fraction(80)), (1, Fraction(60)), (2, Fraction(40)), (2, Fraction(60))]) == {1: 10.0, 2: -10.0}
