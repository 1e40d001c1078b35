"""Trust is earned by taking part, and whoever is new writes a little at first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.forum.care_policy import Silenced, WritingFacts, may_say, may_write_now
from app.forum.trust import DAY, HOUR, LIMITS, Act, Level, Record, level_of, possible_again

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
REGULAR = Record(
    first_post_at=NOW - 30 * DAY, posts_shown=12, threads_visited=40, posts_read=300, helpful=5, removals=0, silences=0
)


def test_whoever_never_wrote_is_new() -> None:
    assert level_of(Record(), NOW) is Level.NEW


@pytest.mark.parametrize(
    ("here_for", "posts", "level"),
    [(timedelta(hours=23), 9, Level.NEW), (2 * DAY, 2, Level.NEW), (2 * DAY, 3, Level.MEMBER)],
)
def test_the_first_day_and_the_first_three_posts_are_those_of_a_newcomer(
    here_for: timedelta, posts: int, level: Level
) -> None:
    assert level_of(Record(first_post_at=NOW - here_for, posts_shown=posts), NOW) is level


def test_taking_part_earns_trust() -> None:
    assert level_of(REGULAR, NOW) is Level.TRUSTED


@pytest.mark.parametrize(
    "lacking",
    [
        {"first_post_at": NOW - 13 * DAY},
        {"posts_shown": 9},
        {"threads_visited": 19},
        {"posts_read": 99},
        {"helpful": 2},
        {"removals": 1},
        {"silences": 1},
    ],
)
def test_each_part_of_it_is_needed(lacking: dict[str, object]) -> None:
    assert level_of(replace(REGULAR, **lacking), NOW) is Level.MEMBER  # type: ignore[arg-type]


def test_whoever_had_several_posts_removed_begins_anew() -> None:
    assert level_of(replace(REGULAR, removals=3), NOW) is Level.NEW


def test_people_with_a_role_are_trusted_from_the_first_post_on() -> None:
    assert level_of(Record(has_role=True), NOW) is Level.TRUSTED


def test_one_may_write_again_when_the_oldest_of_so_many_is_an_hour_old() -> None:
    written = [NOW - timedelta(minutes=minutes) for minutes in (50, 40, 5)]
    assert possible_again({HOUR: 3}, written, NOW) == NOW + timedelta(minutes=10)
    assert possible_again({HOUR: 4}, written, NOW) is None


def test_of_several_limits_the_latest_moment_counts() -> None:
    written = [NOW - timedelta(hours=20), NOW - timedelta(minutes=30)]
    assert possible_again({HOUR: 1, DAY: 2}, written, NOW) == NOW + timedelta(hours=4)


def test_what_lies_behind_the_span_is_forgotten() -> None:
    assert possible_again({HOUR: 1}, [NOW - HOUR], NOW) is None


def test_a_newcomer_is_told_when_they_can_write_again() -> None:
    most = LIMITS[Level.NEW].posts[HOUR]
    posts = [NOW - timedelta(minutes=30)] * most
    may = may_write_now(WritingFacts(Record(), posts=posts), Act.POST, NOW)
    assert not may
    assert "3 May 2026, 12:30 UTC" in may.reason
    assert may_write_now(WritingFacts(REGULAR, posts=posts), Act.POST, NOW)


def test_threads_are_posts_as_well() -> None:
    posts = [NOW - timedelta(minutes=30)] * LIMITS[Level.NEW].posts[HOUR]
    assert not may_write_now(WritingFacts(Record(), posts=posts), Act.THREAD, NOW)


def test_whoever_wrote_their_fill_may_still_mend_what_they_wrote() -> None:
    posts = [NOW] * LIMITS[Level.NEW].posts[DAY]
    assert may_write_now(WritingFacts(Record(), posts=posts), None, NOW)


def test_whoever_is_silenced_writes_nothing_until_then() -> None:
    facts = WritingFacts(REGULAR, silence=Silenced(NOW + DAY, "respect", "Calm down.", is_everywhere=True))
    for act in (Act.THREAD, Act.POST, None):
        may = may_write_now(facts, act, NOW)
        assert not may
        assert "Calm down." in may.reason
        assert "4 May 2026" in may.reason
        assert may_write_now(facts, act, NOW + 2 * DAY)


def test_links_and_pictures_are_few_at_first() -> None:
    three = "https://a.example https://b.example and www.c.example"
    assert not may_say(Level.NEW, three)
    assert may_say(Level.MEMBER, three)
    assert not may_say(Level.NEW, "![a cat](https://cats.example/1.jpg)")
    assert may_say(Level.MEMBER, "![a cat](https://cats.example/1.jpg)")
    assert may_say(Level.TRUSTED, three * 20)
