"""A copy of one's data is whole, readable, for its owner alone, and gone after a week."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.accounts.models import Organisation, SignInSession, User
from app.files import kinds
from app.files.actions import keep_file
from app.files.cleaning import CleanFile
from app.files.keeping import path_of
from app.peerreview.care_models import ReviewReport
from app.peerreview.exchange_models import Review
from app.peerreview.leases import Worth
from app.peerreview.objections import Problem
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from app.privacy.belongings import whom
from app.privacy.columns import Kind
from app.privacy.datamap import DATA_MAP, tables_of_people
from app.privacy.exporting import LEFT_OUT, REVIEWS_RECEIVED, zipped
from app.privacy.models import DataExport
from tests.builders import RIGHT_ANSWERS, course_files, enrolled, letters_in, person, published, send, sign_in
from tests.peerreview.pools import a_course, hand_in_as
from tests.peerreview.receiving import review_of, task_with

PAGE = "/account/data"
SLUG = "localizing-the-sdgs"


def learned(app: Flask, somebody: User) -> FlaskClient:
    """Somebody who has done a course, signed in."""
    client = app.test_client()
    sign_in(client, somebody)
    enrolled(somebody, expectation="A plan my council can sign.")
    send(client, f"/learn/{SLUG}/lesson-1", to=f"/learn/{SLUG}/lesson-1/completion")
    begun = send(client, f"/learn/{SLUG}/check", to=f"/learn/{SLUG}/check/attempts")
    send(client, begun.location, {**RIGHT_ANSWERS, "q-word": "my own word", "step": "hand-in"})
    return client


def ask(client: FlaskClient) -> zipfile.ZipFile:
    assert send(client, PAGE, to=f"{PAGE}/exports").status_code == 303
    work_off()
    fetched = client.get(f"{PAGE}/exports/{db.session.scalar(select(DataExport.id))}.zip")
    assert fetched.status_code == 200
    return zipfile.ZipFile(io.BytesIO(fetched.data))


def test_the_copy_holds_every_table_of_the_map_and_every_column(each_app: Flask) -> None:
    published(course_files(lessons=1))
    copy = ask(learned(each_app, person(name="Amina Diallo", organisation="Riverton")))
    tables = (f"{table.name}.json" for table in tables_of_people())
    assert set(copy.namelist()) == {"index.html", REVIEWS_RECEIVED, *tables}
    for table in tables_of_people():
        for row in json.loads(copy.read(f"{table.name}.json")):
            missing = set(table.columns) - set(row)
            assert missing == {column for name, column in LEFT_OUT if name == table.name}, table.name
    assert json.loads(copy.read("enrolment.json"))[0]["expectation"] == "A plan my council can sign."
    assert json.loads(copy.read("organisation.json"))[0]["name"] == "Riverton"
    assert "my own word" in copy.read("response.json").decode()
    assert len(json.loads(copy.read("certificate.json"))) == 1


def test_the_page_to_read_says_the_same_and_asks_for_nothing_from_elsewhere(app: Flask) -> None:
    published(course_files(lessons=1))
    text = ask(learned(app, person(name="Amina <b>Diallo", organisation="Riverton"))).read("index.html").decode()
    for told in ("A plan my council can sign.", "my own word", "Riverton", "Amina &lt;b&gt;Diallo"):
        assert told in text
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(text)
    assert "src=" not in text
    assert "http" not in text.replace("http://localhost", "")


def test_secrets_are_named_and_not_given(app: Flask) -> None:
    published(course_files(lessons=1))
    somebody = person()
    copy = ask(learned(app, somebody))
    everything = "".join(copy.read(name).decode() for name in copy.namelist())
    secrets = [somebody.password_hash, *db.session.scalars(select(SignInSession.secret_digest))]
    assert not [secret for secret in secrets if secret in everything]
    for name, table in DATA_MAP.items():
        for column in (one for one, told in table.columns.items() if told.kind is Kind.SECRET and table.whose):
            for row in json.loads(copy.read(f"{name}.json")):
                assert row[column] in (None, "kept, and not given: it would open your account")


def test_files_that_somebody_handed_in_are_in_it(each_app: Flask) -> None:
    somebody, other, client = person(), person(), each_app.test_client()
    sign_in(client, somebody)
    with transaction():
        kept = keep_file(somebody.id, CleanFile("plan.txt", kinds.Kind.TXT, b"We listened first."))
        lost = keep_file(somebody.id, CleanFile("lost.txt", kinds.Kind.TXT, b"lost"))
        keep_file(other.id, CleanFile("theirs.txt", kinds.Kind.TXT, b"theirs"))
    path_of(lost.digest).unlink()
    copy = ask(client)
    assert [name for name in copy.namelist() if name.startswith("files/")] == [f"files/{kept.id}-plan.txt"]
    assert copy.read(f"files/{kept.id}-plan.txt") == b"We listened first."
    assert "lost.txt" in copy.read("index.html").decode()


def reviewed_author(owed: int = 0) -> tuple[int, int]:
    """Somebody to whose work two reviews came; their number and that of their work."""
    a_course(task_with(owed=owed))
    user = person(name="Amina Diallo")
    user_id = user.id
    work = hand_in_as(user).submission_id
    for name in ("Rita Reader", "Rolf Reader"):
        review_of(work, 9, "Say where the figure is from.", overall="Go on, <i>please</i>.", name=name)
    return user_id, work


def copy_of(user_id: int) -> tuple[list[dict[str, Any]], str]:
    """The reviews somebody received, as their copy holds them, and its page to read."""
    copy = zipfile.ZipFile(io.BytesIO(zipped(whom(db.session.get_one(User, user_id)))))
    return json.loads(copy.read(REVIEWS_RECEIVED)), copy.read("index.html").decode()


def rate_all() -> None:
    """Their author was asked how helpful the reviews were, so the score is shown from now on."""
    with transaction():
        db.session.execute(update(Review).values(rated_at=clock.now()))


def test_reviews_that_somebody_received_are_in_it_and_name_nobody(each_app: Flask) -> None:
    user_id, _work = reviewed_author()
    rate_all()
    ((one,), page) = copy_of(user_id)
    assert (one["assignment"], one["round"], one["is_final"], one["has_passed"]) == ("A priority sheet", 1, True, True)
    assert one["score"] == 90
    assert [review["number"] for review in one["reviews"]] == [1, 2]
    (criterion,) = one["reviews"][0]["criteria"]
    assert criterion == {
        "name": "Reasons",
        "comment": "Say where the figure is from.",
        "points": 9,
        "most": 10,
        "level": "strong",
    }
    assert one["reviews"][0]["overall"] == "Go on, <i>please</i>."
    for told in ("Reviewer 1", "Reviewer 2", "Say where the figure is from.", "9 of 10 (strong)", "90 of 100"):
        assert told in page
    assert "Go on, &lt;i&gt;please&lt;/i&gt;." in page
    everything = json.dumps(one) + page
    assert "Reader" not in everything


@pytest.mark.parametrize("why", ["own reviews first", "not yet asked how helpful they were"])
def test_before_the_page_shows_the_score_the_copy_holds_no_score_and_no_level(app: Flask, why: str) -> None:
    user_id, _work = reviewed_author(owed=2 if why == "own reviews first" else 0)
    if why == "own reviews first":
        rate_all()
    ((one,), page) = copy_of(user_id)
    assert (one["score"], one["is_final"], one["has_passed"]) == (None, False, None)
    (criterion,) = one["reviews"][0]["criteria"]
    assert (criterion["points"], criterion["level"]) == (None, None)
    assert criterion["comment"] == "Say where the figure is from."
    assert "9 of 10" not in page


def test_words_that_are_kept_back_are_not_in_it(app: Flask) -> None:
    user_id, _work = reviewed_author()
    rate_all()
    with transaction():
        review = db.session.scalars(select(Review).order_by(Review.id)).first()
        assert review is not None
        review.is_held = True
    ((one,), page) = copy_of(user_id)
    held, other = one["reviews"]
    assert (held["is_held"], held["criteria"], held["overall"]) == (True, [], "")
    assert other["overall"] == "Go on, <i>please</i>."
    assert "kept back" in page


def test_a_copy_does_not_tell_which_of_ones_reviews_was_a_blind_check(app: Flask) -> None:
    _user_id, work = reviewed_author()
    with transaction():
        real, blind = db.session.scalars(select(Review).order_by(Review.id)).all()
        blind.reader_id, reader_id = real.reader_id, real.reader_id
        real.line, real.draw, real.circumstances, real.read_at = "reciprocators", 0.4, ["same-country"], clock.now()
        blind.submission_id, blind.example_key, blind.truth, blind.worth = None, "lark", 50.0, Worth.CREDIT
        told = {
            "pool_id": real.pool_id,
            "reporter_id": reader_id,
            "problem": Problem.COPIED,
            "reported_at": clock.now(),
        }
        db.session.add_all([ReviewReport(**told, submission_id=work), ReviewReport(**told, example_key="lark")])
    copy = zipfile.ZipFile(io.BytesIO(zipped(whom(db.session.get_one(User, reader_id)))))
    for table in ("review", "review_report"):
        one, other = json.loads(copy.read(f"{table}.json"))
        assert {name for name in one if one[name] != other[name]} <= {
            "id",
            "began_at",
            "ends_at",
            "drafted_at",
            "saved_at",
            "handed_in_at",
        }


def test_nothing_of_others_is_in_it(each_app: Flask) -> None:
    published(course_files(lessons=1))
    learned(each_app, person(name="Somebody Else", email="else@example.org", organisation="Elsewhere"))
    copy = ask(learned(each_app, person(name="Amina Diallo")))
    everything = "".join(copy.read(name).decode() for name in copy.namelist())
    for told in ("Somebody Else", "else@example.org", "Elsewhere"):
        assert told not in everything


def test_the_page_is_in_the_persons_language_from_right_to_left_where_due(app: Flask) -> None:
    somebody = person()
    with transaction():
        db.session.get_one(User, somebody.id).language = "ar"
    client = app.test_client()
    sign_in(client, somebody)
    assert '<html lang="ar" dir="rtl">' in ask(client).read("index.html").decode()


def test_nobody_else_gets_the_copy_and_visitors_sign_in(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, person())
    ask(client)
    address = f"{PAGE}/exports/{db.session.scalar(select(DataExport.id))}.zip"
    other = app.test_client()
    sign_in(other, person())
    assert other.get(address).status_code == 404
    assert app.test_client().get(address).status_code == 302


def test_a_letter_tells_when_it_is_ready_and_leads_to_the_page(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, person())
    ask(client)
    work_off()
    (letter,) = letters_in(app)
    assert letter["Subject"] == "The copy of your data is ready"
    assert "/account/data" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Download your copy" in client.get(PAGE).text


def test_a_second_copy_within_the_hour_is_not_made(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, person())
    ask(client)
    assert send(client, PAGE, to=f"{PAGE}/exports").status_code == 429
    assert len(db.session.scalars(select(DataExport.id)).all()) == 1


def test_after_a_week_the_copy_is_gone_by_itself(each_app: Flask) -> None:
    client = each_app.test_client()
    sign_in(client, person())
    ask(client)
    address = f"{PAGE}/exports/{db.session.scalar(select(DataExport.id))}.zip"
    for days, status in ((6, 200), (8, 404)):
        with clock.stopped_at(clock.now() + timedelta(days=days)):
            work_off()
            assert client.get(address).status_code == status
    assert db.session.scalars(select(DataExport.id)).all() == []


@pytest.mark.usefixtures("app")
def test_a_copy_of_a_new_account_says_what_there_is_nothing_of() -> None:
    text = zipfile.ZipFile(io.BytesIO(zipped(whom(person())))).read("index.html").decode()
    assert "Nothing is kept of this" in text
    assert "Your attempts at quizzes" in text


def test_a_colleague_reads_the_name_of_the_organisation_and_nobody_in_it(each_app: Flask) -> None:
    person(name="Somebody Else", organisation="Riverton")
    mine = person(name="Amina Diallo", organisation="Riverton")
    copy = zipfile.ZipFile(io.BytesIO(zipped(whom(mine))))
    assert [row["name"] for row in json.loads(copy.read("organisation.json"))] == ["Riverton"]
    assert db.session.scalar(select(Organisation.name)) == "Riverton"
    assert "Somebody" not in copy.read("user_account.json").decode()
