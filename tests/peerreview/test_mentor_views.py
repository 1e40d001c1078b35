"""What waits for mentors: what they see, take and decline."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import User
from app.accounts.roles import Role
from app.peerreview.exchange_models import MentorRequest, Review, ReviewPart, ReviewPlace, ReviewPool
from app.peerreview.mentor_queries import MOST_AT_ONCE, pools_to_mentor, waiting_for_mentors
from app.peerreview.mentoring import Case, due_at, mentor_queue
from app.peerreview.pools import waiting_of
from app.peerreview.roles import ReaderRole
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import browser_of, counted_statements, fields_of, person, send
from tests.peerreview.assignments import SLUG
from tests.peerreview.pools import Author, a_course, a_mentor, author, mentored, place_of, reviewed

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
EARLY, DUE = NOON + 6 * DAY, NOON + 8 * DAY


def settled_author(at: datetime = NOON, **more: str) -> Author:
    """Somebody who handed in and whose part was done at once."""
    with clock.stopped_at(at):
        found = author(**more)
        with transaction():
            db.session.execute(update(ReviewPart).where(ReviewPart.user_id == found.user_id).values(settled_at=at))
            db.session.execute(
                update(ReviewPlace)
                .where(ReviewPlace.author_id == found.user_id)
                .values(author_is_settled=True, line="reciprocators")
            )
    return found


def asked_for(submission_id: int, mentor: User, at: datetime = NOON + 7 * DAY) -> int:
    with transaction():
        request = MentorRequest(
            pool_id=db.session.scalars(select(ReviewPool.id)).one(),
            submission_id=submission_id,
            mentor_id=mentor.id,
            asked_at=at,
        )
        db.session.add(request)
        db.session.flush()
        return request.id


def test_work_waits_for_mentors_when_its_time_has_come(each_app: Flask) -> None:
    a_course()
    settled_author(name="Wilhelmina Oduya", organisation="Zanzibara", country="KE")
    with clock.stopped_at(NOON):
        author(name="Has Not Reviewed")
    mentor = a_mentor()
    client = browser_of(each_app, mentor)
    with clock.stopped_at(EARLY):
        assert "Nothing waits for mentors now." in client.get("/mentoring").text
    with clock.stopped_at(DUE):
        page = client.get("/mentoring").text
    assert page.count("Take it") == 1
    assert 'due on <time datetime="2027-03-08">' in page
    assert "2 reviews missing" in page
    assert [word for word in ("Wilhelmina", "Oduya", "Zanzibara", "Kenya") if word in page] == []


def test_what_was_due_first_comes_first(each_app: Flask) -> None:
    a_course()
    later, sooner = settled_author(NOON - DAY), settled_author(NOON - 3 * DAY)
    mentor = a_mentor()
    with clock.stopped_at(DUE):
        page = browser_of(each_app, mentor).get("/mentoring").text
    assert page.index(f'/mentoring/{sooner.submission_id}"') < page.index(f'/mentoring/{later.submission_id}"')


def test_a_mentor_takes_work_writes_and_finds_it_again(each_app: Flask) -> None:
    a_course()
    first = settled_author()
    mentor = a_mentor()
    request_id = asked_for(first.submission_id, mentor)
    client = browser_of(each_app, mentor)
    with clock.stopped_at(DUE):
        assert "You were asked on" in client.get("/mentoring").text
        form = fields_of(client.get("/mentoring").text, f"/mentoring/{first.submission_id}")
        taken = client.post(f"/mentoring/{first.submission_id}", data=form)
        review = db.session.scalars(select(Review)).one()
        assert taken.location == f"/reviews/{review.id}"
        assert review.role is ReaderRole.MENTOR
        # A second tap, and another window, go on with the same.
        for again in (form, {**form, "once": "another"}):
            assert client.post(f"/mentoring/{first.submission_id}", data=again).location == taken.location
        assert "Waste collected" in client.get(taken.location).text
        page = client.get("/mentoring").text
        assert "You are reading" in page
        assert "Take it" not in page
        db.session.rollback()
        assert db.session.get_one(MentorRequest, request_id).taken_at == DUE
        reviewed(db.session.get_one(Review, review.id))
        page = client.get("/mentoring").text
    assert "One review handed in." in page
    assert place_of(first).done == 1


def test_work_that_a_mentor_was_asked_for_early_waits_too(each_app: Flask) -> None:
    """Where nobody is left to come, `steering` asks before the day that is promised."""
    a_course()
    first = settled_author()
    mentor = a_mentor()
    asked_for(first.submission_id, mentor, NOON + DAY)
    with clock.stopped_at(EARLY):
        page = browser_of(each_app, mentor).get("/mentoring").text
    assert "You were asked on" in page
    assert 'due on <time datetime="2027-03-01">' in page


def test_a_request_is_declined_by_whoever_was_asked(each_app: Flask) -> None:
    a_course()
    first = settled_author()
    mentor, other = a_mentor(), a_mentor("Other Mentor")
    request_id = asked_for(first.submission_id, mentor)
    asked_for(first.submission_id, other)
    address = f"/mentoring/requests/{request_id}/declining"
    with clock.stopped_at(DUE):
        client, stranger = browser_of(each_app, mentor), browser_of(each_app, other)
        page = client.get("/mentoring").text
        assert "Other Mentor was asked on" in page
        form = fields_of(page, address)
        token = fields_of(stranger.get("/mentoring").text)
        assert stranger.post(address, data=token).status_code == 404
        assert client.post(address, data=form).location == "/mentoring"
        db.session.rollback()
        assert db.session.get_one(MentorRequest, request_id).declined_at == DUE
        page = client.get("/mentoring").text
    assert "You were asked on" not in page
    assert "Take it" in page


def test_what_a_mentor_may_not_read_is_not_offered_and_says_nothing(each_app: Flask) -> None:
    a_course()
    colleague = settled_author(organisation="Riverton", country="KE")
    settled_author(name="Somebody Else")
    mentor = person(Role.MENTOR, name="Mara", scope=SLUG, organisation="Riverton", country="KE")
    client = browser_of(each_app, mentor)
    with clock.stopped_at(DUE):
        page = client.get("/mentoring").text
        assert page.count("Take it") == 1
        assert f"/mentoring/{colleague.submission_id}" not in page
        refused = client.post(f"/mentoring/{colleague.submission_id}", data=fields_of(page))
    assert refused.status_code == 409
    assert "organisation" not in refused.text.partition("<main")[2].partition("</main")[0]
    assert db.session.scalars(select(Review)).all() == []


def test_work_whose_time_has_not_come_cannot_be_taken(app: Flask) -> None:
    a_course()
    first = settled_author()
    mentor = a_mentor()
    client = browser_of(app, mentor)
    with clock.stopped_at(DUE):
        form = fields_of(client.get("/mentoring").text, f"/mentoring/{first.submission_id}")
    with clock.stopped_at(EARLY):
        assert client.post(f"/mentoring/{first.submission_id}", data=form).status_code == 409


@pytest.mark.parametrize(
    ("role", "scope", "sees"),
    [
        (Role.MENTOR, SLUG, True),
        (Role.MENTOR, "", True),
        (Role.FACILITATOR, SLUG, True),
        (Role.UCLG_LEARNING, "", True),
        (Role.ADMINISTRATOR, "", True),
        (Role.MENTOR, "another-course", False),
    ],
)
def test_the_queue_is_of_the_courses_one_looks_after(app: Flask, role: Role, scope: str, sees: bool) -> None:
    a_course()
    settled_author()
    with clock.stopped_at(DUE):
        page = browser_of(app, person(role, scope=scope, name="Mara")).get("/mentoring")
    assert page.status_code == 200
    assert ("Take it" in page.text) is sees


def test_others_have_no_queue(app: Flask) -> None:
    a_course()
    refused = browser_of(app, person()).get("/mentoring")
    assert refused.status_code == 403
    assert "Only mentors and facilitators" in refused.text


def test_the_database_lets_through_what_the_rule_does(each_app: Flask) -> None:
    """Places in every situation: the query finds those, in that order, that `mentor_queue` finds among all."""
    a_course()
    for number in range(12):
        found = settled_author(NOON - number * DAY)
        with transaction():
            place = db.session.get_one(ReviewPlace, found.submission_id)
            part = db.session.get_one(ReviewPart, (place.pool_id, found.user_id))
            place.needed = 2 + number % 2
            if number % 4 == 1:
                part.settled_at = NOON + number * DAY
            if number % 4 == 2:
                part.settled_at = None
                place.granted_at = NOON + number * DAY if number % 3 else None
    mentor = a_mentor()
    for results_by in (None, NOON + 6 * DAY):
        with transaction():
            db.session.execute(update(ReviewPool).values(results_by=results_by))
        for day in range(0, 16, 3):
            now = NOON + day * DAY
            pools = pools_to_mentor(None)
            cases = [
                Case(
                    waiting_of(place),
                    db.session.get_one(ReviewPart, (place.pool_id, place.author_id)).settled_at,
                    place.granted_at,
                    results_by=results_by,
                )
                for place in db.session.scalars(select(ReviewPlace))
            ]
            wanted = [(case.work.submission_id, due_at(case)) for case in mentor_queue(cases, now)]
            found_now = waiting_for_mentors(pools, mentor.id, now)
            assert [(one.case.work.submission_id, one.due_at) for one in found_now] == wanted
            db.session.rollback()
    assert wanted


def test_the_page_asks_the_database_as_much_for_many_as_for_one(each_app: Flask) -> None:
    a_course()
    settled_author()
    mentor = a_mentor()
    client = browser_of(each_app, mentor)
    with clock.stopped_at(DUE):
        client.get("/mentoring")
        counts = []
        for more in (0, 5):
            for _number in range(more):
                settled_author()
            with counted_statements(each_app) as seen:
                assert client.get("/mentoring").text.count("Take it") == 1 + more
            counts.append(len(seen))
    assert counts[0] == counts[1] <= 25
    assert MOST_AT_ONCE <= 100


def test_reviews_that_ran_out_of_time_can_still_be_finished(app: Flask) -> None:
    a_course()
    first = settled_author()
    mentor = a_mentor()
    with clock.stopped_at(DUE):
        review_id = mentored(mentor, first.submission_id).id
    client = browser_of(app, mentor)
    with clock.stopped_at(DUE + 4 * DAY):
        assert "your time was over on" in client.get("/mentoring").text
        address = f"/reviews/{review_id}"
        send(client, address, {"level-reasons": "2", "language": "en", "step": "save"}, to=address)
        assert send(client, f"{address}/handing-in").status_code == 303
