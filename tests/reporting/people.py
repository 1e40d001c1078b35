"""People with what they did on which day, written straight into the tables: registering sixty would take a minute."""

from datetime import UTC, datetime
from itertools import count

from app.accounts.models import Organisation, User
from app.accounts.queries import find_organisation, key_of
from app.enrolment.models import Enrolment
from app.library.queries import find_current_revision
from app.platform.database import db, transaction
from app.progress.models import CourseCompletion, UnitCompletion
from tests.builders import course_files, published

COURSE = "localizing-the-sdgs"
LESSONS = ("lesson-1", "lesson-2")
_numbers = count(1)


def two_lessons(slug: str = COURSE, title: str = "Localizing the SDGs") -> None:
    """Publish a course that asks for two lessons."""
    published(course_files(title=title, with_quiz=False), slug=slug)


def learner(
    name: str = "Amina Diallo",
    *,
    email: str = "",
    organisation: str = "",
    country: str = "",
    course: str = COURSE,
    enrolled: str = "2026-05-01",
    completed: str = "",
    left: str = "",
    done: tuple[str, ...] = (),
) -> User:
    """Somebody enrolled in a course, with the days on which things happened as 2026-05-01 or 2026-05-01 23:59."""
    address = email or f"learner{next(_numbers)}@example.org"
    with transaction():
        user = User(
            email=address,
            email_key=key_of(address),
            name=name,
            password_hash="-",
            country=country,
            organisation=_organisation(organisation, country) if organisation else None,
            created_at=moment(enrolled),
        )
        db.session.add(user)
    takes(user, course, enrolled=enrolled, completed=completed, left=left, done=done)
    return user


def takes(
    user: User,
    course: str,
    *,
    enrolled: str = "2026-05-01",
    completed: str = "",
    left: str = "",
    done: tuple[str, ...] = (),
) -> None:
    """Enrol somebody in one more course."""
    began = moment(enrolled)
    with transaction():
        enrolment = Enrolment(
            user_id=user.id,
            course_slug=course,
            enrolled_at=began,
            last_seen_at=began,
            left_at=moment(left) if left else None,
        )
        db.session.add(enrolment)
        db.session.flush()
        of = {"enrolment_id": enrolment.id, "revision_id": _revision_id()} if completed or done else {}
        if completed:
            db.session.add(CourseCompletion(**of, completed_at=moment(completed)))
        db.session.add_all(UnitCompletion(**of, unit_key=key, completed_at=began) for key in done)


def moment(day: str) -> datetime:
    """A moment in UTC: the beginning of the day unless a time is told."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def _organisation(name: str, country: str) -> Organisation:
    return find_organisation(name, country) or Organisation(name=name, name_key=key_of(name), country=country)


def _revision_id() -> int:
    revision = find_current_revision(COURSE)
    assert revision is not None, "Publish the course first: what is done is done under a revision."
    return revision.id
