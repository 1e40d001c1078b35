"""A name keeps its own direction within a sentence of the other."""

import pytest

from app.platform.bidi import direction_within, with_names_set_apart


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


@pytest.mark.parametrize(
    ("words", "likely", "way"),
    [
        ("Who pays?", "ltr", "ltr"),
        ("Who pays?", "rtl", "ltr"),
        ("من يدفع؟", "ltr", "rtl"),
        # Its own letters decide, wherever a foreign name stands.
        ("SDG 11 في المدن", "rtl", "rtl"),
        ("المدن in one word", "ltr", "ltr"),
        ("2030?", "rtl", "rtl"),
        ("", "ltr", "ltr"),
    ],
)
def test_words_run_as_their_language_does_unless_none_of_their_letters_do(words: str, likely: str, way: str) -> None:
    assert direction_within(words, likely) == way
