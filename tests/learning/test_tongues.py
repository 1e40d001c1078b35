"""One course in several languages, one progress: a learner changes the language at any moment and loses nothing."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.content.madefrom import record_path, write_record
from app.content.worklist import marked
from app.platform import clock
from tests.builders import (
    IN_FRENCH,
    RIGHT_ANSWERS,
    course_files,
    done_keys_of,
    enrolled,
    fields_of,
    person,
    published,
    send,
    sign_in,
)

SLUG = "localizing-the-sdgs"
COURSE = f"/learn/{SLUG}"


@pytest.fixture
def learner(app: Flask) -> FlaskClient:
    """Somebody enrolled in a course that is partly in French, reading it in English."""
    published(course_files(more=IN_FRENCH))
    client = app.test_client()
    somebody = person()
    enrolled(somebody)
    sign_in(client, somebody)
    return client


def go_on_in(client: FlaskClient, language: str, key: str) -> str:
    address = f"{COURSE}/{key}/language"
    return send(client, f"{COURSE}/{key}", {"language": language}, to=address).location


def main_of(html: str) -> str:
    return html.partition("<main")[2].partition("</main>")[0]


def test_a_lesson_is_read_in_the_language_chosen_for_the_course(learner: FlaskClient) -> None:
    assert "The text of lesson 1" in learner.get(f"{COURSE}/lesson-1").text
    assert go_on_in(learner, "fr", "lesson-1") == f"{COURSE}/lesson-1"
    shown = main_of(learner.get(f"{COURSE}/lesson-1").text)
    assert "Le texte de la leçon 1" in shown
    assert "The text of lesson 1" not in shown
    assert re.search(r'<h1[^>]*lang="fr"[^>]*>Leçon 1</h1>', shown)
    assert '<div class="text" lang="fr" dir="ltr" data-content>' in shown
    go_on_in(learner, "en", "lesson-1")
    assert "The text of lesson 1" in learner.get(f"{COURSE}/lesson-1").text


def test_a_unit_without_translation_is_shown_as_it_was_written_and_says_so(learner: FlaskClient) -> None:
    go_on_in(learner, "fr", "lesson-1")
    shown = main_of(learner.get(f"{COURSE}/lesson-2").text)
    assert '<div class="text" lang="en" dir="ltr" data-content>' in shown
    assert '<span lang="en" dir="ltr">Lesson 2</span>' in shown
    assert "Pourquoi le local" in shown


def test_the_language_of_the_site_decides_until_the_learner_does(learner: FlaskClient) -> None:
    assert "Le texte de la leçon 1" in learner.get(f"{COURSE}/lesson-1?lang=fr").text
    go_on_in(learner, "en", "lesson-1")
    assert "The text of lesson 1" in learner.get(f"{COURSE}/lesson-1?lang=fr").text


def test_what_was_done_in_one_language_is_done_in_all(learner: FlaskClient) -> None:
    send(learner, f"{COURSE}/lesson-1", to=f"{COURSE}/lesson-1/completion")
    go_on_in(learner, "fr", "lesson-1")
    assert "1 of 3" in learner.get(f"{COURSE}/lesson-2").text


def test_the_language_changes_in_the_middle_of_a_quiz_and_no_answer_is_lost(app: Flask) -> None:
    published(course_files(more=IN_FRENCH))
    client = app.test_client()
    somebody = person()
    enrolment_id = enrolled(somebody)
    sign_in(client, somebody)
    attempt = send(client, f"{COURSE}/check", to=f"{COURSE}/check/attempts").location
    form = fields_of(client.get(attempt).text)
    some = {"q-begin": "b", "q-enabling": ["a", "c"], "q-targets": "169"}
    changed = client.post(attempt, data={**form, **some, "step": "in-fr"})
    assert changed.location == attempt
    shown = client.get(attempt).text
    assert "Où commencer à informer" in shown
    assert 'value="169"' in shown
    assert shown.count(" checked") == 3
    rest = {**RIGHT_ANSWERS, "q-word": "Valeur de depart", "step": "hand-in"}
    result = send(client, attempt, rest)
    assert "100" in client.get(result.location).text
    assert "On commence chez soi." in client.get(result.location).text
    assert "check" in done_keys_of(enrolment_id)


def test_an_answer_is_right_in_the_language_it_was_given_in(learner: FlaskClient) -> None:
    attempt = send(learner, f"{COURSE}/check", to=f"{COURSE}/check/attempts").location
    result = send(learner, attempt, {**RIGHT_ANSWERS, "step": "hand-in"})
    go_on_in(learner, "fr", "lesson-1")
    assert "100" in learner.get(result.location).text


def test_a_language_the_course_is_not_in_is_refused(learner: FlaskClient) -> None:
    form = fields_of(learner.get(f"{COURSE}/lesson-1").text, f"{COURSE}/lesson-1/language")
    refused = learner.post(f"{COURSE}/lesson-1/language", data={**form, "language": "ar"})
    assert refused.status_code == 422
    assert "not in that language yet" in refused.text


def test_the_course_page_is_shown_in_the_visitors_language(app: Flask, learner: FlaskClient) -> None:
    visitor = app.test_client()
    assert "Localiser les ODD" in visitor.get(f"/courses/{SLUG}?lang=fr").text
    assert "Localizing the SDGs" in visitor.get(f"/courses/{SLUG}?lang=es").text
    assert "La valeur au début." in visitor.get(f"/courses/{SLUG}/glossary?lang=fr").text
    assert "Localiser les ODD" in visitor.get("/courses?lang=fr").text
    assert "Localiser les ODD" in visitor.get("/courses?lang=fr&q=localiser").text


def test_a_course_is_found_by_the_words_of_any_of_its_languages(app: Flask, learner: FlaskClient) -> None:
    assert f"/courses/{SLUG}" in main_of(app.test_client().get("/courses?q=leçon&lang=en").text)


def test_the_filter_by_language_finds_translations(app: Flask, learner: FlaskClient) -> None:
    assert f"/courses/{SLUG}" in main_of(app.test_client().get("/courses?language=fr").text)


def test_a_changed_original_is_told_at_its_paragraph_with_the_day_and_nowhere_else(app: Flask) -> None:
    files = course_files(more=IN_FRENCH)
    record, reasons = marked(files, "fr", [])
    assert not reasons
    files[record_path("fr")] = write_record(record)
    with clock.stopped_at(datetime(2027, 1, 5, tzinfo=UTC)):
        first = published(files)
    lesson = files["1-why-local/1-lesson-1.md"]
    changed = {**files, "1-why-local/1-lesson-1.md": lesson.replace(b"More of it.", b"Something else of it.")}
    with clock.stopped_at(datetime(2027, 3, 9, tzinfo=UTC)):
        published(changed, based_on=first.digest)
    client = app.test_client()
    somebody = person()
    enrolled(somebody)
    sign_in(client, somebody)
    go_on_in(client, "fr", "lesson-1")
    shown = main_of(client.get(f"{COURSE}/lesson-1").text)
    assert shown.count('<div class="updated" role="note">') == 1
    assert shown.index("La suite.") < shown.index("9 mars 2027") < shown.index("Something else of it.")
    assert "The text of lesson 1" not in shown


def test_moving_and_wrapping_the_original_changes_nothing_for_its_translation(app: Flask) -> None:
    files = course_files(more=IN_FRENCH)
    record, _reasons = marked(files, "fr", [])
    files[record_path("fr")] = write_record(record)
    lesson = files["1-why-local/1-lesson-1.md"]
    published({**files, "1-why-local/1-lesson-1.md": lesson.replace(b"text of lesson", b"text\nof lesson")})
    client = app.test_client()
    somebody = person()
    enrolled(somebody)
    sign_in(client, somebody)
    go_on_in(client, "fr", "lesson-1")
    assert "updated" not in main_of(client.get(f"{COURSE}/lesson-1").text)
