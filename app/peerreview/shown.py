"""A review as it is shown, to whoever may see it: for each criterion the level chosen and what is said about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.content.assignments import RubricLevel
from app.content.course import Assignment


@dataclass(frozen=True, slots=True)
class CriterionShown:
    """One criterion of a review; `level` is None where none is chosen, or the rubric has it no more."""

    key: str
    name: str
    # Of the name and the level's words.
    language: str
    points: int | None
    most: int
    level: RubricLevel | None
    comment: str = ""


def criteria_shown(
    assignment: Assignment, points: Mapping[str, int], comments: Mapping[str, str] | None = None
) -> tuple[CriterionShown, ...]:
    """Points and comments beside the rubric, in its order; `assignment` is of the edition the review is held to."""
    told = comments or {}
    return tuple(
        CriterionShown(
            key=criterion.key,
            name=criterion.name,
            language=criterion.language,
            points=points.get(criterion.key),
            most=criterion.most,
            level=next((one for one in criterion.levels if one.points == points.get(criterion.key)), None),
            comment=told.get(criterion.key, ""),
        )
        for criterion in assignment.rubric
    )
