"""Translations beside their originals."""

from dataclasses import replace

import pytest

from app.content.assignments import TableField
from app.content.course import Assignment
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
from tests.content.translated import RECORD, course_after, recorded

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


PARTS = """
::: field What next? {#next words=9}
Who does it?
:::

::: table-to-fill Actions {#actions rows=3}
| Action | Owner |
| --- | --- |
| what | who |
:::
"""
ALL_PARTS = (
    ASSIGNMENT.replace("| Criterion |", "| Criterion | Weight |").replace(
        "| --- | --- | --- |\n| Reasons | told | none |",
        "| --- | --- | --- | --- |\n| Reasons {#why} | 2 | told | none |\n| Use {#use} | 1 | all | none |",
    )
    + PARTS
)
ALL_PARTS_FR = """\
---
kind: assignment
title: Rendre
---
Écrivez.

::: rubric
| Critère | 2 bien | 0 rien |
| --- | --- | --- |
| Raisons | dites | aucune |
| Usage | tout | rien |
:::

::: field Et après ? {#next}
Qui le fait ?
:::

::: table-to-fill Les actions {#actions rows=3}
| L’action | Qui |
| --- | --- |
| quoi | qui |
:::
"""


def test_a_translated_assignment_asks_the_same_in_other_words() -> None:
    course = course_of({"course.fr.md": COURSE_FR, ASSIGNMENT_PATH: ALL_PARTS, ASSIGNMENT_FR: ALL_PARTS_FR})
    original, french = (list(one.units())[1] for one in (course, course.in_language("fr")))
    assert isinstance(original, Assignment)
    assert isinstance(french, Assignment)
    assert [(one.key, one.weight, one.name, one.language) for one in french.rubric] == [
        ("why", 2, "Raisons", "fr"),
        ("use", 1, "Usage", "fr"),
    ]
    assert [level.name for level in french.rubric[0].levels] == ["bien", "rien"]
    question, table = french.fields
    assert question == replace(original.fields[0], name="Et après ?", html="<p>Qui le fait ?</p>", language="fr")
    assert isinstance(table, TableField)
    assert (table.name, table.most_rows) == ("Les actions", 3)
    assert [(one.key, one.name, one.hint) for one in table.columns] == [
        ("action", "L’action", "quoi"),
        ("owner", "Qui", "qui"),
    ]


def test_translated_criteria_with_keys_may_stand_in_another_order() -> None:
    rows = "| Usage {#use} | tout | rien |\n| Raisons {#why} | dites | aucune |\n"
    text = ALL_PARTS_FR.replace("| Raisons | dites | aucune |\n| Usage | tout | rien |\n", rows)
    course = course_of({"course.fr.md": COURSE_FR, ASSIGNMENT_PATH: ALL_PARTS, ASSIGNMENT_FR: text})
    french = list(course.in_language("fr").units())[1]
    assert isinstance(french, Assignment)
    assert [(one.key, one.weight, one.name) for one in french.rubric] == [("why", 2, "Raisons"), ("use", 1, "Usage")]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (
            "| Usage |",
            "| Usage {#usage} |",
            "7: A criterion has the key `usage`; in the original, `use` stands in its place.",
        ),
        ("{#next}", "{#then}", "1: The field `next` of the original is missing here."),
        ("{#next}", "{#then}", "14: The original has no field `then`."),
        (
            "| quoi | qui |",
            "| quoi | qui |\n| et | encore |",
            "18: The field `actions` has 0 written rows in the original, and here 2.",
        ),
        (
            "| L’action | Qui |\n| --- | --- |\n| quoi | qui |",
            "| L’action | Qui | Quand |\n| --- | --- | --- |\n| quoi | qui | mois |",
            "18: The field `actions` has 2 columns in the original, and here 3.",
        ),
        (
            "title: Rendre",
            "title: Rendre\nlinks: 2",
            "4: `links` is taken from the original, which has 0, 0; delete it here.",
        ),
        (
            "title: Rendre",
            "title: Rendre\nfiles: 2",
            "4: `files` is taken from the original, which has none; delete it here.",
        ),
        (
            "title: Rendre",
            "title: Rendre\ntext: no",
            "4: `text` is taken from the original, which has yes; delete it here.",
        ),
        (
            "title: Rendre",
            "title: Rendre\nreviews: {scoring: mean}",
            "4: `reviews` is taken from the original, which has 2, 3, no drafts, model; delete it here.",
        ),
    ],
)
def test_a_translated_assignment_that_asks_otherwise_is_a_fault(before: str, after: str, fault: str) -> None:
    found = faults_of({ASSIGNMENT_PATH: ALL_PARTS, ASSIGNMENT_FR: ALL_PARTS_FR.replace(before, after, 1)})
    assert f"{ASSIGNMENT_FR}:{fault}" in found


def test_a_translated_weight_is_that_of_the_original() -> None:
    assert faults_of(
        {ASSIGNMENT_PATH: ALL_PARTS, ASSIGNMENT_FR: ALL_PARTS.replace("{#why} | 2 |", "{#why} | 3 |")}
    ) == [f"{ASSIGNMENT_FR}:7: The criterion `why` weighs 2 in the original, and here 3."]


def french_after(after: str, before: str = ALL_PARTS, translated: str = ALL_PARTS_FR) -> Assignment:
    """The French assignment, recorded against the original before, once the original has become another."""
    files = recorded({ASSIGNMENT_PATH: before, ASSIGNMENT_FR: translated})
    unit = list(course_after(files, {ASSIGNMENT_PATH: after}).in_language("fr").units())[1]
    assert isinstance(unit, Assignment)
    return unit


def test_a_field_that_came_later_stands_in_the_language_of_the_original() -> None:
    french = french_after(ALL_PARTS + "\n::: field And then? {#then}\nTell us.\n:::\n")
    assert [(field.key, field.language) for field in french.fields] == [
        ("next", "fr"),
        ("actions", "fr"),
        ("then", "en"),
    ]
    assert "And then?" not in french.html


def test_a_field_whose_key_has_changed_keeps_its_translation() -> None:
    french = french_after(ALL_PARTS.replace("{#next words=9}", "{#step words=9 was=next}"))
    step = french.fields[0]
    assert (step.key, step.was, step.name) == ("step", ("next",), "Et après ?")


def test_a_field_that_went_is_gone_from_the_translation() -> None:
    start, end = ALL_PARTS.index("::: field"), ALL_PARTS.index("::: table-to-fill")
    french = french_after(ALL_PARTS[:start] + ALL_PARTS[end:])
    assert [field.key for field in french.fields] == ["actions"]


def test_a_table_that_has_other_columns_now_is_that_of_the_original() -> None:
    french = french_after(
        ALL_PARTS.replace("| Action | Owner |\n| --- | --- |", "| Action | Owner | Day |\n| --- | --- | --- |")
    )
    assert [(field.language, field.name) for field in french.fields] == [("fr", "Et après ?"), ("en", "Actions")]
    assert "Les actions" not in french.html
    assert '<div class="updated"' in french.html


def test_a_new_weight_holds_in_the_translation_at_once() -> None:
    french = french_after(ALL_PARTS.replace("{#why} | 2 |", "{#why} | 3 |"))
    why = french.rubric[0]
    assert (why.key, why.weight, why.name) == ("why", 3, "Raisons")
    assert "{#" not in french.html


def test_a_new_criterion_brings_back_the_rubric_of_the_original() -> None:
    french = french_after(ALL_PARTS.replace("| Use {#use} |", "| Data {#data} | 1 | all | none |\n| Use {#use} |"))
    assert [(one.key, one.language) for one in french.rubric] == [("why", "en"), ("data", "en"), ("use", "en")]


def test_a_rubric_that_is_not_translated_yet_is_that_of_the_original() -> None:
    other = ALL_PARTS_FR[: ALL_PARTS_FR.index("::: rubric")] + ALL_PARTS_FR[ALL_PARTS_FR.index("::: field") :]
    files = recorded({ASSIGNMENT_PATH: ALL_PARTS, ASSIGNMENT_FR: ALL_PARTS_FR})
    record = files[RECORD].decode().splitlines()
    lines = [_without_second(line) if line.startswith(ASSIGNMENT_FR) else line for line in record]
    changed = {ASSIGNMENT_FR: other, RECORD: "\n".join(lines) + "\n"}
    unit = list(course_after(files, changed).in_language("fr").units())[1]
    assert isinstance(unit, Assignment)
    assert [one.name for one in unit.rubric] == ["Reasons", "Use"]
    assert [field.name for field in unit.fields] == ["Et après ?", "Les actions"]
    assert "<table>" not in unit.html


def _without_second(line: str) -> str:
    """The record of a file without the digest of the third block: the first two are the top and the task."""
    path, _, digests = line.partition(": [")
    kept = digests.rstrip("]").split(", ")
    return f"{path}: [{', '.join([*kept[:2], *kept[3:]])}]"


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
