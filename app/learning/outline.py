"""Where a learner goes on in the outline of a course. Pure."""

from collections.abc import Set as AbstractSet

from app.content.course import Course, Unit
from app.progress.completion import is_done


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
