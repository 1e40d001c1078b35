"""A lesson's page is shared by all who stand at the same point, and yet shows each of them what is theirs."""

import re

from flask import Flask
from flask.testing import FlaskClient

from app.platform.fragments import forget_all
from tests.builders import course_files, enrolled, fields_of, person, published, send, sign_in

LESSON = "/learn/localizing-the-sdgs/lesson-1"


def learner(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    somebody = person(name=name)
    enrolled(somebody)
    sign_in(client, somebody)
    client.get(LESSON)
    return client


def without_keys(html: str) -> str:
    return re.sub(r'name="(csrf_token|once)" value="[^"]*"', "", html)


def test_each_learner_sees_their_own_name_and_nobody_elses(app: Flask) -> None:
    published()
    amina, lucia = learner(app, "Amina Diallo"), learner(app, "Lucía Fernández")
    assert "Amina Diallo" in amina.get(LESSON).text
    assert "Amina Diallo" not in lucia.get(LESSON).text


def test_every_form_has_keys_of_its_own(app: Flask) -> None:
    published()
    amina, lucia = learner(app, "Amina"), learner(app, "Lucía")
    keys = [fields_of(client.get(LESSON).text) for client in (amina, amina, lucia)]
    assert len({key["once"] for key in keys}) == 3
    assert keys[0]["csrf_token"] != keys[2]["csrf_token"]


def test_a_kept_page_is_the_page_that_would_be_written_anew(app: Flask) -> None:
    published()
    client = learner(app, "Amina")
    kept = client.get(LESSON).text
    forget_all()
    assert without_keys(client.get(LESSON).text) == without_keys(kept)


def test_what_was_done_shows_at_once_and_only_to_who_did_it(app: Flask) -> None:
    published()
    amina, lucia = learner(app, "Amina"), learner(app, "Lucía")
    send(amina, LESSON, to=f"{LESSON}/completion")
    assert "You have marked this lesson as done." in amina.get(LESSON).text
    assert "You have marked this lesson as done." not in lucia.get(LESSON).text


def test_a_message_is_shown_once(app: Flask) -> None:
    published()
    client = app.test_client()
    sign_in(client, person())
    send(client, "/learn/localizing-the-sdgs/enrol")
    first, second = client.get(LESSON).text, client.get(LESSON).text
    assert "You are enrolled." in first
    assert "You are enrolled." not in second


def test_a_new_edition_shows_at_once(app: Flask) -> None:
    first = published()
    client = learner(app, "Amina")
    text = "---\ntitle: Lesson 1\n---\n\nRewritten.\n"
    published(course_files(more={"1-why-local/1-lesson-1.md": text}), based_on=first.digest)
    assert "Rewritten." in client.get(LESSON).text


def test_the_lesson_carries_the_language_it_was_written_in(app: Flask) -> None:
    files = course_files()
    files["course.md"] = files["course.md"].replace(b"language: en", b"language: ar")
    published(files)
    assert '<div class="text" lang="ar" dir="rtl" data-content>' in learner(app, "Amina").get(LESSON).text


def test_each_learner_sees_how_far_they_are_themselves(app: Flask) -> None:
    published()
    amina, lucia = learner(app, "Amina"), learner(app, "Lucía")
    send(amina, "/learn/localizing-the-sdgs/lesson-2", to="/learn/localizing-the-sdgs/lesson-2/completion")
    assert "Required units done: 1 of" in amina.get(LESSON).text
    assert "unit done" in amina.get(LESSON).text
    assert "Required units done: 0 of" in lucia.get(LESSON).text
    assert "unit done" not in lucia.get(LESSON).text
