"""A published call becomes a cohort, and whoever leaves a course in time makes room."""

from sqlalchemy import delete, exists, select

from app.cohorts.actions import give_up_seats
from app.cohorts.models import Application, Cohort
from app.content.calls import call_of
from app.enrolment.events import CourseLeft
from app.library.events import CoursePublished
from app.library.queries import edition_of_revision
from app.platform import clock
from app.platform.database import db


def take_over_calls(event: CoursePublished) -> None:
    """Let each call of the new edition hold from now on, unless it has closed: then what was promised stays.

    A call that is no longer in the folder goes, unless somebody has applied to it.
    """
    known = {cohort.key: cohort for cohort in db.session.scalars(select(Cohort).filter_by(course_slug=event.slug))}
    for call in event.course.calls:
        cohort = known.pop(call.key, None)
        if cohort is None:
            db.session.add(Cohort(course_slug=event.slug, key=call.key, revision_id=event.revision_id))
        elif not _has_closed(cohort):
            cohort.revision_id = event.revision_id
    db.session.flush()
    gone = [cohort.id for cohort in known.values()]
    has_applicants = exists().where(Application.cohort_id == Cohort.id)
    db.session.execute(
        delete(Cohort).where(Cohort.id.in_(gone), ~has_applicants).execution_options(synchronize_session="fetch")
    )


def _has_closed(cohort: Cohort) -> bool:
    call = call_of(edition_of_revision(cohort.revision_id).course.calls, cohort.key)
    return cohort.closed_at is not None or (call is not None and clock.now() >= call.closes_at)


def make_room(event: CourseLeft) -> None:
    """Give the seat to whoever waits, as long as the cohort has not started."""
    give_up_seats(event.user_id, event.course_slug)
