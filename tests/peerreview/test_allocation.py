"""Who is handed what: the longest waiting of those who reviewed, and nothing to those whom nobody needs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest

from app.peerreview.allocation import (
    STANDARD,
    Handout,
    Hold,
    Lines,
    Reader,
    Refusal,
    Rules,
    Tier,
    Waiting,
    choose,
    draw_of,
    lines_of,
    refusal_of,
    wants_other_countries,
)

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
ANA = Reader(1, "task", frozenset({"en", "fr"}), NOW - timedelta(days=3), frozenset({7}), country="KE")


def work(number: int, *, days: float = 10, **facts: object) -> Waiting:
    plain = Waiting(number, 100 + number, "task", "en", NOW - timedelta(days=days), needed=2)
    return replace(plain, **facts)  # type: ignore[arg-type]


def chosen(*waiting: Waiting, reader: Reader = ANA, draw: float = 0.5, rules: Rules = STANDARD) -> Handout | Hold:
    return choose(reader, lines_of(waiting), draw=draw, now=NOW, rules=rules)


@pytest.mark.parametrize(
    ("refusal", "waiting", "reader"),
    [
        (Refusal.OWN, work(1, author_id=1), ANA),
        (Refusal.OTHER_TASK, work(1, task="task, rubric 2"), ANA),
        (Refusal.CLOSED, work(1, is_open=False), ANA),
        (Refusal.LANGUAGE, work(1, language="es"), ANA),
        (Refusal.HELD_BEFORE, work(1), replace(ANA, held=frozenset({1}))),
        (Refusal.MUTUAL, work(1), replace(ANA, readers_of_mine=frozenset({101}))),
        (Refusal.SAME_ORGANISATION, work(1, organisations=frozenset({7, 8})), ANA),
        (Refusal.CONFLICT, work(1), replace(ANA, conflicts=frozenset({101}))),
        (Refusal.ADJACENT, work(1, days=4), ANA),
        (None, work(1, days=4.01), ANA),
        (None, work(1, days=3), replace(ANA, submitted_at=None)),
        (None, work(1), ANA),
    ],
)
def test_a_refusal_has_its_reason(refusal: Refusal | None, waiting: Waiting, reader: Reader) -> None:
    assert refusal_of(waiting, reader) is refusal


def test_those_who_reviewed_come_first_and_the_longest_waiting_of_them() -> None:
    line = (work(1, days=30), work(2, days=8, author_is_settled=True), work(3, days=9, author_is_settled=True))
    assert chosen(*line) == Handout(3, Tier.RECIPROCATORS)


def test_one_draw_in_ten_is_for_the_rest_and_of_them_for_who_did_most() -> None:
    line = (work(1, days=9, author_is_settled=True), work(2, days=30), work(3, days=8, author_done=1))
    assert chosen(*line, draw=0.9) == Handout(3, Tier.OTHERS)
    assert chosen(*line, draw=0.899) == Handout(1, Tier.RECIPROCATORS)
    assert chosen(*line[1:], draw=0.1) == Handout(3, Tier.OTHERS)
    assert chosen(*line[:1], draw=0.95) == Handout(1, Tier.RECIPROCATORS)


def test_of_two_of_one_moment_the_lot_decides() -> None:
    assert chosen(work(1, lot=9), work(2, lot=4)) == Handout(2, Tier.OTHERS)


def test_what_is_served_is_handed_out_only_where_its_score_is_disputed() -> None:
    served = work(1, done=2)
    assert chosen(served) == Hold(NOW)
    assert chosen(replace(served, is_disputed=True)) == Handout(1, Tier.DISPUTED)
    assert chosen(replace(served, is_disputed=True, out=1)) == Hold(NOW)
    assert chosen(work(2, done=1, out=1)) == Hold(NOW)


def test_whoever_read_enough_of_their_country_reads_of_others_while_there_are_any() -> None:
    line = (work(1, country="KE"), work(2, days=9, country="PE"))
    assert chosen(*line) == Handout(2, Tier.OTHERS)
    assert chosen(line[0]) == Handout(1, Tier.OTHERS)
    balanced = replace(ANA, begun=1)
    assert not wants_other_countries(balanced)
    assert chosen(*line, reader=balanced) == Handout(1, Tier.OTHERS)
    assert not wants_other_countries(replace(ANA, country=""))


def test_the_day_around_ones_own_work_opens_after_two_days_unless_mentors_read() -> None:
    line = work(1, days=3.5)
    waited = replace(ANA, nothing_since=NOW - timedelta(hours=48))
    assert chosen(line) == Hold(NOW, ((Refusal.ADJACENT, 1),))
    assert chosen(line, reader=waited) == Handout(1, Tier.OTHERS, is_relaxed=True)
    assert isinstance(chosen(line, reader=waited, rules=Rules(relaxed_after=None)), Hold)
    assert chosen(line, work(2, days=5), reader=waited) == Handout(2, Tier.OTHERS)
    mutual = replace(waited, readers_of_mine=frozenset({101}))
    assert chosen(line, reader=mutual) == Hold(NOW - timedelta(hours=48), ((Refusal.MUTUAL, 1),))


def test_a_line_is_read_only_as_far_as_it_must_be() -> None:
    seen: list[int] = []

    def line() -> Iterator[Waiting]:
        for number in range(1, 10_000):
            seen.append(number)
            yield work(number, language="es" if number < 4 else "en", author_is_settled=True)

    found = choose(ANA, Lines(reciprocators=line()), draw=0.0, now=NOW)
    assert found == Handout(4, Tier.RECIPROCATORS)
    assert seen == [1, 2, 3, 4]


def test_among_ten_thousand_waiting_the_choice_is_quick_even_where_none_fits() -> None:
    lines = lines_of(work(number, organisations=frozenset({7})) for number in range(10_000))
    began = perf_counter()
    found = choose(ANA, lines, draw=0.0, now=NOW)
    assert found == Hold(NOW, ((Refusal.SAME_ORGANISATION, 10_000),))
    # A tenth of this alone; the rest is for a busy machine.
    assert perf_counter() - began < 0.5


def test_a_draw_can_be_repeated_and_is_even() -> None:
    draws = [draw_of(f"hand-out {number}") for number in range(2_000)]
    assert draws == [draw_of(f"hand-out {number}") for number in range(2_000)]
    assert all(0 <= draw < 1 for draw in draws)
    assert sum(draw >= 0.9 for draw in draws) == pytest.approx(200, abs=50)
