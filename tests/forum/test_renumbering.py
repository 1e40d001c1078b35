"""Threads become one in order of time, and nobody's unread post is counted as read."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.forum.renumbering import Numbered, in_time, read_in_parts, read_without_gap

NOW = datetime(2026, 5, 3, tzinfo=UTC)


def _thread(thread_id: int, minutes: list[int]) -> list[Numbered]:
    return [
        Numbered(100 * thread_id + number, thread_id, number, NOW + timedelta(minutes=minute))
        for number, minute in enumerate(minutes, 1)
    ]


def test_posts_stand_in_order_of_time() -> None:
    order = in_time(_thread(1, [0, 20]), _thread(2, [10, 30]))
    assert [post.post_id for post in order] == [101, 201, 102, 202]


@given(st.lists(st.integers(0, 50), max_size=8), st.lists(st.integers(0, 50), max_size=8))
def test_whatever_the_clock_said_posts_of_one_thread_keep_their_order(one: list[int], other: list[int]) -> None:
    order = in_time(_thread(1, one), _thread(2, other))
    assert len(order) == len(one) + len(other)
    for thread_id in (1, 2):
        numbers = [post.number for post in order if post.thread_id == thread_id]
        assert numbers == sorted(numbers)


def test_one_has_read_up_to_the_first_that_one_has_not() -> None:
    assert read_without_gap([True, True, False, True]) == 2
    assert read_without_gap([]) == 0


@given(st.integers(0, 20), st.sets(st.integers(2, 20)))
def test_what_was_read_is_read_in_both_parts(read_up_to: int, taken: set[int]) -> None:
    stays, went = read_in_parts(read_up_to, sorted(taken))
    assert stays + went == read_up_to
    assert 0 <= went <= len(taken)
