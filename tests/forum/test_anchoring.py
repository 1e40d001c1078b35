"""A thread about a paragraph stays with it through years of edits, or says that it is gone."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.content.compiler import compile_course
from app.content.course import Lesson
from app.content.paragraphs import numbered, paragraphs_of
from app.forum.anchoring import anchor_to, find_again, moved_on
from tests.forum.recorded_edits import Case, cases, lessons

LESSON = (
    "A town lives beside its river, and the river floods the lowest street.",
    "Ask the people who sleep there what they need before the rain comes.",
    "Write down who pays for the dike and who pays for the drains.",
    "The agency owns the dike. The drains are ours.",
)


def followed(case: Case) -> int | None:
    """Where the paragraph is found, edition by edition, as when each of them is published."""
    number = case.before.number_of(case.name)
    assert number is not None
    anchor = anchor_to(case.before.words(), number, case.before.language)
    found = None
    for stage in case.later:
        moved = moved_on(anchor, stage.words(), stage.language)
        found, anchor = (moved.position, moved) if moved else (None, anchor)
    return found


def bundled_lessons() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The paragraphs of every lesson in every language it is written in."""
    folder = Path(__file__).parents[2] / "courses/localizing-the-sdgs"
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    course = compile_course(folder.name, files).course
    assert course is not None
    for edition in (course, *course.variants):
        for unit in edition.units():
            if isinstance(unit, Lesson) and unit.language == edition.language:
                yield unit.language, paragraphs_of(numbered(unit.html))


def share_of(right: Sequence[bool]) -> float:
    return sum(right) / len(right)


def test_the_recorded_history_is_long_and_of_every_sort() -> None:
    stages = [stage for history in lessons().values() for stage in history[1:]]
    edits = [what for stage in stages for what in stage.edited.values()]
    assert {"reword", "split", "join", "move", "delete", "translate"} == set(edits)
    assert sum(what != "translate" for what in edits) >= 60


def test_of_the_paragraphs_that_were_edited_at_least_95_of_100_are_found_where_a_reader_says() -> None:
    edited = [case for case in cases() if case.edits]
    assert len(edited) > 500
    assert share_of([followed(case) == case.right for case in edited]) >= 0.95


@pytest.mark.parametrize("what", ["reword", "split", "join", "move", "translate"])
def test_no_sort_of_edit_is_much_harder_than_the_others(what: str) -> None:
    edited = [case for case in cases() if what in case.edits]
    assert share_of([followed(case) == case.right for case in edited]) >= 0.9


def test_a_deleted_paragraph_is_hardly_ever_taken_for_another() -> None:
    deleted = [case for case in cases() if case.right is None]
    assert len(deleted) > 100
    assert share_of([followed(case) is not None for case in deleted]) <= 0.02


def test_what_nobody_touched_is_always_found() -> None:
    assert all(followed(case) == case.right for case in cases() if not case.edits)


def test_the_same_words_are_found_wherever_they_moved() -> None:
    assert find_again(anchor_to(LESSON, 1, "en"), (*LESSON[1:], LESSON[0]), "en") == 4


def test_of_the_same_words_twice_those_with_the_same_surroundings_are_meant() -> None:
    twice = ("Count.", LESSON[0], "Count.", LESSON[1])
    assert find_again(anchor_to(twice, 3, "en"), ("Count.", "New.", LESSON[0], "Count.", LESSON[1]), "en") == 4


def test_what_came_back_is_found_again() -> None:
    anchor = anchor_to(LESSON, 2, "en")
    assert moved_on(anchor, (LESSON[0], *LESSON[2:]), "en") is None
    assert find_again(anchor, LESSON, "en") == 2


def test_a_translation_with_other_paragraphs_is_no_place_to_guess() -> None:
    anchor = anchor_to(LESSON, 2, "en")
    assert find_again(anchor, ("un", "deux", "trois", "quatre"), "fr") == 2
    assert find_again(anchor, ("un", "deux", "trois"), "fr") is None


def test_a_lesson_without_paragraphs_has_none() -> None:
    assert find_again(anchor_to(LESSON, 2, "en"), (), "en") is None


def test_of_all_paragraphs_of_the_bundled_course_hardly_any_is_taken_for_another_when_it_is_deleted() -> None:
    taken = []
    for language, words in bundled_lessons():
        for position in range(1, len(words) + 1):
            left = (*words[: position - 1], *words[position:])
            taken.append(find_again(anchor_to(words, position, language), left, language) is not None)
    assert len(taken) > 800
    assert share_of(taken) <= 0.02


def test_all_paragraphs_of_the_bundled_course_are_found_in_any_order() -> None:
    for language, words in bundled_lessons():
        turned = tuple(reversed(words))
        for position, paragraph in enumerate(words, start=1):
            found = find_again(anchor_to(words, position, language), turned, language)
            assert found is not None
            assert turned[found - 1] == paragraph
