"""The questions of an attempt: written once, and filled in for each learner."""

import re
from collections.abc import Mapping, Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.platform.fragments import forget_all
from tests.builders import RIGHT_ANSWERS, course_files, enrolled, person, published, send, sign_in

CHECK = "/learn/localizing-the-sdgs/check"
ATTEMPT = f"{CHECK}/attempts/1"


def examinee(app: Flask, name: str) -> FlaskClient:
    """Somebody who has begun the quiz."""
    client = app.test_client()
    somebody = person(name=name)
    enrolled(somebody)
    sign_in(client, somebody)
    send(client, CHECK, to=f"{CHECK}/attempts")
    return client


def answer_for_later(client: FlaskClient, answers: Mapping[str, str | Sequence[str]]) -> None:
    assert send(client, ATTEMPT, {**answers, "step": "save"}).status_code == 303


def chosen(html: str) -> set[tuple[str, str]]:
    return set(re.findall(r'name="(q-[^"]+)" value="([^"]*)" checked>', html))


def typed(html: str) -> dict[str, str]:
    return dict(re.findall(r'class="typed[^"]*" name="(q-[^"]+)" value="([^"]*)"', html))


def test_answers_kept_for_later_are_filled_in(app: Flask) -> None:
    published()
    client = examinee(app, "Amina")
    answer_for_later(client, RIGHT_ANSWERS)
    html = client.get(ATTEMPT).text
    assert chosen(html) == {
        ("q-begin", "b"),
        ("q-enabling", "a"),
        ("q-enabling", "c"),
        ("q-only-eleven", "false"),
    }
    assert typed(html) == {"q-targets": "169", "q-word": "Base line"}


def test_nobody_is_shown_what_another_answered(app: Flask) -> None:
    published()
    amina, lucia = examinee(app, "Amina"), examinee(app, "Lucía")
    answer_for_later(amina, RIGHT_ANSWERS)
    assert chosen(amina.get(ATTEMPT).text)
    html = lucia.get(ATTEMPT).text
    assert not chosen(html)
    assert set(typed(html).values()) == {""}


def test_what_was_typed_is_text_and_nothing_else(app: Flask) -> None:
    published()
    client = examinee(app, "Amina")
    answer_for_later(client, {"q-word": '"><script>alert(1)</script>'})
    html = client.get(ATTEMPT).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in typed(html)["q-word"]


def test_questions_are_numbered_in_the_order_they_stand_in(app: Flask) -> None:
    published()
    html = examinee(app, "Amina").get(ATTEMPT).text
    assert re.findall(r'<span class="number">(\d+)\.</span>', html) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("key", ["q-begin", "q-enabling"])
def test_every_option_stands_there_once(app: Flask, key: str) -> None:
    published()
    html = examinee(app, "Amina").get(ATTEMPT).text
    options = re.findall(rf'name="{key}" value="([^"]*)"', html)
    assert sorted(options) == ["a", "b", "c", "d"][: len(options)]
    assert len(options) == (2 if key == "q-begin" else 4)


def test_kept_questions_are_those_that_would_be_written_anew(app: Flask) -> None:
    published()
    client = examinee(app, "Amina")
    answer_for_later(client, RIGHT_ANSWERS)

    def questions() -> list[str]:
        return re.findall(r"(?s)<fieldset.*?</fieldset>", client.get(ATTEMPT).text)

    kept = questions()
    forget_all()
    assert questions() == kept
    assert not re.search(r"[0-9a-f]{16}", "".join(kept))


def test_a_new_edition_changes_no_attempt_that_was_begun_before(app: Flask) -> None:
    first = published()
    amina = examinee(app, "Amina")
    assert "Where should telling begin?" in amina.get(ATTEMPT).text
    quiz = course_files()["1-why-local/90-check.md"].decode().replace("Where should telling begin?", "Where to begin?")
    published(course_files(more={"1-why-local/90-check.md": quiz}), based_on=first.digest)
    assert "Where should telling begin?" in amina.get(ATTEMPT).text
    assert "Where to begin?" in examinee(app, "Lucía").get(ATTEMPT).text
