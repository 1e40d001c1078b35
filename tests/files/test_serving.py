"""A file is answered inert: as a download under a safe name, for its reader alone, run and shown by nothing of ours."""

import io
from urllib.parse import unquote

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.files.actions import keep_file
from app.files.cleaning import clean_file
from app.files.keeping import path_of
from app.files.kinds import MEDIA_TYPES, Kind, Rule
from app.files.naming import neutral_name
from app.files.queries import get_file
from app.files.serving import file_answer
from app.platform.database import transaction
from tests.builders import person
from tests.files.samples import SAMPLES, picture


@pytest.fixture
def reader(own_app: Flask) -> FlaskClient:
    """A browser on a site with a view that answers any file."""

    def show(file_id: int, way: str) -> Response:
        file = get_file(file_id)
        return file_answer(file, called=neutral_name(1, file.kind) if way == "neutral" else "", is_shown=way == "shown")

    own_app.add_url_rule("/test-files/<int:file_id>/<way>", view_func=show)
    return own_app.test_client()


def kept(content: bytes, name: str) -> int:
    somebody = person()
    with transaction():
        return keep_file(somebody.id, clean_file(content, name, Rule())).id


def fetched(reader: FlaskClient, content: bytes, name: str, way: str = "own", **headers: str) -> TestResponse:
    return reader.get(f"/test-files/{kept(content, name)}/{way}", headers=headers)


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_file_is_a_download_that_does_nothing(reader: FlaskClient, kind: str) -> None:
    with fetched(reader, SAMPLES[kind](), f"plan.{kind}") as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == f"attachment; filename=plan.{kind}"
        assert answer.mimetype == MEDIA_TYPES[Kind(kind)]
        assert answer.headers.getlist("X-Content-Type-Options") == ["nosniff"]
        assert answer.headers.getlist("Cross-Origin-Resource-Policy") == ["same-origin"]
        assert answer.headers.getlist("Content-Security-Policy") == [
            "default-src 'none'; frame-ancestors 'none'; sandbox"
        ]
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "Last-Modified" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        assert answer.data


def test_only_pictures_may_stand_on_a_page(reader: FlaskClient) -> None:
    with fetched(reader, picture(), "map.png", "shown") as answer:
        assert answer.headers["Content-Disposition"].startswith("inline")
    with fetched(reader, SAMPLES["pdf"](), "map.pdf", "shown") as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_reviewer_sees_a_neutral_name(reader: FlaskClient) -> None:
    with fetched(reader, SAMPLES["odt"](), "Amina's plan.odt", "neutral") as answer:
        assert answer.headers["Content-Disposition"] == "attachment; filename=file-1.odt"
        assert "Amina" not in str(answer.headers)


def test_a_name_in_any_script_arrives_whole(reader: FlaskClient) -> None:
    with fetched(reader, SAMPLES["txt"](), "Plan für «Größe», خطة.txt") as answer:
        told = answer.headers["Content-Disposition"]
        assert unquote(told.partition("filename*=UTF-8''")[2]) == "Plan für «Größe», خطة.txt"
        assert told.isascii()


def test_who_has_it_already_is_told_so_with_the_same_policy(reader: FlaskClient) -> None:
    number = kept(SAMPLES["pdf"](), "plan.pdf")
    with reader.get(f"/test-files/{number}/own") as first:
        tag = first.headers["ETag"]
    with reader.get(f"/test-files/{number}/own", headers={"If-None-Match": tag}) as again:
        assert again.status_code == 304
        assert again.data == b""
        assert again.headers["Content-Security-Policy"].endswith("sandbox")


def test_no_cell_of_a_table_is_a_formula_on_the_way_out_and_numbers_stay(reader: FlaskClient) -> None:
    table = 'place;change;note\nNorth;-5,2 %;=HYPERLINK("https://evil.example")\nSouth;+3;"a,=1+1"\n'
    with fetched(reader, table.encode(), "shares.csv") as answer:
        lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "place,change,note"
    assert lines[1].startswith('North,"-5,2 %","\'=HYPERLINK(')
    assert lines[2] == 'South,+3,"a,=1+1"'


def test_a_file_whose_content_is_lost_is_not_found(reader: FlaskClient) -> None:
    number = kept(SAMPLES["txt"](), "plan.txt")
    path_of(get_file(number).digest).unlink()
    answer = reader.get(f"/test-files/{number}/own")
    assert answer.status_code == 404
    assert "taken away" in answer.text


def test_a_file_arrives_as_it_was_kept(reader: FlaskClient) -> None:
    clean = clean_file(picture("JPEG", (900, 700)), "a.jpg", Rule()).content
    with fetched(reader, picture("JPEG", (900, 700)), "a.jpg") as answer:
        assert io.BytesIO(answer.data).getvalue() == clean
        assert answer.content_length == len(clean)
