"""§4.9, 1 and 2, on the level of the pure rules: 10,000 random exchanges in sum."""

from datetime import timedelta

import pytest

from app.peerreview import leases
from app.peerreview.allocation import Handout, choose, lines_of
from tests.peerreview.exchanges import RULES, Exchange, exchange_of, stranger

EXCHANGES = range(10_000)
PARTS = 5


@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_reads_what_they_may_and_what_runs_out_loses_no_draft_and_blocks_no_work(part: int) -> None:
    handed = ran_out = 0
    for seed in EXCHANGES[part::PARTS]:
        exchange = exchange_of(seed, steps=20)
        handed += len(exchange.handed)
        _nobody_reads_their_own_work_or_a_work_twice_or_of_their_house_or_of_their_reader(exchange, seed)
        ran_out += _leases_that_run_out_lose_no_draft_and_leave_no_work_blocked(exchange, seed)
    # It is a test only if much is handed out, and if leases run out.
    assert handed > 2 * len(EXCHANGES[part::PARTS])
    assert ran_out > len(EXCHANGES[part::PARTS])


def _nobody_reads_their_own_work_or_a_work_twice_or_of_their_house_or_of_their_reader(
    exchange: Exchange, seed: int
) -> None:
    pairs = [(one.reader, one.work) for one in exchange.handed]
    assert len(set(pairs)) == len(pairs), seed
    for reader, work in pairs:
        assert reader != work, seed
        assert (work, reader) not in pairs, seed
        organisations, _country, conflicts = exchange.people[reader]
        theirs = exchange.people[work]
        assert organisations.isdisjoint(theirs[0]), seed
        assert work not in conflicts, seed
        assert reader not in theirs[2], seed


def _leases_that_run_out_lose_no_draft_and_leave_no_work_blocked(exchange: Exchange, seed: int) -> int:
    """Let all of them run out; how many did."""
    drafts = [(one, one.draft) for one in exchange.handed]
    # Whatever is out now has run out by then, renewed or not.
    exchange.now += 2 * leases.LASTS
    for one, draft in drafts:
        assert one.draft == draft, seed
    for work in exchange.line():
        assert work.out == 0, seed
        if work.is_open and work.done < RULES.needed:
            assert work.needs == RULES.needed - work.done, seed
            found = choose(stranger(), lines_of([work]), draw=0.5, now=exchange.now, rules=RULES)
            assert isinstance(found, Handout), seed
    running_out = [one for one, _draft in drafts if one.worth is None]
    for one in running_out:
        needs = exchange.counted(exchange.works[one.work]).needs
        exchange.save_draft(one, "the end of it")
        assert not leases.runs(one.lease, exchange.now), seed
        exchange.complete(one)
        assert one.worth is (leases.Worth.SCORE_AND_CREDIT if needs else leases.Worth.CREDIT), seed
    return len(running_out)


def test_the_day_around_ones_own_work_is_opened_only_after_two_days_with_nothing() -> None:
    relaxed = 0
    for seed in range(500):
        exchange = exchange_of(seed, steps=8)
        for person in list(exchange.works):
            since = exchange.nothing_since.get(person)
            found = exchange.ask(person)
            if not isinstance(found, Handout):
                continue
            apart = exchange.works[found.submission_id].submitted_at - exchange.works[person].submitted_at
            assert found.is_relaxed == (abs(apart) <= timedelta(hours=24)), seed
            if found.is_relaxed:
                relaxed += 1
                assert since is not None, seed
                assert exchange.now - since >= timedelta(hours=48), seed
    assert relaxed
