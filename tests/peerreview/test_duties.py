"""What is owed, what is on hold, and who is called when work arrives."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from app.peerreview.allocation import Reader, Rules, Waiting
from app.peerreview.duties import (
    MOST_ROUNDS,
    Answer,
    Call,
    Duties,
    Hold,
    OnCall,
    Slot,
    answer_of,
    answer_rate,
    answers_among,
    duties_of,
    hold_of,
    ignored_in_a_row,
    next_round_at,
    whom_to_call,
)

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
WORK = Waiting(1, 100, "task", "en", NOW, needed=2)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def person(number: int, *, held: float | None = 5, **facts: object) -> OnCall:
    reader = Reader(number, "task", frozenset({"en"}), ago(20))
    return replace(OnCall(reader, None if held is None else ago(held)), **facts)  # type: ignore[arg-type]


def test_a_duty_on_hold_lives_45_days_and_two_ignored_calls_end_it() -> None:
    assert hold_of(Slot(ago(44.9)), NOW) is Hold.ON_CALL
    assert hold_of(Slot(ago(45)), NOW) is Hold.VOID
    assert hold_of(Slot(ago(5), ignored=1), NOW) is Hold.ON_CALL
    assert hold_of(Slot(ago(50), ignored=2), NOW) is Hold.CANCELLED
    assert hold_of(Slot(ago(50), is_filled=True), NOW) is Hold.FILLED


@pytest.mark.parametrize(
    ("done", "out", "slots", "left", "is_settled"),
    [
        (0, 0, [], 3, False),
        (2, 1, [], 0, False),
        (3, 0, [], 0, True),
        (5, 0, [], 0, True),
        (1, 0, [Slot(NOW)] * 2, 0, True),
        (1, 0, [Slot(ago(46))] * 2, 0, True),
        (1, 0, [Slot(NOW, ignored=2)] * 2, 2, False),
        # Filled: counted as done.
        (3, 0, [Slot(NOW, is_filled=True)] * 2, 0, True),
    ],
)
def test_what_is_held_counts_as_done_and_what_was_ignored_is_owed_again(
    done: int, out: int, slots: list[Slot], left: int, is_settled: bool
) -> None:
    duties = duties_of(3, done, out, slots, NOW)
    assert (duties.left, duties.is_settled) == (left, is_settled)


def test_progress_is_never_blocked_by_what_nobody_handed_in() -> None:
    nothing_there = duties_of(3, 0, 0, [], NOW)
    held = [Slot(NOW)] * nothing_there.left
    assert duties_of(3, 0, 0, held, NOW) == Duties(3, 0, 0, 3, 0)
    assert duties_of(3, 0, 0, held, NOW).is_settled


def test_as_many_are_called_as_it_takes_those_on_hold_longest_first_and_volunteers_last() -> None:
    people = [person(1, held=2), person(2, held=None), person(3, held=9), person(4, held=3), person(5, held=1)]
    assert whom_to_call(WORK, people, awaited=0, rate=0.5, now=NOW) == (3, 4, 1, 5)
    assert whom_to_call(WORK, people, awaited=3, rate=0.5, now=NOW) == (3,)
    assert whom_to_call(WORK, people, awaited=0, rate=0.3, now=NOW) == (3, 4, 1, 5, 2)
    assert whom_to_call(replace(WORK, done=1), people, awaited=0, rate=0.5, now=NOW) == (3, 4)
    assert whom_to_call(replace(WORK, done=1, out=1), people, awaited=0, rate=0.5, now=NOW) == ()


def test_nobody_is_called_who_may_not_read_it_or_is_busy_and_others_come_before_the_same() -> None:
    other_language = replace(person(6), reader=replace(person(6).reader, languages=frozenset({"fr"})))
    people = [person(1, is_busy=True), person(100), other_language, person(4, times_for_this=1, held=9), person(5)]
    assert whom_to_call(WORK, people, awaited=0, rate=0.5, now=NOW) == (5, 4)


def test_whoever_handed_in_around_the_same_day_is_called_last_and_once_they_found_nothing_for_two_days() -> None:
    beside = {
        number: replace(
            person(number), reader=replace(person(number).reader, submitted_at=ago(0.5), nothing_since=since)
        )
        for number, since in ((1, ago(1.9)), (2, ago(2.1)), (3, None))
    }
    people = [*beside.values(), person(4, held=1)]
    assert whom_to_call(WORK, people, awaited=0, rate=0.5, now=NOW) == (4, 2)
    assert whom_to_call(WORK, people, awaited=3, rate=0.5, now=NOW) == (4,)
    # Where mentors read, the day is never set aside.
    mentored = Rules(relaxed_after=None)
    assert whom_to_call(WORK, people, awaited=0, rate=0.5, now=NOW, rules=mentored) == (4,)


def test_of_volunteers_whoever_was_not_called_for_longest_comes_first() -> None:
    people = [person(1, held=None, called_at=ago(2)), person(2, held=None, called_at=ago(9)), person(3, held=None)]
    assert whom_to_call(WORK, people, awaited=0, rate=0.67, now=NOW) == (3, 2, 1)


def test_a_round_goes_out_at_once_then_every_three_days_and_twelve_times_at_most() -> None:
    assert next_round_at(0, None, NOW, 2) == NOW
    assert next_round_at(1, ago(1), NOW, 2) == ago(-2)
    assert next_round_at(1, ago(8), NOW, 2) == NOW
    assert next_round_at(1, ago(8), NOW, 0) is None
    assert next_round_at(MOST_ROUNDS, ago(8), NOW, 2) is None


def test_only_a_call_that_ran_its_time_for_nothing_is_ignored() -> None:
    assert answer_of(Call(ago(2)), NOW) is Answer.AWAITED
    assert answer_of(Call(ago(3)), NOW) is Answer.IGNORED
    assert answer_of(Call(ago(4), answered_at=ago(2)), NOW) is Answer.ANSWERED
    assert answer_of(Call(ago(4), answered_at=ago(0.5)), NOW) is Answer.IGNORED
    assert answer_of(Call(ago(4), taken_at=ago(2)), NOW) is Answer.TAKEN
    assert answer_of(Call(ago(1), answered_at=ago(0.5), taken_at=ago(0.8)), NOW) is Answer.ANSWERED


def test_an_answer_forgives_what_was_ignored_before_it() -> None:
    ignored, taken, answered = Call(ago(9)), Call(ago(9), taken_at=ago(8)), Call(ago(9), answered_at=ago(8))
    assert ignored_in_a_row([ignored, taken, ignored, Call(ago(1))], NOW) == 2
    assert ignored_in_a_row([ignored, ignored, answered], NOW) == 0
    assert ignored_in_a_row([answered, ignored], NOW) == 1


def test_the_rate_of_answers_begins_at_a_half_and_follows_what_is_seen() -> None:
    assert answer_rate(0, 0) == 0.5
    assert answer_rate(0, 10) == 0.25
    assert answer_rate(300, 1000) == pytest.approx(0.3, abs=0.01)


def test_calls_that_others_answered_first_count_for_as_long_as_they_ran() -> None:
    answered, ignored = Call(ago(9), answered_at=ago(8)), Call(ago(9))
    assert answers_among([answered, ignored], NOW) == (1, 2)
    assert answers_among([], NOW) == (0, 0)
    late = Call(ago(9), answered_at=ago(5))
    assert answers_among([late, ignored], NOW) == (0, 2)
    # Others were there within the hour: that nobody answered in so short a time says nothing.
    cut_short = [Call(ago(9), taken_at=ago(9 - 1 / 24))] * 8
    assert answers_among([answered, ignored, *cut_short], NOW) == (5, 10)
    # After the first answered calls are left to run alone, all of them were answered that could be.
    assert answers_among([Call(ago(1)), Call(ago(9), answered_at=ago(6.5))], NOW) == (2, 2)


@pytest.mark.parametrize(("share", "asked"), [(0.3, 7), (0.5, 5), (0.8, 3)])
def test_the_share_that_answers_is_found_though_only_the_first_two_are_waited_for(share: float, asked: int) -> None:
    chance = Random(1)
    calls: list[Call] = []
    for _work in range(150):
        days = [chance.uniform(0, 3) if chance.random() < share else None for _person in range(asked)]
        came = sorted(day for day in days if day is not None)
        taken = came[1] if len(came) > 1 else None
        for day in days:
            is_first = day is not None and (taken is None or day <= taken)
            calls.append(
                Call(
                    ago(90),
                    ago(90 - day) if day is not None and is_first else None,
                    None if taken is None or is_first else ago(90 - taken),
                )
            )
    answered, called = answers_among(calls, NOW)
    assert answered / called == pytest.approx(share, abs=0.06)
