"""The outline beside a lesson: what is done, where the learner is, where to go on. Pure."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.content.course import Course, Unit
from app.progress.completion import is_done, is_required


@dataclass(frozen=True, slots=True)
class OutlineUnit:
    """A line of the outline."""

    key: str
    title: str
    kind: str
    is_done: bool
    is_handed_in: bool
    is_current: bool
    is_required: bool
    language: str


@dataclass(frozen=True, slots=True)
class OutlineModule:
    """A chapter of the outline; open when the learner is in it."""

    number: int
    title: str
    units: tuple[OutlineUnit, ...]
    is_open: bool
    done: int
    language: str


def outline_of(
    course: Course,
    done_keys: AbstractSet[str],
    current_key: str | None,
    handed_in_keys: AbstractSet[str] = frozenset(),
) -> tuple[OutlineModule, ...]:
    """The outline as one learner sees it from one unit."""
    modules = []
    for number, module in enumerate(course.modules, start=1):
        units = tuple(
            OutlineUnit(
                key=unit.key,
                title=unit.title,
                kind=unit.kind,
                is_done=is_done(unit, done_keys),
                is_handed_in=is_done(unit, handed_in_keys),
                is_current=unit.key == current_key,
                is_required=is_required(course, unit),
                language=unit.language,
            )
            for unit in module.units
        )
        modules.append(
            OutlineModule(
                number=number,
                title=module.title,
                units=units,
                is_open=any(unit.is_current for unit in units),
                done=sum(unit.is_done for unit in units),
                language=module.language,
            )
        )
    return tuple(modules)


def unit_to_resume(course: Course, done_keys: AbstractSet[str], last_key: str | None) -> Unit:
    """Where to go on: the unit seen last unless it is done, then the first after it that is not.

    When all is done, the unit seen last.
    """
    units = list(course.units())
    start = next((place for place, unit in enumerate(units) if last_key in (unit.key, *unit.was)), 0)
    for unit in units[start:] + units[:start]:
        if not is_done(unit, done_keys) and unit.kind != "assignment":
            return unit
    return units[start]
