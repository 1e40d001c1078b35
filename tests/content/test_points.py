"""Points: what the levels chosen come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.assignments import Criterion, RubricLevel
from app.content.points import percent_of, points_of, rubric_version, weighted_points


def criterion(key: str, *points: int, weight: int = 1) -> Criterion:
    levels = tuple(RubricLevel(one, f"level {one}", "") for one in sorted(points, reverse=True))
    return Criterion(key, levels, key=key, weight=weight)


RUBRIC = (criterion("data", 3, 2, 1, 0, weight=2), criterion("fairness", 3, 2, 1, 0))


@pytest.mark.parametrize(
    ("data", "fairness", "points", "score"), [(3, 3, 9, 100), (0, 0, 0, 0), (3, 0, 6, 200 / 3), (0, 3, 3, 100 / 3)]
)
def test_a_criterion_counts_as_often_as_it_weighs(data: int, fairness: int, points: int, score: float) -> None:
    chosen = {"data": data, "fairness": fairness}
    assert weighted_points(RUBRIC, chosen) == points
    assert points_of(RUBRIC, chosen) == pytest.approx(score)


@given(st.lists(st.tuples(st.integers(1, 100), st.integers(1, 9)), min_size=1, max_size=12), st.data())
def test_a_score_is_the_weighted_mean_of_its_criteria(shape: list[tuple[int, int]], data: st.DataObject) -> None:
    rubric = [criterion(f"c{n}", *range(most + 1), weight=weight) for n, (weight, most) in enumerate(shape)]
    chosen = {one.key: data.draw(st.sampled_from([level.points for level in one.levels])) for one in rubric}
    expected = sum(percent_of(one, chosen[one.key]) * one.weight * one.most for one in rubric)
    assert points_of(rubric, chosen) == pytest.approx(expected / sum(one.weight * one.most for one in rubric))
    assert 0 <= points_of(rubric, chosen) <= 100


@pytest.mark.parametrize("chosen", [{}, {"data": 3}, {"data": 3, "fairness": 4}, {"data": 3, "fairness": -1}])
def test_levels_that_do_not_exist_have_no_points(chosen: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="has no level"):
        points_of(RUBRIC, chosen)


def test_without_a_criterion_there_is_no_score() -> None:
    with pytest.raises(ValueError, match="no criterion"):
        points_of((), {})


def test_a_new_wording_is_no_new_version_of_a_rubric() -> None:
    other_words = tuple(Criterion(f"new {one.name}", one.levels, key=one.key, weight=one.weight) for one in RUBRIC)
    assert rubric_version(other_words) == rubric_version(tuple(reversed(RUBRIC))) == rubric_version(RUBRIC)


@pytest.mark.parametrize(
    "other",
    [
        RUBRIC[:1],
        (RUBRIC[0], criterion("fairness", 3, 2, 1, 0, weight=2)),
        (RUBRIC[0], criterion("fairness", 4, 2, 1, 0)),
        (RUBRIC[0], criterion("people", 3, 2, 1, 0)),
    ],
)
def test_other_weights_points_or_criteria_are_a_new_version(other: tuple[Criterion, ...]) -> None:
    assert rubric_version(other) != rubric_version(RUBRIC)
