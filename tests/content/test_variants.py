"""One course in several languages: the same keys and rules, the words of each language."""

import json

import pytest

from app.content.course import Assignment, Course
from app.content.serial import from_json, to_json
from tests.content.folder import (
    ASSIGNMENT,
    ASSIGNMENT_PATH,
    COURSE,
    LESSON,
    LESSON_PATH,
    MODULE,
    QUIZ,
    QUIZ_PATH,
    course_of,
    faults_of,
    lesson_text,
    quiz_text,
)
from tests.content.translated import COURSE_FR, LESSON_FR, QUIZ_FR, course_after, recorded

ASSIGNMENT_FR = ASSIGNMENT_PATH.replace(".md", ".fr.md")
GLOSSARY = "---\ntitle: Words\n---\nAim\n: What for.\n"
GLOSSARY_FR = "---\ntitle: Mots\n---\nBut {#aim}\n: Pour quoi faire.\n"
FILES = {
    "course.md": COURSE.replace("level:", "outcomes: [Know]\nsdgs: [11]\nlevel:"),
    "course.fr.md": COURSE_FR.replace("---\nB", "outcomes: [Savoir]\n---\nB"),
    "course.ar.md": COURSE_FR,
    "1-first/module.fr.md": MODULE.replace("First", "Premier"),
    LESSON_PATH: lesson_text("## Begin {#begin}\n\nAn [[aim]] of [[SDG 11]].\n\n::: note\nA.\n:::\n"),
    LESSON_FR: "---\ntitle: Ouverture\n---\n## Début {#begin}\n\nUn [[but]] de l’[[SDG 11]].\n\n::: note\nA.\n:::\n",
    QUIZ_PATH: QUIZ,
    QUIZ_FR: QUIZ.replace("One or two?", "Un ou deux ?"),
    ASSIGNMENT_PATH: ASSIGNMENT,
    "glossary.md": GLOSSARY,
    "glossary.fr.md": GLOSSARY_FR,
}


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(FILES)


def test_a_course_has_a_variant_for_every_other_language(course: Course) -> None:
    assert course.languages == ("en", "ar", "fr")
    assert [variant.language for variant in course.variants] == ["ar", "fr"]
    assert course.in_language("en") is course
    assert course.in_language("de") is course
    assert course.in_language("fr").variants == ()


def test_a_variant_has_the_keys_and_rules_of_the_original(course: Course) -> None:
    french = course.in_language("fr")
    assert [unit.key for unit in french.units()] == [unit.key for unit in course.units()]
    for name in ("slug", "level", "minutes", "sdgs", "completion", "media", "languages"):
        assert getattr(french, name) == getattr(course, name)


def test_a_variant_speaks_its_language_wherever_it_is_translated(course: Course) -> None:
    french = course.in_language("fr")
    assert (french.title, french.outcomes, french.glossary_title) == ("Un cours", ("Savoir",), "Mots")
    assert (french.modules[0].title, french.modules[0].language) == ("Premier", "fr")
    lesson, quiz, assignment = french.units()
    assert (lesson.title, lesson.language, quiz.language, assignment.language) == ("Ouverture", "fr", "fr", "en")
    assert "Villes et communautés durables" in lesson.html
    assert "À noter" in lesson.html
    assert "Mots utilisés ici" in lesson.html
    assert assignment == list(course.units())[2]


def test_what_is_not_translated_stands_there_in_its_own_language(course: Course) -> None:
    arabic = course.in_language("ar")
    assert (arabic.modules[0].language, arabic.glossary_language) == ("en", "en")
    assert arabic.modules == course.modules
    assert arabic.glossary == course.glossary
    assert arabic.outcomes == ("Know",)


def test_a_word_of_another_language_says_so_at_the_end_of_a_lesson() -> None:
    files = {
        "course.ar.md": COURSE_FR,
        "glossary.md": GLOSSARY,
        LESSON_PATH: lesson_text("An [[aim]].\n"),
        "1-first/1-opening.ar.md": lesson_text("[[ا|aim]].\n"),
    }
    html = next(course_of(files).in_language("ar").units()).html
    assert '<dt id="term-aim" lang="en" dir="ltr">Aim</dt><dd lang="en" dir="ltr">What for.</dd>' in html


def test_a_course_with_variants_comes_back_from_json_and_holds_no_unit_twice(course: Course) -> None:
    text = to_json(course)
    assert from_json(text) == course
    kept = {variant["language"]: variant["modules"][0]["units"] for variant in json.loads(text)["variants"]}
    assert kept["ar"] == []
    assert [unit["key"] for unit in kept["fr"]] == ["opening", "check"]


def test_words_that_came_later_are_explained_in_the_language_of_the_original() -> None:
    files = recorded({"glossary.md": GLOSSARY, "glossary.fr.md": GLOSSARY_FR})
    course = course_after(files, {"glossary.md": GLOSSARY + "\nLocal\n: Near.\n"})
    assert [(term.name, term.language) for term in course.in_language("fr").glossary] == [
        ("But", "fr"),
        ("Local", "en"),
    ]


def test_words_that_went_leave_the_glossary_and_can_still_be_read_where_they_are_used() -> None:
    files = recorded(
        {
            "glossary.md": GLOSSARY + "\nLocal\n: Near.\n",
            "glossary.fr.md": GLOSSARY_FR + "\nLocal\n: Proche.\n",
            LESSON_PATH: lesson_text("A.\n"),
            LESSON_FR: lesson_text("Un [[local]].\n"),
        }
    )
    french = course_after(files, {"glossary.md": GLOSSARY}).in_language("fr")
    assert [term.name for term in french.glossary] == ["But"]
    assert "Proche." in next(french.units()).html


def test_a_glossary_with_other_words_than_recorded_is_a_fault() -> None:
    files = recorded({"glossary.md": GLOSSARY, "glossary.fr.md": GLOSSARY_FR})
    changed = {path: content.decode() for path, content in files.items()}
    (fault,) = faults_of({**changed, "glossary.fr.md": GLOSSARY_FR + "\nPlus\n: Encore.\n"})
    assert fault.startswith(
        "glossary.fr.md:1: This glossary has 2 words, and the record of what it was made from knows 1"
    )


def test_a_rubric_that_judges_otherwise_since_is_that_of_the_original() -> None:
    files = recorded(
        {ASSIGNMENT_PATH: ASSIGNMENT, ASSIGNMENT_FR: ASSIGNMENT.replace("Write it", "Écrivez").replace("told", "dit")}
    )
    for changed, shown in (
        (ASSIGNMENT.replace("2 good", "3 good"), "told"),
        (ASSIGNMENT.replace("told", "well told"), "dit"),
    ):
        unit = list(course_after(files, {ASSIGNMENT_PATH: changed}).in_language("fr").units())[1]
        assert isinstance(unit, Assignment)
        assert unit.rubric[0].levels[0].html == shown
        assert unit.html.startswith('<p>Écrivez.</p>\n<div class="updated" role="note">')


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({QUIZ_PATH: quiz_text("## A? {#a}\n\n- = 5\n", "pass: 60\n"), QUIZ_FR: quiz_text("## A? {#a}\n\n- = 5\n", "pass: 50\n")},
         f"{QUIZ_FR}:4: `pass` is taken from the original, which has 60; delete it here."),
        ({QUIZ_PATH: QUIZ, QUIZ_FR: QUIZ.replace("title", "shuffle: [options]\ntitle")},
         f"{QUIZ_FR}:3: `shuffle` is taken from the original, which has none; delete it here."),
        ({QUIZ_PATH: QUIZ, QUIZ_FR: QUIZ.replace("title", "attempts: 2\ntitle")},
         f"{QUIZ_FR}:3: `attempts` is taken from the original, which has unlimited; delete it here."),
        ({LESSON_FR: LESSON.replace("title", "sdgs: [11]\ntitle")},
         f"{LESSON_FR}:2: `sdgs` is taken from the original, which has none; delete it here."),
        ({"course.fr.md": COURSE_FR.replace("title", "level: advanced\ntitle")},
         "course.fr.md:2: `level` is taken from the original, which has introductory; delete it here."),
        ({"course.fr.md": COURSE_FR.replace("title", "language: es\ntitle")},
         "course.fr.md:2: This file is named as a translation into `fr`; delete this line."),
        ({"course.fr.md": COURSE_FR.replace("title", "outcomes: [a, b]\ntitle"), "course.md": COURSE.replace("level", "outcomes: [a]\nlevel")},
         "course.fr.md:2: `outcomes` has 2 items here, in the original 1."),
        ({LESSON_FR: LESSON + "\nMore.\n"},
         f"{LESSON_FR}:8: This translation has 3 blocks of text, the original 2; here it has nothing more."),
        ({LESSON_PATH: lesson_text("A.\n\n- b\n\nC.\n"), LESSON_FR: lesson_text("A.\n\nC.\n")},
         f"{LESSON_FR}:6: This translation has 2 blocks of text, the original 3; here it has a list (line 6)."),
        ({QUIZ_PATH: quiz_text("## A? {#a}\n\n- = 5\n  > Yes.\n"), QUIZ_FR: quiz_text("## A? {#a}\n\n- = 5\n")},
         f"{QUIZ_FR}:5: The question `a` has 0 × feedback, in the original 1 × feedback."),
        ({QUIZ_PATH: quiz_text("## A? {#a}\n\n- = 5\n- != 7\n"), QUIZ_FR: quiz_text("## A? {#a}\n\n- = 5\n- != 8\n")},
         f"{QUIZ_FR}:5: The question `a` names other wrong numbers than the original, which has 7."),
    ],
)  # fmt: skip
def test_a_difference_is_a_fault_that_says_what_the_original_has(changes: dict[str, str], fault: str) -> None:
    assert faults_of(changes) == [fault]
