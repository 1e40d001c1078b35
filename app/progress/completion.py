"""When is a course completed, and what is still missing? Pure."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.content.course import Course, LessonRule, QuizRule, Unit


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a learner is: required units done, required units in all, and those still missing in order."""

    done: int
    required: int
    missing: tuple[Unit, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing. A course that requires nothing is completed by nobody."""
        return self.required > 0 and not self.missing

    @property
    def percent(self) -> int:
        """How much is done, in per cent. Rounded down, so that 100 means nothing is left to do."""
        return 100 * self.done // self.required if self.required else 0


def is_required(course: Course, unit: Unit) -> bool:
    """Whether the course's rule counts this unit."""
    if not unit.required:
        return False
    if unit.kind == "lesson":
        return course.completion.lessons is LessonRule.ALL
    if unit.kind == "quiz":
        return course.completion.quizzes is not QuizRule.NONE
    return True


def is_done(unit: Unit, done_keys: AbstractSet[str]) -> bool:
    """Whether the unit is among the keys done, under its present name or an earlier one."""
    return unit.key in done_keys or not done_keys.isdisjoint(unit.was)


def units_waiting(course: Course, done_keys: AbstractSet[str], handed_in_keys: AbstractSet[str]) -> tuple[Unit, ...]:
    """The units whose work is handed in and that are not done yet, in the order of the course."""
    handed_in = [unit for unit in course.units() if is_done(unit, handed_in_keys)]
    return tuple(unit for unit in handed_in if not is_done(unit, done_keys))


def standing_in(course: Course, done_keys: AbstractSet[str]) -> Standing:
    """Count the required units, and those of them that are done."""
    required = [unit for unit in course.units() if is_required(course, unit)]
    missing = tuple(unit for unit in required if not is_done(unit, done_keys))
    return Standing(done=len(required) - len(missing), required=len(required), missing=missing)


def fulfils_quiz_rule(rule: QuizRule, *, has_passed: bool) -> bool:
    """Whether an attempt handed in counts the quiz as done."""
    return has_passed or rule is not QuizRule.PASSED
