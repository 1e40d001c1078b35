"""A name keeps its own direction within a sentence of the other."""

import pytest

from app.platform.bidi import with_names_set_apart


@pytest.mark.parametrize(
    ("sentence", "names", "direction", "shown"),
    [
        ("رد في «Why?».", ["Why?"], "rtl", "رد في «\u2068Why?\u2069»."),
        ("Somebody answered in “لماذا؟”.", ["لماذا؟"], "ltr", "Somebody answered in “\u2068لماذا؟\u2069”."),
        ("Somebody answered in “Why?”.", ["Why?"], "ltr", "Somebody answered in “Why?”."),
        ("في 2027-03-01", ["2027-03-01", ""], "rtl", "في 2027-03-01"),
        # What is told by a key that does not stand in the sentence changes nothing.
        ("تم الرفض.", ["refused"], "rtl", "تم الرفض."),
    ],
)
def test_a_name_that_runs_the_other_way_is_set_apart(
    sentence: str, names: list[str], direction: str, shown: str
) -> None:
    assert with_names_set_apart(sentence, names, direction) == shown
