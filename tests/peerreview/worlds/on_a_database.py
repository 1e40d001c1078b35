"""The same year as the pure one, but lived by the production actions on a database, under a clock that the world turns.

Who comes, and what they do, is drawn from the same seed and occasions. Steering runs where `steered` looks: after work
is handed in, when a lease, a round of calls or a mentor's time is over, and on the day of mentors. So both live the
same year, review by review, and where they do not, one of them has a rule wrong.
"""

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random
from statistics import fmean

from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import User
from app.accounts.roles import Role
from app.content.course import Assignment
from app.enrolment.models import Enrolment
from app.factory import create_app
from app.library.editions import Edition
from app.library.queries import get_edition
from app.peerreview.allocation import Hold
from app.peerreview.duties import CALL_LASTS
from app.peerreview.exchange_models import MentorRequest, Review, ReviewCall, ReviewPlace, ReviewPool
from app.peerreview.handing_out import Asker, answer_call, hand_out, take
from app.peerreview.leases import Worth
from app.peerreview.mentoring import MENTOR_TAKES, promised_after
from app.peerreview.models import Submission, SubmissionVersion
from app.peerreview.pools import Task
from app.peerreview.reviewing import Written, hand_in_review, save_review
from app.peerreview.roles import ReaderRole
from app.peerreview.stages import Kind
from app.peerreview.steering import enter_outside, steer_pool
from app.peerreview.tasks import tasks_of_course
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.errors import Conflict, Refused
from tests.builders import person
from tests.peerreview.assignments import KEY, PLAIN, SLUG
from tests.peerreview.pools import a_course
from tests.peerreview.turmoil import Turmoil
from tests.peerreview.worlds.a_year import BUSY, DAY, FIRST_USER, PRODUCTION, QUIET, START, Course, Learner, Year
from tests.peerreview.worlds.databases import fresh, migrated
from tests.peerreview.worlds.steered import A_MOMENT, SteeredYear

MENTORS = 4


@dataclass(frozen=True, slots=True)
class Served:
    """Percent of the work of those who meant to do their part, and percent of all reviews; reviews for each work."""

    within_7: float
    within_14: float
    never: float
    by_mentors: float
    reviews: float


def served(years: Sequence[Year], settled_in: float = 10.0) -> Served:
    """What came of years together, without their first days, in which a pool fills."""
    learners = [one for year in years for one in year.learners]
    waits = [
        (sorted(one.reviewed)[1] - one.came_at) / DAY if len(one.reviewed) > 1 else float("inf")
        for one in learners
        if one.is_full and (one.came_at - START) / DAY >= settled_in
    ]
    reviews = sum(len(one.reviewed) for one in learners)
    return Served(
        within_7=100 * fmean(wait <= 7 for wait in waits),
        within_14=100 * fmean(wait <= 14 for wait in waits),
        never=100 * fmean(wait == float("inf") for wait in waits),
        by_mentors=100 * sum(year.by_mentors for year in years) / reviews,
        reviews=reviews / len(learners),
    )


class DatabaseYear(Year):
    """A year in which all that is decided is decided by the production actions; inside an application context."""

    def __init__(self, course: Course, seed: int, days: float, needed: int = 2, owed: int = 3) -> None:
        super().__init__(course, PRODUCTION, needed, owed, seed, days)
        with clock.stopped_at(START):
            a_course(PLAIN.replace("title:", f"reviews: {{needed: {needed}, owed: {owed}}}\ntitle:"))
            self.mentors = [
                person(Role.MENTOR, name=f"Mentor {number}", scope=SLUG).id
                for number in range(MENTORS if course.has_mentors else 0)
            ]
        self.users: dict[int, int] = {}
        self.by_user: dict[int, Learner] = {}
        self.by_submission: dict[int, Learner] = {}
        self.seen_call = self.seen_request = 0
        db.session.remove()

    # What learners do

    def _hand_in(self, learner: Learner, now: datetime) -> None:
        self.learners.append(learner)
        with clock.stopped_at(now), transaction():
            user_id, submission_id = _handed_in(learner, self.edition(), now)
            enter_outside(SLUG, KEY)
            # What is drawn depends on it, and a seed is to give the same year.
            db.session.execute(update(ReviewPool).values(secret=self.secret))
            db.session.execute(update(ReviewPlace).values(lot=ReviewPlace.submission_id))
        self.users[learner.number] = user_id
        self.by_user[user_id] = self.by_submission[submission_id] = learner
        self.steer(now)
        self.at(now + promised_after(self.needed), self.steer)
        if learner.intends:
            self.at(now + self.after(5 / 24, f"begins {learner.number}"), partial(self._ask, learner))

    def _ask(self, learner: Learner, now: datetime) -> None:
        if learner.done >= learner.intends:
            return
        with clock.stopped_at(now), transaction():
            found = hand_out(self.the_task(), self.asker(learner))
            review_id = None if isinstance(found, Hold) else found.id
        if review_id is None:
            self.steer(now)
        else:
            self._write(learner, review_id, now)

    def _write(self, learner: Learner, review_id: int, now: datetime, *, is_called: bool = False) -> None:
        learner.held.add(review_id)
        if self.abandons(learner):
            moment = now + self.way.lease
            self.at(moment, self.steer)
        else:
            moment = now + self.writing(learner)
            self.at(moment, partial(self._finish, learner, review_id))
        if not is_called:
            self.at(moment + self.rest(learner), partial(self._ask, learner))

    def _finish(self, learner: Learner | None, review_id: int, now: datetime) -> None:
        with clock.stopped_at(now), transaction():
            review = db.session.get_one(Review, review_id)
            save_review(self.the_task(), review, Written({"reasons": 2}, {}, language="en"))
            unit = self.edition().places[KEY].unit
            assert isinstance(unit, Assignment)
            hand_in_review(self.the_task(), review, unit)
            if review.worth is Worth.SCORE_AND_CREDIT:
                self.by_submission[review.submission_id or 0].reviewed.append(now)
        if learner is None:
            self.by_mentors += 1
            return
        learner.done += 1
        self.steer(now)

    # What the pool asks of people

    def steer(self, now: datetime) -> None:
        """Let the pool go on, and draw what comes of its calls and requests."""
        with clock.stopped_at(now), transaction():
            steer_pool(self.the_task())
            calls = db.session.scalars(select(ReviewCall).where(ReviewCall.id > self.seen_call).order_by(ReviewCall.id))
            called = [(call.id, self.by_user[call.user_id]) for call in calls]
            requests = db.session.scalars(
                select(MentorRequest).where(MentorRequest.id > self.seen_request).order_by(MentorRequest.id)
            )
            asked = [(one.id, one.mentor_id, one.submission_id) for one in requests]
        for call_id, learner in called:
            self.seen_call = call_id
            answer = self.answers_after(learner)
            if answer is not None:
                self.at(now + min(answer, CALL_LASTS - A_MOMENT), partial(self._come, learner, call_id))
        for number, mentor_id, submission_id in asked:
            self.seen_request = number
            answer = self.mentor_after(self.by_submission[submission_id])
            if answer is not None:
                self.at(now + answer, partial(self._mentor, mentor_id, submission_id))
        if called:
            self.at(now + CALL_LASTS, self.steer)
        if asked:
            self.at(now + MENTOR_TAKES, self.steer)

    def _come(self, learner: Learner, call_id: int, now: datetime) -> None:
        with clock.stopped_at(now), transaction():
            found = answer_call(self.the_task(), self.asker(learner), call_id)
            review_id = None if isinstance(found, Hold) else found.id
        # Whoever comes for one call while they write for another goes on writing.
        if review_id is not None and review_id not in learner.held:
            self._write(learner, review_id, now, is_called=True)

    def _mentor(self, mentor_id: int, submission_id: int, now: datetime) -> None:
        try:
            with clock.stopped_at(now), transaction():
                asker = Asker(mentor_id, "", self.edition())
                review_id = take(self.the_task(), asker, submission_id, ReaderRole.MENTOR).id
        except (Conflict, Refused):
            # Somebody else was faster.
            return
        self._finish(None, review_id, now)

    def asker(self, learner: Learner) -> Asker:
        """Them, before the line."""
        return Asker(self.users[learner.number], "", self.edition())

    def edition(self) -> Edition:
        """The course."""
        return get_edition(SLUG)

    def the_task(self) -> Task:
        """The assignment with its pool."""
        (task,) = tasks_of_course(SLUG)
        return task


def _handed_in(learner: Learner, edition: Edition, now: datetime) -> tuple[int, int]:
    """An account, an enrolment and work: what the pages of other features make, without their pages."""
    address = f"learner{learner.number}@example.org"
    user = User(
        id=FIRST_USER + learner.number,
        email=address,
        email_key=address,
        name=f"Learner {learner.number}",
        password_hash="",
        created_at=now,
    )
    db.session.add(user)
    db.session.flush()
    enrolment = Enrolment(user_id=user.id, course_slug=SLUG, enrolled_at=now, last_seen_at=now)
    db.session.add(enrolment)
    db.session.flush()
    submission = Submission(
        enrolment_id=enrolment.id,
        author_id=user.id,
        course_slug=SLUG,
        unit_key=KEY,
        round=1,
        revision_id=edition.revision_id,
        language=learner.language,
        begun_at=now,
        current_number=1,
        handed_in_at=now,
        handed_in_number=1,
    )
    db.session.add(submission)
    db.session.flush()
    db.session.add(
        SubmissionVersion(
            submission_id=submission.id, number=1, kind=Kind.HANDED_IN, language=learner.language, source="Work.",
            filled={}, links=[], file_ids=[], digest="", saved_at=now,
        )
    )  # fmt: skip
    db.session.flush()
    return user.id, submission.id


def database_table(quiet_years: int = 12, busy_years: int = 2) -> str:
    """What production comes to on a database beside the pure rules in the same reduced years, as a table."""
    lines = [
        "On a database (peer-review.md §4.9.3): R=2 with mentors, who is served when; in brackets the same without",
        f"{'':24}{'within 7 d':>14}{'within 14 d':>16}{'never':>12}{'by mentors':>14}{'reviews a work':>18}",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = migrated(_app, folder)
        for title, course, days, count in (
            ("quiet, 90 days", QUIET, 90.0, quiet_years),
            ("busy, 60 days", BUSY, 60.0, busy_years),
        ):
            seeds = range(1, count + 1)
            years = []
            for seed in seeds:
                with fresh(_app, template, folder / f"{title} {seed}"):
                    years.append(DatabaseYear(course, seed, days).run())
            found, pure = (
                served(years),
                served([SteeredYear(course, PRODUCTION, 2, 3, seed, days).run() for seed in seeds]),
            )
            figures = "".join(
                f"{getattr(found, one):{width - 7}.{places}f} {f'({getattr(pure, one):.{places}f})':>6}"
                for one, width, places in (("within_7", 14, 0), ("within_14", 16, 0), ("never", 12, 0),
                                           ("by_mentors", 14, 0), ("reviews", 18, 2))
            )  # fmt: skip
            lines.append(f"{title:24}{figures}")
    return "\n".join(lines)


def turmoil_table(events: int = 10_000, pools: int = 25) -> str:
    """§4.9.1 in full on SQLite: so many random events in so many pools; stops at the first that breaks a rule."""
    happened: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = migrated(_app, folder)
        for seed in range(pools):
            with fresh(_app, template, folder / str(seed)) as app:
                turmoil = Turmoil(app, Random(f"pool {seed}"))
                turmoil.begin()
                turmoil.run(events // pools)
                happened += turmoil.happened
    done = sum(count for name, count in happened.items() if not name.endswith("refused"))
    return (
        f"Random events with concurrent requests (peer-review.md §4.9.1): {sum(happened.values())} in {pools} pools,"
        f" {done} of them done, the others refused; every rule and count held."
    )


def _app(instance: Path, database_url: str) -> Flask:
    """The application on a database of its own."""
    settings = {
        "LEARNING_FORUM_INSTANCE": str(instance),
        "LEARNING_FORUM_COURSES": str(instance / "courses"),
        "LEARNING_FORUM_DATABASE_URL": database_url,
        "LEARNING_FORUM_SECRET_KEY": "a secret that only these worlds know of",
    }
    return create_app(settings, testing=True)
