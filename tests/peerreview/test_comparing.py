"""Two texts become one, with what came and what went."""

import time

from hypothesis import given
from hypothesis import strategies as st

from app.peerreview.comparing import Change, compare

texts = st.lists(st.text("ab 地\n", max_size=12), max_size=6).map("\n\n".join)


def told(old: str, new: str) -> list[str]:
    signs = {Change.SAME: "", Change.ADDED: "+", Change.REMOVED: "-"}
    return ["|".join(signs[run.change] + run.text for run in one.runs) for one in compare(old, new)]


def test_words_are_compared_inside_a_paragraph() -> None:
    assert told("One two three.\n\nSame.", "One 2 three.\n\nSame.") == ["One|- two|+ 2| three.", "Same."]


def test_paragraphs_come_and_go() -> None:
    assert told("a\n\nb", "a\n\nb\n\nc") == ["a", "b", "+c"]
    assert told("a\n\nb", "b") == ["-a", "b"]
    assert told("", "a") == ["+a"]


def test_a_script_without_spaces_is_compared_by_its_characters() -> None:
    assert told("地方政府", "地方计划") == ["地方|-政府|+计划"]


@given(texts, texts)
def test_both_texts_can_be_read_out_of_what_is_shown(old: str, new: str) -> None:
    paragraphs = compare(old, new)
    for text, other in ((old, Change.ADDED), (new, Change.REMOVED)):
        shown = "".join(run.text for one in paragraphs for run in one.runs if run.change is not other)
        assert "".join(shown.split()) == "".join(text.split())


def test_comparing_two_long_texts_that_share_nothing_is_quick() -> None:
    one, other = " ".join(map(str, range(7000))), " ".join(map(str, range(7000, 14000)))
    begun = time.perf_counter()
    compare(one, other)
    assert time.perf_counter() - begun < 5
