"""Codes of certificates."""

import string

from hypothesis import given
from hypothesis import strategies as st

from app.certificates.codes import new_code, tidy_code

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
codes = st.text(SIGNS, min_size=20, max_size=20).map(
    lambda signs: "-".join(signs[start : start + 5] for start in range(0, 20, 5))
)


def test_a_new_code_is_written_as_codes_are() -> None:
    code = new_code()
    assert tidy_code(code) == code


def test_no_two_new_codes_are_alike() -> None:
    assert len({new_code() for _number in range(1000)}) == 1000


@given(codes)
def test_a_code_means_itself(code: str) -> None:
    assert tidy_code(code) == code


@given(codes, st.data())
def test_capitals_spaces_hyphens_and_letters_like_digits_do_not_matter(code: str, data: st.DataObject) -> None:
    alike = {"0": "0oO", "1": "1iIlL"}
    typed = ""
    for sign in code.replace("-", ""):
        typed += data.draw(st.sampled_from(alike.get(sign, sign + sign.lower())))
        typed += data.draw(st.sampled_from(["", "", " ", "-", " – ", "\t", "\u00a0"]))
    assert tidy_code(typed) == code


@given(st.text())
def test_whatever_is_typed_gives_a_whole_code_or_none(typed: str) -> None:
    code = tidy_code(typed)
    assert code is None or (len(code) == 23 and set(code) <= set(SIGNS + "-"))


@given(codes, st.integers(0, 22), st.sampled_from(string.ascii_uppercase + string.digits))
def test_one_letter_too_many_is_no_code(code: str, place: int, letter: str) -> None:
    assert tidy_code(code[:place] + letter + code[place:]) is None


def test_digits_of_other_scripts_are_no_code() -> None:
    assert tidy_code("٣" * 20) is None


def test_a_letter_that_becomes_two_capitals_is_no_code() -> None:
    # “ﬁ” in capitals is FI.
    assert tidy_code("ﬁ" * 10) == tidy_code("F1" * 10)
