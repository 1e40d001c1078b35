"""The day an original was reworded, in the notes of its translations."""

from datetime import date

import pytest

from app.content.dating import dated, written_day
from tests.content.folder import LESSON_PATH, QUIZ, QUIZ_PATH, lesson_text
from tests.content.translated import LESSON_FR, QUIZ_FR, course_after, recorded

DAY = date(2026, 5, 3)
FILES = recorded(
    {
        LESSON_PATH: lesson_text("One.\n\nTwo.\n"),
        LESSON_FR: lesson_text("Un.\n\nDeux.\n"),
        QUIZ_PATH: QUIZ,
        QUIZ_FR: QUIZ,
    }
)
COURSE = course_after(
    FILES, {LESSON_PATH: lesson_text("One, and more.\n\nTwo.\n"), QUIZ_PATH: QUIZ.replace("One or", "1 or")}
)


def test_the_compiler_leaves_a_place_for_the_day_and_tells_every_block() -> None:
    html = next(COURSE.in_language("fr").units()).html
    digest = html.partition('<time data-block="')[2].partition('"')[0]
    assert digest in COURSE.blocks
    assert COURSE.in_language("fr").blocks == ()


def test_the_day_stands_in_the_language_of_the_text() -> None:
    course = dated(COURSE, dict.fromkeys(COURSE.blocks, DAY))
    lesson, quiz = course.in_language("fr").units()
    assert 'a été mis à jour le <time datetime="2026-05-03">3 mai 2026</time>.</p>' in lesson.html
    assert quiz.kind == "quiz"
    assert 'le <time datetime="2026-05-03">3 mai 2026</time>' in quiz.questions[0].body_html
    assert "data-block" not in str(course)
    assert course.modules == COURSE.modules


def test_a_note_without_a_known_day_says_none() -> None:
    lesson = next(dated(COURSE, {}).in_language("fr").units())
    assert "de ce paragraphe a été mis à jour.</p>" in lesson.html


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "3 May 2026"),
        ("fr", "3 mai 2026"),
        ("es", "3 de mayo de 2026"),
        ("pt", "3 de maio de 2026"),
        ("de", "3 May 2026"),
    ],
)
def test_a_day_is_written_out(language: str, day: str) -> None:
    assert written_day(DAY, language) == day


def test_an_arabic_day_has_its_month_in_arabic() -> None:
    assert "مايو" in written_day(DAY, "ar")
