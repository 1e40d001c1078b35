"""A course whose learners review each other: one in the middle of it, one with nothing to read."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import User
from app.content.course import Assignment
from app.library.queries import get_edition
from app.peerreview import actions
from app.peerreview.actions import Desk, save_work
from app.peerreview.exchange_models import Review, ReviewCall, ReviewPlace
from app.peerreview.handing_out import Asker, hand_out
from app.peerreview.pools import Task
from app.peerreview.practising import score_example, see_to_practice
from app.peerreview.reviewing import Written, hand_in_review, save_review
from app.peerreview.stages import Kind
from app.peerreview.tasks import tasks_of_course
from app.peerreview.work import Work
from app.platform import clock
from app.platform.database import db, transaction
from app.progress.queries import find_seat
from tests.accessibility.scenes import EXCHANGE
from tests.builders import enrolled, person
from tests.peerreview.assignments import KEY, TEXT
from tests.peerreview.practice import a_course_with_examples

_LEVELS = {"reasons": 2, "actions": 1}


def publish_exchange(reader: User, idle: User) -> None:
    """Publish it. `reader` has scored the examples, let one review run out, handed one in, writes one and is called;
    `idle` reads a language in which nothing waits.
    """
    a_course_with_examples(slug=EXCHANGE, title="Reading each other")
    now = clock.now()
    ids = {reader.id: "en", idle.id: "es"}
    others = [person(name=f"Author {number}").id for number in range(4)]
    for days, user_id in zip((30, 25, 20, 15), others, strict=True):
        with clock.stopped_at(now - timedelta(days=days)):
            _hand_in(user_id, "en")
    for user_id, language in ids.items():
        with clock.stopped_at(now - timedelta(days=12)):
            _hand_in(user_id, language)
    reader_id, idle_id = ids
    with clock.stopped_at(now - timedelta(days=11)):
        for position in (1, 2, 3):
            with transaction():
                score_example(_task(), reader_id, _LEVELS, number=1, position=position)
        with transaction():
            see_to_practice(_task(), idle_id)
            hand_out(_task(), _asker(idle_id))
    with clock.stopped_at(now - timedelta(days=10)):
        _ask(reader_id)
    with clock.stopped_at(now - timedelta(days=5)):
        review_id = _ask(reader_id)
        with transaction():
            review = db.session.get_one(Review, review_id)
            save_review(_task(), review, Written(_LEVELS, {"reasons": "Say where the figure is from."}, language="en"))
            hand_in_review(_task(), review, _assignment())
            review.thanked_at, review.helpful = clock.now(), 3
            review.answer, review.answered_at = "The source is the budget of 2026; I have added it.", clock.now()
    with clock.stopped_at(now - timedelta(hours=5)):
        _ask(reader_id)
        with transaction():
            place = db.session.scalars(select(ReviewPlace).where(ReviewPlace.author_id == others[3])).one()
            call = {"submission_id": place.submission_id, "user_id": reader_id, "called_at": clock.now()}
            db.session.add(ReviewCall(pool_id=_task().pool_id, **call))


def _hand_in(user_id: int, language: str) -> None:
    enrolled(db.session.get_one(User, user_id), EXCHANGE)
    seat = find_seat(user_id, EXCHANGE)
    assert seat is not None
    assert seat.part is not None
    desk = Desk(seat.part, seat.edition, _assignment())
    with transaction():
        number = save_work(desk, Work(TEXT, language), base=0, window="here", kind=Kind.SAVED).number
    with transaction():
        actions.hand_in(desk, number)


def _ask(user_id: int) -> int:
    with transaction():
        found = hand_out(_task(), _asker(user_id))
        assert isinstance(found, Review)
        return found.id


def _asker(user_id: int) -> Asker:
    return Asker(user_id, "", get_edition(EXCHANGE))


def _task() -> Task:
    (task,) = tasks_of_course(EXCHANGE)
    return task


def _assignment() -> Assignment:
    unit = get_edition(EXCHANGE).places[KEY].unit
    assert isinstance(unit, Assignment)
    return unit
