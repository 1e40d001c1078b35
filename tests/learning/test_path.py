"""The learner's path through plain HTML forms, on both databases: enrol, read, answer, complete, leave, return."""

from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient

from app.enrolment.queries import find_enrolment
from app.platform import clock
from app.platform.database import db
from app.progress.queries import find_course_completion
from tests.builders import (
    QUIZ,
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


def learner_in(app: Flask, **told: str) -> tuple[FlaskClient, int]:
    client = app.test_client()
    somebody = person()
    enrolment_id = enrolled(somebody, expectation=told.get("expectation", ""))
    sign_in(client, somebody)
    return client, enrolment_id


def finish_lesson(client: FlaskClient, key: str) -> str:
    return send(client, f"{COURSE}/{key}", to=f"{COURSE}/{key}/completion").location


def begin_quiz(client: FlaskClient, key: str = "check") -> str:
    return send(client, f"{COURSE}/{key}", to=f"{COURSE}/{key}/attempts").location


def test_from_enrolment_to_certificate(each_app: Flask) -> None:
    published()
    client = each_app.test_client()
    sign_in(client, person(name="Amina Diallo"))
    send(client, f"{COURSE}/enrol", {"expectation": "A plan my council can sign."})
    assert client.get(COURSE).location == f"{COURSE}/lesson-1"
    assert finish_lesson(client, "lesson-1") == f"{COURSE}/lesson-2"
    assert finish_lesson(client, "lesson-2") == f"{COURSE}/check"
    attempt = begin_quiz(client)
    result = send(client, attempt, {**RIGHT_ANSWERS, "step": "hand-in"})
    assert "100" in client.get(result.location).text
    completed = client.get(f"{COURSE}/completed").text
    assert "A plan my council can sign." in completed
    assert "/certificates/" in completed


def test_a_failed_quiz_shows_feedback_and_completes_nothing(each_app: Flask) -> None:
    published()
    client, enrolment_id = learner_in(each_app)
    attempt = begin_quiz(client)
    result = send(client, attempt, {"q-begin": "a", "q-targets": "17", "step": "hand-in"})
    shown = client.get(result.location).text
    assert "Schools come later." in shown
    assert "That is the number of goals." in shown
    assert "Telling begins at home." in shown
    assert "check" not in done_keys_of(enrolment_id)


def test_answers_saved_for_later_are_there_on_return(each_app: Flask) -> None:
    published()
    client, _ = learner_in(each_app)
    attempt = begin_quiz(client)
    send(client, attempt, {"q-targets": "123", "q-begin": "b", "step": "save"})
    shown = client.get(attempt).text
    assert 'value="123"' in shown
    assert begin_quiz(client) == attempt


def test_a_double_tap_hands_in_once_and_leads_to_the_same_result(each_app: Flask) -> None:
    published()
    client, _ = learner_in(each_app)
    attempt = begin_quiz(client)

    form = {**fields_of(client.get(attempt).text), **RIGHT_ANSWERS, "step": "hand-in"}
    first, second = client.post(attempt, data=form), client.post(attempt, data={**form, "q-targets": "1"})
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert "100" in client.get(first.location).text


def test_starting_twice_with_one_form_begins_one_attempt(each_app: Flask) -> None:
    published()
    client, _ = learner_in(each_app)

    form = fields_of(client.get(f"{COURSE}/check").text, f"{COURSE}/check/attempts")
    addresses = {client.post(f"{COURSE}/check/attempts", data=form).location for _ in range(3)}
    assert addresses == {f"{COURSE}/check/attempts/1"}


def test_leaving_and_coming_back_loses_nothing(each_app: Flask) -> None:
    published()
    client, enrolment_id = learner_in(each_app, expectation="Learn.")
    finish_lesson(client, "lesson-1")
    send(client, f"{COURSE}/leave")
    assert client.get(f"{COURSE}/lesson-1").status_code == 403
    assert "Localizing the SDGs" in client.get("/learn").text
    send(client, f"{COURSE}/enrol", {"expectation": ""})
    assert done_keys_of(enrolment_id) == {"lesson-1"}
    assert "Learn." in client.get(f"{COURSE}/completed").text
    assert client.get(COURSE).location == f"{COURSE}/lesson-2"


def test_an_outsider_is_told_to_enrol(app: Flask) -> None:
    published()
    client = app.test_client()
    sign_in(client, person())
    refused = client.get(f"{COURSE}/lesson-1")
    assert refused.status_code == 403
    assert "Enrol in this course" in refused.text


def test_the_place_to_resume_is_remembered(app: Flask) -> None:
    published()
    client, _ = learner_in(app)
    client.get(f"{COURSE}/lesson-2")
    assert client.get(COURSE).location == f"{COURSE}/lesson-2"


def test_no_edit_of_the_course_takes_a_completion_away(each_app: Flask) -> None:
    first = published(course_files(lessons=1, with_quiz=False))
    client, enrolment_id = learner_in(each_app)
    moment = datetime(2027, 3, 1, 12, tzinfo=UTC)
    with clock.stopped_at(moment):
        finish_lesson(client, "lesson-1")
    published(course_files(lessons=3), based_on=first.digest)
    client.get(f"{COURSE}/lesson-3")
    completion = find_course_completion(enrolment_id)
    assert completion is not None
    assert completion.completed_at == moment
    assert "/certificates/" in client.get(f"{COURSE}/completed").text


def test_a_new_edition_that_asks_for_less_completes_the_course(each_app: Flask) -> None:
    first = published(course_files(lessons=2, with_quiz=False))
    client, enrolment_id = learner_in(each_app)
    finish_lesson(client, "lesson-1")
    published(course_files(lessons=1, with_quiz=False), based_on=first.digest)
    assert client.get(COURSE).location == f"{COURSE}/completed"
    assert find_course_completion(enrolment_id) is not None


def test_an_attempt_keeps_the_questions_it_began_with(each_app: Flask) -> None:
    first = published()
    client, enrolment_id = learner_in(each_app)
    attempt = begin_quiz(client)

    harder = course_files(more={"1-why-local/90-check.md": QUIZ.replace("= 169", "= 232")})
    published(harder, based_on=first.digest)
    result = send(client, attempt, {**RIGHT_ANSWERS, "step": "hand-in"})
    assert "100" in client.get(result.location).text
    assert "check" in done_keys_of(enrolment_id)


def test_a_quiz_renamed_while_it_was_taken_counts_under_its_new_name(each_app: Flask) -> None:
    first = published()
    client, enrolment_id = learner_in(each_app)
    attempt = begin_quiz(client)

    renamed = QUIZ.replace("kind: quiz", "kind: quiz\n    was: check")
    files = course_files(with_quiz=False, more={"1-why-local/90-first-check.md": renamed})
    published(files, based_on=first.digest)
    send(client, attempt, {**RIGHT_ANSWERS, "step": "hand-in"})
    assert "first-check" in done_keys_of(enrolment_id)
    assert client.get(f"{COURSE}/check").location == f"{COURSE}/first-check"


def test_a_quiz_with_one_attempt_is_taken_once(each_app: Flask) -> None:

    published(course_files(more={"1-why-local/90-check.md": QUIZ.replace("pass: 70", "pass: 70\n    attempts: 1")}))
    client, _ = learner_in(each_app)

    form = fields_of(client.get(f"{COURSE}/check").text, f"{COURSE}/check/attempts")
    attempt = begin_quiz(client)
    send(client, attempt, {"step": "hand-in"})
    again = client.post(f"{COURSE}/check/attempts", data={**form, "once": "another-key"})
    assert again.status_code == 403
    assert "can be taken once" in again.text


def test_somebody_elses_attempt_is_not_found(app: Flask) -> None:
    published()
    client, _ = learner_in(app)
    attempt = begin_quiz(client)
    other, _ = learner_in(app)
    assert other.get(attempt).status_code == 404


def test_the_last_seen_course_comes_first_in_my_learning(app: Flask) -> None:
    published()
    published(course_files(title="Another course"), slug="another")
    client = app.test_client()
    somebody = person()
    with clock.stopped_at(datetime(2027, 1, 1, tzinfo=UTC)):
        enrolled(somebody, SLUG)
        enrolled(somebody, "another")
    sign_in(client, somebody)
    with clock.stopped_at(datetime(2027, 1, 2, tzinfo=UTC)):
        client.get("/learn/another/lesson-1")
    enrolment = find_enrolment(somebody.id, "another")
    assert enrolment is not None
    assert enrolment.last_unit_key == "lesson-1"
    text = client.get("/learn").text
    assert text.index("Another course") < text.index("Localizing the SDGs")
    db.session.remove()
