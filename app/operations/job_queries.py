"""Reads of jobs: what waits, what was given up, what was done, what is due again and when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select

from app.platform.database import db
from app.platform.jobs import Every, Job, Routine, routines


class JobState(StrEnum):
    """How a job stands."""

    FAILED = "failed"
    WAITING = "waiting"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job without what it is about, which may name people."""

    job_id: int
    kind: str
    created_at: datetime
    due_at: datetime
    tries: int
    done_at: datetime | None
    given_up_at: datetime | None
    failure: str


@dataclass(frozen=True, slots=True)
class RoutineLine:
    """What is done again and again; `due_at` is None before the worker has looked for the first time."""

    every: Every
    due_at: datetime | None


_LINE = (Job.id, Job.kind, Job.created_at, Job.due_at, Job.tries, Job.done_at, Job.given_up_at, Job.failure)
_IS: dict[JobState, tuple[ColumnElement[bool], ...]] = {
    JobState.FAILED: (Job.done_at.is_(None), Job.given_up_at.is_not(None)),
    JobState.WAITING: (Job.done_at.is_(None), Job.given_up_at.is_(None)),
    JobState.DONE: (Job.done_at.is_not(None),),
}
_ORDERED = {
    JobState.FAILED: (Job.given_up_at.desc(), Job.id.desc()),
    JobState.WAITING: (Job.due_at, Job.id),
    JobState.DONE: (Job.done_at.desc(), Job.id.desc()),
}


def count_jobs(kind: str) -> dict[JobState, int]:
    """How many jobs there are in each state, of one kind or of all."""
    counts = [func.count().filter(*_IS[state]) for state in JobState]
    found = select(*counts).select_from(Job).where(*_of_kind(kind))
    return dict(zip(JobState, db.session.execute(found).one(), strict=True))


def find_jobs(state: JobState, kind: str, *, offset: int, limit: int) -> list[JobLine]:
    """Some of the jobs in a state: those given up or done last first, those that wait by when they are due."""
    found = select(*_LINE).where(*_IS[state], *_of_kind(kind)).order_by(*_ORDERED[state])
    return [JobLine(*row) for row in db.session.execute(found.offset(offset).limit(limit))]


def kinds_of_jobs() -> list[str]:
    """The kinds of jobs there are."""
    return list(db.session.scalars(select(Job.kind).distinct().order_by(Job.kind)))


def routine_lines() -> list[RoutineLine]:
    """What is done again and again, the next one first."""
    due = {name: due_at for name, due_at in db.session.execute(select(Routine.name, Routine.due_at))}
    lines = [RoutineLine(every, due.get(kind)) for kind, every in routines().items()]
    return sorted(
        lines, key=lambda line: (line.due_at is None, line.due_at and line.due_at.isoformat(), line.every.kind)
    )


def oldest_due(now: datetime) -> datetime | None:
    """Since when the job waits that has waited longest of those that nobody has begun; None when none waits."""
    is_free = Job.claimed_until.is_(None) | (Job.claimed_until < now)
    return db.session.scalar(select(func.min(Job.due_at)).where(*_IS[JobState.WAITING], is_free, Job.due_at <= now))


def _of_kind(kind: str) -> tuple[ColumnElement[bool], ...]:
    return (Job.kind == kind,) if kind else ()
