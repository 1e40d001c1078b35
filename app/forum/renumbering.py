"""How posts are numbered when threads become one or two, and how far each reader has then read. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile


@dataclass(frozen=True, slots=True)
class Numbered:
    """A post, where it stands, and when it was written."""

    post_id: int
    thread_id: int
    number: int
    made_at: datetime


def in_time(*threads: Sequence[Numbered]) -> list[Numbered]:
    """The posts of several threads in order of time; those of one thread keep the order they had."""
    timed: list[tuple[datetime, int, int, Numbered]] = []
    for thread in threads:
        latest: datetime | None = None
        for post in sorted(thread, key=lambda one: one.number):
            latest = post.made_at if latest is None else max(latest, post.made_at)
            timed.append((latest, post.thread_id, post.number, post))
    return [post for *_order, post in sorted(timed, key=lambda entry: entry[:3])]


def read_without_gap(are_read: Iterable[bool]) -> int:
    """How far somebody has read posts in a new order: up to the first they have not, so that none escapes them."""
    return sum(1 for _one in takewhile(bool, are_read))


def read_in_parts(read_up_to: int, taken: Sequence[int]) -> tuple[int, int]:
    """How far somebody had read what stays of a thread and what was taken: the numbers of the posts that were taken."""
    read_of_taken = sum(1 for number in taken if number <= read_up_to)
    return read_up_to - read_of_taken, read_of_taken
