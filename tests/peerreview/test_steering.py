"""A pool goes on by itself: calls, reminders, mentors, and what people are told of it, on both databases."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import User
from app.accounts.roles import Role
from app.enrolment.models import Enrolment
from app.notifications.models import Notice
from app.peerreview import actions, notices
from app.peerreview.allocation import Hold
from app.peerreview.exchange_models import (
    MentorRequest,
    Review,
    ReviewCall,
    ReviewHold,
    ReviewPlace,
    ReviewPool,
    ReviewReader,
)
from app.peerreview.handing_out import answer_call
from app.peerreview.jobs import steer_reviews
from app.peerreview.mentor_asking import MOST_OPEN, peers_may_come
from app.peerreview.models import Submission
from app.peerreview.placing import STEER_POOL
from app.peerreview.reviewing import Written, give_back, save_review
from app.peerreview.steering import pools_due, steer_pool
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.jobs import Job, work_off
from tests.builders import counted_statements, done_keys_of, enrolled, person
from tests.peerreview.assignments import KEY, PLAIN, SLUG, desk_of
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
    reviewed,
    the_task,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DESK, RECEIVED = f"/learn/{SLUG}/{KEY}/reviews", f"/learn/{SLUG}/{KEY}/work/reviews"


def steer(at: datetime) -> None:
    """Let the pool go on at a moment."""
    with clock.stopped_at(at), transaction():
        steer_pool(the_task())


def told(user_id: int, kind: str) -> list[Notice]:
    """What somebody was told of a kind."""
    found = select(Notice).where(Notice.user_id == user_id, Notice.kind == kind).order_by(Notice.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def calls() -> Sequence[ReviewCall]:
    """Everybody who was called, in order."""
    return db.session.scalars(
        select(ReviewCall).order_by(ReviewCall.id).execution_options(populate_existing=True)
    ).all()


def holds_of(who: Author) -> Sequence[ReviewHold]:
    """Their duties on hold."""
    mine = select(ReviewHold).where(ReviewHold.user_id == who.user_id).order_by(ReviewHold.id)
    return db.session.scalars(mine.execution_options(populate_existing=True)).all()


def handed_in(at: datetime, **told_of_them: str) -> Author:
    """Somebody who hands in at a moment."""
    with clock.stopped_at(at):
        return author(**told_of_them)


def on_call(number: int, until: datetime = NOON) -> list[Author]:
    """So many who read nobody's work yet, because there was none for them; the last of them at this moment."""
    found = []
    for left in range(number, 0, -1):
        # Of one organisation, so that none may read another's.
        found.append(handed_in(until - left * 2 * DAY, organisation="Riverton", country="KE"))
    for who in found:
        with clock.stopped_at(until):
            assert isinstance(asked(who), Hold)
    return found


# Calls


def test_who_is_on_call_is_called_once_when_work_arrives(each_app: Flask) -> None:
    a_course()
    first, second = on_call(2)
    work = handed_in(NOON + 2 * DAY)
    for _time in range(2):
        steer(NOON + 2 * DAY)
    assert {call.user_id for call in calls()} == {first.user_id, second.user_id}
    assert {call.submission_id for call in calls()} == {work.submission_id}
    assert (place_of(work).rounds, place_of(work).called_at) == (1, NOON + 2 * DAY)
    (notice,) = told(first.user_id, notices.CALLED)
    assert notice.leads_to == DESK
    assert notice.arguments == {"assignment": "A priority sheet", "until": "2027-03-06"}


def test_work_for_which_nobody_can_be_called_has_had_no_round(each_app: Flask) -> None:
    a_course()
    work = handed_in(NOON - 9 * DAY)
    steer(NOON)
    assert (place_of(work).rounds, place_of(work).called_at) == (0, None)
    (helper,) = on_call_beside(work)
    steer(NOON + HOUR)
    assert [call.user_id for call in calls()] == [helper.user_id]


def on_call_beside(work: Author) -> list[Author]:
    """Somebody of another language who found nothing, and has said since that they read the language of this work."""
    helper = handed_in(NOON - 5 * DAY, language="fr")
    with clock.stopped_at(NOON):
        assert isinstance(asked(helper), Hold)
        with transaction():
            db.session.add(ReviewReader(user_id=helper.user_id, languages=[place_of(work).language]))
    return [helper]


def test_those_who_all_handed_in_on_one_day_are_called_for_each_other_after_two_days_without_mentors(
    each_app: Flask,
) -> None:
    a_course()
    group = [handed_in(NOON + number * HOUR) for number in range(4)]
    with clock.stopped_at(NOON + 5 * HOUR):
        assert all(isinstance(asked(who), Hold) for who in group)
    steer(NOON + 2 * DAY)
    assert not calls()
    steer(NOON + 2 * DAY + 5 * HOUR)
    first = calls()[0]
    assert {call.user_id for call in calls()} == {who.user_id for who in group}
    called = next(who for who in group if who.user_id == first.user_id)
    with clock.stopped_at(NOON + 3 * DAY), transaction():
        found = answer_call(the_task(), asker(called), first.id)
        assert isinstance(found, Review)
        assert (found.submission_id, found.is_relaxed) == (first.submission_id, True)


def test_the_first_to_come_win_and_nobody_blames_the_others(each_app: Flask) -> None:
    a_course(PLAIN.replace("title:", "reviews: {needed: 1, owed: 3}\ntitle:"))
    first, second = on_call(2)
    handed_in(NOON + 2 * DAY)
    steer(NOON + 2 * DAY)
    with clock.stopped_at(NOON + 3 * DAY), transaction():
        assert isinstance(answer_call(the_task(), asker(first), calls()[0].id), Review)
    assert told(second.user_id, notices.CALLED) == [], "taken back, since nobody more is needed"
    assert calls()[1].taken_at == NOON + 3 * DAY
    steer(NOON + 9 * DAY)
    assert [hold.ignored for hold in holds_of(second)] == [0, 0, 0]


def test_two_calls_without_an_answer_end_the_hold_and_the_duty_is_owed_again(each_app: Flask) -> None:
    a_course()
    (helper,) = on_call(1)
    handed_in(NOON + 2 * DAY)
    for days in (2, 5, 5, 7):
        steer(NOON + days * DAY)
    assert [hold.ignored for hold in holds_of(helper)] == [1, 1, 1], "counted once, however often it is looked at"
    assert place_of(helper).author_is_settled
    steer(NOON + 8 * DAY)
    assert [hold.ignored for hold in holds_of(helper)] == [2, 2, 2]
    assert part_of(helper).settled_at is None
    assert not place_of(helper).author_is_settled
    for days in (8, 20):
        steer(NOON + days * DAY)
    (notice,) = told(helper.user_id, notices.DUTY_BACK)
    assert (notice.arguments["number"], notice.leads_to) == (3, DESK)
    assert told(helper.user_id, notices.CALLED) == [], "what passed need not be seen any more"
    assert len(calls()) == 2


def test_a_call_that_passes_counts_not_against_a_duty_that_was_void_before(each_app: Flask) -> None:
    a_course()
    (helper,) = on_call(1)
    with transaction():
        db.session.execute(update(ReviewHold).where(ReviewHold.id == holds_of(helper)[0].id).values(ignored=1))
        db.session.execute(
            update(ReviewHold).where(ReviewHold.id == holds_of(helper)[2].id).values(held_at=NOON + 30 * DAY)
        )
    handed_in(NOON + 43 * DAY)
    steer(NOON + 43 * DAY)
    assert len(calls()) == 1
    steer(NOON + 47 * DAY)
    assert [hold.ignored for hold in holds_of(helper)] == [1, 0, 1]
    assert place_of(helper).author_is_settled


def test_an_answer_forgives_the_calls_before_and_revives_no_duty_that_has_ended(each_app: Flask) -> None:
    a_course()
    (helper,) = on_call(1)
    with transaction():
        for hold, ignored in zip(holds_of(helper), (0, 1, 2), strict=True):
            db.session.execute(update(ReviewHold).where(ReviewHold.id == hold.id).values(ignored=ignored))
    handed_in(NOON + 2 * DAY)
    steer(NOON + 2 * DAY)
    with clock.stopped_at(NOON + 3 * DAY), transaction():
        answer_call(the_task(), asker(helper), calls()[0].id)
    assert [hold.ignored for hold in holds_of(helper)] == [0, 0, 2]


def test_volunteers_are_called_in_the_languages_they_read_while_they_can_come(each_app: Flask) -> None:
    a_course(PLAIN.replace("title:", "reviews: {needed: 2, owed: 0}\ntitle:"))
    willing, silent, away, blocked, reads_french = (
        handed_in(NOON - days * DAY, language="es") for days in range(9, 4, -1)
    )
    with transaction():
        for who, languages in ((willing, ["en"]), (away, ["en"]), (blocked, ["en"]), (reads_french, ["fr"])):
            db.session.add(ReviewReader(user_id=who.user_id, languages=languages, is_volunteer=True))
        db.session.add(ReviewReader(user_id=silent.user_id, languages=["en"], is_volunteer=False))
        db.session.execute(update(Enrolment).where(Enrolment.user_id == away.user_id).values(left_at=NOON))
        db.session.execute(update(User).where(User.id == blocked.user_id).values(blocked_at=NOON))
        # What waits in the language of all of them waits elsewhere.
        db.session.execute(update(ReviewPlace).values(line=""))
    handed_in(NOON)
    steer(NOON)
    assert [call.user_id for call in calls()] == [willing.user_id]


# Leases


def test_whoever_writes_is_reminded_a_day_before_the_end_and_not_when_it_is_done(each_app: Flask) -> None:
    a_course()
    handed_in(NOON - 4 * DAY)
    reader = handed_in(NOON - 2 * DAY)
    with clock.stopped_at(NOON):
        review = given(reader)
    steer(NOON + 2 * DAY - HOUR)
    assert told(reader.user_id, notices.LEASE_ENDS) == []
    for _time in range(2):
        steer(NOON + 2 * DAY)
    (notice,) = told(reader.user_id, notices.LEASE_ENDS)
    assert (notice.leads_to, notice.arguments["until"]) == (f"/reviews/{review.id}", "2027-03-04")
    with clock.stopped_at(NOON + 2 * DAY + HOUR):
        reviewed(review)
    assert told(reader.user_id, notices.LEASE_ENDS) == []


def test_a_saved_draft_renews_the_lease_and_the_reminder_comes_again(each_app: Flask) -> None:
    a_course()
    handed_in(NOON - 4 * DAY)
    reader = handed_in(NOON - 2 * DAY)
    with clock.stopped_at(NOON):
        review_id = given(reader).id
    steer(NOON + 2 * DAY)
    with clock.stopped_at(NOON + 2 * DAY), transaction():
        save_review(the_task(), db.session.get_one(Review, review_id), Written({}, {"reasons": "Half"}))
    steer(NOON + 3 * DAY)
    assert told(reader.user_id, notices.LEASE_ENDS) == []
    steer(NOON + 4 * DAY)
    (notice,) = told(reader.user_id, notices.LEASE_ENDS)
    assert notice.arguments["until"] == "2027-03-06"


def test_that_a_lease_is_over_is_told_once_by_whatever_way_it_ended(each_app: Flask) -> None:
    a_course()
    handed_in(NOON - 6 * DAY)
    reader, other = handed_in(NOON - 4 * DAY), handed_in(NOON - 2 * DAY)
    with clock.stopped_at(NOON):
        review = given(reader)
    with clock.stopped_at(NOON + 4 * DAY):
        given(other)
    steer(NOON + 5 * DAY)
    (notice,) = told(reader.user_id, notices.LEASE_OVER)
    assert notice.leads_to == f"/reviews/{review.id}"
    assert told(reader.user_id, notices.LEASE_ENDS) == []


def test_who_gives_work_back_is_reminded_of_nothing(each_app: Flask) -> None:
    a_course()
    handed_in(NOON - 4 * DAY)
    reader = handed_in(NOON - 2 * DAY)
    with clock.stopped_at(NOON):
        review_id = given(reader).id
    steer(NOON + 2 * DAY)
    with clock.stopped_at(NOON + 2 * DAY), transaction():
        give_back(the_task(), db.session.get_one(Review, review_id))
    steer(NOON + 4 * DAY)
    assert told(reader.user_id, notices.LEASE_ENDS) == told(reader.user_id, notices.LEASE_OVER) == []


# Mentors


def settled(at: datetime, **told_of_them: str) -> Author:
    """Somebody who hands in and whose duties are on hold, since nothing is there for them."""
    who = handed_in(at, **told_of_them)
    with clock.stopped_at(at):
        assert isinstance(asked(who), Hold)
    return who


def requests() -> list[tuple[int, int]]:
    """Who was asked for what, in order."""
    found = select(MentorRequest.mentor_id, MentorRequest.submission_id).order_by(MentorRequest.id)
    return [(mentor, work) for mentor, work in db.session.execute(found)]


def test_a_week_after_handing_in_a_mentor_is_asked_for_each_missing_review(each_app: Flask) -> None:
    a_course()
    mentors = [a_mentor(name).id for name in ("Mara", "Mira")]
    work = settled(NOON)
    steer(NOON + 7 * DAY - HOUR)
    assert requests() == []
    for _time in range(2):
        steer(NOON + 7 * DAY)
    assert sorted(requests()) == [(mentor, work.submission_id) for mentor in mentors]
    (notice,) = told(mentors[0], notices.MENTOR_ASKED)
    assert (notice.leads_to, notice.arguments["until"]) == ("/mentoring", "2027-03-13")


def test_work_whose_author_has_not_done_their_part_waits_for_no_mentor_until_staff_say_so(each_app: Flask) -> None:
    a_course()
    a_mentor()
    handed_in(NOON - 2 * DAY)
    work = handed_in(NOON)
    steer(NOON + 8 * DAY)
    assert requests() == []
    with transaction():
        db.session.execute(
            update(ReviewPlace).where(ReviewPlace.submission_id == work.submission_id).values(granted_at=NOON + 8 * DAY)
        )
    steer(NOON + 9 * DAY)
    assert [number for _mentor, number in requests()] == [work.submission_id]


def test_the_mentor_with_the_fewest_requests_who_may_read_it_is_asked(each_app: Flask) -> None:
    a_course(PLAIN.replace("title:", "reviews: {needed: 1, owed: 3}\ntitle:"))
    colleague = person(Role.MENTOR, scope=SLUG, organisation="Riverton", country="KE").id
    spanish, free, other = (a_mentor(name).id for name in ("Sara", "Fred", "Olga"))
    with transaction():
        db.session.add(ReviewReader(user_id=spanish, languages=["es"]))
    works = [settled(NOON + number * 2 * DAY, organisation="Riverton", country="KE") for number in range(3)]
    steer(NOON + 12 * DAY)
    asked_for = requests()
    assert [number for _mentor, number in asked_for] == [work.submission_id for work in works]
    assert {mentor for mentor, _number in asked_for} == {free, other}
    assert colleague not in {mentor for mentor, _number in asked_for}


def test_after_five_days_another_mentor_is_asked_and_after_two_staff_are_told(each_app: Flask) -> None:
    a_course(PLAIN.replace("title:", "reviews: {needed: 1, owed: 3}\ntitle:"))
    facilitator = person(Role.FACILITATOR, scope=SLUG).id
    first, second, _third = (a_mentor(name).id for name in ("Mara", "Mira", "Moro"))
    settled(NOON)
    for days in (7, 11):
        steer(NOON + days * DAY)
    assert [mentor for mentor, _work in requests()] == [first]
    steer(NOON + 12 * DAY)
    assert [mentor for mentor, _work in requests()] == [first, second]
    assert told(first, notices.MENTOR_ASKED) == [], "let off"
    assert told(facilitator, notices.MENTORS_SILENT) == []
    for days in (17, 18, 40):
        steer(NOON + days * DAY)
    assert len(requests()) == 2
    (notice,) = told(facilitator, notices.MENTORS_SILENT)
    assert (notice.arguments["number"], notice.leads_to) == (1, f"/facilitating/{SLUG}/{KEY}")


def test_a_mentor_who_declines_is_waited_for_no_longer(each_app: Flask) -> None:
    a_course(PLAIN.replace("title:", "reviews: {needed: 1, owed: 3}\ntitle:"))
    first, second = (a_mentor(name).id for name in ("Mara", "Mira"))
    settled(NOON)
    steer(NOON + 7 * DAY)
    with transaction():
        db.session.execute(update(MentorRequest).values(declined_at=NOON + 8 * DAY))
    steer(NOON + 8 * DAY)
    assert [mentor for mentor, _work in requests()] == [first, second]


def test_where_nobody_mentors_or_facilitates_uclg_learning_is_told_what_is_overdue(each_app: Flask) -> None:
    a_course()
    staff = person(Role.UCLG_LEARNING).id
    settled(NOON)
    steer(NOON + 7 * DAY)
    assert len(told(staff, notices.MENTORS_SILENT)) == 1


def test_a_mentor_is_asked_for_so_many_at_once(each_app: Flask) -> None:
    a_course(PLAIN.replace("title:", "reviews: {needed: 1, owed: 0}\ntitle:"))
    a_mentor()
    for number in range(MOST_OPEN + 2):
        handed_in(NOON + number * HOUR)
    steer(NOON + 9 * DAY)
    assert len(requests()) == MOST_OPEN


def test_work_that_was_read_meanwhile_asks_no_mentor_any_more(each_app: Flask) -> None:
    a_course(PLAIN.replace("title:", "reviews: {needed: 1, owed: 3}\ntitle:"))
    first = a_mentor("Mara")
    first_id = first.id
    work = settled(NOON)
    steer(NOON + 7 * DAY)
    assert len(told(first_id, notices.MENTOR_ASKED)) == 1
    with clock.stopped_at(NOON + 8 * DAY):
        reviewed(mentored(a_mentor("Mira"), work.submission_id))
    assert told(first_id, notices.MENTOR_ASKED) == []


@pytest.mark.parametrize(
    ("who", "may_come"),
    [
        ("nobody", False),
        ("owes", True),
        ("owed long ago", False),
        ("on call", True),
        ("enrolled", True),
        ("left", False),
    ],
)
def test_peers_may_come_while_somebody_owes_is_on_call_or_has_just_enrolled(
    app: Flask, who: str, may_come: bool
) -> None:
    a_course()
    handed_in(NOON - 400 * DAY)
    with clock.stopped_at(NOON - 40 * DAY):
        person_id = enrolled(person())
    if who.startswith("owe"):
        handed_in(NOON - (20 if who == "owes" else 31) * DAY)
    elif who == "on call":
        settled(NOON - 31 * DAY, language="fr")
    elif who in ("enrolled", "left"):
        with clock.stopped_at(NOON - DAY):
            person_id = enrolled(person())
        if who == "left":
            with transaction():
                db.session.execute(update(Enrolment).where(Enrolment.id == person_id).values(left_at=NOON))
    with clock.stopped_at(NOON):
        pool = db.session.scalars(select(ReviewPool)).one()
        assert peers_may_come(the_task(), pool, NOON) is may_come
        pool.results_by = NOON
        with db.session.no_autoflush:
            assert not peers_may_come(the_task(), pool, NOON)
        db.session.rollback()


def test_where_nobody_is_left_to_come_mentors_are_asked_at_once(each_app: Flask) -> None:
    a_course()
    mentor = a_mentor().id
    work = handed_in(NOON)
    with transaction():
        db.session.execute(update(ReviewPlace).values(author_is_settled=True))
        db.session.execute(update(Enrolment).values(enrolled_at=NOON - 90 * DAY))
        part_of(work).settled_at = NOON
    steer(NOON + HOUR)
    assert requests() == [(mentor, work.submission_id)]


# What time brings


def test_after_a_fortnight_nobody_waits_for_a_score_that_others_have_not_given(each_app: Flask) -> None:
    a_course(PLAIN.replace("title:", "pass: 1\ntitle:"))
    who = settled(NOON)
    desk = desk_of(db.session.get_one(User, who.user_id))
    steer(NOON + 14 * DAY - HOUR)
    assert KEY not in done_keys_of(desk.part.enrolment_id)
    steer(NOON + 14 * DAY)
    assert KEY in done_keys_of(desk.part.enrolment_id)


def test_a_score_is_told_when_its_author_may_see_it(each_app: Flask) -> None:
    a_course(PLAIN.replace("title:", "reviews: {needed: 2, owed: 2}\ntitle:"))
    work = handed_in(NOON - 6 * DAY)
    readers = [handed_in(NOON - 4 * DAY), handed_in(NOON - 2 * DAY)]
    with clock.stopped_at(NOON):
        for review in [given(reader) for reader in readers]:
            reviewed(review)
    assert len(told(work.user_id, notices.RECEIVED)) == 2
    assert told(work.user_id, notices.FINAL) == []
    steer(NOON + 8 * DAY - HOUR)
    assert told(work.user_id, notices.FINAL) == []
    for _time in range(2):
        steer(NOON + 8 * DAY)
    (notice,) = told(work.user_id, notices.FINAL)
    assert notice.leads_to == RECEIVED


def test_a_score_is_told_as_soon_as_its_author_has_done_their_part(each_app: Flask) -> None:
    a_course(PLAIN.replace("title:", "reviews: {needed: 2, owed: 2}\ntitle:"))
    work = handed_in(NOON - 6 * DAY)
    readers = [handed_in(NOON - 4 * DAY), handed_in(NOON - 2 * DAY)]
    with clock.stopped_at(NOON):
        for review in [given(reader) for reader in readers]:
            reviewed(review)
        assert isinstance(asked(work), Hold)
    assert len(told(work.user_id, notices.FINAL)) == 1


def test_only_pools_are_looked_at_in_which_something_may_be_due(each_app: Flask) -> None:
    a_course(PLAIN.replace("title:", "reviews: {needed: 1, owed: 1}\ntitle:"))
    first = handed_in(NOON - 4 * DAY)
    second = handed_in(NOON - 2 * DAY)
    desk = desk_of(db.session.get_one(User, second.user_id))
    pool_id = the_task().pool_id
    assert pools_due(NOON) == [pool_id], "work waits"
    with clock.stopped_at(NOON):
        review = given(second)
        with transaction():
            actions.take_back(desk)
    assert pools_due(NOON + DAY) == []
    assert pools_due(NOON + 2 * DAY) == [pool_id], "a lease ends"
    with clock.stopped_at(NOON + 2 * DAY):
        reviewed(review)
    assert pools_due(NOON + 2 * DAY) == []
    assert pools_due(NOON + 10 * DAY) == [pool_id], "fourteen days are over"
    assert place_of(first).done == 1


def test_work_from_before_there_were_places_is_given_one(each_app: Flask) -> None:
    a_course()
    who = handed_in(NOON)
    with transaction():
        db.session.delete(db.session.get_one(ReviewPlace, who.submission_id))
        db.session.flush()
        db.session.delete(db.session.scalars(select(ReviewPool)).one())
        db.session.execute(update(Submission).values(handed_in_at=NOON - DAY))
    with clock.stopped_at(NOON):
        steer_reviews()
    assert (place_of(who).handed_in_at, place_of(who).line) == (NOON - DAY, "others")


def test_what_many_do_at_once_is_followed_up_by_one_job(each_app: Flask) -> None:
    a_course()
    with clock.stopped_at(NOON):
        for _number in range(3):
            author()
    waiting = select(Job).where(Job.kind == STEER_POOL, Job.done_at.is_(None))
    assert len(db.session.scalars(waiting).all()) == 1
    with clock.stopped_at(NOON + HOUR):
        work_off()
        assert db.session.scalars(waiting).all() == []
        author()
    assert len(db.session.scalars(waiting).all()) == 1


def test_a_pool_takes_as_many_statements_however_much_waits(each_app: Flask) -> None:
    a_course()
    a_mentor()
    counts = []
    for number in (4, 16):
        for left in range(number):
            handed_in(NOON + left * HOUR, organisation="Riverton", country="KE")
        on_call(1, NOON + 4 * DAY)
        # Nobody may read what waits, and so nobody is called.
        steer(NOON + 5 * DAY)
        with counted_statements(each_app) as seen:
            steer(NOON + 5 * DAY)
        counts.append(len(seen))
    assert calls() == []
    assert counts[0] == counts[1] < 40
