"""Signs that reviews were agreed upon, copied or not done."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.peerreview.collusion import Duration, Favour, ReviewText, copied_texts, rings, too_fast

TEXT = "The plan names seven targets and ties each of them to a duty of the council, but the budget is missing."


def favours(*edges: tuple[int, int, float]) -> list[Favour]:
    return [Favour(number, reviewer, author, residual) for number, (reviewer, author, residual) in enumerate(edges)]


def test_rings_of_two_to_four_are_told_once_with_their_reviews() -> None:
    found = rings(
        favours(
            (1, 2, 15), (2, 1, 20), (5, 3, 11), (3, 4, 12), (4, 5, 30), (6, 7, 11), (7, 8, 11), (8, 9, 11), (9, 6, 11)
        )
    )
    assert [ring.people for ring in found] == [(1, 2), (3, 4, 5), (6, 7, 8, 9)]
    assert [(one.reviewer_id, one.author_id) for one in found[1].reviews] == [(3, 4), (4, 5), (5, 3)]
    assert [one.residual for one in found[0].reviews] == [15, 20]


def test_one_fair_review_breaks_a_ring() -> None:
    assert rings(favours((1, 2, 15), (2, 3, 10), (3, 1, 15))) == ()


def test_five_in_a_row_are_no_sign_and_neither_is_ones_own_work() -> None:
    assert rings(favours(*((one, (one + 1) % 5, 20.0) for one in range(5)), (1, 1, 50))) == ()


def test_of_several_reviews_between_two_the_highest_is_shown() -> None:
    [ring] = rings(favours((1, 2, 12), (1, 2, 25), (2, 1, 15)))
    assert [one.residual for one in ring.reviews] == [25, 15]


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), st.floats(-30, 30)), max_size=25),
    st.randoms(use_true_random=False),
)
def test_every_ring_holds_and_the_order_of_reviews_is_nothing(
    edges: list[tuple[int, int, float]], chance: Random
) -> None:
    reviews = favours(*edges)
    found = rings(reviews)
    shuffled = reviews.copy()
    chance.shuffle(shuffled)
    assert rings(shuffled) == found
    assert len({ring.people for ring in found}) == len(found)
    for ring in found:
        assert 2 <= len(set(ring.people)) == len(ring.people) <= 4
        assert ring.people[0] == min(ring.people)
        assert all(one.residual > 10 for one in ring.reviews)
        assert [one.reviewer_id for one in ring.reviews] == list(ring.people)
        assert [one.author_id for one in ring.reviews] == [*ring.people[1:], ring.people[0]]


def test_copied_texts_are_found_also_when_changed_a_little() -> None:
    changed = TEXT.upper().replace("COUNCIL", "TOWN COUNCIL") + "!!"
    other = "Good sources for most indicators. Next step: say who measures them, how often, and who pays for that work."
    found = copied_texts(
        [ReviewText(3, 1, TEXT), ReviewText(1, 2, TEXT), ReviewText(2, 1, changed), ReviewText(4, 3, other)]
    )
    assert [(pair.first.review_id, pair.second.review_id) for pair in found] == [(1, 3), (1, 2), (2, 3)]
    assert found[0].likeness == 100
    assert 90 <= found[1].likeness < 100
    assert [pair.is_by_one_reviewer for pair in found] == [False, False, True]


def test_short_comments_are_alike_by_chance() -> None:
    assert copied_texts([ReviewText(1, 1, "Good work, thank you."), ReviewText(2, 2, "Good work, thank you.")]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "الخطة تذكر سبعة أهداف وتربط كل هدف بواجب من واجبات البلدية لكن الميزانية غائبة تماما",
        "该计划列出了七个目标，并将每个目标与市议会的职责联系起来，但缺少预算和负责人。",
    ],
)
def test_texts_of_any_script_are_compared(text: str) -> None:
    assert len(copied_texts([ReviewText(1, 1, text), ReviewText(2, 2, text)])) == 1


def test_a_text_that_many_copied_is_found_with_each_of_them() -> None:
    found = copied_texts([ReviewText(number, number, TEXT) for number in range(60)])
    assert {number for pair in found for number in (pair.first.review_id, pair.second.review_id)} == set(range(60))


def test_reviews_of_less_than_a_fifth_of_the_median_are_too_fast() -> None:
    seconds = [100.0, 119.9, 600.0, 600.0, 600.0, 900.0, 120.0]
    found = too_fast([Duration(number, number, one) for number, one in enumerate(seconds)])
    assert [(one.duration.review_id, one.median_seconds) for one in found] == [(0, 600), (1, 600)]
    assert found[0].part == pytest.approx(1 / 6)


def test_of_a_few_reviews_none_is_called_too_fast() -> None:
    assert too_fast([Duration(number, number, one) for number, one in enumerate([1.0, 600.0, 600.0, 600.0])]) == ()
    assert too_fast([]) == ()
