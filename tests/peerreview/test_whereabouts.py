"""The database counts of a line what the pure rule counts of all that waits in it, in the same few statements."""

from datetime import UTC, datetime, timedelta
from random import Random

from flask import Flask
from sqlalchemy import insert, select

from app.accounts.models import User
from app.enrolment.models import Enrolment
from app.library.queries import get_edition
from app.peerreview.exchange_models import ReviewPlace
from app.peerreview.models import Submission
from app.peerreview.pools import waiting_of
from app.peerreview.standing import standing_of
from app.peerreview.whereabouts import LATELY, Whereabouts, find_whereabouts
from app.platform import clock
from app.platform.database import db, table_of, transaction
from tests.builders import counted_statements
from tests.peerreview.assignments import KEY, SLUG
from tests.peerreview.pools import Author, a_course, author, given, reviewed, the_task

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def whereabouts_of(user_id: int) -> Whereabouts:
    found = find_whereabouts(SLUG, the_task().assignment, user_id)
    db.session.rollback()
    assert found is not None
    return found


def fill_the_line(number: int, seed: int) -> list[int]:
    """So many more pieces of work at random places; returns their authors."""
    chance = Random(seed)
    task = the_task()
    revision = get_edition(SLUG).revision_id
    with transaction():
        start = 1_000
        users = [
            {"id": start + one, "name": "A", "email": f"a{one}@example.org", "email_key": f"a{one}@example.org",
             "password_hash": "", "created_at": NOON, "country": "", "language": ""}
            for one in range(number)
        ]  # fmt: skip
        db.session.execute(insert(table_of(User)), users)
        enrolments = [
            {"id": start + one, "user_id": start + one, "course_slug": SLUG, "expectation": "", "enrolled_at": NOON,
             "last_seen_at": NOON, "content_language": ""}
            for one in range(number)
        ]  # fmt: skip
        db.session.execute(insert(table_of(Enrolment)), enrolments)
        works, places = [], []
        for one in range(number):
            at = NOON - chance.randrange(5) * DAY
            needed, done, out = chance.choice((2, 3)), chance.randrange(3), chance.randrange(2)
            works.append(
                {"id": start + one, "enrolment_id": start + one, "author_id": start + one, "course_slug": SLUG,
                 "unit_key": KEY, "revision_id": revision, "round": 1, "language": "en", "current_number": 1,
                 "handed_in_number": 1, "handed_in_at": at, "begun_at": at}
            )  # fmt: skip
            places.append(
                ReviewPlace(
                    submission_id=start + one, pool_id=task.pool_id, author_id=start + one, rubric=task.rubric,
                    language=chance.choice(("en", "en", "fr")), country="", handed_in_at=at, lot=chance.randrange(3),
                    needed=needed, done=done, out=out, author_done=chance.randrange(4),
                    author_is_settled=chance.random() < 0.5, is_disputed=chance.random() < 0.2,
                    is_open=chance.random() < 0.9,
                )
            )  # fmt: skip
        db.session.execute(insert(table_of(Submission)), works)
        for place in places:
            place.line = waiting_of(place).tier or ""
        db.session.add_all(places)
    return [start + one for one in range(number)]


def test_the_database_counts_a_line_as_the_rule_does(each_app: Flask) -> None:
    a_course()
    with clock.stopped_at(NOON - 3 * DAY):
        author()
    authors = fill_the_line(60, seed=7)
    with clock.stopped_at(NOON + DAY):
        waiting = [waiting_of(place) for place in db.session.scalars(select(ReviewPlace))]
        db.session.rollback()
        lines = set()
        for user_id in authors:
            found = whereabouts_of(user_id).standing
            if found is None:
                continue
            expected = standing_of(found.case, found.duties, waiting, None, NOON, has_mentors=False)  # type: ignore[arg-type]
            assert (found.place, found.if_unlocked) == (expected.place, expected.if_unlocked), user_id
            lines.add((found.case.work.language, found.case.work.tier, found.place is not None))
        assert len(lines) >= 6, "every line was asked for"


def test_the_pace_is_that_of_a_language_since_its_first_work(each_app: Flask) -> None:
    a_course()
    who: list[Author] = []
    for day in (12, 9, 6, 3):
        with clock.stopped_at(NOON - day * DAY):
            who.append(author())
    with clock.stopped_at(NOON - DAY):
        french = author(language="fr")
    with clock.stopped_at(NOON + DAY):
        for one in who[1:]:
            reviewed(given(one))
    with clock.stopped_at(NOON + 2 * DAY):
        last = author()
    with clock.stopped_at(NOON + 4 * DAY):
        found = whereabouts_of(last.user_id).standing
        assert found is not None
        assert found.place is not None
        assert (found.unlocks, found.expected) == (3, None)
        reviewer = whereabouts_of(who[1].user_id)
        assert reviewer.duties.done == 1
        assert whereabouts_of(french.user_id).standing is not None
    with clock.stopped_at(NOON + LATELY + 9 * DAY):
        assert whereabouts_of(last.user_id).standing is not None


def test_a_line_of_ten_thousand_costs_three_statements_and_loads_nobody(app: Flask) -> None:
    a_course()
    with clock.stopped_at(NOON - 9 * DAY):
        mine = author()
    fill_the_line(2_000, seed=3)
    task = the_task()
    db.session.rollback()
    with clock.stopped_at(NOON + DAY), counted_statements(app) as seen:
        found = find_whereabouts(SLUG, task.assignment, mine.user_id)
    assert found is not None
    assert found.standing is not None
    assert len(seen) == 3
    assert not [one for one in db.session if isinstance(one, ReviewPlace)]
