"""How many SQL statements a page may send; a page that begins to ask once a row fails here."""

from collections.abc import Mapping, Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.platform.database import db, transaction
from app.progress.actions import record_completion
from app.progress.queries import find_seat
from tests.builders import (
    PASSWORD,
    RIGHT_ANSWERS,
    counted_statements,
    course_files,
    enrolled,
    fields_of,
    person,
    published,
    send,
    sign_in,
    statements_of,
)
from tests.peerreview.assignments import PLAIN

SLUG = "localizing-the-sdgs"
COURSE = f"/learn/{SLUG}"
WRONG_ANSWERS = {"q-begin": "a", "q-targets": "17"}
# Ten questions, as in the quiz at the end of a real course.
TEN_QUESTIONS = "---\nkind: quiz\ntitle: Ten questions\npass: 70\n---\n\n" + "".join(
    f"## Question {number}? {{#ask-{number}}}\n\n- (x) Yes\n- ( ) No\n\n" for number in range(10)
)


@pytest.fixture
def learner(app: Flask) -> User:
    """Somebody in the middle of a course that everybody has read before, so that it is in memory."""
    published(course_files(more={"1-why-local/91-ten.md": TEN_QUESTIONS, "1-why-local/95-sheet.md": PLAIN}))
    app.test_client().get("/")
    somebody = person()
    enrolled(somebody)
    return somebody


@pytest.fixture
def reader(app: Flask, learner: User) -> FlaskClient:
    """The learner's browser, with the first lesson open."""
    client = app.test_client()
    sign_in(client, learner)
    client.get(f"{COURSE}/lesson-1")
    return client


@pytest.fixture
def nineteen_more(learner: User, reader: FlaskClient) -> None:
    """Nineteen other courses, each completed by the same learner since."""
    for number in range(19):
        slug = f"course-{number}"
        published(course_files(title=f"Course {number}", lessons=1, with_quiz=False), slug=slug)
        enrolled(learner, slug)
        seat = find_seat(learner.id, slug)
        assert seat is not None
        assert seat.part is not None
        with transaction():
            record_completion(seat.part, seat.edition, next(seat.edition.course.units()))


@pytest.mark.parametrize("address", ["/", "/courses", "/courses?q=kaleidoscope1&level=introductory"])
def test_a_visitor_asks_the_database_little(app: Flask, learner: User, address: str) -> None:
    assert statements_of(app, app.test_client(), address) <= 2


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 6),
        ("/courses", 3),
        (f"/courses/{SLUG}", 5),
        ("/learn", 6),
        (f"{COURSE}/lesson-1", 4),
        (f"{COURSE}/ten", 5),
        (f"{COURSE}/completed", 5),
    ],
)
def test_a_page_keeps_to_its_statements(app: Flask, reader: FlaskClient, address: str, most: int) -> None:
    assert statements_of(app, reader, address) <= most


@pytest.mark.usefixtures("nineteen_more")
@pytest.mark.parametrize(("address", "most"), [("/", 6), ("/courses", 3), ("/learn", 6)])
def test_twenty_courses_ask_no_more_than_one(app: Flask, reader: FlaskClient, address: str, most: int) -> None:
    assert statements_of(app, reader, address) <= most


def begin(client: FlaskClient, key: str) -> str:
    return send(client, f"{COURSE}/{key}", to=f"{COURSE}/{key}/attempts").location


def test_an_attempt_with_ten_questions_and_its_result_keep_to_theirs(app: Flask, reader: FlaskClient) -> None:
    attempt = begin(reader, "ten")
    assert statements_of(app, reader, attempt) <= 5
    send(reader, attempt, {"step": "hand-in"})
    assert statements_of(app, reader, attempt) <= 5


def test_writing_for_an_assignment_keeps_to_its_statements(app: Flask, reader: FlaskClient) -> None:
    sheet = f"{COURSE}/sheet"
    for text in ("Waste in every street", "Water in every street"):
        send(reader, f"{sheet}/work", {"source": text, "step": "save"})
    for address, most in (
        (sheet, 4),
        (f"{sheet}/work", 5),
        (f"{sheet}/work/versions", 5),
        (f"{sheet}/work/versions/1", 7),
        (f"{sheet}/work/handing-in", 6),
    ):
        assert statements_of(app, reader, address) <= most, address


def test_standing_in_line_and_the_reviewing_desk_keep_to_their_statements(app: Flask, reader: FlaskClient) -> None:
    sheet = f"{COURSE}/sheet"
    send(reader, f"{sheet}/work", {"source": "Waste in every street", "step": "save"})
    assert send(reader, f"{sheet}/work/handing-in").status_code == 303
    # One for who and where, one for duties on hold, one that counts the line, however long it is; and one for what
    # colleagues show.
    assert statements_of(app, reader, sheet) <= 8
    assert statements_of(app, reader, f"{sheet}/reviews") <= 8


def test_saving_work_by_itself_keeps_to_its_statements(app: Flask, reader: FlaskClient) -> None:
    work = f"{COURSE}/sheet/work"
    form = {**fields_of(reader.get(work).text), "once": "", "step": "autosave"}
    reader.post(work, data={**form, "source": "One"})
    with counted_statements(app) as seen:
        assert reader.post(work, data={**form, "base": "1", "source": "One two"}).json == {"number": 2}
    assert len(seen) <= 11


def statements_of_hand_in(app: Flask, client: FlaskClient, key: str, answers: Mapping[str, str | Sequence[str]]) -> int:
    attempt = begin(client, key)
    form = {**fields_of(client.get(attempt).text), **answers, "step": "hand-in"}
    with counted_statements(app) as seen:
        assert client.post(attempt, data=form).status_code == 303
    return len(seen)


def test_handing_in_a_failed_attempt_keeps_to_its_statements(app: Flask, reader: FlaskClient) -> None:
    assert statements_of_hand_in(app, reader, "check", WRONG_ANSWERS) <= 7


def test_handing_in_a_passed_attempt_keeps_to_its_statements(app: Flask, reader: FlaskClient) -> None:
    # One more than a failed one: the line that says the quiz is done, which also answers what was done before.
    assert statements_of_hand_in(app, reader, "check", RIGHT_ANSWERS) <= 8


def test_signing_in_keeps_to_its_statements(app: Flask, learner: User) -> None:
    client = app.test_client()
    form = {**fields_of(client.get("/sign-in").text), "email": learner.email, "password": PASSWORD}
    db.session.remove()
    with counted_statements(app) as seen:
        assert client.post("/sign-in", data=form).status_code == 303
    assert len(seen) <= 4
