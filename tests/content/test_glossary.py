"""The glossary: words, forms, keys, definitions."""

import pytest

from app.content.book import folded
from tests.content.folder import course_of, faults_of, lesson_text

FRONT = "---\ntitle: Words used\n---\n"


def faults(text: str) -> list[str]:
    return [fault.removeprefix("glossary.md:") for fault in faults_of({"glossary.md": FRONT + text})]


def test_words_have_forms_keys_and_definitions() -> None:
    course = course_of(
        {
            "glossary.md": FRONT
            + "\nLocal Review (VLR) | VLR | local review\n: A *review*.\n\nAim {#goal}\n: What\n  for.\n"
        }
    )
    assert course.glossary_title == "Words used"
    review, aim = course.glossary
    assert (review.key, review.name, review.forms) == (
        "local-review-vlr",
        "Local Review (VLR)",
        ("VLR", "local review"),
    )
    assert review.definition_html == "A <em>review</em>."
    assert (aim.key, aim.name, aim.definition_html) == ("goal", "Aim", "What\nfor.")


def test_a_course_without_a_glossary_has_no_words() -> None:
    course = course_of()
    assert (course.glossary_title, course.glossary) == ("", ())


def test_words_are_looked_up_whatever_their_capitals_and_spaces() -> None:
    assert folded("  Local\n REVIEW ") == "local review"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Aim\n: a\n\nAim\n: b\n", "7: Two words have the key `aim`; the first is on line 4."),
        (
            "Aim | goal\n: a\n\nEnd | Goal\n: b\n",
            "7: `Goal` is already a form of the word on line 4; it can belong to one word only.",
        ),
        ("Aim\n: a\n: b\n", "4: `Aim` needs exactly one definition, in one paragraph."),
        ("Aim\n: a\n\n  b\n", "4: `Aim` needs exactly one definition, in one paragraph."),
        (
            "Some text.\n\nAim\n: a\n",
            "4: A glossary can only have words and their definitions: the word on one line, and under it `: ` and its definition.",
        ),
        (
            "Aim {#The Aim}\n: a\n",
            "4: `The Aim` cannot be the key of a word; use small letters a–z, digits and hyphens.",
        ),
        ("?!\n: a\n", "4: No key can be made from `?!`; write one after it, as in `{#my-word}`."),
        ("|\n: a\n", "4: This definition has no word above it."),
        ("Aim\n: See [[end]].\n", "5: The glossary does not explain `end`."),
        ("Aim\n: See [x](gone.md).\n", "5: This link leads nowhere: there is no `gone.md`."),
    ],
)
def test_a_fault_in_the_glossary_names_its_line(text: str, fault: str) -> None:
    assert faults(text) == [fault]


def test_a_glossary_needs_a_title() -> None:
    assert faults_of({"glossary.md": "---\n---\nAim\n: a\n"}) == ["glossary.md:1: `title` is missing."]


def test_a_link_to_a_word_that_is_not_there_is_a_fault() -> None:
    files = {"glossary.md": FRONT + "Aim\n: a\n", "1-first/1-opening.md": lesson_text("[x](../glossary.md#end)")}
    assert faults_of(files) == ["1-first/1-opening.md:4: The glossary has no word `end`."]
