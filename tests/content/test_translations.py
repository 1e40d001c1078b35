"""Translations beside their originals."""

import pytest

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

COURSE_FR = "---\ntitle: Un cours\nsummary: Une phrase.\n---\nBienvenue.\n"
LESSON_FR = LESSON_PATH.replace(".md", ".fr.md")
QUIZ_FR = QUIZ_PATH.replace(".md", ".fr.md")
ASSIGNMENT_FR = ASSIGNMENT_PATH.replace(".md", ".fr.md")
GLOSSARY = "---\ntitle: Words\n---\nAim\n: What for.\n"


def test_languages_are_the_original_and_those_with_a_translated_course_file() -> None:
    course = course_of({"course.fr.md": COURSE_FR, "course.ar.md": COURSE_FR, "1-first/1-opening.es.md": LESSON})
    assert course.languages == ("en", "ar", "fr")
    assert [unit.key for unit in course.units()] == ["opening"]


def test_a_whole_course_can_be_translated() -> None:
    course_of(
        {
            "course.fr.md": COURSE_FR,
            "1-first/module.fr.md": MODULE,
            LESSON_FR: lesson_text("## Début {#debut}\n\nUn [[but]] et [un lien](1-opening.fr.md#debut)."),
            QUIZ_PATH: QUIZ,
            QUIZ_FR: QUIZ,
            ASSIGNMENT_PATH: ASSIGNMENT,
            ASSIGNMENT_FR: ASSIGNMENT,
            "glossary.md": GLOSSARY,
            "glossary.fr.md": "---\ntitle: Mots\n---\nBut {#aim}\n: Pour quoi faire.\n",
        }
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"1-first/9-gone.fr.md": LESSON},
            "1-first/9-gone.fr.md:1: This translation has no original: there is no file `1-first/9-gone.md`.",
        ),
        (
            {"glossary.fr.md": GLOSSARY},
            "glossary.fr.md:1: This translation has no original: there is no file `glossary.md`.",
        ),
        (
            {"1-first/1-opening.xx.md": LESSON},
            "1-first/1-opening.xx.md:1: `xx` is not the two-letter code of a language, such as fr, es or ar.",
        ),
        (
            {"1-first/1-opening.en.md": LESSON},
            "1-first/1-opening.en.md:1: The course is written in `en` already, so it needs no translation into it.",
        ),
        ({LESSON_FR: QUIZ}, f"{LESSON_FR}:2: The original is of the kind `lesson`; write `kind: lesson` here too."),
        ({LESSON_FR: lesson_text("[x](gone.md)")}, f"{LESSON_FR}:4: This link leads nowhere: there is no `gone.md`."),
        (
            {LESSON_FR: lesson_text("[x](#begin)")},
            f"{LESSON_FR}:4: This link leads nowhere: `{LESSON_FR}` has no heading with the anchor `begin`.",
        ),
        (
            {LESSON_PATH: lesson_text("## Begin {#begin}\n\nText."), LESSON_FR: lesson_text("## Début\n\nTexte.")},
            f"{LESSON_FR}:4: A heading of the original has the anchor `begin`; write `{{#begin}}` after the translated heading too.",
        ),
        ({"course.fr.md": COURSE_FR.replace("summary", "sommaire")}, "course.fr.md:1: `summary` is missing."),
        ({"1-first/module.fr.md": "---\n---\n"}, "1-first/module.fr.md:1: `title` is missing."),
    ],
)
def test_a_fault_in_a_translation_names_its_line(changes: dict[str, str], fault: str) -> None:
    assert fault in faults_of(dict(changes))


TWO = "## One? {#one}\n\n- (x) a\n- ( ) b\n\n## Two? {#two}\n\n- = 5\n"


@pytest.mark.parametrize(
    ("translated", "fault"),
    [
        ("## Un ? {#one}\n\n- (x) a\n- ( ) b\n", "1: The question `two` of the original is missing here."),
        (TWO + "\n## Trois ? {#three}\n\n- = 5\n", "14: The original has no question `three`."),
        (
            "## Deux ? {#two}\n\n- = 5\n\n## Un ? {#one}\n\n- (x) a\n- ( ) b\n",
            "5: The questions must stand in the order of the original, which has `one` here.",
        ),
        (
            TWO.replace("(x) a", "( ) a").replace("( ) b", "(x) b"),
            "5: The question `one` has other right answers than the original, which has a.",
        ),
        (TWO.replace("- ( ) b\n", "- ( ) b\n- ( ) c\n"), "5: The question `one` has 2 answers in the original."),
        (
            TWO.replace("(x) a", "[x] a").replace("( ) b", "[ ] b"),
            "5: The question `one` is of another kind than in the original.",
        ),
        (
            TWO.replace("= 5", "= 6"),
            "10: The question `two` has another right answer than the original, which says `= 5`.",
        ),
        (TWO.replace("= 5", '= "cinq"'), "10: The question `two` is of another kind than in the original."),
        (TWO.replace("{#two}", "{#two points=2}"), "10: The question `two` is worth 1 in the original."),
    ],
)
def test_a_translated_quiz_asks_the_same(translated: str, fault: str) -> None:
    faults = faults_of({QUIZ_PATH: quiz_text(TWO), QUIZ_FR: quiz_text(translated)})
    assert faults == [f"{QUIZ_FR}:{fault}"]


def test_a_translated_statement_is_as_true_as_the_original() -> None:
    original = quiz_text("## So. {#so}\n\n- = true\n")
    assert faults_of({QUIZ_PATH: original, QUIZ_FR: original.replace("true", "false")}) == [
        f"{QUIZ_FR}:5: The question `so` has another right answer than the original, which says `= true`."
    ]


def test_accepted_words_may_differ_between_languages() -> None:
    original = quiz_text('## Word? {#word}\n\n- = "baseline"\n')
    course_of({QUIZ_PATH: original, QUIZ_FR: original.replace("baseline", "référence")})


def test_a_translated_rubric_judges_the_same() -> None:
    other_points = ASSIGNMENT.replace("2 good", "3 bon")
    assert faults_of({ASSIGNMENT_PATH: ASSIGNMENT, ASSIGNMENT_FR: other_points}) == [
        f"{ASSIGNMENT_FR}:7: The levels of the rubric have other points than in the original, which has 2, 0."
    ]
    another_row = ASSIGNMENT.replace("| Reasons | told | none |\n", "| Raisons | a | b |\n| Encore | a | b |\n")
    assert faults_of({ASSIGNMENT_PATH: ASSIGNMENT, ASSIGNMENT_FR: another_row}) == [
        f"{ASSIGNMENT_FR}:7: The rubric has 2 criteria; the original has 1."
    ]


def test_a_translated_glossary_explains_the_same_words() -> None:
    assert faults_of({"glossary.md": GLOSSARY, "glossary.fr.md": GLOSSARY.replace("Aim", "But")}) == [
        "glossary.fr.md:1: The word `aim` of the original is missing; write its key after the translated word, as in `Mot {#aim}`.",
        "glossary.fr.md:4: The original has no word with the key `but`; write the original's key after the word, as in `Mot {#its-key}`.",
    ]


def test_the_language_of_the_course_decides_what_is_a_translation() -> None:
    course = {"course.md": COURSE.replace("language: en", "language: fr"), LESSON_FR: LESSON}
    assert faults_of(course) == [
        f"{LESSON_FR}:1: The course is written in `fr` already, so it needs no translation into it."
    ]
