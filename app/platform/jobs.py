"""Work that may wait or that leaves the process: rows in a table, done by a worker that looks for what is due.

What must happen is written in the transaction that asks for it, so nothing is mailed for work that was rolled back.
The worker is a thread beside the pages, or `flask jobs work` on a site grown larger; several may work at once. What
fails is tried again with growing pauses; what keeps failing stays in the table, with its reason, for somebody to see.
"""

import fcntl
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import JSON, Index, String, delete, event, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.platform import clock
from app.platform.database import Busy, Key, Model, Words, count_changed, db, table_of, transaction, write_values

log = logging.getLogger(__name__)

# After each failure; when all are used up, the job waits for somebody to look.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720, 1440))
# A worker that has died is waited for so long; then another takes its job.
_LEASE = timedelta(minutes=10)
KEPT = timedelta(days=7)
GIVEN_UP_KEPT = timedelta(days=30)
# Seconds between two looks, when nobody rings.
_PAUSE = 5.0
_RING = "ring the bell"
_LONGEST_FAILURE = 500


class Hopeless(Exception):
    """A job that would fail again however often it is tried; the message says why."""


class Job(Model):
    """Something to do, once."""

    __tablename__ = "job"

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    failure: Mapped[Words] = mapped_column(default="")

    __table_args__ = (Index("ix_job_waiting", "done_at", "given_up_at", "due_at"),)


class Routine(Model):
    """When something that is done again and again is due next."""

    __tablename__ = "routine"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    due_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Every:
    """A kind of job that is due again after each interval."""

    interval: timedelta
    kind: str


Work = Callable[..., None]
_jobs: dict[str, Work] = {}
_routines: dict[str, Every] = {}
_bell = threading.Event()


def know_jobs(jobs: Mapping[str, Work], routines: tuple[Every, ...]) -> None:
    """Replace what is known of jobs by this; `wiring` lists them, `factory` calls it once."""
    _jobs.clear()
    _jobs.update(jobs)
    _routines.clear()
    _routines.update({routine.kind: routine for routine in routines})


def enqueue(kind: str, *, due_at: datetime | None = None, **arguments: Any) -> None:
    """Ask, inside the transaction that makes it necessary, for something to be done soon, or from a moment on."""
    _require_known(kind)
    now = clock.now()
    db.session.add(Job(kind=kind, arguments=arguments, created_at=now, due_at=due_at or now))
    db.session.flush()
    db.session.info[_RING] = True


def enqueue_once(kind: str, *, due_at: datetime | None = None, **arguments: Any) -> None:
    """The same, unless just this is asked for already and nobody has begun it: what many cause is done once.

    Whoever asks holds until the end of their transaction what the job takes hold of, so that it sees what they did.
    """
    waiting = select(Job.arguments).where(
        Job.done_at.is_(None),
        Job.given_up_at.is_(None),
        Job.claimed_until.is_(None),
        # What failed waits longer and longer.
        Job.tries == 0,
        Job.kind == kind,
    )
    if arguments not in db.session.scalars(waiting).all():
        enqueue(kind, due_at=due_at, **arguments)


def enqueue_all(kind: str, each: Sequence[Mapping[str, Any]]) -> None:
    """Ask for the same to be done soon with each of these arguments, by one statement."""
    _require_known(kind)
    _write([(kind, arguments) for arguments in each])


def _write(asked: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    now = clock.now()
    common = {"created_at": now, "due_at": now, "tries": 0, "failure": ""}
    rows = [{"kind": kind, "arguments": dict(arguments), **common} for kind, arguments in asked]
    if rows:
        write_values(insert(table_of(Job)), rows)
        db.session.info[_RING] = True


def _require_known(kind: str) -> None:
    if kind not in _jobs:
        raise LookupError(f"There is no job of the kind {kind!r}; app/wiring.py lists them.")


def work_off(most: int = 1000) -> int:
    """Do what is due now, at most so many jobs; returns how many were tried. Inside an application context."""
    _enqueue_routines()
    for number in range(most):
        claimed = _claim()
        if claimed is None:
            return number
        _do(*claimed)
    return most


def keep_working(app: Flask) -> None:
    """Work in a thread of this process, for as long as it lives.

    Of processes that serve together one looks for what is due, another after it ends; whoever is rung for works too.
    """
    lookout = Lookout(Path(app.instance_path) / "jobs.lock")
    threading.Thread(target=work_for_ever, args=(app, lookout.is_ours), name="jobs", daemon=True).start()


def work_for_ever(app: Flask, looks: Callable[[], bool] = lambda: True) -> None:
    """Do what is due, wait for the bell or a while, and look again; only when rung for while `looks` says no."""
    is_rung = False
    while True:
        if is_rung or looks():
            _look(app)
        is_rung = _bell.wait(_PAUSE)
        _bell.clear()


def _look(app: Flask) -> None:
    with app.app_context():
        try:
            work_off()
        except Exception:
            log.exception("The worker could not look for jobs; it will look again.")
        finally:
            db.session.remove()


class Lookout:
    """A place that one process holds at a time, by a locked file; the system frees it when the process ends."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a")

    def is_ours(self) -> bool:
        """Whether this process holds it, or can take it now."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def leave(self) -> None:
        """Let another take it."""
        self._file.close()


def waiting_and_given_up() -> tuple[list[Job], list[Job]]:
    """Jobs still to be done, the next one first, and those that nobody tries any more, the newest first."""
    open_ones = select(Job).where(Job.done_at.is_(None))
    waiting = open_ones.where(Job.given_up_at.is_(None)).order_by(Job.due_at)
    given_up = open_ones.where(Job.given_up_at.is_not(None)).order_by(Job.given_up_at.desc())
    return list(db.session.scalars(waiting)), list(db.session.scalars(given_up))


def try_again(job_id: int) -> bool:
    """Let a job that was given up, or that waits, be tried at once; returns whether there is such a job."""
    again = update(Job).values(given_up_at=None, due_at=clock.now(), tries=0, claimed_until=None)
    db.session.info[_RING] = True
    return count_changed(again.where(Job.id == job_id, Job.done_at.is_(None))) > 0


def try_all_again() -> int:
    """Let every job that was given up be tried at once; returns how many they are."""
    again = update(Job).values(given_up_at=None, due_at=clock.now(), tries=0, claimed_until=None)
    db.session.info[_RING] = True
    return count_changed(again.where(Job.given_up_at.is_not(None), Job.done_at.is_(None)))


def routines() -> Mapping[str, Every]:
    """What is done again and again, by its kind."""
    return dict(_routines)


def forget_done_jobs() -> None:
    """Drop what was done a week ago, and what was given up a month ago: somebody has looked, or never will."""
    now = clock.now()
    with transaction():
        db.session.execute(delete(Job).where(or_(Job.done_at < now - KEPT, Job.given_up_at < now - GIVEN_UP_KEPT)))


def ring_after_commit() -> None:
    """Wake the worker of this process as soon as a transaction that asked for work is committed."""
    if not event.contains(Session, "after_commit", _ring):
        event.listen(Session, "after_commit", _ring)
        event.listen(Session, "after_rollback", _forget_to_ring)


def _ring(session: Session) -> None:
    if session.info.pop(_RING, False):
        _bell.set()


def _forget_to_ring(session: Session) -> None:
    session.info.pop(_RING, None)


def _enqueue_routines() -> None:
    now = clock.now()
    known = {name: due_at for name, due_at in db.session.execute(select(Routine.name, Routine.due_at))}
    new = [routine for name, routine in _routines.items() if name not in known]
    late = [routine for name, routine in _routines.items() if name in known and known[name] <= now]
    if not new and not late:
        return
    # Of two workers that look at once one is first; the other finds the routines there at its next look.
    with suppress(IntegrityError), transaction():
        if new:
            write_values(insert(table_of(Routine)), [{"name": one.kind, "due_at": now + one.interval} for one in new])
        _write((one.kind, {}) for one in (*new, *(one for one in late if _is_taken(one, now))))


def _is_taken(routine: Every, now: datetime) -> bool:
    """Whether this worker is the one that repeats it."""
    due = update(Routine).where(Routine.name == routine.kind, Routine.due_at <= now)
    return count_changed(due.values(due_at=now + routine.interval)) > 0


def _claim() -> tuple[int, str, dict[str, Any], int] | None:
    """Take the job that has waited longest, for as long as the lease holds."""
    jobs = table_of(Job).c
    now = clock.now()
    is_free = (
        jobs.done_at.is_(None),
        jobs.given_up_at.is_(None),
        jobs.due_at <= now,
        or_(jobs.claimed_until.is_(None), jobs.claimed_until < now),
    )
    columns = (jobs.id, jobs.kind, jobs.arguments, jobs.tries)
    found = db.session.execute(select(*columns).where(*is_free).order_by(jobs.due_at, jobs.id).limit(1)).first()
    if found is None:
        return None
    with transaction():
        mine = update(table_of(Job)).where(jobs.id == found.id, *is_free).values(claimed_until=now + _LEASE)
        is_mine = count_changed(mine)
    return (found.id, found.kind, found.arguments, found.tries) if is_mine else _claim()


def _do(job_id: int, kind: str, arguments: dict[str, Any], tries: int) -> None:
    with _context_of_failure(job_id, kind, tries):
        work = _jobs.get(kind)
        if work is None:
            raise Hopeless(f"This version of the site knows no job of the kind {kind!r}.")
        work(**arguments)
        # What it was about is not needed any more, and may name people.
        _note(job_id, done_at=clock.now(), claimed_until=None, failure="", arguments={})


@contextmanager
def _context_of_failure(job_id: int, kind: str, tries: int) -> Iterator[None]:
    now = clock.now()
    try:
        yield
    except Hopeless as reason:
        db.session.rollback()
        _note(job_id, given_up_at=now, tries=tries + 1, claimed_until=None, failure=str(reason)[:_LONGEST_FAILURE])
    except Exception as error:
        db.session.rollback()
        # Where others were in the way nothing is wrong, and how it came to that is of no interest.
        is_wrong = not isinstance(error, Busy)
        log.warning("job %s (%s) failed at try %s: %s", job_id, kind, tries + 1, error, exc_info=is_wrong)
        failure = f"{type(error).__name__}: {error}"[:_LONGEST_FAILURE]
        if tries < len(PAUSES):
            _note(job_id, due_at=now + PAUSES[tries], tries=tries + 1, claimed_until=None, failure=failure)
        else:
            _note(job_id, given_up_at=now, tries=tries + 1, claimed_until=None, failure=failure)


def _note(job_id: int, **changes: object) -> None:
    with transaction():
        db.session.execute(update(Job).where(Job.id == job_id).values(changes))


def count_given_up() -> int:
    """How many jobs wait for somebody to look."""
    return db.session.scalar(select(func.count()).where(Job.given_up_at.is_not(None), Job.done_at.is_(None))) or 0
