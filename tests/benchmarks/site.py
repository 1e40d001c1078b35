"""Makes a site with courses and learners in a folder of its own, and the sessions those learners hold."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, cycle, islice
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import psycopg
from flask import Flask, session
from flask_migrate import upgrade
from flask_wtf.csrf import generate_csrf
from psycopg import sql
from sqlalchemy import text

from app.accounts.devices import device_of
from app.accounts.models import User
from app.accounts.queries import key_of
from app.accounts.sessions import begin_session
from app.accounts.signing_in import sign_in
from app.assessment.drawing import LARGEST_SEED, questions_drawn
from app.assessment.models import Attempt
from app.assessment.pages import field_name
from app.authoring.folders import read_folder
from app.certificates.actions import issue_certificate
from app.content.course import ChoiceQuestion, Course, Lesson, NumericQuestion, Question, Quiz, TextQuestion
from app.enrolment.actions import note_place
from app.enrolment.models import Enrolment
from app.factory import create_app
from app.library.queries import get_edition
from app.platform import clock
from app.platform.database import db, transaction
from app.progress.models import UnitCompletion
from tests.benchmarks.load import AGENT
from tests.benchmarks.server import ROOT
from tests.builders import enrolled, person, published

COURSE = "localizing-the-sdgs"
QUIZ = "final-quiz"
LEARNERS = 50
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Session:
    """What a browser holds: its cookie, and the token that forms of this session carry."""

    cookie: str
    token: str


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody in the middle of the course; `lesson` is where they stopped."""

    email: str
    enrolment_id: int
    lesson: str
    session: Session


@dataclass(frozen=True, slots=True)
class Examinee:
    """Somebody with an open attempt at the quiz, and with the right answers as a form sends them."""

    attempt_id: int
    session: Session
    answers: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Site:
    """A site ready to be served under `environment`."""

    app: Flask
    environment: Mapping[str, str]
    course: Course
    revision_id: int
    visitor: Session
    learners: tuple[Learner, ...]
    certificate_code: str

    @property
    def lessons(self) -> list[Lesson]:
        """The lessons of the course in reading order."""
        return [unit for unit in self.course.units() if isinstance(unit, Lesson)]

    @property
    def quiz(self) -> Quiz:
        """The quiz that is measured."""
        return next(unit for unit in self.course.units() if isinstance(unit, Quiz) and unit.key == QUIZ)


def environment_of(folder: Path, database_url: str) -> dict[str, str]:
    """The environment of a site that is alone with itself."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("LEARNING_FORUM_")}
    workers = os.environ.get("LEARNING_FORUM_WORKERS", "")
    return others | {
        "LEARNING_FORUM_INSTANCE": str(folder),
        "LEARNING_FORUM_DATABASE_URL": database_url,
        "LEARNING_FORUM_SECRET_KEY": secrets.token_hex(32),
        "LEARNING_FORUM_WORKERS": workers,
        # Pages slowed down for each address can be asked from many: the load names them as a proxy would.
        "LEARNING_FORUM_PROXIES": "1",
    }


@contextmanager
def database_in(folder: Path, wanted: str, *, keep: str = "") -> Iterator[str]:
    """The address of an empty database: a file in the folder, or one made for the while on a PostgreSQL server.

    One that is kept there stays, and is the same again when it is next asked for by its name.
    """
    if wanted == "sqlite":
        yield f"sqlite:///{folder / 'benchmark.sqlite'}"
        return
    name = f"benchmark_kept_{keep}" if keep else f"benchmark_{secrets.token_hex(6)}"
    # Settings of the site name the driver, which the driver itself does not understand.
    with psycopg.connect(wanted.replace("+psycopg", "", 1), autocommit=True) as connection:
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            info = connection.info
            yield f"postgresql://{info.user}:{info.password}@{info.host}:{info.port}/{name}"
        finally:
            if not keep:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def make_site(folder: Path, database_url: str) -> Site:
    """Migrate, publish the course, and seat the learners: the first at its beginning, the last near its end."""
    environment = environment_of(folder, database_url)
    app = create_app(environment)
    with app.app_context():
        upgrade()
        published(read_folder(ROOT / "courses" / COURSE), slug=COURSE)
        edition = get_edition(COURSE)
        lessons = [unit.key for unit in edition.course.units() if isinstance(unit, Lesson)]
        people = [person(name=f"Amina Diallo {number}") for number in range(LEARNERS)]
        enrolments = [enrolled(user, COURSE, "To find the targets that matter to us.") for user in people]
        places = list(islice(cycle(range(len(lessons))), LEARNERS))
        with transaction():
            for enrolment_id, place in zip(enrolments, places, strict=True):
                note_place(enrolment_id, lessons[place], clock.now())
                db.session.add_all(
                    UnitCompletion(
                        enrolment_id=enrolment_id,
                        unit_key=key,
                        revision_id=edition.revision_id,
                        completed_at=clock.now(),
                    )
                    for key in lessons[:place]
                )
            certificate = issue_certificate(
                enrolment_id=enrolments[0],
                user_id=people[0].id,
                revision_id=edition.revision_id,
                completed_at=clock.now(),
            )
        analyse()
    learners = tuple(
        Learner(user.email, enrolment_id, lessons[place], session_of(app, user))
        for user, enrolment_id, place in zip(people, enrolments, places, strict=True)
    )
    return Site(
        app=app,
        environment=environment,
        course=edition.course,
        revision_id=edition.revision_id,
        visitor=session_of(app, None),
        learners=learners,
        certificate_code=certificate.code,
    )


def analyse() -> None:
    """Let the database learn how its tables look, as it would by itself in time."""
    with transaction():
        db.session.execute(text("ANALYZE"))


def session_of(app: Flask, user: User | None) -> Session:
    """The session of a person, or of a visitor who has opened a form; as if they had come by the front door."""
    with app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": AGENT}):
        if user is not None:
            with transaction():
                remembered = begin_session(user.id, device_of(AGENT))
            sign_in(user.id, user.name, remembered)
        token = generate_csrf()
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return Session(serializer.dumps(dict(session)), token)


def enrolled_in_bulk(site: Site, number: int) -> list[tuple[int, Session]]:
    """So many more learners at once, with their enrolments and sessions; they have no password to sign in with."""
    now = clock.now()
    emails = [f"examinee{next(_numbers)}@example.org" for _ in range(number)]
    with site.app.app_context(), transaction():
        people = [
            User(
                email=email,
                email_key=key_of(email),
                name="Lucía Fernández",
                password_hash="",
                created_at=now,
            )
            for email in emails
        ]
        db.session.add_all(people)
        db.session.flush()
        enrolments = [
            Enrolment(user_id=user.id, course_slug=COURSE, enrolled_at=now, last_seen_at=now) for user in people
        ]
        db.session.add_all(enrolments)
        db.session.flush()
    return [(seat.id, session_of(site.app, user)) for seat, user in zip(enrolments, people, strict=True)]


def wanderers(site: Site, number: int) -> list[Session]:
    """So many more learners, each of whom has done other lessons than the rest."""
    seats = enrolled_in_bulk(site, number)
    chance = Random(number)
    with site.app.app_context(), transaction():
        db.session.add_all(
            UnitCompletion(
                enrolment_id=enrolment_id,
                unit_key=lesson.key,
                revision_id=site.revision_id,
                completed_at=clock.now(),
            )
            for enrolment_id, _session in seats
            for lesson in chance.sample(site.lessons, len(site.lessons) // 2)
        )
    with site.app.app_context():
        analyse()
    return [held for _enrolment_id, held in seats]


def examinees(site: Site, number: int) -> list[Examinee]:
    """So many more learners, each with an open attempt."""
    seats = enrolled_in_bulk(site, number)
    with site.app.app_context(), transaction():
        attempts = [
            Attempt(
                enrolment_id=enrolment_id,
                unit_key=QUIZ,
                revision_id=site.revision_id,
                number=1,
                seed=secrets.randbelow(LARGEST_SEED),
                started_at=clock.now(),
                draft={},
            )
            for enrolment_id, _session in seats
        ]
        db.session.add_all(attempts)
    with site.app.app_context():
        analyse()
    return [
        Examinee(attempt.id, held, right_answers(questions_drawn(site.quiz, attempt.seed)))
        for attempt, (_enrolment_id, held) in zip(attempts, seats, strict=True)
    ]


def right_answers(questions: tuple[Question, ...]) -> dict[str, list[str]]:
    """The fields of a form in which every question is answered rightly."""
    return {field_name(question): _right(question) for question in questions}


def _right(question: Question) -> list[str]:
    if isinstance(question, ChoiceQuestion):
        return [option.key for option in question.options if option.is_right]
    if isinstance(question, NumericQuestion):
        return [repr(question.lowest)]
    if isinstance(question, TextQuestion):
        return [question.accepted[0]]
    return ["true" if question.is_true else "false"]


def form_of(held: Session, fields: Mapping[str, object]) -> str:
    """A form as a browser sends it, with the token of its session and a key that was never used."""
    return urlencode({"csrf_token": held.token, "once": secrets.token_urlsafe(18), **fields}, doseq=True)
