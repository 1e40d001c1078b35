"""Saying what one thinks of a course, what those who look after it read, and what everybody sees."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, event, insert, select

from app.accounts.actions import give_role
from app.accounts.models import User
from app.accounts.roles import Role
from app.library.queries import edition_of_revision, get_edition
from app.notifications.models import Notice
from app.peerreview.course_notices import COURSE_REVIEWED
from app.peerreview.course_review_models import CourseRating, CourseReview
from app.peerreview.course_rubric import COURSE_RUBRIC, CourseReviewer
from app.peerreview.jobs import rate_all_courses
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import (
    IN_FRENCH,
    apart,
    browser_of,
    course_files,
    enrolled,
    person,
    published,
    send,
    statements_of,
)
from tests.notifications.telling import notices_of
from tests.peerreview.opinions import BEST, SLUG, graduate, opinion

REVIEW, SUMMARY, COURSE = f"/courses/{SLUG}/review", f"/courses/{SLUG}/reviews", f"/courses/{SLUG}"
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def manager() -> User:
    return person(Role.KNOWLEDGE_MANAGER, scope=SLUG, name="Lucía Fernández")


def told_to(somebody: User) -> list[Notice]:
    """What somebody was told of reviews of courses."""
    return [notice for notice in notices_of(somebody) if notice.kind == COURSE_REVIEWED]


def the_review() -> CourseReview:
    db.session.remove()
    return db.session.scalars(select(CourseReview)).one()


def test_who_completed_a_course_is_asked_and_says_what_they_think(each_app: Flask) -> None:
    published()
    client = browser_of(each_app, graduate())
    assert f'href="{REVIEW}"' in client.get(f"/learn/{SLUG}/completed").text
    answer = send(client, REVIEW, {**BEST, "use": "0", "helped": " The examples ", "change": "Shorter texts"})
    assert (answer.status_code, answer.location) == (303, f"/learn/{SLUG}/completed")
    said = the_review()
    assert (said.score, said.role, said.language) == (80, CourseReviewer.LEARNER, "en")
    assert (said.helped, said.change) == ("The examples", "Shorter texts")


def test_what_was_said_is_shown_again_and_changed_in_place(each_app: Flask) -> None:
    published()
    client = browser_of(each_app, graduate())
    with clock.stopped_at(NOON):
        send(client, REVIEW, {**BEST, "helped": "The examples"})
    shown = client.get(REVIEW).text
    assert "The examples" in shown
    assert shown.count(" checked") == len(COURSE_RUBRIC)
    with clock.stopped_at(NOON + DAY):
        send(client, REVIEW, {**BEST, "recommend": "1", "helped": ""})
    said = the_review()
    assert (said.points["recommend"], said.helped) == (1, "")
    assert (said.handed_in_at, said.changed_at) == (NOON, NOON + DAY)


def test_nothing_typed_is_lost_when_a_level_is_missing_or_the_text_too_long(app: Flask) -> None:
    published()
    client = browser_of(app, graduate())
    chosen = {key: number for key, number in BEST.items() if key != "place"}
    answer = send(client, REVIEW, {**chosen, "helped": "Everything at once", "change": "x" * 4001})
    assert answer.status_code == 422
    for kept in ("Everything at once", "x" * 4001, 'href="#place"', 'href="#change"'):
        assert kept in answer.text
    assert answer.text.count(" checked") == len(COURSE_RUBRIC) - 1
    assert send(client, REVIEW, {**BEST, "use": "7"}).status_code == 422
    assert db.session.scalars(select(CourseReview)).all() == []


def test_a_form_sent_twice_says_it_once(each_app: Flask) -> None:
    published()
    somebody = graduate()
    client = browser_of(each_app, somebody)
    for _time in range(2):
        assert send(client, REVIEW, BEST).status_code == 303
    the_review()


def test_of_two_windows_at_the_same_instant_the_later_one_changes_what_the_other_said(each_app: Flask) -> None:
    published()
    somebody = apart(graduate())
    other = {
        "user_id": somebody.id,
        "course_slug": SLUG,
        "revision_id": get_edition(SLUG).revision_id,
        "language": "en",
        "role": CourseReviewer.LEARNER,
        "points": dict.fromkeys(BEST, 0),
        "score": 0.0,
        "helped": "",
        "change": "",
        "handed_in_at": NOON,
        "changed_at": NOON,
    }
    db.session.rollback()

    def be_faster(connection: Connection, _name: str) -> None:
        """Come between the look for an earlier answer and the writing of a new one."""
        connection.execute(insert(CourseReview).values(other))

    event.listen(db.engine, "savepoint", be_faster, once=True)
    opinion(3, by=somebody)
    said = the_review()
    assert (said.score, said.handed_in_at) == (100, NOON)


def test_who_has_not_completed_it_or_looks_after_it_does_not_review_it(app: Flask) -> None:
    published()
    learner = person()
    enrolled(learner)
    owner = manager()
    everywhere = person(Role.KNOWLEDGE_MANAGER)
    opinion_of_owner = graduate()
    with transaction():
        give_role(opinion_of_owner.id, Role.KNOWLEDGE_MANAGER, SLUG)
    for somebody in (learner, owner, everywhere, opinion_of_owner, person(Role.FACILITATOR, scope=SLUG)):
        client = browser_of(app, somebody)
        assert client.get(REVIEW).status_code == 403
        assert f'href="{REVIEW}"' not in client.get(COURSE).text
    assert f'href="{REVIEW}"' not in browser_of(app, opinion_of_owner).get(f"/learn/{SLUG}/completed").text


def test_an_author_of_another_course_reviews_this_one_from_its_page(each_app: Flask) -> None:
    published()
    client = browser_of(each_app, person(Role.KNOWLEDGE_MANAGER, scope="another-course"))
    assert f'href="{REVIEW}"' in client.get(COURSE).text
    assert send(client, REVIEW, BEST).location == COURSE
    assert the_review().role is CourseReviewer.AUTHOR


def test_what_is_reviewed_is_the_edition_that_was_completed_in_the_language_it_was_read_in(app: Flask) -> None:
    first = published(course_files(more=IN_FRENCH))
    client = browser_of(app, graduate())
    published(course_files(title="Localizing, once more", more=IN_FRENCH), based_on=first.digest)
    send(client, f"{REVIEW}?lang=fr", BEST)
    said = the_review()
    assert said.language == "fr"
    assert edition_of_revision(said.revision_id).number == 1


def test_a_rating_is_public_from_five_answers_on(each_app: Flask) -> None:
    published()
    visitor = each_app.test_client()
    for _number in range(4):
        opinion(3)
    with clock.stopped_at(NOON):
        rate_all_courses()
        assert "of 100, from" not in visitor.get(COURSE).text
    opinion(2)
    with clock.stopped_at(NOON + DAY):
        rate_all_courses()
        kept = db.session.get_one(CourseRating, SLUG)
        shown = visitor.get(COURSE).text
    assert (kept.answers, kept.score) == (5, 93)
    assert kept.low < kept.score <= kept.high
    assert "93 of 100, from 5 people" in shown
    assert f"most likely between {kept.low} and {kept.high}" in shown


def test_the_course_page_asks_no_more_for_its_rating(app: Flask) -> None:
    published()
    before = statements_of(app, app.test_client(), COURSE)
    for _number in range(5):
        opinion(3)
    rate_all_courses()
    with clock.stopped_at(clock.now() + DAY):
        assert statements_of(app, app.test_client(), COURSE) == before


def test_the_summary_waits_for_three_answers(each_app: Flask) -> None:
    published()
    client = browser_of(each_app, manager())
    assert "No answer yet" in client.get(SUMMARY).text
    for _number in range(2):
        opinion(1, helped="The kaleidoscope")
    rate_all_courses()
    shown = client.get(SUMMARY).text
    assert "2 answers so far" in shown
    assert "kaleidoscope" not in shown
    assert "kaleidoscope" not in client.get(f"{SUMMARY}.csv").text
    assert "of 100" not in shown
    opinion(1, helped="The kaleidoscope")
    shown = client.get(SUMMARY).text
    assert shown.count("The kaleidoscope") == 3
    assert "3 answers so far" in shown
    assert "from 2 people" not in shown, "the rating was reckoned up before the third"


def test_the_summary_tells_figures_and_words_and_no_names(each_app: Flask) -> None:
    published()
    people = [graduate(name=f"Wilhelmina {number}") for number in range(4)]
    for number, somebody in enumerate(people):
        opinion(number, by=somebody, helped=f"Part {number}", change="" if number else "=Less <b>text</b>")
    opinion(3, by=graduate(name="Wilhelmina of Quito"), language="es")
    rate_all_courses()
    client = browser_of(each_app, manager())
    shown = client.get(SUMMARY).text
    for expected in (
        "of 100, from 5 people",
        "1.8 of 3",
        "1.2",
        "Part 0",
        "Part 3",
        "=Less &lt;b&gt;",
    ):
        assert expected in shown
    # One answer in Spanish would be told by the difference to all, so neither language is shown.
    assert "Groups so small" in shown
    assert "Spanish</th>" not in shown
    assert "English</th>" not in shown
    assert "Edition 1</th>" in shown
    table = client.get(f"{SUMMARY}.csv")
    assert table.headers["Content-Disposition"].startswith("attachment; filename=reviews-")
    assert "'=Less" in table.text
    for text in (shown, table.text):
        assert "Wilhelmina" not in text
        assert "@example.org" not in text


def test_only_those_who_look_after_the_course_read_what_was_said(app: Flask) -> None:
    published()
    for who, status in (
        (manager(), 200),
        (person(Role.UCLG_LEARNING), 200),
        (graduate(), 403),
        (person(Role.KNOWLEDGE_MANAGER, scope="another-course"), 403),
    ):
        client = browser_of(app, who)
        assert client.get(SUMMARY).status_code == status
        assert client.get(f"{SUMMARY}.csv").status_code == status
        assert (SUMMARY in client.get(COURSE).text) is (status == 200)


def test_those_who_look_after_the_course_are_told_once_a_week_from_the_third_answer_on(each_app: Flask) -> None:
    published()
    owner, other = apart(manager()), apart(person(Role.KNOWLEDGE_MANAGER, scope="another-course"))

    def rated(answers: int, at: datetime) -> int:
        with clock.stopped_at(at):
            for _number in range(answers):
                opinion(3)
            rate_all_courses()
        return len(told_to(owner))

    assert [rated(2, NOON), rated(1, NOON), rated(1, NOON + DAY), rated(0, NOON + 7 * DAY)] == [0, 1, 1, 1]
    assert rated(1, NOON + 8 * DAY) == 2
    first, _second = told_to(owner)
    assert first.leads_to == SUMMARY
    assert told_to(other) == []


def test_changing_an_answer_changes_the_rating_and_tells_nobody(each_app: Flask) -> None:
    published()
    owner = apart(manager())
    with clock.stopped_at(NOON):
        somebody = apart(opinion(3))
        for _number in range(2):
            opinion(3)
        rate_all_courses()
    with clock.stopped_at(NOON + 9 * DAY):
        opinion(0, by=somebody)
        rate_all_courses()
    assert db.session.get_one(CourseRating, SLUG).score < 75
    assert len(told_to(owner)) == 1


@pytest.mark.parametrize("address", [REVIEW, SUMMARY, f"{SUMMARY}.csv"])
def test_a_course_that_is_not_there_has_no_reviews(app: Flask, address: str) -> None:
    client = browser_of(app, person(Role.UCLG_LEARNING))
    assert client.get(address).status_code == 404
