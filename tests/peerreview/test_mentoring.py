"""Mentors step in when it was promised, for those who did their part."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.peerreview.allocation import Waiting
from app.peerreview.mentoring import Case, Route, Step, due_at, mentor_queue, next_step, promised_after, route_of

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def case(number: int = 1, *, days: float = 8, settled: float | None = 6, **facts: object) -> Case:
    work = Waiting(number, 100 + number, "task", "en", ago(days), needed=2, author_is_settled=settled is not None)
    plain = Case(work, settled_at=None if settled is None else ago(settled))
    return replace(plain, **facts)  # type: ignore[arg-type]


def test_the_promise_is_seven_days_for_two_reviews_and_ten_for_three() -> None:
    assert (promised_after(2).days, promised_after(3).days) == (7, 10)


@pytest.mark.parametrize(
    ("one", "due", "route"),
    [
        (case(), ago(1), Route.MENTORS),
        (case(days=6, settled=5), ago(-1), Route.PEERS),
        # Who does their part later has mentors at once.
        (case(days=20, settled=2), ago(2), Route.MENTORS),
        (case(days=20, settled=None), None, Route.UNLOCK),
        (case(days=20, settled=None, granted_at=ago(1)), ago(1), Route.MENTORS),
        (case(days=2, settled=1, granted_at=ago(0.5)), ago(0.5), Route.MENTORS),
        (case(days=2, settled=1, peers_may_come=False), ago(1), Route.MENTORS),
        (case(days=2, settled=1, results_by=ago(-6)), ago(-1), Route.PEERS),
        (case(days=2, settled=1, results_by=ago(-3)), ago(1), Route.MENTORS),
        (case(days=6, settled=5, results_by=ago(-30)), ago(-1), Route.PEERS),
    ],
)
def test_who_is_looked_to(one: Case, due: datetime | None, route: Route) -> None:
    assert due_at(one) == due
    assert route_of(one, NOW) is route


def test_what_needs_nothing_or_is_withdrawn_is_nobodys() -> None:
    assert route_of(case(work=replace(case().work, done=1, out=1)), NOW) is Route.NOBODY
    assert route_of(case(work=replace(case().work, is_open=False)), NOW) is Route.NOBODY


def test_what_was_due_first_is_first_in_the_mentors_queue() -> None:
    late, early, not_yet = case(1, days=9), case(2, days=12), case(3, days=3, settled=2)
    assert mentor_queue([late, not_yet, early], NOW) == (early, late)


def test_where_a_mentor_does_not_answer_another_is_asked_and_then_staff_are_told() -> None:
    assert next_step([], NOW) is Step.ASK
    assert next_step([ago(4)], NOW) is Step.WAIT
    assert next_step([ago(5)], NOW) is Step.ASK
    assert next_step([ago(9), ago(4)], NOW) is Step.WAIT
    assert next_step([ago(10), ago(5)], NOW) is Step.TELL_STAFF
