"""What reviews of courses say together, how sure that is, and how much of it may be shown. Pure.

Each course is what a piece of work is in `estimation`, and all courses are one family. What is shown as the rating is
the plain mean with its band, not the model: that looks for the one truth behind differing reviews and lets who stands
alone count for less, as is right for work. What a course was worth to somebody is true of each of them; of two who
praise a course and one whom it failed, that one counts as much. What the model makes of it, with strict and mild people
evened out, stands beside it for those who look after the course.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import TypeVar

from app.peerreview.course_rubric import COURSE_RUBRIC
from app.peerreview.estimation import Review, fit, scores_of
from app.peerreview.rubric_points import Points

# From so many answers on everybody sees the rating, and those who look after the course what was said.
FEWEST_IN_PUBLIC = 5
FEWEST_IN_SUMMARY = 3

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person's review of a course comes to, from 0 to 100."""

    course_slug: str
    user_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Rating:
    """What a course has come to, and between what it most likely lies, in whole points from 0 to 100.

    `weighed` is what the model makes of it, in which strict and mild people are evened out over all courses.
    """

    answers: int
    score: int
    low: int
    high: int
    weighed: int

    @property
    def is_public(self) -> bool:
        """Whether so many answered that everybody may see it."""
        return self.answers >= FEWEST_IN_PUBLIC


@dataclass(frozen=True, slots=True)
class CriterionFigures:
    """What the levels chosen for one criterion come to: their mean, and how far they typically lie from it."""

    key: str
    mean: float
    spread: float


def ratings_of(answers: Iterable[Answer]) -> dict[str, Rating]:
    """The ratings of all courses that somebody reviewed, from all reviews of all courses together."""
    known = list(answers)
    slugs = sorted({answer.course_slug for answer in known})
    numbers = {slug: number for number, slug in enumerate(slugs)}
    reviews = [
        Review(number, numbers[answer.course_slug], answer.user_id, answer.score) for number, answer in enumerate(known)
    ]
    return {
        slugs[score.submission_id]: Rating(
            score.counted,
            round(score.mean.score),
            round(score.mean.low),
            round(score.mean.high),
            weighed=round(score.model.score),
        )
        for score in scores_of(reviews, fit(reviews))
    }


def criteria_figures(given: Sequence[Points]) -> tuple[CriterionFigures, ...]:
    """Mean and spread of each criterion of the rubric, over the reviews that judge it."""
    found = []
    for criterion in COURSE_RUBRIC:
        points = [one[criterion.key] for one in given if criterion.key in one]
        if points:
            mean = fsum(points) / len(points)
            spread = sqrt(fsum((one - mean) ** 2 for one in points) / len(points))
            found.append(CriterionFigures(criterion.key, mean, spread))
    return tuple(found)


def groups_shown(sizes: Mapping[Group, int]) -> frozenset[Group]:
    """Which groups may be shown beside the figures of all, so that none of them tells of single people.

    Nor does what is left of all: where the hidden ones together are fewer than three, the smallest of the others is
    hidden too, with all as small.
    """
    shown = {group for group, size in sizes.items() if size >= FEWEST_IN_SUMMARY}
    hidden = sum(size for group, size in sizes.items() if group not in shown)
    if 0 < hidden < FEWEST_IN_SUMMARY and shown:
        least = min(sizes[group] for group in shown)
        shown = {group for group in shown if sizes[group] > least}
    return frozenset(shown)
