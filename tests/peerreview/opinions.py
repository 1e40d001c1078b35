"""Builds people who have something to say about a course."""

from collections.abc import Mapping

from app.accounts.models import User
from app.enrolment.queries import find_enrolment
from app.library.queries import get_edition
from app.peerreview.course_reviewing import Reading, review_course
from app.peerreview.course_rubric import COURSE_RUBRIC, CourseReviewer
from app.platform import clock
from app.platform.database import db, transaction
from app.progress.models import CourseCompletion
from tests.builders import enrolled, person

SLUG = "localizing-the-sdgs"
BEST: Mapping[str, str] = {criterion.key: "3" for criterion in COURSE_RUBRIC}


def graduate(slug: str = SLUG, *, name: str = "Amina Diallo") -> User:
    """Somebody who completed a course in the edition that is current."""
    somebody = person(name=name)
    complete(somebody, slug)
    return somebody


def complete(somebody: User, slug: str = SLUG) -> None:
    """Let somebody have completed a course, whether or not they were enrolled before."""
    before = find_enrolment(somebody.id, slug)
    enrolment_id = before.id if before else enrolled(somebody, slug)
    with transaction():
        revision_id = get_edition(slug).revision_id
        db.session.add(CourseCompletion(enrolment_id=enrolment_id, revision_id=revision_id, completed_at=clock.now()))


def opinion(
    level: int,
    slug: str = SLUG,
    *,
    by: User | None = None,
    language: str = "en",
    role: CourseReviewer = CourseReviewer.LEARNER,
    helped: str = "",
    change: str = "",
) -> User:
    """Somebody chose the same level everywhere."""
    somebody = by or graduate(slug)
    with transaction():
        reading = Reading(slug, get_edition(slug).revision_id, language, role)
        points = {criterion.key: level for criterion in COURSE_RUBRIC}
        review_course(somebody.id, reading, points, helped=helped, change=change)
    return somebody
