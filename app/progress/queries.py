"""Reads of progress."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import func, select

from app.enrolment.models import Enrolment
from app.platform.database import db
from app.progress.models import CourseCompletion, UnitCompletion


def done_keys_of(enrolment_id: int) -> frozenset[str]:
    """Keys of the units done under an enrolment."""
    return frozenset(
        db.session.scalars(select(UnitCompletion.unit_key).where(UnitCompletion.enrolment_id == enrolment_id))
    )


def done_keys_by_enrolment(enrolment_ids: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """Keys of the units done, for several enrolments at once."""
    found: dict[int, set[str]] = defaultdict(set)
    for enrolment_id, key in db.session.execute(
        select(UnitCompletion.enrolment_id, UnitCompletion.unit_key).where(
            UnitCompletion.enrolment_id.in_(list(enrolment_ids))
        )
    ):
        found[enrolment_id].add(key)
    return {enrolment_id: frozenset(keys) for enrolment_id, keys in found.items()}


def find_course_completion(enrolment_id: int) -> CourseCompletion | None:
    """When and under which revision the course was completed, if it was."""
    return db.session.get(CourseCompletion, enrolment_id)


def completions_of(enrolment_ids: Iterable[int]) -> Mapping[int, datetime]:
    """When each of the enrolments was completed, of those that were."""
    rows = db.session.execute(
        select(CourseCompletion.enrolment_id, CourseCompletion.completed_at).where(
            CourseCompletion.enrolment_id.in_(list(enrolment_ids))
        )
    )
    return {enrolment_id: completed_at for enrolment_id, completed_at in rows}


def graduates_by_course() -> Mapping[str, int]:
    """How many people have completed each course."""
    rows = db.session.execute(
        select(Enrolment.course_slug, func.count())
        .join(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
        .group_by(Enrolment.course_slug)
    )
    return {slug: number for slug, number in rows}
