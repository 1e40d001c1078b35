"""Which translated block belongs to which block of the original."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from app.content.alignment import align
from app.content.blocks import block


def aligned(now: Sequence[str], before: Sequence[str]) -> list[tuple[int | None, bool]]:
    """Counterparts of originals that are told by a letter for the kind and one for the words, as in `p1`."""
    originals = [block(one[0], one, 1) for one in now]
    made_from = [block(one[0], one, 1) for one in before]
    found = align(originals, [one.digest for one in made_from], made_from)
    return [(one.translated, one.is_current) for one in found]


def test_what_did_not_change_belongs_together() -> None:
    assert aligned(["p1", "p2"], ["p1", "p2"]) == [(0, True), (1, True)]


def test_moved_blocks_belong_together() -> None:
    assert aligned(["p3", "p1", "p2"], ["p1", "p2", "p3"]) == [(2, True), (0, True), (1, True)]


def test_a_block_after_the_same_neighbour_was_reworded() -> None:
    assert aligned(["p1", "p9", "p3"], ["p1", "p2", "p3"]) == [(0, True), (1, False), (2, True)]


def test_several_blocks_in_a_row_were_reworded() -> None:
    assert aligned(["p7", "p8", "p3"], ["p1", "p2", "p3"]) == [(0, False), (1, False), (2, True)]


def test_a_block_of_another_kind_is_no_rewording() -> None:
    assert aligned(["p1", "h9"], ["p1", "p2"]) == [(0, True), (None, False)]


def test_a_new_block_has_no_counterpart() -> None:
    assert aligned(["p1", "p9", "p2"], ["p1", "p2"]) == [(0, True), (None, False), (1, True)]


def test_the_same_words_twice_belong_to_two_blocks() -> None:
    assert aligned(["p1", "p1", "p1"], ["p1", "p1"]) == [(0, True), (1, True), (None, False)]


def test_words_that_stand_there_twice_are_not_taken_for_one_another() -> None:
    assert aligned(["p9", "p1", "p1"], ["p1", "p1", "p1"]) == [(0, False), (1, True), (2, True)]


WORDS = st.lists(st.sampled_from(["p1", "p2", "p3", "h1", "h2"]), max_size=8)


@given(WORDS, WORDS)
def test_every_block_has_at_most_one_counterpart(now: list[str], before: list[str]) -> None:
    found = aligned(now, before)
    places = [place for place, _is_current in found if place is not None]
    assert len(found) == len(now)
    assert len(places) == len(set(places))
    for one, (place, is_current) in zip(now, found, strict=True):
        assert not is_current or (place is not None and before[place] == one)
        assert place is None or before[place][0] == one[0]
