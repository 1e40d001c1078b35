"""Courses as JSON and back."""

import pytest

from app.content.serial import NoCourse, from_json, to_json
from tests.content.folder import ASSIGNMENT, ASSIGNMENT_PATH, DRAWING, QUIZ_PATH, course_of, quiz_text

ALL_KINDS = """
    ## One? {#one}

    - (x) Yes
    - ( ) No

    ## True? {#true}

    - = true

    ## How many? {#number}

    - = 62 ± 1
    - != 17
      > No.

    ## Which word? {#word points=3}

    - = "baseline"
    - != "target"
    - else
      > Think.
    """


def test_a_course_comes_back_as_it_was() -> None:
    course = course_of(
        {
            QUIZ_PATH: quiz_text(ALL_KINDS),
            ASSIGNMENT_PATH: ASSIGNMENT,
            "media/a.svg": DRAWING,
            "glossary.md": "---\ntitle: Words\n---\n\nTown | city\n: A place.\n",
        }
    )
    assert from_json(to_json(course)) == course


EVERYTHING = (
    ASSIGNMENT.replace(
        "title: Hand in\n",
        "title: Hand in\nfiles: {number: [1, 2], kinds: [pdf]}\nlinks: 2\nreviews: {scoring: mean}\n",
    )
    + "\n::: field Why? {#why words=3..9}\nTell us.\n:::\n\n::: table-to-fill Two {#two}\n| A | B |\n| - | - |\n| c | d |\n| e | f |\n:::\n"
)
EXAMPLE = "---\ntitle: A\n---\nText.\n\n::: scores\n| a | b | c |\n| - | - | - |\n| Reasons | 2 | Yes. |\n:::\n"


def test_an_assignment_comes_back_with_its_fields_and_examples() -> None:
    course = course_of({ASSIGNMENT_PATH: EVERYTHING, ASSIGNMENT_PATH.replace(".md", ".example-a.md"): EXAMPLE})
    assert from_json(to_json(course)) == course


def test_criteria_that_were_kept_without_a_key_get_the_one_they_would_have_now() -> None:
    french = ASSIGNMENT.replace("Reasons", "Raisons")
    course = course_of(
        {
            "course.fr.md": "---\ntitle: Un cours\nsummary: Une phrase.\n---\nBienvenue.\n",
            ASSIGNMENT_PATH: ASSIGNMENT,
            ASSIGNMENT_PATH.replace(".md", ".fr.md"): french,
        }
    )
    old = to_json(course).replace('"key":"reasons",', "").replace('"was":[],"language":"fr"}', '"was":[]}')
    assert '"key":"reasons"' not in old
    assert from_json(old) == course


@pytest.mark.parametrize("text", ['{"slug": "a-course"}', "[]", "", "no JSON"])
def test_what_is_no_course_is_refused(text: str) -> None:
    with pytest.raises(NoCourse):
        from_json(text)


def test_a_value_that_cannot_be_is_refused() -> None:
    text = to_json(course_of({QUIZ_PATH: quiz_text(ALL_KINDS)}))
    for right, wrong in (('"kind":"quiz"', '"kind":"riddle"'), ('"minutes":', '"minutes":"a few","was_minutes":')):
        assert right in text
        with pytest.raises(NoCourse):
            from_json(text.replace(right, wrong))


def test_a_course_is_written_plainly_and_without_blanks() -> None:
    text = to_json(course_of({QUIZ_PATH: quiz_text(ALL_KINDS)}))
    assert text.startswith('{"slug":')
    assert '"prompt_html":"How many?"' in text
    # 62 ± 1: letters beyond ASCII stand as they are.
    assert "62 ± 1" in text
