"""Points of a rubric as a number from 0 to 100, and back to what each criterion came to.

The weighted arithmetic mean of the criteria, each taken as a share of its best level: the additive model of decisions
with several objectives (R. L. Keeney and H. Raiffa, Decisions with Multiple Objectives, 1976, chapter 3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum

# What a score may miss a mark by: thirds of points do not add up to whole ones in binary.
A_HAIR = 1e-9

# Points of a review by the key of their criterion.
Points = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scale:
    """A criterion as numbers: the points of its best level, and how much it weighs among the others."""

    key: str
    most: int
    weight: float = 1

    def __post_init__(self) -> None:
        """A criterion in which nothing can be reached, or that weighs nothing, has no place in a score."""
        if self.most <= 0 or not 0 < self.weight < float("inf"):
            raise ValueError(f"The criterion {self.key} needs points and a weight above 0.")


def is_whole(scales: Sequence[Scale], points: Points) -> bool:
    """Whether every criterion has points, and none has more or fewer than there are."""
    return all(0 <= points.get(scale.key, -1) <= scale.most for scale in scales)


def score_of_points(scales: Sequence[Scale], points: Points) -> float:
    """What one review comes to, from 0 to 100. Points that are missing or do not exist are an error."""
    if not scales or not is_whole(scales, points):
        raise ValueError("A review has points in every criterion, and only such as the rubric knows.")
    weights = sum((Fraction(scale.weight) for scale in scales), Fraction(0))
    reached = sum((Fraction(scale.weight) * points[scale.key] / scale.most for scale in scales), Fraction(0))
    return float(100 * reached / weights)


def pass_mark_of(pass_points: int, most_points: int) -> float | None:
    """The score from 0 to 100 that passes, from the points that do; None where nothing has to be reached."""
    return 100 * pass_points / most_points if pass_points > 0 else None


def reaches(score: float, mark: float) -> bool:
    """Whether a score reaches a mark."""
    return score >= mark - A_HAIR


def points_reached(scales: Sequence[Scale], reviews: Sequence[Points], shares: Sequence[float]) -> dict[str, float]:
    """What each criterion came to, in its own points: the reviews weighed by the shares they have in the score."""
    whole = fsum(shares)
    if whole <= 0:
        raise ValueError("Without a review that counts, no criterion has come to anything.")
    return {
        scale.key: fsum(share * points[scale.key] for points, share in zip(reviews, shares, strict=True)) / whole
        for scale in scales
    }


def criteria_below(reached: Mapping[str, float], floor: int) -> tuple[str, ...]:
    """The criteria whose nearest level lies below the floor; halfway between two levels the higher one counts."""
    return tuple(key for key, points in reached.items() if not reaches(points + 0.5, floor))
