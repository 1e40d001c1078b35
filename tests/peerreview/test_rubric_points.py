"""Points of a rubric become a score, and a score knows what each criterion came to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.peerreview.rubric_points import (
    Scale,
    criteria_below,
    is_whole,
    pass_mark_of,
    points_reached,
    reaches,
    score_of_points,
)

SCALES = (Scale("reasons", 3, 2), Scale("data", 3), Scale("style", 4, 0.5))
whole = st.fixed_dictionaries({scale.key: st.integers(0, scale.most) for scale in SCALES})


@pytest.mark.parametrize(
    ("reasons", "data", "style", "score"),
    [(3, 3, 4, 100), (0, 0, 0, 0), (3, 0, 0, 100 * 2 / 3.5), (0, 1, 0, 100 / 3 / 3.5), (0, 0, 2, 100 * 0.25 / 3.5)],
)
def test_criteria_weigh_what_the_rubric_says(reasons: int, data: int, style: int, score: float) -> None:
    given_points = {"reasons": reasons, "data": data, "style": style}
    assert score_of_points(SCALES, given_points) == pytest.approx(score)


@given(whole, whole)
def test_a_better_level_never_lowers_a_score(one: dict[str, int], other: dict[str, int]) -> None:
    best = {key: max(one[key], other[key]) for key in one}
    assert 0 <= score_of_points(SCALES, one) <= score_of_points(SCALES, best) <= 100


def test_the_points_that_pass_reach_the_mark_by_no_hair_too_few() -> None:
    scales = [Scale(key, 3) for key in "abcd"]
    mark = pass_mark_of(7, 12)
    assert mark is not None
    assert reaches(score_of_points(scales, {"a": 1, "b": 2, "c": 2, "d": 2}), mark)
    assert not reaches(score_of_points(scales, {"a": 1, "b": 2, "c": 2, "d": 1}), mark)
    assert pass_mark_of(0, 12) is None


@pytest.mark.parametrize("points", [{}, {"reasons": 1, "data": 1}, {"reasons": 4, "data": 0, "style": 0}])
def test_half_a_review_has_no_score(points: dict[str, int]) -> None:
    assert not is_whole(SCALES, points)
    with pytest.raises(ValueError, match="every criterion"):
        score_of_points(SCALES, points)


@pytest.mark.parametrize(("most", "weight"), [(0, 1.0), (3, 0.0), (3, -1.0), (3, float("nan")), (3, float("inf"))])
def test_a_criterion_must_be_able_to_give_something(most: int, weight: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Scale("empty", most, weight)


def test_a_criterion_comes_to_what_the_reviews_say_by_their_shares() -> None:
    reviews = [{"reasons": 3, "data": 0, "style": 4}, {"reasons": 0, "data": 1, "style": 4}]
    reached = points_reached(SCALES, reviews, [0.75, 0.25])
    assert reached == pytest.approx({"reasons": 2.25, "data": 0.25, "style": 4})
    assert criteria_below(reached, 1) == ("data",)
    assert criteria_below({"data": 0.5}, 1) == ()
    with pytest.raises(ValueError, match="Without a review"):
        points_reached(SCALES, reviews, [0, 0])
