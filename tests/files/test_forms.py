"""A form takes a file and its text together: what is wrong with the one never loses the other."""

from collections.abc import Callable

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from werkzeug.test import TestResponse
from wtforms import StringField

from app.files.actions import keep_file
from app.files.forms import HandedInFile
from app.files.keeping import content_with
from app.files.kinds import PICTURES, Kind, Rule
from app.files.queries import files_of
from app.platform.database import transaction
from app.platform.forms import Form
from app.platform.uploads import takes_files
from tests.builders import fields_of, person
from tests.files.samples import docx, pdf, picture
from tests.files.sending import post_files

RULE = Rule(kinds=frozenset({Kind.DOCX, *PICTURES}), largest=3 * 1024 * 1024)
PAGE = """
{% extends "layout/page.html" %}
{% from "components/fields.html" import error_summary, field, hidden %}
{% from "components/files.html" import file_field, script %}
{% block title %}Work{% endblock %}
{% block scripts %}{{ script() }}{% endblock %}
{% block page %}<h1>Work</h1>{{ error_summary(form) }}
<form class="form" method="post" enctype="multipart/form-data">{{ hidden(form) }}{{ field(form.text) }}
{{ file_field(form.file, optional=true) }}<button class="button">Hand in</button></form>{% endblock %}
"""


class WorkForm(Form):
    """Some work."""

    text = StringField("Your text")
    file = HandedInFile("A file", rule=RULE)


def add_form(app: Flask, owner_id: int) -> None:
    """A page on which somebody hands in a text and a file."""

    @app.route("/test-work", methods=["GET", "POST"])
    @takes_files(RULE.largest)
    def hand_in_work() -> ResponseReturnValue:
        form = WorkForm()
        if not form.validate_on_submit():
            return render_template_string(PAGE, form=form), 422 if form.is_submitted() else 200
        if form.file.clean is not None:
            with transaction():
                keep_file(owner_id, form.file.clean)
        return f"Kept: {form.text.data}"


Send = Callable[..., TestResponse]


@pytest.fixture
def owner_id(own_app: Flask) -> int:
    return person().id


@pytest.fixture
def learner(own_app: Flask, owner_id: int) -> FlaskClient:
    add_form(own_app, owner_id)
    return own_app.test_client()


@pytest.fixture
def send(learner: FlaskClient) -> Send:
    def send_work(content: bytes | None, name: str = "plan.docx", text: str = "What I wrote.") -> TestResponse:
        fields = {**fields_of(learner.get("/test-work").text), "text": text}
        files = {} if content is None else {"file": (name, content)}
        return post_files(learner, "/test-work", fields, files)

    return send_work


def test_a_form_says_beforehand_which_kinds_and_how_large(learner: FlaskClient) -> None:
    page = learner.get("/test-work").text
    assert "DOCX, PNG, JPG, WEBP, GIF; at most 3 MB." in page
    assert 'accept=".docx,.png,.jpg,.webp,.gif,.jpeg"' in page
    assert 'data-largest="3145728"' in page
    assert 'enctype="multipart/form-data"' in page


def test_a_file_is_kept_clean(send: Send, owner_id: int) -> None:
    assert send(docx()).text == "Kept: What I wrote."
    [file] = files_of(owner_id)
    assert file.name == "plan.docx"
    assert b"docProps" not in content_with(file.digest)


def test_a_form_without_a_file_is_whole(send: Send, owner_id: int) -> None:
    assert send(None).text == "Kept: What I wrote."
    assert files_of(owner_id) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (docx(more={"word/vbaProject.bin": b"x"}), "macros"),
        (pdf(), "DOCX, PNG, JPG, WEBP, GIF"),
        (picture()[:40], "damaged"),
        (bytes(RULE.largest + 1), "larger than 3 MB"),
        (bytes(RULE.largest * 4), "larger than 3 MB"),
    ],
)
def test_a_file_that_is_not_taken_keeps_the_text(send: Send, owner_id: int, content: bytes, told: str) -> None:
    answer = send(content, text="Two hours of work.")
    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="Two hours of work."' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "Your text is still here; please choose a file again." in answer.text
    assert files_of(owner_id) == []


def test_what_is_many_times_too_large_is_refused_with_what_to_do(send: Send) -> None:
    answer = send(bytes(RULE.largest * 5))
    assert answer.status_code == 413
    assert "back button" in answer.text


def test_other_pages_take_no_more_than_before(learner: FlaskClient) -> None:
    fields = fields_of(learner.get("/sign-in").text)
    answer = post_files(learner, "/sign-in", fields, {"file": ("a", bytes(2 * 1024 * 1024))})
    assert answer.status_code == 413
