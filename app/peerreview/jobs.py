"""What is done for the exchange of reviews outside of requests, each in transactions of its own."""

import logging
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select

from app.peerreview.course_reviewing import rate_courses
from app.peerreview.exchange_models import ReviewPool
from app.peerreview.scoring import score_course
from app.peerreview.steering import steer_pool
from app.peerreview.tasks import find_task, tasks_of_course
from app.platform.database import db, transaction

_Subject = TypeVar("_Subject")

log = logging.getLogger(__name__)

SCORE_ALL = "score-all-work"
STEER_ALL = "steer-reviews"
RATE_COURSES = "rate-courses"


def score_work(pool_id: int, submission_id: int | None) -> None:
    """The job after a review was handed in: score that work anew, and all in its course that is not final."""
    with transaction():
        pool = db.session.get(ReviewPool, pool_id)
        if pool is not None:
            score_course(tasks_of_course(pool.course_slug), () if submission_id is None else (submission_id,))


def score_all_work() -> None:
    """The job of each night: score everything anew, course by course."""
    _each(
        sorted(set(db.session.scalars(select(ReviewPool.course_slug)))),
        lambda slug: score_course(tasks_of_course(slug)),
    )


def steer_reviews() -> None:
    """The job that lets every pool go on by itself: leases, calls, mentors."""
    _each(sorted(db.session.scalars(select(ReviewPool.id))), _steer)


def steer_one(pool_id: int) -> None:
    """The same for one pool, after something has changed in it."""
    with transaction():
        _steer(pool_id)


def _steer(pool_id: int) -> None:
    task = find_task(pool_id)
    if task is not None:
        steer_pool(task)


def _each(subjects: list[_Subject], do: Callable[[_Subject], None]) -> None:
    failed = 0
    for subject in subjects:
        try:
            with transaction():
                do(subject)
        except Exception:
            # The others must not wait for this one; the job itself fails, so that it is tried again and seen.
            log.exception("the exchange of reviews of %s did not go on", subject)
            failed += 1
    if failed:
        raise RuntimeError(f"{failed} exchanges of reviews did not go on; the log says why.")


def rate_all_courses() -> None:
    """The job that reckons up what was said about courses."""
    with transaction():
        rate_courses()
