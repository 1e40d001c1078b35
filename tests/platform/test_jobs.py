"""Work that waits is done once, tried again when it fails, and never lost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from app import wiring
from app.platform import clock
from app.platform.database import Busy, db, transaction
from app.platform.jobs import (
    PAUSES,
    Every,
    Hopeless,
    Job,
    Lookout,
    Work,
    count_given_up,
    enqueue,
    enqueue_once,
    forget_done_jobs,
    know_jobs,
    try_again,
    work_off,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


class Bench:
    """Work that notes what it was asked, and fails when told to."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.fails_with: Exception | None = None

    def work(self, what: str = "") -> None:
        if self.fails_with is not None:
            raise self.fails_with
        self.done.append(what)


def _doing(bench: Bench) -> dict[str, Work]:
    return {"work": bench.work}


@pytest.fixture
def bench(each_app: Flask) -> Iterator[Bench]:
    bench = Bench()
    know_jobs(_doing(bench), ())
    yield bench
    know_jobs(wiring.JOBS, wiring.ROUTINES)


def ask(what: str = "", *, at: datetime = NOON) -> None:
    with clock.stopped_at(at), transaction():
        enqueue("work", what=what)


def work_at(moment: datetime) -> int:
    with clock.stopped_at(moment):
        return work_off()


def the_job() -> Job:
    db.session.expire_all()
    return db.session.scalars(select(Job)).one()


def test_what_is_asked_is_done_once_and_in_order(bench: Bench) -> None:
    ask("first")
    ask("second", at=NOON + timedelta(seconds=1))
    assert work_at(NOON + timedelta(minutes=1)) == 2
    assert work_at(NOON + timedelta(minutes=2)) == 0
    assert bench.done == ["first", "second"]


def test_what_many_ask_for_is_done_once_unless_somebody_has_begun_it(bench: Bench) -> None:
    with clock.stopped_at(NOON):
        for what in ("water", "water", "trees"):
            with transaction():
                enqueue_once("work", what=what)
        work_off()
        assert bench.done == ["water", "trees"]
        bench.fails_with = RuntimeError("no water")
        with transaction():
            enqueue_once("work", what="water")
        work_off()
        bench.fails_with = None
        with transaction():
            # What failed waits for its next try, and is no reason to wait.
            enqueue_once("work", what="water")
        work_off()
        assert bench.done == ["water", "trees", "water"]


def test_nothing_is_done_for_work_that_was_rolled_back(bench: Bench) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        enqueue("work", what="never")
        raise ZeroDivisionError
    assert work_at(NOON) == 0
    assert bench.done == []


def test_what_is_due_later_waits(bench: Bench) -> None:
    with clock.stopped_at(NOON), transaction():
        enqueue("work", what="later", due_at=NOON + timedelta(hours=1))
    assert work_at(NOON + timedelta(minutes=59)) == 0
    assert work_at(NOON + timedelta(minutes=60)) == 1


def test_what_fails_is_tried_again_after_growing_pauses_and_then_waits_for_somebody(bench: Bench) -> None:
    ask("hard")
    bench.fails_with = ConnectionError("the mail server sleeps")
    moment = NOON
    for pause in PAUSES:
        assert work_at(moment) == 1
        assert the_job().failure == "ConnectionError: the mail server sleeps"
        assert work_at(moment + pause - timedelta(seconds=1)) == 0
        moment += pause
    assert work_at(moment) == 1
    assert count_given_up() == 1
    assert work_at(moment + timedelta(days=30)) == 0


def test_what_was_given_up_can_be_tried_again(bench: Bench) -> None:
    ask("hopeless")
    bench.fails_with = Hopeless("there is no such address")
    work_at(NOON)
    assert (count_given_up(), the_job().failure) == (1, "there is no such address")
    bench.fails_with = None
    with clock.stopped_at(NOON), transaction():
        assert try_again(the_job().id)
    assert work_at(NOON) == 1
    assert bench.done == ["hopeless"]


def test_a_job_whose_worker_died_is_done_by_another_after_a_while(bench: Bench) -> None:
    ask("orphan")
    with transaction():
        db.session.execute(update(Job).values(claimed_until=NOON + timedelta(minutes=10)))
    assert work_at(NOON + timedelta(minutes=9)) == 0
    assert work_at(NOON + timedelta(minutes=11)) == 1


def test_a_kind_nobody_knows_any_more_is_given_up_with_a_reason(bench: Bench) -> None:
    ask()
    with transaction():
        db.session.execute(update(Job).values(kind="of-an-older-version"))
    work_at(NOON)
    assert "of-an-older-version" in the_job().failure


def test_a_kind_that_is_not_listed_is_refused_when_asked_for(bench: Bench) -> None:
    with pytest.raises(LookupError, match=r"app/wiring\.py"), transaction():
        enqueue("wrok")


def test_what_a_done_job_was_about_is_forgotten_at_once_and_the_job_after_a_week(bench: Bench) -> None:
    ask("amina@example.org")
    work_at(NOON)
    assert the_job().arguments == {}
    with clock.stopped_at(NOON + timedelta(days=6)):
        forget_done_jobs()
    assert the_job()
    with clock.stopped_at(NOON + timedelta(days=8)):
        forget_done_jobs()
    assert db.session.scalars(select(Job)).all() == []


def test_a_routine_is_done_at_once_and_after_each_interval(bench: Bench) -> None:
    know_jobs(_doing(bench), (Every(timedelta(hours=6), "work"),))
    assert work_at(NOON) == 1
    assert work_at(NOON + timedelta(hours=5)) == 0
    assert work_at(NOON + timedelta(hours=6)) == 1
    assert work_at(NOON + timedelta(days=3)) == 1


def test_of_processes_that_serve_together_one_looks_for_work_and_another_after_it(tmp_path: Path) -> None:
    first, second = (Lookout(tmp_path / "jobs.lock") for _process in range(2))
    assert first.is_ours()
    assert not second.is_ours()
    assert first.is_ours()
    first.leave()
    assert second.is_ours()
    second.leave()


def test_every_routine_is_a_job_there_is(app: Flask) -> None:
    assert {routine.kind for routine in wiring.ROUTINES} <= set(wiring.JOBS)
    assert work_off() == len(wiring.ROUTINES)
    assert count_given_up() == 0


def test_jobs_are_listed_and_retried_by_command(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert "tried" in runner.invoke(args=["jobs", "work", "--once"]).output.lower()
    assert runner.invoke(args=["jobs", "list"]).output.startswith("0 waiting, 0 given up.")
    refused = runner.invoke(args=["jobs", "retry", "999"])
    assert refused.exit_code == 1
    assert "No job 999" in refused.output


@pytest.mark.parametrize(
    ("reason", "is_wrong"), [(Busy("Somebody is reading."), False), (OSError("No such page"), True)]
)
def test_where_others_are_in_the_way_a_job_is_tried_again_and_nothing_is_wrong(
    bench: Bench, caplog: pytest.LogCaptureFixture, reason: Exception, is_wrong: bool
) -> None:
    bench.fails_with = reason
    ask()
    work_at(NOON)
    assert the_job().due_at == NOON + PAUSES[0]
    assert ("Traceback" in caplog.text) is is_wrong
    assert str(reason) in caplog.text
