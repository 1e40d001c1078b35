"""What a page of the classroom needs to know of a learner, in one statement."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select

from app.enrolment.models import Enrolment
from app.enrolment.participation import Participation
from app.library.editions import Edition
from app.library.models import CourseRecord, Revision
from app.library.queries import REVISION_COLUMNS, edition_behind
from app.platform.database import db
from app.progress.models import CourseCompletion, UnitCompletion

_DONE_KEYS = (
    select(func.aggregate_strings(UnitCompletion.unit_key, ","))
    .where(UnitCompletion.enrolment_id == Enrolment.id)
    .scalar_subquery()
)
_SEAT = (
    select(
        *REVISION_COLUMNS,
        Enrolment.id.label("enrolment_id"),
        Enrolment.expectation,
        Enrolment.enrolled_at,
        Enrolment.left_at,
        Enrolment.last_unit_key,
        CourseCompletion.completed_at,
        _DONE_KEYS.label("done_keys"),
    )
    .select_from(CourseRecord)
    .join(Revision, CourseRecord.current_revision_id == Revision.id)
    .outerjoin(Enrolment, and_(Enrolment.course_slug == CourseRecord.slug, Enrolment.user_id == bindparam("user_id")))
    .outerjoin(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
    .where(CourseRecord.slug == bindparam("slug"))
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
    row = db.session.execute(_SEAT, {"user_id": user_id, "slug": slug}).first()
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
