"""Recording what was done."""

from collections.abc import Sequence

from sqlalchemy import Integer, ScalarSelect, bindparam, delete, func, insert, literal_column, select

from app.content.course import Unit
from app.enrolment.participation import Participation
from app.library.editions import Edition
from app.platform import clock
from app.platform.database import db, table_of, write_values
from app.platform.events import announce
from app.progress.completion import standing_in
from app.progress.events import CourseCompleted
from app.progress.models import CourseCompletion, UnitCompletion, UnitHandIn
from app.progress.queries import COMMA, find_course_completion

_units = table_of(UnitCompletion)
_enrolment_id = bindparam("part", type_=_units.c.enrolment_id.type)


def _keys_done_before() -> ScalarSelect[str]:
    before = _units.alias("before")
    keys = func.coalesce(func.aggregate_strings(before.c.unit_key, COMMA), literal_column("''"))
    return select(keys).where(before.c.enrolment_id == _enrolment_id).scalar_subquery()


def _was_done() -> ScalarSelect[int]:
    earlier = _units.alias("earlier")
    return (
        select(literal_column("1"))
        .where(earlier.c.enrolment_id == _enrolment_id, earlier.c.unit_key.in_(bindparam("names", expanding=True)))
        .limit(literal_column("1", Integer))
        .scalar_subquery()
    )


# One trip instead of three: unless the unit was done, under any of its names, add it, and answer what was done before.
_COMPLETE_UNIT = (
    insert(_units)
    .from_select(
        ["enrolment_id", "unit_key", "revision_id", "completed_at"],
        select(
            _enrolment_id,
            bindparam("key", type_=_units.c.unit_key.type),
            bindparam("revision", type_=_units.c.revision_id.type),
            bindparam("moment", type_=_units.c.completed_at.type),
        ).where(_was_done().is_(None)),
    )
    .returning(_keys_done_before())
)


def record_completion(part: Participation, edition: Edition, unit: Unit) -> None:
    """Note that a unit is done; announces CourseCompleted when it was the last one required.

    Doing it again changes nothing.
    """
    written = write_values(
        _COMPLETE_UNIT,
        {
            "part": part.enrolment_id,
            "key": unit.key,
            "names": [unit.key, *unit.was],
            "revision": edition.revision_id,
            "moment": clock.now(),
        },
    )
    before = written.scalar()
    if before is not None:
        settle_course(part, edition, frozenset(before.split(",")) | {unit.key})


def note_hand_in(part: Participation, unit_key: str) -> None:
    """Note that work for a unit is handed in; the unit is not done by that. Noting it again changes nothing."""
    if db.session.get(UnitHandIn, (part.enrolment_id, unit_key)) is None:
        db.session.add(UnitHandIn(enrolment_id=part.enrolment_id, unit_key=unit_key, handed_in_at=clock.now()))
        db.session.flush()


def forget_hand_in(part: Participation, unit_keys: Sequence[str]) -> None:
    """Note that work for a unit, under any of its names, is no longer handed in."""
    mine = UnitHandIn.enrolment_id == part.enrolment_id
    db.session.execute(delete(UnitHandIn).where(mine, UnitHandIn.unit_key.in_(unit_keys)))


def settle_course(part: Participation, edition: Edition, done: frozenset[str]) -> bool:
    """Record the course as completed when nothing is missing any more; returns whether this changed anything.

    Also called when a learner opens a course whose new edition asks for less than they have done.
    """
    if not standing_in(edition.course, done).is_complete or find_course_completion(part.enrolment_id) is not None:
        return False
    completion = CourseCompletion(
        enrolment_id=part.enrolment_id, revision_id=edition.revision_id, completed_at=clock.now()
    )
    db.session.add(completion)
    db.session.flush()
    announce(
        CourseCompleted(
            enrolment_id=part.enrolment_id,
            user_id=part.user_id,
            course_slug=part.course_slug,
            revision_id=edition.revision_id,
            completed_at=completion.completed_at,
            content_language=part.content_language,
        )
    )
    return True
