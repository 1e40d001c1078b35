"""What readings come to: a score from 0 to 100 for each application, and how far its readers lie apart.

A reading is the weighted arithmetic mean of its criteria, each taken as a share of its best level: the additive model
of decisions with several objectives (R. L. Keeney and H. Raiffa, Decisions with Multiple Objectives, 1976, chapter 3).
An application's score is the plain mean of its readings. Nothing is corrected for strict or mild readers: with few
readings each, a correction would add more chance than it takes away. How a reader's mean differs from the panel's is
shown instead, and a third reader decides with the first two where they lie far apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean

from app.content.calls import CallCriterion

Scores = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """What an application has come to. `value` is None while nobody has read it; `spread` is 0 for a single reading."""

    value: Fraction | None
    spread: Fraction
    readings: int

    @property
    def shown(self) -> float:
        """The value as people read it, with one decimal."""
        return round(float(self.value or 0), 1)


def reading_of(criteria: Sequence[CallCriterion], scores: Scores) -> Fraction:
    """What one reading comes to, from 0 to 100; a criterion without points counts as its lowest level."""
    weights = sum(criterion.weight for criterion in criteria)
    reached = sum(criterion.weight * Fraction(scores.get(criterion.key, 0), criterion.most) for criterion in criteria)
    return Fraction(100) * reached / weights


def is_whole(criteria: Sequence[CallCriterion], scores: Scores) -> bool:
    """Whether every criterion has points, and none has more or fewer than there are."""
    return all(0 <= scores.get(criterion.key, -1) <= criterion.most for criterion in criteria)


def score_of(readings: Sequence[Fraction]) -> Score:
    """The mean of what readings came to, and the distance of the highest from the lowest."""
    if not readings:
        return Score(None, Fraction(0), 0)
    mean = sum(readings, Fraction(0)) / len(readings)
    return Score(mean, max(readings) - min(readings), len(readings))


def needs_another_reader(score: Score, *, asked: int, expected: int, threshold: int) -> bool:
    """Whether the readings lie too far apart and nobody more has been asked yet.

    `expected` is how many read each application, `asked` how many have been asked to read this one.
    """
    return score.readings == asked == expected and score.spread > threshold


def leanings(readings: Sequence[tuple[int, Fraction]]) -> dict[int, float]:
    """How each reader's mean differs from the mean of all readings: above 0 is milder than the panel."""
    if not readings:
        return {}
    overall = fmean(float(value) for _reader, value in readings)
    by_reader: dict[int, list[float]] = {}
    for reader, value in readings:
        by_reader.setdefault(reader, []).append(float(value))
    return {reader: round(fmean(values) - overall, 1) for reader, values in by_reader.items()}
