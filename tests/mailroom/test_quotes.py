"""What somebody wrote is told from what they quote, in the ways of the usual mail programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mailroom.quotes import answer_in
from tests.mailroom.samples import ANSWER, BARE, BEFORE_BARE, BEFORE_MARKED, OWN, QUOTED, SIGNATURES


def test_there_are_samples_enough() -> None:
    assert len(BEFORE_MARKED) + len(BEFORE_BARE) + len(SIGNATURES) + len(OWN) >= 60


@pytest.mark.parametrize("name", BEFORE_MARKED)
def test_a_marked_quotation_below_goes(name: str) -> None:
    assert answer_in(f"{ANSWER}\n\n{BEFORE_MARKED[name]}\n\n{QUOTED}\n") == ANSWER


@pytest.mark.parametrize("name", BEFORE_MARKED)
def test_an_answer_below_a_marked_quotation_stays(name: str) -> None:
    assert answer_in(f"{BEFORE_MARKED[name]}\n{QUOTED}\n\n{ANSWER}\n") == ANSWER


@pytest.mark.parametrize("name", BEFORE_BARE)
def test_a_quotation_without_marks_goes_to_its_end(name: str) -> None:
    assert answer_in(f"{ANSWER}\n\n{BEFORE_BARE[name]}\n\n{BARE}\n") == ANSWER


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_signature_goes(name: str) -> None:
    assert answer_in(f"{ANSWER}\n\n{SIGNATURES[name]}\n") == ANSWER


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_signature_above_a_quotation_goes_with_it(name: str) -> None:
    told = f"{ANSWER}\n\n{SIGNATURES[name]}\n\n{BEFORE_BARE['outlook-fr']}\n\n{BARE}"
    assert answer_in(told) == ANSWER


@pytest.mark.parametrize("name", OWN)
def test_what_only_looks_like_a_quotation_stays(name: str) -> None:
    assert answer_in(OWN[name]) == OWN[name]


def test_answers_between_the_lines_stay_in_their_order() -> None:
    told = "On 20/11/2026 10:15, Learning Forum wrote:\n> First?\nYes.\n\n> Second?\n>> Older.\n\nNo.\n"
    assert answer_in(told) == "Yes.\n\nNo."


@pytest.mark.parametrize("told", ["", "  \n\n", QUOTED, f"{BEFORE_MARKED['gmail-fr']}\n{QUOTED}", SIGNATURES["dashes"]])
def test_of_nothing_but_quotation_and_signature_nothing_is_left(told: str) -> None:
    assert answer_in(told) == ""


@given(st.text())
def test_whatever_somebody_sends_nothing_is_added(told: str) -> None:
    unmarked = told.translate(dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\ufeff")))
    assert set(answer_in(told).split()) <= set(unmarked.split())
