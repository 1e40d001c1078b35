"""The assignments of a course with their pools."""

from sqlalchemy import select

from app.content.course import Assignment
from app.library.editions import Edition
from app.library.queries import find_edition
from app.peerreview.exchange_models import ReviewPool
from app.peerreview.placing import task_of
from app.peerreview.pools import Task
from app.platform.database import db


def tasks_in(edition: Edition) -> list[Task]:
    """The assignments of an edition that have a pool, in the order of the pools."""
    by_key = {
        key: unit for unit in edition.course.units() if isinstance(unit, Assignment) for key in (unit.key, *unit.was)
    }
    wanted = select(ReviewPool).where(ReviewPool.course_slug == edition.course.slug).order_by(ReviewPool.id)
    return [task_of(pool, by_key[pool.unit_key]) for pool in db.session.scalars(wanted) if pool.unit_key in by_key]


def tasks_of_course(slug: str) -> list[Task]:
    """The same of a course as it is published now; none when it is published no longer."""
    edition = find_edition(slug)
    return [] if edition is None else tasks_in(edition)


def find_task(pool_id: int) -> Task | None:
    """The assignment of a pool as it is published now; None when it is there no longer."""
    pool = db.session.get(ReviewPool, pool_id)
    return (
        None
        if pool is None
        else next((one for one in tasks_of_course(pool.course_slug) if one.pool_id == pool_id), None)
    )
