"""The text of a mail has short lines in a terminal, and its own again elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.platform.flowing import WIDTH, flowed, joined

LONG = "Somebody answered you, and what they wrote is long enough for more than one line of a terminal, and for two."
ADDRESS = "https://forum.example.org/notices/no-more/" + "x" * 60


def test_no_line_is_longer_than_a_terminal_is_wide() -> None:
    lines = flowed(f"{LONG}\n\n> {LONG}\n{ADDRESS}").split("\n")
    assert [line for line in lines if len(line) > WIDTH] == [ADDRESS]


def test_each_line_of_a_quotation_is_marked() -> None:
    lines = flowed(f"> {LONG}").split("\n")
    assert len(lines) == 2
    assert all(line.startswith("> ") for line in lines)


@pytest.mark.parametrize(
    "text", [LONG, f"> {LONG}", ADDRESS, "-- \nLearning Forum", "", "\n\n", "From here on: > is a sign"]
)
def test_programs_that_know_the_form_join_it_again(text: str) -> None:
    assert joined(flowed(text)) == text


@given(st.lists(st.text(st.characters(categories=("L", "N", "P")), min_size=1), max_size=40))
def test_whatever_words_there_are_none_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    assert joined(flowed(text)).split() == text.split()
