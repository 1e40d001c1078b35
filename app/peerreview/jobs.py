"""What is done for the exchange of reviews outside of requests, each in transactions of its own."""

import logging
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from sqlalchemy import select

from app.library.queries import titles_by_slug
from app.peerreview.course_reviewing import rate_courses
from app.peerreview.exchange_models import ReviewPool
from app.peerreview.scoring import reckon, score_course
from app.peerreview.steering import enter_outside, pools_due, steer_pool, work_outside
from app.peerreview.tasks import find_task, tasks_of_course
from app.peerreview.telling_examples import tell_what_waits
from app.platform import clock
from app.platform.database import db, transaction

_Subject = TypeVar("_Subject")

log = logging.getLogger(__name__)

SCORE_ALL = "score-all-work"
SCORE_COURSE = "score-work-of-one-course"
STEER_ALL = "steer-reviews"
RATE_COURSES = "rate-courses"
TELL_WHAT_WAITS = "tell-of-work-to-look-at"


def score_work(pool_id: int, submission_id: int | None) -> None:
    """The job after a review was handed in: score that work anew, and all in its course that is not final."""
    pool = db.session.get(ReviewPool, pool_id)
    if pool is not None:
        _score(pool.course_slug, () if submission_id is None else (submission_id,))


def score_one_course(slug: str) -> None:
    """The job after the way of scoring was changed: score all work of a course anew, what is final too."""
    _score(slug)


def score_all_work() -> None:
    """The job of each night: score everything anew, course by course."""
    _each(sorted(set(db.session.scalars(select(ReviewPool.course_slug)))), _score)


def steer_reviews() -> None:
    """The job that lets every pool go on by itself in which something may be due: leases, calls, mentors."""
    _each(work_outside(), _enter)
    _each(pools_due(clock.now()), steer_one)


def steer_one(pool_id: int) -> None:
    """The same for one pool, after something has changed in it."""
    with transaction():
        task = find_task(pool_id)
        if task is not None:
            steer_pool(task)


def _enter(unit: tuple[str, str]) -> None:
    with transaction():
        enter_outside(*unit)


def _score(slug: str, only: Collection[int] | None = None) -> None:
    tasks = tasks_of_course(slug)
    if tasks:
        # Outside of the transaction, so that a large course keeps nobody from writing.
        reckoned = reckon(tasks)
        with transaction():
            score_course(tasks, only, reckoned)


def _each(subjects: Sequence[_Subject], do: Callable[[_Subject], None]) -> None:
    failed = 0
    for subject in subjects:
        try:
            do(subject)
        except Exception:
            # The others must not wait for this one; the job itself fails, so that it is tried again and seen.
            log.exception("the exchange of reviews of %s did not go on", subject)
            failed += 1
    if failed:
        raise RuntimeError(f"{failed} exchanges of reviews did not go on; the log says why.")


def tell_of_work_to_look_at() -> None:
    """The job that tells those who decide of work that waits to be public."""
    with transaction():
        tell_what_waits(titles_by_slug())


def rate_all_courses() -> None:
    """The job that reckons up what was said about courses."""
    with transaction():
        rate_courses()
