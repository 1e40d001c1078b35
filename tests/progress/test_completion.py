"""When a course is completed, and what is missing."""

from app.content.course import Assignment, CompletionRule, Course, Lesson, LessonRule, Level, Module, Quiz, QuizRule
from app.progress.completion import fulfils_quiz_rule, is_done, standing_in


def course(*units: Lesson | Quiz | Assignment, rule: CompletionRule | None = None) -> Course:
    return Course(
        slug="c",
        title="C",
        summary="",
        language="en",
        level=Level.INTRODUCTORY,
        minutes=60,
        modules=(Module("m", "M", units),),
        completion=rule or CompletionRule(),
    )


def lesson(key: str, *, required: bool = True, was: tuple[str, ...] = ()) -> Lesson:
    return Lesson(key, key, "", required=required, was=was)


QUIZ = Quiz("quiz", "Quiz", ())


def test_a_course_is_complete_when_all_required_units_are_done() -> None:
    standing = standing_in(course(lesson("a"), lesson("b"), QUIZ), {"a", "b", "quiz"})
    assert standing.is_complete
    assert standing.percent == 100


def test_what_is_missing_is_named_in_order() -> None:
    standing = standing_in(course(lesson("a"), lesson("b"), QUIZ), {"b"})
    assert [unit.key for unit in standing.missing] == ["a", "quiz"]
    assert (standing.done, standing.required, standing.percent) == (1, 3, 33)


def test_recommended_reading_does_not_count() -> None:
    assert standing_in(course(lesson("a"), lesson("extra", required=False)), {"a"}).is_complete


def test_a_rule_may_leave_out_lessons_or_quizzes() -> None:
    only_quizzes = CompletionRule(lessons=LessonRule.NONE)
    assert standing_in(course(lesson("a"), QUIZ, rule=only_quizzes), {"quiz"}).is_complete
    only_lessons = CompletionRule(quizzes=QuizRule.NONE)
    assert standing_in(course(lesson("a"), QUIZ, rule=only_lessons), {"a"}).is_complete


def test_a_course_that_requires_nothing_is_completed_by_nobody() -> None:
    nothing = standing_in(course(lesson("a", required=False)), {"a"})
    assert not nothing.is_complete
    assert nothing.percent == 0


def test_a_renamed_unit_stays_done() -> None:
    assert is_done(lesson("new", was=("old", "older")), {"older"})
    assert standing_in(course(lesson("new", was=("old",))), {"old"}).is_complete


def test_a_key_of_a_unit_that_is_gone_counts_for_nothing() -> None:
    assert standing_in(course(lesson("a"), lesson("b")), {"a", "gone"}).done == 1


def test_one_of_three_hundred_missing_is_not_yet_a_hundred_per_cent() -> None:
    units = [lesson(f"u{number}") for number in range(300)]
    standing = standing_in(course(*units), {unit.key for unit in units[1:]})
    assert standing.percent == 99


def test_a_failed_quiz_counts_only_where_trying_is_enough() -> None:
    assert fulfils_quiz_rule(QuizRule.TRIED, has_passed=False)
    assert not fulfils_quiz_rule(QuizRule.PASSED, has_passed=False)
    assert fulfils_quiz_rule(QuizRule.PASSED, has_passed=True)
