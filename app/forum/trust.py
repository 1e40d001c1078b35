"""What members have shown in the forum, and what they may do for it. Pure.

Trust is earned by taking part, as in the trust levels of Discourse: by days, by reading, by being helpful, and by
giving no cause for removals. It changes how much somebody may write in an hour and a day, whether their posts are
looked at for spam, and how many links they may set; never who may read or answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST_POSTS = 3
"""Who wrote fewer posts that stand is new."""
TRUSTED_AFTER = timedelta(days=14)
TRUSTED_POSTS, TRUSTED_THREADS, TRUSTED_READ, TRUSTED_MARKS = 10, 20, 100, 3
LOOKS_BACK = timedelta(days=90)
"""What was removed so long ago is forgotten."""
MOST_REMOVALS = 3
"""Whoever had so many posts removed begins anew."""


class Level(IntEnum):
    """How far somebody is trusted."""

    NEW = 0
    MEMBER = 1
    TRUSTED = 2


class Act(StrEnum):
    """What somebody writes."""

    THREAD = "thread"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody has done in the forum; `first_post_at` is None for who never wrote."""

    first_post_at: datetime | None = None
    posts_shown: int = 0
    threads_visited: int = 0
    posts_read: int = 0
    helpful: int = 0
    # By those who look after the forum, within LOOKS_BACK.
    removals: int = 0
    silences: int = 0
    # Of a course, or of the whole site.
    has_role: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one may write within an hour and a day, and how many links a post may have; None for any number."""

    threads: Mapping[timedelta, int]
    posts: Mapping[timedelta, int]
    links: int | None
    has_pictures: bool

    def of(self, act: Act) -> Mapping[timedelta, int]:
        """The limits on one kind of act."""
        return self.threads if act is Act.THREAD else self.posts


LIMITS: Mapping[Level, Limits] = {
    Level.NEW: Limits({HOUR: 3, DAY: 5}, {HOUR: 10, DAY: 20}, links=2, has_pictures=False),
    Level.MEMBER: Limits({HOUR: 6, DAY: 20}, {HOUR: 40, DAY: 120}, links=10, has_pictures=True),
    Level.TRUSTED: Limits({HOUR: 20, DAY: 60}, {HOUR: 100, DAY: 400}, links=None, has_pictures=True),
}


def level_of(record: Record, now: datetime) -> Level:
    """How far somebody with this record is trusted."""
    if record.has_role:
        return Level.TRUSTED
    if record.first_post_at is None or record.removals >= MOST_REMOVALS:
        return Level.NEW
    here_for = now - record.first_post_at
    if here_for < DAY or record.posts_shown < FIRST_POSTS:
        return Level.NEW
    has_taken_part = (
        here_for >= TRUSTED_AFTER
        and record.posts_shown >= TRUSTED_POSTS
        and record.threads_visited >= TRUSTED_THREADS
        and record.posts_read >= TRUSTED_READ
        and record.helpful >= TRUSTED_MARKS
    )
    is_blameless = record.removals == 0 and record.silences == 0
    return Level.TRUSTED if has_taken_part and is_blameless else Level.MEMBER


def possible_again(limits: Mapping[timedelta, int], written: Sequence[datetime], now: datetime) -> datetime | None:
    """When one who wrote at these moments, the earliest first, may write again; None for at once."""
    waits = [
        within[-most] + span
        for span, most in limits.items()
        if len(within := [moment for moment in written if moment > now - span]) >= most
    ]
    return max(waits, default=None)
