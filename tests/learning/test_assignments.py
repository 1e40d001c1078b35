"""The page of an assignment: what to do, what to hand in, how it is judged, and nothing of the model examples."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.assignments import ONLY_IN_EXAMPLES, WITH_TASK
from tests.builders import course_files, enrolled, person, published, sign_in

SLUG = "localizing-the-sdgs"


@pytest.fixture
def learner(app: Flask) -> FlaskClient:
    """Somebody enrolled in a course with an assignment."""
    published(course_files(more=WITH_TASK))
    client = app.test_client()
    somebody = person()
    enrolled(somebody)
    sign_in(client, somebody)
    return client


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2].partition("</main>")[0]).split())


def test_an_assignment_says_what_to_hand_in(learner: FlaskClient) -> None:
    shown = words_of(learner.get(f"/learn/{SLUG}/snapshot").text)
    assert "Write between 5 and 60 words." in shown
    assert "Up to 2 files (optional): PDF, pictures. Each file: at most 5 MB." in shown
    assert "Up to 3 addresses on the web (optional)" in shown
    assert "Which hazard? One only ." in shown
    assert "Your actions (optional)" in shown
    assert "Action Owner what will be different an office Up to 3 rows" in shown


def test_a_rubric_says_what_counts_more(learner: FlaskClient) -> None:
    shown = words_of(learner.get(f"/learn/{SLUG}/snapshot").text)
    assert "Points needed: 5 of 6." in shown
    assert "Picture counts 2 times with sources" in shown
    assert "Actions with owners" in shown


def test_nobody_finds_a_model_example(learner: FlaskClient, app: Flask) -> None:
    visitor = app.test_client()
    places = (
        "/courses",
        f"/courses/{SLUG}",
        f"/courses/{SLUG}/glossary",
        f"/learn/{SLUG}/snapshot",
        f"/learn/{SLUG}/lesson-1",
    )
    for client in (learner, visitor):
        for place in places:
            shown = client.get(place).text
            assert not [word for word in ONLY_IN_EXAMPLES if word in shown]
        assert "Localizing the SDGs" not in words_of(client.get("/courses?q=kestrelford").text)
        for key in ("weak", "ford", "snapshot.example-weak", "8-snapshot.example-weak.md"):
            assert client.get(f"/learn/{SLUG}/{key}").status_code in (302, 404)
