"""Random happenings in a pool on a database, some at the same instant, and what must hold whatever happened."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.content.course import Assignment
from app.library.queries import get_edition
from app.peerreview import actions
from app.peerreview.actions import Desk, save_work
from app.peerreview.crowd import is_awaited
from app.peerreview.duties import duties_of
from app.peerreview.exchange_models import MentorRequest, Review, ReviewCall, ReviewPart, ReviewPlace, ReviewReader
from app.peerreview.handing_out import Asker, answer_call, hand_out, take
from app.peerreview.leases import Worth
from app.peerreview.placing import leave_line
from app.peerreview.pools import Task, holds_of, organisations_of, slot_of, waiting_of
from app.peerreview.queries import find_work
from app.peerreview.reviewing import Written, give_back, hand_in_review, save_review
from app.peerreview.roles import ReaderRole
from app.peerreview.stages import Kind, Stage
from app.peerreview.steering import steer_pool
from app.peerreview.tasks import tasks_of_course
from app.peerreview.work import Work
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.errors import Conflict, NotFound, Refused
from app.progress.queries import find_seat
from tests.builders import enrolled, person
from tests.peerreview.assignments import KEY, PLAIN, SLUG, TEXT
from tests.peerreview.pools import a_course, a_mentor, assignment_of

START = datetime(2027, 3, 1, 8, tzinfo=UTC)
AT_ONCE = 4
PEOPLE, MENTORS = 18, 2
Drafts = dict[int, str]


@dataclass(slots=True)
class Turmoil:
    """People with organisations and languages, some of whom mentor, in one pool."""

    app: Flask
    chance: Random
    now: datetime = START
    people: list[int] = field(default_factory=list)
    mentors: list[int] = field(default_factory=list)
    # What was saved last in each review.
    drafts: Drafts = field(default_factory=dict)
    happened: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """Let them meet; the first hands in, so that there is a pool."""
        a_course(PLAIN)
        for number in range(PEOPLE):
            town = self.chance.choice(["", "", "Riverton", "Hillside"])
            user = person(name=f"Person {number}", organisation=town, country=self.chance.choice(["KE", "SN"]))
            user_id = user.id
            enrolled(user)
            self.people.append(user_id)
            if self.chance.random() < 0.4:
                with transaction():
                    db.session.add(ReviewReader(user_id=user_id, languages=["en", "fr"], is_volunteer=True))
        for _number in range(MENTORS):
            self.mentors.append(a_mentor().id)
        self.at(self.hand_in, self.people[0])

    def run(self, events: int) -> None:
        """Let so many things happen, four at each instant, and look every now and then."""
        with ThreadPoolExecutor(AT_ONCE) as threads:
            for number in range(0, events, AT_ONCE):
                self.now += timedelta(hours=self.chance.choice((0, 0, 1, 2, 5, 20, 60)))
                due = [self.drawn() for _event in range(AT_ONCE)]
                with clock.stopped_at(self.now):
                    list(threads.map(lambda one: self.at(*one), due))
                    if number % 100 == 0:
                        self.look()
        with clock.stopped_at(self.now + timedelta(days=4)):
            self.look()

    def drawn(self) -> tuple[Callable[[int], Drafts | None], int]:
        """What happens, and to whom."""
        what = self.chance.choices(
            (self.hand_in, self.ask, self.save, self.complete, self.give_back, self.withdraw, self.report,
             self.answer, self.mentor, self.decline, self.steer),
            (10, 22, 10, 20, 4, 2, 4, 10, 8, 2, 10),
        )[0]  # fmt: skip
        whom = self.chance.choice(self.mentors if what in (self.mentor, self.decline) else self.people)
        return what, whom

    def at(self, what: Callable[[int], Drafts | None], whom: int) -> None:
        """Let it happen in a transaction of its own; what is refused is nothing out of the ordinary."""
        with self.app.app_context():
            try:
                with transaction():
                    kept = what(whom)
                self.drafts.update(kept or {})
                name = what.__name__
            except (Conflict, NotFound, Refused):
                name = f"{what.__name__} refused"
            self.happened[name] += 1

    # What people do

    def hand_in(self, user_id: int) -> None:
        """Write and hand in, or begin once more after having withdrawn."""
        desk = desk_at(user_id)
        mine = find_work(desk.part.enrolment_id, desk.keys)
        if mine is not None and mine.stage is Stage.WITHDRAWN:
            actions.begin_again(desk, window="here")
            mine = find_work(desk.part.enrolment_id, desk.keys)
        base = mine.version.number if mine else 0
        work = Work(TEXT, "en" if user_id % 4 else "fr")
        actions.hand_in(desk, save_work(desk, work, base=base, window="here", kind=Kind.SAVED).number)

    def ask(self, user_id: int) -> None:
        """Ask for work."""
        hand_out(the_task(), self.asker(user_id))

    def save(self, user_id: int) -> Drafts:
        """Save a draft of one of their reviews, however late."""
        review = self.one_of(user_id)
        text = f"{user_id} at {self.now}"
        save_review(the_task(), review, Written({"reasons": user_id % 3 and 2}, {"reasons": text}, language="en"))
        return {review.id: text}

    def complete(self, user_id: int) -> Drafts:
        """Hand in one of their reviews, however late."""
        review = self.one_of(user_id)
        saved = self.save(user_id)
        hand_in_review(the_task(), review, assignment_of(review))
        return saved

    def give_back(self, user_id: int) -> None:
        """Let work go."""
        give_back(the_task(), self.one_of(user_id))

    def withdraw(self, user_id: int) -> None:
        """Take one's work out of the line for good."""
        actions.withdraw(desk_at(user_id))

    def report(self, user_id: int) -> None:
        """Find something wrong with the work at hand: it leaves the line until somebody has looked."""
        leave_line(self.one_of(user_id).submission_id or 0)

    def answer(self, user_id: int) -> None:
        """Come when called."""
        call = db.session.scalars(
            select(ReviewCall).where(ReviewCall.user_id == user_id, is_awaited(self.now)).limit(1)
        ).first()
        if call is None:
            raise NotFound("Nobody called.")
        answer_call(the_task(), self.asker(user_id), call.id)

    def mentor(self, user_id: int) -> None:
        """Take what one was asked for, and write it."""
        request = self.request_to(user_id)
        review = take(the_task(), self.asker(user_id), request.submission_id, ReaderRole.MENTOR)
        save_review(the_task(), review, Written({"reasons": 2}, {}, language="en"))
        hand_in_review(the_task(), review, assignment_of(review))

    def decline(self, user_id: int) -> None:
        """Say that one cannot."""
        self.request_to(user_id).declined_at = self.now

    def steer(self, _user_id: int) -> None:
        """The pool goes on."""
        steer_pool(the_task())

    def asker(self, user_id: int) -> Asker:
        """Them, before the line."""
        return Asker(user_id, db.session.get_one(User, user_id).country, get_edition(SLUG))

    def one_of(self, user_id: int) -> Review:
        """A review they hold and have not handed in, the newest first."""
        mine = select(Review).where(
            Review.reader_id == user_id, Review.handed_in_at.is_(None), Review.given_back_at.is_(None)
        )
        review = db.session.scalars(mine.order_by(Review.id.desc()).limit(1)).first()
        if review is None:
            raise NotFound("They hold nothing.")
        return review

    def request_to(self, user_id: int) -> MentorRequest:
        """What a mentor was asked for first."""
        mine = select(MentorRequest).where(
            MentorRequest.mentor_id == user_id, MentorRequest.taken_at.is_(None), MentorRequest.declined_at.is_(None)
        )
        request = db.session.scalars(mine.order_by(MentorRequest.id).limit(1)).first()
        if request is None:
            raise NotFound("Nobody asked them.")
        return request

    # What must hold

    def look(self) -> None:
        """Everything that must hold, once what is due was done."""
        with self.app.app_context():
            with transaction():
                steer_pool(the_task())
            with transaction():
                task = the_task()
                reviews = db.session.scalars(select(Review).order_by(Review.id)).all()
                places = db.session.scalars(select(ReviewPlace).order_by(ReviewPlace.submission_id)).all()
                self.look_at_pairs(reviews, places)
                self.look_at_leases(reviews)
                for place in places:
                    self.look_at_place(
                        task, place, [one for one in reviews if one.submission_id == place.submission_id]
                    )
                for part in db.session.scalars(select(ReviewPart)):
                    mine = [one for one in reviews if one.reader_id == part.user_id and one.role is ReaderRole.PEER]
                    assert part.done == sum(one.handed_in_at is not None for one in mine)
                    assert part.begun == len(mine)

    def look_at_pairs(self, reviews: Sequence[Review], places: Sequence[ReviewPlace]) -> None:
        """Nobody reads their own work, a colleague's, that of a reader of theirs, or one piece of work twice."""
        author_of = {place.submission_id: place.author_id for place in places}
        belongs = organisations_of([*self.people, *self.mentors])
        pairs = [(one.reader_id, author_of[one.submission_id]) for one in reviews if one.submission_id in author_of]
        assert all(reader != author for reader, author in pairs)
        assert not {(author, reader) for reader, author in pairs} & set(pairs)
        assert not any(belongs.get(one, frozenset()) & belongs.get(other, frozenset()) for one, other in pairs)
        assert max(Counter((one.submission_id, one.reader_id) for one in reviews).values(), default=1) == 1

    def look_at_leases(self, reviews: Sequence[Review]) -> None:
        """No draft is lost, and nobody holds two pieces of work, nor one for longer than its lease lasts."""
        for review in reviews:
            if review.id in self.drafts:
                assert review.comments == {"reasons": self.drafts[review.id]}
        running = [one for one in reviews if is_open(one)]
        assert all(one.ends_at > clock.now() for one in running)
        assert max(Counter(one.reader_id for one in running).values(), default=1) == 1

    def look_at_place(self, task: Task, place: ReviewPlace, reviews: Sequence[Review]) -> None:
        """What is counted beside it is what there is to count, so that work that needs a reader stands in a line."""
        assert place.out == (sum(map(is_open, reviews)) if place.is_open else 0)
        assert place.done == sum(one.worth is Worth.SCORE_AND_CREDIT for one in reviews)
        part = db.session.get_one(ReviewPart, (place.pool_id, place.author_id))
        slots = map(slot_of, holds_of(place.pool_id, place.author_id))
        duties = duties_of(task.assignment.reviews_owed, part.done, 0, slots, clock.now())
        assert (place.author_done, place.author_is_settled) == (part.done, duties.is_settled)
        assert place.line == (waiting_of(place).tier or "")
        if place.is_open and place.done + place.out < place.needed:
            assert place.line


def desk_at(user_id: int) -> Desk:
    """Their desk."""
    seat = find_seat(user_id, SLUG)
    assert seat is not None
    assert seat.part is not None
    unit = seat.edition.places[KEY].unit
    assert isinstance(unit, Assignment)
    return Desk(seat.part, seat.edition, unit)


def is_open(review: Review) -> bool:
    """Whether it is being written."""
    return review.handed_in_at is None and review.given_back_at is None and review.ended_at is None


def the_task() -> Task:
    """The assignment with its pool."""
    (task,) = tasks_of_course(SLUG)
    return task
