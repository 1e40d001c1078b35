"""What a learner is told of their place in line is true, and its range as wide as it must be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from app.peerreview.allocation import Tier, Waiting
from app.peerreview.duties import Duties
from app.peerreview.mentoring import Case
from app.peerreview.standing import (
    Next,
    NextStep,
    Pace,
    Place,
    Standing,
    days_until,
    expected_at,
    place_of,
    standing_of,
)

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
MONTH = timedelta(days=28)
DONE, OWING = Duties(3, 3, 0, 0, 0), Duties(3, 1, 0, 0, 0)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def work(number: int, *, days: float = 3, **facts: object) -> Waiting:
    plain = Waiting(number, 100 + number, "task", "en", ago(days), needed=2, author_is_settled=True)
    return replace(plain, **facts)  # type: ignore[arg-type]


MINE = work(1)
LINE = (MINE, work(2, days=5, done=1), work(3, days=2), work(4, days=9, language="fr"), work(5, days=9, done=2),
        work(6, days=9, author_is_settled=False))  # fmt: skip


def standing(mine: Waiting = MINE, duties: Duties = DONE, **moments: Any) -> Standing:
    case = Case(mine, settled_at=ago(2) if duties.is_settled else None)
    return standing_of(case, duties, LINE, Pace(40, MONTH), NOW, **moments)


def test_a_place_counts_those_of_the_same_line_and_language_who_came_before() -> None:
    assert place_of(MINE, LINE) == Place(2, 3)
    assert place_of(work(5, done=2), LINE) is None
    assert place_of(work(1, author_is_settled=False), LINE) == Place(2, 4)
    assert place_of(work(1, author_is_settled=False), LINE, in_tier=Tier.RECIPROCATORS) == Place(2, 3)


def test_the_range_holds_four_times_in_five() -> None:
    """Of reviews begun at random at an unknown pace, by drawing again and again."""
    chance = Random(5)
    for begun, reviews in ((12, 2), (40, 6), (5, 3)):
        low = days_until(reviews, Pace(begun, MONTH), -1.2816)
        high = days_until(reviews, Pace(begun, MONTH), 1.2816)
        assert low is not None
        assert high is not None
        inside = 0
        for _draw in range(4_000):
            a_day = chance.gammavariate(begun + 0.5, 1) / 28
            inside += low <= chance.gammavariate(reviews, 1) / a_day <= high
        assert inside / 4_000 == pytest.approx(0.8, abs=0.025)


def test_too_few_reviews_say_nothing_and_mentors_keep_the_end() -> None:
    assert days_until(2, Pace(2, MONTH), 0) is None
    assert expected_at(Place(1, 2), Pace(2, MONTH), None, NOW) is None
    promised = expected_at(Place(9, 200), Pace(10, MONTH), ago(-9), NOW)
    assert promised is not None
    assert promised.is_promised
    assert promised.latest == ago(-9)
    assert promised.earliest <= promised.likely <= promised.latest


def test_the_range_is_in_order_and_longer_for_whoever_stands_further_back() -> None:
    ends = []
    for reviews in (1, 2, 5, 20, 400):
        found = expected_at(Place(1, reviews), Pace(40, MONTH), None, NOW)
        assert found is not None
        assert found.latest is not None
        assert NOW < found.earliest < found.likely < found.latest
        ends.append(found.latest)
    assert ends == sorted(ends)


def test_who_did_their_part_is_told_place_date_and_until_when_peers_read() -> None:
    shown = standing()
    assert shown.place == Place(2, 3)
    assert shown.expected is not None
    assert (shown.unlocks, shown.if_unlocked) == (0, None)
    assert shown.steps == (NextStep(Next.PEERS_READ, ago(-4)),)


def test_who_owes_is_told_what_unlocks_and_the_place_it_gives() -> None:
    shown = standing(replace(MINE, author_is_settled=False), OWING)
    assert (shown.unlocks, shown.if_unlocked) == (2, Place(2, 3))
    assert shown.expected is None
    assert shown.steps == (NextStep(Next.BEGIN_REVIEW), NextStep(Next.PEERS_READ))


def test_what_is_mine_to_do_stands_first_with_its_end() -> None:
    writing = Duties(3, 2, 1, 0, 0)
    shown = standing(replace(MINE, author_is_settled=False), writing, lease_ends_at=ago(-2))
    assert shown.steps[0] == NextStep(Next.FINISH_REVIEW, ago(-2))
    on_call = Duties(3, 2, 0, 1, 0)
    assert standing(duties=on_call).steps[0] == NextStep(Next.STAY_ON_CALL)
    assert standing(duties=on_call, called_at=ago(1)).steps[0] == NextStep(Next.ANSWER_CALL, ago(-2))


def test_after_the_promised_day_mentors_read_by_a_day() -> None:
    shown = standing(work(1, days=8))
    assert shown.steps == (NextStep(Next.MENTORS_READ, ago(-5)),)


def test_reviews_being_written_are_told_and_where_nothing_is_left_all_is_done() -> None:
    assert standing(work(1, done=1, out=1)).steps == (NextStep(Next.PEERS_WRITE),)
    served = standing(work(1, done=2))
    assert (served.place, served.expected, served.steps) == (None, None, (NextStep(Next.ALL_DONE),))
