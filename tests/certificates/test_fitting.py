"""Fitting texts into boxes."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from app.certificates.fitting import LEADING, fitted, tidy_for_print

names = st.text(min_size=1, max_size=120).map(tidy_for_print).filter(bool)


def as_wide_as_its_letters(text: str) -> float:
    return float(len(text))


def test_a_short_name_is_as_large_as_it_may_be() -> None:
    assert fitted("Amina", as_wide_as_its_letters, width=500, height=60, largest=34).size == 34


def test_a_longer_name_is_set_smaller_on_one_line() -> None:
    setting = fitted("Abcde Fghij", as_wide_as_its_letters, width=330, height=60, largest=34)
    assert (setting.size, setting.lines) == (30, ("Abcde Fghij",))


def test_a_long_name_takes_two_lines_of_like_width() -> None:
    setting = fitted("Aaaa Bbbb Cccc Dddd Ee", as_wide_as_its_letters, width=450, height=70, largest=34)
    assert setting.lines == ("Aaaa Bbbb", "Cccc Dddd Ee")


def test_a_word_is_broken_only_when_it_would_be_too_small_to_read() -> None:
    assert len(fitted("W" * 40, as_wide_as_its_letters, width=500, height=60, largest=34).lines) == 1
    assert len(fitted("W" * 120, as_wide_as_its_letters, width=500, height=60, largest=34).lines) > 1


def test_a_letter_keeps_the_marks_that_stand_on_it() -> None:
    setting = fitted("ก็" * 60, as_wide_as_its_letters, width=300, height=60, largest=34)
    assert len(setting.lines) > 1
    assert not any(line.startswith("็") for line in setting.lines)


@settings(deadline=None)
@given(names)
def test_every_name_of_120_letters_fits_its_box(name: str) -> None:
    setting = fitted(name, as_wide_as_its_letters, width=690, height=64, largest=34)
    assert all(len(line) * setting.size <= 690 for line in setting.lines)
    assert len(setting.lines) * setting.size * LEADING <= 64


@settings(deadline=None)
@given(names)
def test_nothing_of_a_name_is_lost(name: str) -> None:
    setting = fitted(name, as_wide_as_its_letters, width=690, height=64, largest=34)
    assert "".join(setting.lines).replace(" ", "") == name.replace(" ", "")


@given(st.text())
def test_what_is_printed_holds_no_sign_for_machines(text: str) -> None:
    printed = tidy_for_print(text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufe0f]|^ |  | $", printed)


def test_tidying_twice_changes_nothing() -> None:
    once = tidy_for_print("  Ame\u0301lie\t\u202eDu\u00a0Pont\n")
    assert once == "Amélie Du\u00a0Pont"
    assert tidy_for_print(once) == once
