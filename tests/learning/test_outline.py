"""Where a learner goes on."""

from app.content.course import Assignment, Course, Lesson, Level, Module
from app.learning.outline import unit_to_resume

COURSE = Course(
    slug="c",
    title="C",
    summary="",
    language="en",
    level=Level.INTRODUCTORY,
    minutes=60,
    modules=(
        Module("m1", "One", (Lesson("a", "A", ""), Lesson("b", "B", "", was=("old-b",)))),
        Module("m2", "Two", (Lesson("c", "C", ""), Assignment("sheet", "Sheet", "", ()))),
    ),
)


def resumed(done: set[str], last: str | None) -> str:
    return unit_to_resume(COURSE, done, last).key


def test_a_newcomer_begins_at_the_beginning() -> None:
    assert resumed(set(), None) == "a"


def test_a_learner_goes_on_where_they_stopped() -> None:
    assert resumed({"a"}, "c") == "c"


def test_after_a_unit_done_comes_the_next_that_is_not() -> None:
    assert resumed({"a"}, "a") == "b"
    assert resumed({"a", "c"}, "c") == "b"


def test_a_renamed_unit_is_still_the_place_to_resume() -> None:
    assert resumed({"a"}, "old-b") == "b"


def test_when_all_is_done_the_last_place_is_shown() -> None:
    assert resumed({"a", "b", "c"}, "c") == "c"


def test_a_place_that_is_gone_leads_to_the_first_unit_left() -> None:
    assert resumed({"a"}, "gone") == "b"
