"""Courses as JSON and back."""

import pytest
from pydantic import ValidationError

from app.content.serial import from_json, to_json
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


def test_what_is_no_course_is_refused() -> None:
    with pytest.raises(ValidationError):
        from_json('{"slug": "a-course"}')
