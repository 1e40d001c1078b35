"""Points: what the levels chosen in a rubric come to."""

import hashlib
from collections.abc import Mapping, Sequence

from app.content.assignments import Criterion


def points_of(rubric: Sequence[Criterion], chosen: Mapping[str, int]) -> float:
    """The weighted score from 0 to 100 of the levels chosen, given as points by the key of the criterion.

    100 is the best level in every criterion. Raises ValueError when a criterion has no level, or one it does not know.
    """
    return 100 * weighted_points(rubric, chosen) / most_points_of(rubric)


def weighted_points(rubric: Sequence[Criterion], chosen: Mapping[str, int]) -> int:
    """The points chosen, each as often as its criterion weighs: what `pass` counts. Raises as `points_of` does."""
    if not rubric:
        raise ValueError("There is no criterion to give points for.")
    total = 0
    for criterion in rubric:
        points = chosen.get(criterion.key)
        if points is None or points not in {level.points for level in criterion.levels}:
            raise ValueError(f"The criterion {criterion.key} has no level of {points} points.")
        total += criterion.weight * points
    return total


def most_points_of(rubric: Sequence[Criterion]) -> int:
    """The weighted points of the best level in every criterion."""
    return sum(criterion.weight * criterion.most for criterion in rubric)


def percent_of(criterion: Criterion, points: float) -> float:
    """Points in one criterion, or a mean of them, as a share of its best level: from 0 to 100."""
    return 100 * points / criterion.most


def rubric_version(rubric: Sequence[Criterion]) -> str:
    """Ten hex digits that change when reviews of before and after can no longer be compared.

    That is, when criteria come or go, or have other weights or points; a new wording is no new version.
    """
    told = [f"{one.key}*{one.weight}:{','.join(str(level.points) for level in one.levels)}" for one in rubric]
    return hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest()[:10]
