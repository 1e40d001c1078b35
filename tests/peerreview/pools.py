"""A pool of learners who handed in, on a database, and what they do there: each step in a transaction of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import inspect

from app.accounts.models import User
from app.accounts.roles import Role
from app.content.assignments import ExampleUse
from app.content.course import Assignment
from app.library.queries import edition_of_revision, get_edition
from app.peerreview import actions
from app.peerreview.actions import save_work
from app.peerreview.allocation import Hold
from app.peerreview.exchange_models import Review, ReviewPart, ReviewPlace, ReviewPool, ReviewResult
from app.peerreview.handing_out import Asker, hand_out, take
from app.peerreview.pools import Task
from app.peerreview.reviewing import Written, hand_in_review, save_review
from app.peerreview.roles import ReaderRole
from app.peerreview.stages import Kind
from app.peerreview.tasks import tasks_of_course
from app.peerreview.work import Work
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from tests.builders import course_files, enrolled, person, published
from tests.peerreview.assignments import KEY, PLAIN, SLUG, TEXT, desk_of


@dataclass(frozen=True)
class Author:
    """Somebody who handed in."""

    user_id: int
    country: str
    submission_id: int


def a_course(task: str = PLAIN) -> None:
    """Publish the course with an assignment."""
    published(course_files(more={f"1-why-local/95-{KEY}.md": task}))


def the_task() -> Task:
    """The assignment with its pool."""
    (task,) = tasks_of_course(SLUG)
    return task


def author(*, language: str = "en", country: str = "", organisation: str = "", name: str = "Amina Diallo") -> Author:
    """A learner who has written and handed in."""
    return hand_in_as(person(name=name, country=country, organisation=organisation), language)


def hand_in_as(user: User, language: str = "en", text: str = TEXT) -> Author:
    """Let somebody enrol, write and hand in."""
    (user_id,) = inspect(user).identity or (0,)
    user = db.session.get_one(User, user_id)
    country = user.country
    enrolled(user)
    desk = desk_of(db.session.get_one(User, user_id))
    with transaction():
        number = save_work(desk, Work(text, language), base=0, window="here", kind=Kind.SAVED).number
    with transaction():
        actions.hand_in(desk, number)
    with transaction():
        place = db.session.query(ReviewPlace).filter_by(author_id=user_id).one()
        return Author(user_id, country, place.submission_id)


def asker(who: Author) -> Asker:
    """Them, before the line."""
    return Asker(who.user_id, who.country, get_edition(SLUG))


def asked(who: Author) -> Review | Hold:
    """Ask for work."""
    with transaction():
        return hand_out(the_task(), asker(who))


def given(who: Author) -> Review:
    """Ask for work, and get some."""
    found = asked(who)
    assert isinstance(found, Review)
    return found


def mentored(user: User, submission_id: int, role: ReaderRole = ReaderRole.MENTOR) -> Review:
    """Let a mentor take a piece of work."""
    with transaction():
        return take(the_task(), Asker(user.id, user.country, get_edition(SLUG)), submission_id, role)


def a_mentor(name: str = "Mara Mentor") -> User:
    """Somebody who mentors the course."""
    return person(Role.MENTOR, name=name, scope=SLUG)


def assignment_of(review: Review) -> Assignment:
    """The assignment as it was when the work was handed in."""
    unit = edition_of_revision(review.revision_id).places[KEY].unit
    assert isinstance(unit, Assignment)
    return unit


def reviewed(review: Review, points: Mapping[str, int] | int = 2, comment: str = "") -> None:
    """Write a review and hand it in; a number stands for the points of every criterion."""
    assignment = assignment_of(review)
    if isinstance(points, int):
        points = {criterion.key: points for criterion in assignment.rubric}
    comments = {criterion.key: comment for criterion in assignment.rubric if comment}
    review_id = review.id
    with transaction():
        held = db.session.get_one(Review, review_id)
        save_review(the_task(), held, Written(points, comments, language="en"))
        hand_in_review(the_task(), held, assignment)
    work_off()


def place_of(who: Author) -> ReviewPlace:
    """Where their work stands."""
    return db.session.get_one(ReviewPlace, who.submission_id, populate_existing=True)


def part_of(who: Author) -> ReviewPart:
    """What they have done for others."""
    pool = db.session.query(ReviewPool).one()
    return db.session.get_one(ReviewPart, (pool.id, who.user_id), populate_existing=True)


def result_of(who: Author) -> ReviewResult:
    """What the reviews of their work have come to."""
    return db.session.get_one(ReviewResult, who.submission_id, populate_existing=True)


def has_practice(task: Task) -> bool:
    """Whether there are examples to practise on."""
    return any(one.use is ExampleUse.PRACTICE for one in task.assignment.examples)
