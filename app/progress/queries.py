"""Reads of progress, and of a course as one person sits in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, literal, literal_column, select

from app.enrolment.models import Enrolment
from app.enrolment.participation import Participation
from app.library.editions import Edition
from app.library.models import CourseRecord, Revision
from app.library.queries import REVISION_COLUMNS, edition_behind
from app.platform.database import db, read_values
from app.progress.models import CourseCompletion, UnitCompletion, UnitHandIn

# Tables rather than classes: the rows are read as values, and SQLAlchemy spares the steps it takes for objects.
_enrolment, _completion, _unit = Enrolment.__table__.c, CourseCompletion.__table__.c, UnitCompletion.__table__.c
_hand_in = UnitHandIn.__table__.c
_course, _revision = CourseRecord.__table__.c, Revision.__table__.c

# As a part of the statement: a text beside it would be written into the statement anew each time it is sent.
COMMA: Any = literal_column("','")
_DONE_KEYS = (
    select(func.aggregate_strings(_unit.unit_key, COMMA))
    .where(_unit.enrolment_id == _enrolment.id)
    .correlate(Enrolment.__table__)
    .scalar_subquery()
)
_HANDED_IN_KEYS = (
    select(func.aggregate_strings(_hand_in.unit_key, COMMA))
    .where(_hand_in.enrolment_id == _enrolment.id)
    .correlate(Enrolment.__table__)
    .scalar_subquery()
)
# A course with one person's part in it.
_WITH_PART = select(
    *REVISION_COLUMNS,
    _enrolment.id.label("enrolment_id"),
    _enrolment.course_slug,
    _enrolment.expectation,
    _enrolment.enrolled_at,
    _enrolment.left_at,
    _enrolment.last_unit_key,
    _enrolment.content_language,
    _completion.completed_at,
    _DONE_KEYS.label("done_keys"),
    _HANDED_IN_KEYS.label("handed_in_keys"),
)
_SEAT = (
    _WITH_PART.select_from(CourseRecord.__table__)
    .join(Revision.__table__, _course.current_revision_id == _revision.id)
    .outerjoin(
        Enrolment.__table__,
        and_(_enrolment.course_slug == _course.slug, _enrolment.user_id == bindparam("user_id")),
    )
    .outerjoin(CourseCompletion.__table__, _completion.enrolment_id == _enrolment.id)
    .where(_course.slug == bindparam("slug"))
)
_STUDIES = (
    _WITH_PART.select_from(Enrolment.__table__)
    .outerjoin(CourseRecord.__table__, _course.slug == _enrolment.course_slug)
    .outerjoin(Revision.__table__, _course.current_revision_id == _revision.id)
    .outerjoin(CourseCompletion.__table__, _completion.enrolment_id == _enrolment.id)
    .where(_enrolment.user_id == bindparam("user_id"))
    .order_by(_enrolment.last_seen_at.desc(), _enrolment.id)
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A course as one person sits in it; `part` is None for whoever never enrolled."""

    edition: Edition
    part: Participation | None
    done_keys: frozenset[str]
    completed_at: datetime | None
    # Of units whose work is handed in, done or not.
    handed_in_keys: frozenset[str] = frozenset()


def find_seat(user_id: int | None, slug: str) -> Seat | None:
    """The course with this person's part in it; None when there is no such course."""
    row = read_values(_SEAT, user_id=user_id, slug=slug).first()
    if row is None:
        return None
    edition = edition_behind(row)
    if row.enrolment_id is None or user_id is None:
        return Seat(edition, None, frozenset(), None)
    part = _part_in(row, user_id)
    return Seat(edition, part, _keys_in(row.done_keys), row.completed_at, _keys_in(row.handed_in_keys))


@dataclass(frozen=True, slots=True)
class Study:
    """A person's part in a course and how far they are; `edition` is None while the course is not published."""

    part: Participation
    edition: Edition | None
    done_keys: frozenset[str]
    handed_in_keys: frozenset[str]
    completed_at: datetime | None


def studies_of(user_id: int) -> list[Study]:
    """All courses of a person, also those they have left, the one seen last first."""
    return [
        Study(
            part=_part_in(row, user_id),
            edition=None if row.revision_id is None else edition_behind(row),
            done_keys=_keys_in(row.done_keys),
            handed_in_keys=_keys_in(row.handed_in_keys),
            completed_at=row.completed_at,
        )
        for row in read_values(_STUDIES, user_id=user_id).all()
    ]


def _part_in(row: Row[Any], user_id: int) -> Participation:
    return Participation(
        enrolment_id=row.enrolment_id,
        user_id=user_id,
        course_slug=row.course_slug,
        expectation=row.expectation,
        enrolled_at=row.enrolled_at,
        left_at=row.left_at,
        last_unit_key=row.last_unit_key,
        content_language=row.content_language,
    )


def _keys_in(told: str | None) -> frozenset[str]:
    return frozenset(told.split(",")) if told else frozenset()


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of the units done under an enrolment, and of those whose work is handed in, done or not."""

    done: frozenset[str] = frozenset()
    handed_in: frozenset[str] = frozenset()


def keys_by_enrolment(enrolment_ids: Iterable[int]) -> Mapping[int, Keys]:
    """What is done and handed in, for several enrolments at once; those where nothing is, are not named."""
    ids = list(enrolment_ids)
    is_done, is_handed_in = literal(True).label("is_done"), literal(False).label("is_done")
    done = select(_unit.enrolment_id, _unit.unit_key, is_done).where(_unit.enrolment_id.in_(ids))
    handed_in = select(_hand_in.enrolment_id, _hand_in.unit_key, is_handed_in).where(_hand_in.enrolment_id.in_(ids))
    found: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for enrolment_id, key, is_done_key in db.session.execute(done.union_all(handed_in)):
        found[enrolment_id][0 if is_done_key else 1].add(key)
    return {enrolment_id: Keys(*map(frozenset, sets)) for enrolment_id, sets in found.items()}


def find_course_completion(enrolment_id: int) -> CourseCompletion | None:
    """When and under which revision the course was completed, if it was."""
    return db.session.get(CourseCompletion, enrolment_id)


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many people take part in a course now, and how many have completed it."""

    learners: int
    graduates: int


def attendance_by_course() -> Mapping[str, Attendance]:
    """The attendance of every course that somebody is or was enrolled in."""
    takes_part = func.count().filter(Enrolment.left_at.is_(None))
    rows = db.session.execute(
        select(Enrolment.course_slug, takes_part, func.count(CourseCompletion.enrolment_id))
        .outerjoin(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
        .group_by(Enrolment.course_slug)
    )
    return {slug: Attendance(learners, graduates) for slug, learners, graduates in rows}
