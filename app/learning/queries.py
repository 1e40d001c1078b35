"""What a page of the classroom needs to know of a learner, in one statement."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select

from app.enrolment.models import Enrolment
from app.enrolment.participation import Participation
from app.library.editions import Edition
from app.library.models import CourseRecord, Revision
from app.library.queries import REVISION_COLUMNS, edition_behind
from app.platform.database import read_values
from app.progress.models import CourseCompletion, UnitCompletion

# Tables rather than classes: the rows are read as values, and SQLAlchemy spares the steps it takes for objects.
_enrolment, _completion, _unit = Enrolment.__table__.c, CourseCompletion.__table__.c, UnitCompletion.__table__.c
_course, _revision = CourseRecord.__table__.c, Revision.__table__.c

_DONE_KEYS = (
    select(func.aggregate_strings(_unit.unit_key, ","))
    .where(_unit.enrolment_id == _enrolment.id)
    .correlate(Enrolment.__table__)
    .scalar_subquery()
)
_SEAT = (
    select(
        *REVISION_COLUMNS,
        _enrolment.id.label("enrolment_id"),
        _enrolment.expectation,
        _enrolment.enrolled_at,
        _enrolment.left_at,
        _enrolment.last_unit_key,
        _completion.completed_at,
        _DONE_KEYS.label("done_keys"),
    )
    .select_from(CourseRecord.__table__)
    .join(Revision.__table__, _course.current_revision_id == _revision.id)
    .outerjoin(
        Enrolment.__table__,
        and_(_enrolment.course_slug == _course.slug, _enrolment.user_id == bindparam("user_id")),
    )
    .outerjoin(CourseCompletion.__table__, _completion.enrolment_id == _enrolment.id)
    .where(_course.slug == bindparam("slug"))
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A course as one person sits in it; `part` is None for whoever never enrolled."""

    edition: Edition
    part: Participation | None
    done_keys: frozenset[str]
    completed_at: datetime | None


def find_seat(user_id: int | None, slug: str) -> Seat | None:
    """The course with this person's part in it; None when there is no such course."""
    row = read_values(_SEAT, user_id=user_id, slug=slug).first()
    if row is None:
        return None
    edition = edition_behind(row)
    if row.enrolment_id is None or user_id is None:
        return Seat(edition, None, frozenset(), None)
    part = Participation(
        enrolment_id=row.enrolment_id,
        user_id=user_id,
        course_slug=slug,
        expectation=row.expectation,
        enrolled_at=row.enrolled_at,
        left_at=row.left_at,
        last_unit_key=row.last_unit_key,
    )
    return Seat(edition, part, frozenset((row.done_keys or "").split(",")) - {""}, row.completed_at)
