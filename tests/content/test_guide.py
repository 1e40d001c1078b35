"""The guide for authors: every example in it makes a course without faults."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.content.assignments import FileKind, TableField
from app.content.compiler import compile_course
from app.content.course import Assignment, Course, Lesson, Quiz
from app.content.drawings import CLASSES
from app.content.fields import FIELD_KINDS
from app.content.media import CONTENT_TYPES
from app.content.prose import CALLOUTS
from app.content.regions import COUNTRIES
from app.content.vocabulary import AGENDAS, RESERVED_KEYS
from tests.content.folder import DRAWING, MODULE, lesson_text

GUIDE = Path(__file__).parents[2] / "docs" / "authoring.md"


def examples() -> Iterator[tuple[str, str]]:
    """Every fenced example of the guide with the heading it stands under."""
    heading = ""
    lines: list[str] | None = None
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            if lines is None:
                lines = []
            else:
                yield heading, "\n".join(lines) + "\n"
                lines = None
        elif lines is not None:
            lines.append(line)
        elif line.startswith("#"):
            heading = line.lstrip("#").strip()


def under(heading: str) -> list[str]:
    return [example for place, example in examples() if place == heading]


def short_examples() -> list[str]:
    """Links, words and labels that the guide shows within its sentences."""
    text = GUIDE.read_text(encoding="utf-8").partition("## The text of a lesson")[2].partition("## glossary.md")[0]
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [example for example in re.findall(r"`([^`]+)`", prose) if example.startswith("[")]


@pytest.fixture(scope="module")
def course() -> Course:
    """The course that the examples make, put where the guide says."""
    lesson = under("A lesson")[0] + "".join(f"\n{example}\n" for example in under("The text of a lesson"))
    lesson += (
        "\n::: answer What the team did\nThey asked.\n:::\n\n::: audio https://example.org/a A talk\nWords.\n:::\n"
    )
    lesson += "".join(f"\n{example}\n" for example in short_examples())
    (assignment,) = under("An assignment")
    (example,) = under("Model examples")
    glossary, translated_glossary = under("glossary.md")
    quiz_front, *questions = under("A quiz")
    call, translated_call = under("A call for applications")
    files = {
        "course.md": under("course.md")[0] + "Welcome.\n",
        "glossary.md": glossary,
        "glossary.fr.md": translated_glossary,
        "1-first-module/module.md": under("module.md")[0],
        "1-first-module/1-first-lesson.md": lesson,
        "1-first-module/2-second-lesson.md": lesson_text("Text."),
        "1-first-module/3-check-first.md": quiz_front + "\n" + "\n".join(questions),
        "1-first-module/4-hand-in.md": assignment,
        "1-first-module/4-hand-in.example-weak.md": example,
        "2-second-module/module.md": MODULE,
        "2-second-module/1-third-lesson.md": lesson_text("## Who decides {#who-decides}\n\nYou."),
        "media/localizing-cycle.svg": DRAWING,
        "media/poster.svg": DRAWING,
        "media/sheet.csv": "a,b\n",
        "cohorts/autumn-2027.md": call,
        "cohorts/autumn-2027.fr.md": translated_call,
    }
    compilation = compile_course("my-course", {path: text.encode() for path, text in files.items()})
    assert compilation.faults == ()
    assert compilation.course is not None
    return compilation.course


def test_every_example_stands_where_these_tests_look_for_it(course: Course) -> None:
    places = {"course.md", "module.md", "A lesson", "The text of a lesson", "glossary.md", "A quiz", "An assignment"}
    places |= {"A call for applications", "Model examples"}
    assert {place for place, _ in examples()} == places
    assert len(short_examples()) >= 9


def test_the_examples_of_a_lesson_show_everything_the_guide_speaks_of(course: Course) -> None:
    lesson = next(course.units())
    assert isinstance(lesson, Lesson)
    for sign in ("<table>", "footnotes", "<dl>", 'class="task"', "<figcaption>", "callout-note", "callout-example", "callout-try",
                 "callout-case", "media-video", "transcript", 'class="answer"', 'class="term"', "sdg-11", "sendai", "download"):  # fmt: skip
        assert sign in lesson.html
    assert (lesson.minutes, lesson.sdgs, lesson.sendai) == (12, ("11", "17"), ("E",))


def test_the_examples_of_a_quiz_are_questions_of_every_kind(course: Course) -> None:
    (quiz,) = (unit for unit in course.units() if isinstance(unit, Quiz))
    assert {question.kind for question in quiz.questions} == {"choice", "truefalse", "numeric", "text"}


def test_the_example_of_an_assignment_can_be_passed(course: Course) -> None:
    (assignment,) = (unit for unit in course.units() if isinstance(unit, Assignment))
    assert 0 < assignment.pass_points <= assignment.most_points == 12


def test_the_example_of_an_assignment_shows_everything_that_can_be_asked_for(course: Course) -> None:
    (assignment,) = (unit for unit in course.units() if isinstance(unit, Assignment))
    assert assignment.files is not None
    assert (assignment.files.most, assignment.most_links, assignment.languages) == (2, 3, ("en", "fr"))
    assert {field.kind for field in assignment.fields} == {"question", "table"}
    assert [bool(field.rows) for field in assignment.fields if isinstance(field, TableField)] == [True, False]
    assert [example.points for example in assignment.examples] == [{"picture": 1, "actions": 1, "fairness": 2}]


def test_the_example_of_a_course_says_what_it_is(course: Course) -> None:
    assert (course.title, course.minutes, course.sdgs, course.sendai) == (
        "Localizing the SDGs",
        360,
        ("11", "16", "17"),
        ("P1", "E"),
    )
    assert course.authors[0].organisation == "UCLG Learning"
    assert course.scope_out == ("Project finance",)


def test_the_example_of_a_call_says_who_gets_a_place(course: Course) -> None:
    (call,) = course.calls
    assert (call.key, call.places, call.readers, call.least_score) == ("autumn-2027", {"en": 35, "fr": 35}, 2, 40)
    assert [(reserve.key, reserve.places) for reserve in call.reserves] == [("africa", 8), ("small-islands", 2)]
    assert call.text_in("fr").questions["job"].choices == ("Élu", "Agent", "Autre")
    assert "<strong>Bring your development plan.</strong>" in call.texts[0].html


def test_the_guide_names_the_words_the_compiler_knows() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for word in (*CLASSES, *CONTENT_TYPES, *AGENDAS, *CALLOUTS, *RESERVED_KEYS, *COUNTRIES, *FileKind, *FIELD_KINDS):
        assert f"`{word}`" in text or f"::: {word}" in text


def test_the_style_sheet_knows_every_class_of_a_drawing() -> None:
    sheet = (GUIDE.parents[1] / "static" / "css" / "app.css").read_text(encoding="utf-8")
    assert [name for name in sorted(CLASSES) if not re.search(rf"figure svg [^{{}}]*\.{name}\b", sheet)] == []
