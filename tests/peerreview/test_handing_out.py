"""Work is handed out, reviewed and scored, on both databases."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.peerreview import actions
from app.peerreview.allocation import Hold
from app.peerreview.calibration import State
from app.peerreview.estimation import Method
from app.peerreview.exchange_models import Review, ReviewHold, ReviewPlace
from app.peerreview.handing_out import hand_out
from app.peerreview.inputs import score_again
from app.peerreview.jobs import steer_reviews
from app.peerreview.leases import Worth
from app.peerreview.reviewing import Written, give_back, save_review
from app.peerreview.roles import ReaderRole
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.errors import Refused
from tests.builders import done_keys_of, person
from tests.peerreview.assignments import KEY, PLAIN, desk_of
from tests.peerreview.pools import (
    Author,
    a_course,
    a_mentor,
    asked,
    asker,
    author,
    given,
    mentored,
    part_of,
    place_of,
    result_of,
    reviewed,
    the_task,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
OWED_TWO = PLAIN.replace("title:", "reviews: {needed: 2, owed: 2}\ntitle:")


def authors(number: int) -> list[Author]:
    """So many who handed in, each two days after the one before, the last at noon."""
    found = []
    for left in range(number - 1, -1, -1):
        with clock.stopped_at(NOON - 2 * left * DAY):
            found.append(author())
    return found


def test_who_waits_longest_is_read_first_and_nobody_holds_two(each_app: Flask) -> None:
    a_course()
    first, second, third = authors(3)
    with clock.stopped_at(NOON + 3 * DAY):
        review = given(third)
        assert review.submission_id == first.submission_id
        assert given(third).id == review.id
        assert given(second).submission_id == first.submission_id
        assert (place_of(first).out, place_of(first).line) == (2, "")


def test_nobody_is_handed_their_own_work_or_that_of_a_reader_of_theirs(each_app: Flask) -> None:
    a_course()
    first, second = authors(2)
    with clock.stopped_at(NOON + 3 * DAY):
        assert given(second).submission_id == first.submission_id
        hold = asked(first)
        assert isinstance(hold, Hold)
        held = db.session.scalars(select(ReviewHold).where(ReviewHold.user_id == first.user_id)).all()
        assert len(held) == 3
        assert part_of(first).settled_at is not None
        assert place_of(first).author_is_settled


def test_colleagues_do_not_read_each_other(each_app: Flask) -> None:
    a_course()
    with clock.stopped_at(NOON - 9 * DAY):
        author(organisation="Riverton", country="KE")
    with clock.stopped_at(NOON):
        colleague = author(organisation="Riverton", country="KE")
    with clock.stopped_at(NOON + 9 * DAY):
        assert isinstance(asked(colleague), Hold)


def test_a_lease_that_runs_out_frees_the_place_and_keeps_the_draft(each_app: Flask) -> None:
    a_course(OWED_TWO)
    first, second, third = authors(3)
    with clock.stopped_at(NOON + 3 * DAY):
        review = given(second)
        with transaction():
            save_review(the_task(), db.session.get_one(Review, review.id), Written({"reasons": 2}, {"reasons": "Half"}))
    with clock.stopped_at(NOON + 7 * DAY):
        steer_reviews()
        assert place_of(first).out == 0
        assert place_of(first).line
        kept = db.session.get_one(Review, review.id, populate_existing=True)
        assert (kept.comments, kept.ended_at) == ({"reasons": "Half"}, NOON + 6 * DAY)
        assert given(third).submission_id == first.submission_id
        reviewed(kept)
        late = db.session.get_one(Review, review.id, populate_existing=True)
        assert late.worth is Worth.SCORE_AND_CREDIT
        assert part_of(second).done == 1
        assert (place_of(first).done, place_of(first).out) == (1, 1)


def test_a_late_review_of_work_that_is_served_is_credit_for_its_reader(each_app: Flask) -> None:
    a_course(OWED_TWO)
    first, second, third, fourth = authors(4)
    with clock.stopped_at(NOON + 3 * DAY):
        review = given(second)
    with clock.stopped_at(NOON + 7 * DAY):
        for other in [given(third), given(fourth)]:
            reviewed(other)
        assert place_of(first).done == 2
        reviewed(review, 0)
        assert db.session.get_one(Review, review.id, populate_existing=True).worth is Worth.CREDIT
        assert result_of(first).counting == 2
        assert result_of(first).readable == 3
        assert part_of(second).done == 1


def test_work_that_is_given_back_goes_to_somebody_else(each_app: Flask) -> None:
    a_course()
    first, second, third = authors(3)
    with clock.stopped_at(NOON + 3 * DAY):
        review = given(third)
        with transaction():
            give_back(the_task(), db.session.get_one(Review, review.id))
        assert place_of(first).out == 0
        assert given(third).submission_id == second.submission_id


def test_work_that_is_withdrawn_frees_its_readers(each_app: Flask) -> None:
    a_course()
    first, second = authors(2)
    with clock.stopped_at(NOON + 3 * DAY):
        review = given(second)
        desk = desk_of(db.session.get_one(User, first.user_id))
        with transaction():
            actions.withdraw(desk)
        assert db.session.get_one(Review, review.id, populate_existing=True).given_back_at is not None
        assert place_of(first).line == ""
        assert isinstance(asked(second), Hold)


def test_reviews_become_a_score_that_can_be_found_again(each_app: Flask) -> None:
    a_course(OWED_TWO)
    first, second, third = authors(3)
    with clock.stopped_at(NOON + 3 * DAY):
        reviews = given(second), given(third)
        reviewed(reviews[0], 2)
        assert (result_of(first).counting, result_of(first).final_score) == (1, None)
        reviewed(reviews[1], 2)
        result = result_of(first)
        assert result.counting == 2
        assert result.final_score == result.score
        again = score_again(result.inputs, Method.MODEL)
        assert again is not None
        assert again.band.score == result.score
        assert again.band.standard_error == result.standard_error
        assert part_of(second).calibration is State.NOT_NEEDED


def test_an_assignment_is_done_when_ones_part_is_done_or_on_hold(each_app: Flask) -> None:
    a_course(OWED_TWO)
    first, second = authors(2)
    with clock.stopped_at(NOON + 3 * DAY):
        desk = desk_of(db.session.get_one(User, second.user_id))
        assert KEY not in done_keys_of(desk.part.enrolment_id)
        reviewed(given(second))
        assert KEY not in done_keys_of(desk.part.enrolment_id)
        assert isinstance(asked(second), Hold)
        assert KEY in done_keys_of(desk.part.enrolment_id)
        desk = desk_of(db.session.get_one(User, first.user_id))
        assert isinstance(asked(first), Hold)
        assert KEY in done_keys_of(desk.part.enrolment_id)


def test_a_mentor_reads_what_they_choose_and_nothing_of_a_colleague(each_app: Flask) -> None:
    a_course()
    (first,) = authors(1)
    mentor = a_mentor()
    with clock.stopped_at(NOON + 8 * DAY):
        reviewed(mentored(mentor, first.submission_id))
        assert place_of(first).done == 1
        with clock.stopped_at(NOON + 9 * DAY), pytest.raises(Refused, match="had this work before"):
            mentored(mentor, first.submission_id)
    with clock.stopped_at(NOON):
        second = author(organisation="Riverton", country="KE")
    colleague = person(name="Cora", organisation="Riverton", country="KE")
    with clock.stopped_at(NOON + 8 * DAY), pytest.raises(Refused, match="your organisation"):
        mentored(colleague, second.submission_id)


def test_what_staff_give_measures_others_and_has_no_part_in_the_score(each_app: Flask) -> None:
    a_course(OWED_TWO)
    first, second, third = authors(3)
    staff = person(name="Stella")
    with clock.stopped_at(NOON + 3 * DAY):
        reviewed(mentored(staff, first.submission_id, ReaderRole.STAFF), 0)
        assert place_of(first).done == 0
        assert place_of(first).out == 0
        for review in [given(second), given(third)]:
            reviewed(review, 2)
        reader = {one[0]: one for one in result_of(first).inputs["readers"]}[second.user_id]
        assert reader[1] > 0, "milder than staff"
        assert reader[5] == 1


def test_fifty_who_ask_at_the_same_instant_get_fifty_valid_leases(each_app: Flask) -> None:
    a_course(OWED_TWO)
    everybody = authors(50)
    ready = [asker(who) for who in everybody]
    task = the_task()
    db.session.remove()

    def ask(number: int) -> int | None:
        with each_app.app_context():
            with transaction():
                found = hand_out(task, ready[number])
            return found.id if isinstance(found, Review) else None

    with clock.stopped_at(NOON + 60 * DAY), ThreadPoolExecutor(10) as threads:
        leases = list(threads.map(ask, range(len(everybody))))
    assert None not in leases
    assert len(set(leases)) == 50
    reviews = db.session.scalars(select(Review)).all()
    author_of = {who.submission_id: who.user_id for who in everybody}
    pairs = {(review.reader_id, author_of[review.submission_id or 0]) for review in reviews}
    assert len(pairs) == 50
    assert all(reader != writer for reader, writer in pairs)
    assert not any((writer, reader) in pairs for reader, writer in pairs)
    per_work = Counter(review.submission_id for review in reviews)
    assert max(per_work.values()) <= 2
    for place in db.session.scalars(select(ReviewPlace)):
        assert place.out == per_work[place.submission_id]
        assert bool(place.line) == (place.out < 2)
