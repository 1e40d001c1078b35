"""Drafts: what authors see of their folders before learners do."""

import re
from base64 import b64decode
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.roles import Role
from app.factory import create_app
from app.platform.database import db
from app.preparing import prepare_site
from tests.assignments import WITH_TASK
from tests.builders import course_files, person, sign_in
from tests.conftest import SECRET

SLUG = "localizing-the-sdgs"
DOT = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def write(courses: Path, files: dict[str, bytes] | None = None) -> None:
    for name, content in (course_files() if files is None else files).items():
        path = courses / SLUG / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.fixture
def author(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client, person(Role.KNOWLEDGE_MANAGER))
    return client


def test_a_draft_without_faults_shows_its_units_as_learners_would_see_them(app: Flask, author: FlaskClient) -> None:
    write(app.config["COURSES"])
    assert "Localizing the SDGs" in author.get("/drafts").text
    assert "Lesson 1" in author.get(f"/drafts/{SLUG}").text
    assert "kaleidoscope1" in author.get(f"/drafts/{SLUG}/lesson-1").text
    quiz = author.get(f"/drafts/{SLUG}/check").text
    assert "Where should telling begin?" in quiz
    assert "Schools come later." in quiz


def test_authors_see_what_an_assignment_asks_for_and_its_model_examples(app: Flask, author: FlaskClient) -> None:
    write(app.config["COURSES"], course_files(more=WITH_TASK))
    shown = " ".join(re.sub(r"<[^>]+>", " ", author.get(f"/drafts/{SLUG}/snapshot").text).split())
    assert "Up to 2 files (optional): PDF, pictures. Each file: at most 5 MB." in shown
    assert "Each piece of work gets 2 reviews. Each learner gives 3 reviews. Drafts may be reviewed" in shown
    assert "Heat in Larkfield Practice · English · 2 of 6" in shown
    assert "Heat in Kestrelford Blind check · English · 2 of 6" in shown
    assert "Picture: in part 1 point One fact, and no gauge was read." in shown


def test_the_drafts_of_other_courses_are_neither_listed_nor_opened(app: Flask, client: FlaskClient) -> None:
    write(app.config["COURSES"])
    sign_in(client, person(Role.KNOWLEDGE_MANAGER, scope="another-course"))
    assert "Localizing the SDGs" not in client.get("/drafts").text
    refused = client.get(f"/drafts/{SLUG}")
    assert refused.status_code == 403
    assert "another course" in refused.text


def test_a_fault_is_shown_with_its_place_and_goes_when_it_is_mended(app: Flask, author: FlaskClient) -> None:
    courses = app.config["COURSES"]
    write(courses, course_files() | {"1-why-local/1-lesson-1.md": b"---\ntitle: Lesson 1\n---\n\n[nowhere](gone.md)\n"})
    shown = re.sub(r"<[^>]+>", "", author.get(f"/drafts/{SLUG}").text)
    assert "1-why-local/1-lesson-1.md" in shown
    assert "gone.md" in shown
    assert author.get(f"/drafts/{SLUG}/lesson-2").status_code == 404
    write(courses)
    assert author.get(f"/drafts/{SLUG}/lesson-2").status_code == 200


def test_pictures_of_a_draft_are_shown_before_they_are_published(app: Flask, author: FlaskClient) -> None:
    text = b'---\ntitle: Lesson 1\n---\n\n![A dot](../media/dot.png "A dot.")\n'
    write(app.config["COURSES"], course_files() | {"1-why-local/1-lesson-1.md": text, "media/dot.png": DOT})
    shown = author.get(f"/drafts/{SLUG}/lesson-1").text
    address = re.search(r'src="(/drafts/[^"]+)"', shown)
    assert address is not None
    picture = author.get(address[1])
    assert (picture.status_code, picture.data, picture.mimetype) == (200, DOT, "image/png")


def test_a_site_without_course_folders_says_how_to_begin(author: FlaskClient) -> None:
    assert "flask courses new" in author.get("/drafts").text


@pytest.mark.parametrize("slug", ["nothing", "..", "%2e%2e", "localizing-the-sdgs%00"])
def test_only_course_folders_are_shown(app: Flask, author: FlaskClient, slug: str) -> None:
    write(app.config["COURSES"])
    assert author.get(f"/drafts/{slug}").status_code in (308, 404)


def test_in_development_a_changed_file_shows_on_the_next_reload(tmp_path: Path) -> None:
    courses = tmp_path / "courses"
    write(courses)
    app = create_app(
        {
            "LEARNING_FORUM_INSTANCE": str(tmp_path / "instance"),
            "LEARNING_FORUM_COURSES": str(courses),
            "LEARNING_FORUM_SECRET_KEY": SECRET,
            "LEARNING_FORUM_DEVELOPMENT": "1",
        },
        testing=True,
    )
    with app.app_context():
        prepare_site(with_demo=False)
        db.session.remove()
    client = app.test_client()
    address = f"/courses/{SLUG}"
    assert "Localizing the SDGs" in client.get(address).text
    write(courses, course_files(title="A title just typed"))
    assert "A title just typed" in client.get(address).text
    write(courses, course_files(title="") | {"course.md": b"not a course"})
    assert "A title just typed" in client.get(address).text
    with app.app_context():
        db.engine.dispose()
