"""What a learner meets who writes for an assignment."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.peerreview.actions import open_for_review
from app.peerreview.queries import MyWork, find_work, versions_of
from app.platform import throttle
from app.platform.database import db, transaction
from tests.builders import course_files, fields_of, published, send, sign_in
from tests.peerreview.assignments import KEY, PLAIN, SLUG, TEXT, UNIT, WITH_FIELDS, WORK, Seated, seated


@pytest.fixture
def who(app: Flask) -> Seated:
    return seated(organisation="Municipality of Riverton")


@pytest.fixture
def client(app: Flask, who: Seated) -> FlaskClient:
    throttle.forget_all()
    client = app.test_client()
    sign_in(client, who.user)
    return client


def mine(who: Seated) -> MyWork:
    db.session.rollback()
    found = find_work(who.desk.part.enrolment_id, who.desk.keys)
    db.session.rollback()
    assert found is not None
    return found


def write(client: FlaskClient, text: str = TEXT, step: str = "save", **more: str) -> TestResponse:
    return send(client, WORK, {"source": text, "step": step, **more})


def hand_in(client: FlaskClient, text: str = TEXT) -> None:
    assert write(client, text, "hand-in").location == f"{WORK}/handing-in"
    assert send(client, f"{WORK}/handing-in").location == UNIT


def be_opened(who: Seated) -> None:
    with transaction():
        open_for_review(mine(who).submission_id)


def test_writing_begins_at_the_assignment_and_is_saved(client: FlaskClient, who: Seated) -> None:
    assert "Begin to write" in client.get(UNIT).text
    assert write(client).location == WORK
    page = client.get(WORK).text
    assert "Saved." in page
    assert f">\n{TEXT}</textarea>" in page
    assert "<b data-words>5</b> (3 to 8 are asked for)" in page
    assert "Go on writing" in client.get(UNIT).text


def test_a_preview_shows_the_text_and_saves_nothing(client: FlaskClient, who: Seated) -> None:
    page = write(client, "**Waste** <b>", "preview")
    assert page.status_code == 200
    assert "<strong>Waste</strong> &lt;b&gt;" in page.text
    assert "**Waste** &lt;b&gt;</textarea>" in page.text
    assert versions_of(who.desk.part.enrolment_id, who.desk.keys) == []


def test_a_script_asks_for_the_text_alone(client: FlaskClient) -> None:
    shown = send(client, WORK, {"source": "# سوق", "language": "ar"}, to=WORK)
    assert shown.status_code == 303
    form = {**fields_of(client.get(WORK).text), "source": "# سوق", "language": "ar"}
    preview = client.post(f"{WORK}/preview", data=form)
    assert '<html lang="ar" dir="rtl">' in preview.text
    assert "<main><h3>سوق</h3></main>" in preview.text


def test_a_script_saves_and_is_told_the_number(client: FlaskClient, who: Seated) -> None:
    form = fields_of(client.get(WORK).text)
    del form["once"]
    for text, number in (("One", 1), ("One two", 2)):
        answer = client.post(WORK, data={**form, "source": text, "step": "autosave"})
        assert answer.json == {"number": number}
        form["base"] = str(number)
    assert [line.version.number for line in versions_of(who.desk.part.enrolment_id, who.desk.keys)] == [2]


def test_two_windows_are_led_to_a_comparison_and_choose(client: FlaskClient, who: Seated) -> None:
    one, other = (fields_of(client.get(WORK).text) for _window in range(2))
    client.post(WORK, data={**one, "source": "Carts in every street"})
    met = client.post(WORK, data={**other, "source": "Trucks in every street"})
    assert met.location == f"{WORK}/versions/1?met=&with=2"
    page = client.get(met.location).text
    assert "Both are kept." in page
    assert re.search(r"<del>.*?Carts</del><ins>.*?Trucks</ins>", page)
    autosaved = client.post(WORK, data={**other, "once": "", "source": "Trucks and more", "step": "autosave"})
    assert autosaved.json == {"met": f"{WORK}/versions/1?met=&with=3"}
    assert mine(who).work.source == "Carts in every street"
    taken = client.post(f"{WORK}/versions/2", data=fields_of(page, f"{WORK}/versions/2"))
    assert taken.location == WORK
    assert "Trucks in every street</textarea>" in client.get(WORK).text


def test_an_earlier_version_is_found_compared_and_taken_up_again(client: FlaskClient, who: Seated) -> None:
    write(client, "Waste in every street")
    write(client, "Water in every street")
    page = client.get(f"{WORK}/versions").text
    assert "Saved by you" in page
    assert f"{WORK}/versions/1" in page
    assert "Compared with the version of" in client.get(f"{WORK}/versions/1").text
    assert "The two are the same." in client.get(f"{WORK}/versions/1?with=1").text
    assert send(client, f"{WORK}/versions/1", to=f"{WORK}/versions/1").location == WORK
    assert mine(who).work.source == "Waste in every street"


@pytest.mark.parametrize("address", ["versions/7", "versions/1?with=7", "handed-in", "handing-in"])
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    if "with" in address:
        write(client)
    assert client.get(f"{WORK}/{address}").status_code == 404


def test_a_lesson_has_no_work(client: FlaskClient) -> None:
    assert client.get(f"/learn/{SLUG}/lesson-1/work").status_code == 404


def test_handing_in_shows_first_what_reviewers_see_and_what_is_missing(client: FlaskClient, who: Seated) -> None:
    write(client, "Too short", "hand-in")
    page = client.get(f"{WORK}/handing-in")
    assert "one word is missing" in page.text
    assert 'name="number"' not in page.text
    assert client.post(f"{WORK}/handing-in", data=fields_of(client.get(WORK).text)).status_code == 422
    hand_in(client)
    page = client.get(UNIT)
    assert "Nobody has opened it yet" in page.text
    assert "handed in</small>" in page.text
    assert f"<p>{TEXT}</p>" in client.get(f"{WORK}/handed-in").text


def test_who_gives_themselves_away_is_warned_and_may_go_on(client: FlaskClient) -> None:
    write(client, "By Amina Diallo, Municipality of Riverton.", "hand-in")
    page = client.get(f"{WORK}/handing-in").text
    assert "Reviewers could tell who you are" in page
    assert '<b dir="auto">Amina Diallo</b>' in page
    assert '<b dir="auto">Municipality of Riverton</b>' in page
    assert "Hand in all the same" in page
    assert send(client, f"{WORK}/handing-in").location == UNIT


def test_what_was_changed_since_it_was_shown_is_shown_again(client: FlaskClient, who: Seated) -> None:
    write(client, step="hand-in")
    form = fields_of(client.get(f"{WORK}/handing-in").text)
    write(client, "Something else now")
    assert client.post(f"{WORK}/handing-in", data=form).location == f"{WORK}/handing-in"
    assert "Please look at it once more." in client.get(f"{WORK}/handing-in").text
    assert mine(who).handed_in_at is None


def test_handed_in_work_is_changed_and_taken_back_until_it_is_opened(client: FlaskClient, who: Seated) -> None:
    hand_in(client)
    write(client, "Something else now")
    assert "Reviewers still see what you handed in before" in client.get(WORK).text
    assert "Reviewers see what you handed in, until you hand in again." in client.get(UNIT).text
    hand_in(client, "Something else now")
    assert send(client, UNIT, to=f"{WORK}/taking-back").location == UNIT
    assert "Nobody sees it before you hand it in." in client.get(UNIT).text
    assert client.post(f"{WORK}/taking-back", data=fields_of(client.get(WORK).text)).status_code == 403


def test_what_is_typed_after_the_first_reviewer_came_is_not_lost_from_the_page(
    client: FlaskClient, who: Seated
) -> None:
    hand_in(client)
    form = fields_of(client.get(WORK).text)
    be_opened(who)
    answer = client.post(WORK, data={**form, "source": "One thing more to say"})
    assert answer.status_code == 403
    assert "A reviewer has opened your work." in answer.text
    assert "One thing more to say</textarea>" in answer.text
    assert "From now on it stays as you handed it in." in client.get(UNIT).text
    assert client.get(WORK).location == UNIT
    assert client.get(f"{WORK}/handing-in").status_code == 403


def test_opened_work_is_withdrawn_and_begun_again(client: FlaskClient, who: Seated) -> None:
    hand_in(client)
    assert client.get(f"{WORK}/withdrawal").status_code == 403
    be_opened(who)
    assert send(client, f"{WORK}/withdrawal").location == UNIT
    assert "You withdrew your work on" in client.get(UNIT).text
    assert send(client, UNIT, to=f"{WORK}/rounds").location == WORK
    assert f"{TEXT}</textarea>" in client.get(WORK).text
    assert "round 2" in client.get(f"{WORK}/versions").text


def test_too_long_a_text_and_an_unknown_language_are_refused_with_what_was_typed(client: FlaskClient) -> None:
    answer = write(client, "long " * 9000)
    assert answer.status_code == 422
    assert "The text has 45,000 characters; 40,000 are the most we can keep." in answer.text
    assert "long long" in answer.text
    answer = write(client, TEXT, language="tlh")
    assert answer.status_code == 422
    assert f"{TEXT}</textarea>" in answer.text


def test_my_learning_says_what_is_handed_in(client: FlaskClient) -> None:
    assert "Handed in:" not in client.get("/learn").text
    hand_in(client)
    page = client.get("/learn").text
    assert "Handed in:" in page
    assert UNIT in page


def test_fields_and_links_are_filled_shown_and_compared(app: Flask) -> None:
    throttle.forget_all()
    who = seated(WITH_FIELDS)
    client = app.test_client()
    sign_in(client, who.user)
    filled = {
        "source": TEXT,
        "field-hazard": "Floods",
        "field-elements-hazard-what-you-know": "Every third year",
        "field-actions-0-action": "Dig a canal",
        "link": ["https://example.org/plan", ""],
        "step": "hand-in",
    }
    assert send(client, WORK, filled).location == f"{WORK}/handing-in"
    page = client.get(f"{WORK}/handing-in").text
    assert "“The elements” has rows that are still empty: People." in page
    send(client, WORK, {**filled, "field-elements-people-what-you-know": "Families at the river"})
    page = client.get(f"{WORK}/handing-in").text
    assert "Hand in?" in page
    for words in ("<p>Floods</p>", "Families at the river", "Dig a canal"):
        assert words in page
    assert 'href="https://example.org/plan" rel="nofollow ugc noopener noreferrer"' in page
    assert "Families at the river" in client.get(f"{WORK}/versions/1").text
    page = client.get(WORK).text
    assert 'value="Dig a canal"' in page
    assert 'value="https://example.org/plan"' in page


def test_an_assignment_that_is_renamed_keeps_its_work(client: FlaskClient, app: Flask, who: Seated) -> None:

    hand_in(client)
    renamed = PLAIN.replace("kind: assignment", f"kind: assignment\nwas: {KEY}")
    latest = who.desk.edition.digest
    published(course_files(more={"1-why-local/95-paper.md": renamed}), based_on=latest)
    page = client.get(f"/learn/{SLUG}/paper")
    assert "Nobody has opened it yet" in page.text
    assert "handed in</small>" in page.text
