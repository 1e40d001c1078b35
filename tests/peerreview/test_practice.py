"""Examples are drawn fresh, one from each part of the scale, and nobody is measured by half a try."""

from datetime import UTC, datetime, timedelta

import pytest

from app.peerreview.calibration import State
from app.peerreview.practice import REST, Practice, Scored, draw, practice_of

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
THREE = {"weak": 20.0, "middle": 55.0, "strong": 90.0}
SIX = THREE | {"poor": 10.0, "fair": 60.0, "fine": 95.0}


def scored(attempt: int, *keys: str, size: int = 3, off: float = 0, days_ago: float = 0) -> list[Scored]:
    at = NOW - timedelta(days=days_ago)
    return [Scored(attempt, key, size, SIX[key] + off, SIX[key], at) for key in keys]


def practice(before: list[Scored], truths: dict[str, float] = THREE) -> Practice:
    return practice_of("seed", truths, before, NOW)


def test_a_try_has_one_example_from_each_part_of_the_scale() -> None:
    for seed in range(50):
        drawn = draw(str(seed), 1, SIX, frozenset())
        assert sorted(SIX[key] // 40 for key in drawn) == [0, 1, 2], drawn


def test_the_order_is_drawn_and_not_always_the_same() -> None:
    orders = {draw(str(seed), 1, THREE, frozenset()) for seed in range(60)}
    assert len(orders) == 6
    assert draw("1", 1, THREE, frozenset()) == draw("1", 1, dict(reversed(THREE.items())), frozenset())


def test_a_second_try_is_of_fresh_examples_where_there_are_enough() -> None:
    first = draw("seed", 1, SIX, frozenset())
    found = practice(scored(1, *first), SIX)
    assert (found.number, found.position, found.size, found.opens_at) == (2, 1, 3, None)
    assert found.key in SIX.keys() - set(first)


def test_where_all_were_seen_the_same_come_again_after_a_day() -> None:
    found = practice(scored(1, *THREE))
    assert (found.key, found.opens_at) == (None, NOW + REST)
    assert practice(scored(1, *THREE, days_ago=1)).key in THREE


def test_a_try_goes_on_where_it_was_left_and_counts_only_when_it_is_whole() -> None:
    begun = practice([])
    assert (begun.key in THREE, begun.position, begun.state) == (True, 1, State.NOT_BEGUN)
    seen: list[Scored] = []
    for position in (1, 2, 3):
        found = practice(seen)
        assert found.key is not None
        assert (found.number, found.position, found.state) == (1, position, State.NOT_BEGUN)
        seen += scored(1, found.key)
    assert {one.key for one in seen} == set(THREE)
    assert practice(seen).state is State.PASSED


@pytest.mark.parametrize(("off", "state"), [(18, State.PASSED), (18.5, State.ONCE_MORE), (-40, State.ONCE_MORE)])
def test_so_far_from_staff_is_near_enough(off: float, state: State) -> None:
    assert practice(scored(1, *THREE, off=off)).state is state


def test_after_two_tries_that_failed_reviews_are_comments_until_a_later_one_succeeds() -> None:
    failed = [*scored(1, *THREE, off=30, days_ago=9), *scored(2, *THREE, off=30, days_ago=8)]
    assert practice(failed).state is State.FEEDBACK_ONLY
    half = [*failed, *scored(3, "weak", days_ago=7)]
    assert practice(half).state is State.FEEDBACK_ONLY
    assert practice(half).position == 2
    whole = [*half, *scored(3, "middle", "strong", days_ago=7)]
    assert practice(whole).state is State.PASSED


def test_where_there_is_no_example_nothing_is_asked() -> None:
    found = practice([], {})
    assert (found.key, found.state) == (None, State.NOT_NEEDED)


def test_a_try_whose_other_examples_are_gone_is_whole_as_it_is() -> None:
    found = practice(scored(1, "weak", off=5), {"weak": 20.0})
    assert (found.begun, found.state) == (None, State.PASSED)
    assert practice(scored(1, "weak"), {}).state is State.PASSED


def test_an_example_added_in_the_middle_of_a_try_changes_neither_its_size_nor_what_was_scored() -> None:
    found = practice(scored(1, "weak"), SIX)
    assert (found.number, found.position, found.size) == (1, 2, 3)
    assert found.key != "weak"
