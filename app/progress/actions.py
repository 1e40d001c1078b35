"""Recording what was done."""

from app.content.course import Unit
from app.enrolment.participation import Participation
from app.library.editions import Edition
from app.platform import clock
from app.platform.database import db
from app.platform.events import announce
from app.progress.completion import is_done, standing_in
from app.progress.events import CourseCompleted
from app.progress.models import CourseCompletion, UnitCompletion
from app.progress.queries import done_keys_of, find_course_completion


def record_completion(part: Participation, edition: Edition, unit: Unit) -> None:
    """Note that a unit is done; announces CourseCompleted when it was the last one required.

    Doing it again changes nothing.
    """
    done = done_keys_of(part.enrolment_id)
    if not is_done(unit, done):
        db.session.add(
            UnitCompletion(
                enrolment_id=part.enrolment_id,
                unit_key=unit.key,
                revision_id=edition.revision_id,
                completed_at=clock.now(),
            )
        )
        db.session.flush()
        done |= {unit.key}
    settle_course(part, edition, done)


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
        )
    )
    return True
