"""Facilitators look after the reviews of their courses, on both databases; nobody else does."""

import re
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.roles import Role
from app.content.assignments import Scoring
from app.peerreview import actions
from app.peerreview.actions import save_work
from app.peerreview.care_models import Appeal
from app.peerreview.exchange_models import MentorRequest, Review, ReviewCall, ReviewPool
from app.peerreview.models import SubmissionVersion
from app.peerreview.objections import Cause
from app.peerreview.publication import Stage
from app.peerreview.queries import find_work
from app.peerreview.results import publication_of
from app.peerreview.staff_actions import change_language
from app.peerreview.staff_models import ReviewStep
from app.peerreview.staff_pages import explained
from app.peerreview.stages import Kind
from app.peerreview.work import Work
from app.platform import clock
from app.platform.audit import AuditEntry
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from tests.builders import browser_of, fields_of, person, send, statements_of
from tests.peerreview.assignments import KEY, SLUG, desk_of
from tests.peerreview.pools import a_mentor, author, given, mentored, place_of, result_of, the_task
from tests.peerreview.staffed import (
    DAY,
    NOON,
    POOL,
    THEN,
    Pool,
    a_pool,
    facilitator,
    reported_review,
    reported_work,
)

PAGES = ("", "/work", "/work?show=all", "/reports", "/appeals", "/readers", "/examples", "/signs", "/method")


def office_in(app: Flask) -> FlaskClient:
    """The browser of the course's facilitator; whoever signs in before a pool is made has been away for months."""
    return browser_of(app, facilitator())


def audited() -> list[str]:
    done = select(AuditEntry.action).where(~AuditEntry.action.startswith("role."))
    return list(db.session.scalars(done.order_by(AuditEntry.id)))


def work_at(pool: Pool) -> str:
    return f"{POOL}/work/{pool.first.submission_id}"


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_only_those_who_look_after_the_course_see_its_reviews(each_app: Flask) -> None:
    pool = a_pool()
    reported_review(pool)
    works = [*PAGES, f"/work/{pool.first.submission_id}", "/reviews.csv", "/scores.csv"]
    for role, scope, expected in (
        (Role.FACILITATOR, SLUG, 200),
        (Role.UCLG_LEARNING, None, 200),
        (Role.ADMINISTRATOR, None, 200),
        (Role.FACILITATOR, "another-course", 403),
        (Role.MENTOR, SLUG, 403),
        (None, None, 403),
    ):
        client = browser_of(each_app, person(role, scope=scope))
        for page in works:
            assert client.get(f"{POOL}{page}").status_code == expected, (role, page)


def test_the_list_shows_the_assignments_of_ones_own_courses(each_app: Flask) -> None:
    reported_review(a_pool())
    mine = browser_of(each_app, facilitator()).get("/facilitating").text
    assert f'href="{POOL}"' in mine
    assert "One open report" in mine
    other = browser_of(each_app, facilitator("another-course")).get("/facilitating")
    assert other.status_code == 200
    assert POOL not in other.text
    assert browser_of(each_app, person()).get("/facilitating").status_code == 403


def test_the_page_of_an_assignment_begins_with_what_needs_a_hand(each_app: Flask) -> None:
    pool = a_pool(points=(2, 0))
    office = office_in(each_app)
    reported_review(pool)
    with clock.stopped_at(THEN + 20 * DAY):
        page = text_of(office.get(POOL).text)
    assert page.index("One open report") < page.index("One open appeal") < page.index("Who waits")
    # Nobody has done both reviews they owe; Ana's are so far apart that a third is wanted.
    assert "Authors who have not done their part yet English 3" in page
    assert "Waiting longest Ana" in page
    assert "100 points in the middle; 1 of 1 lie more than 25 apart" in page
    assert "0.7 for each piece of work" in page


def test_pages_ask_no_more_for_many_than_for_few(each_app: Flask) -> None:
    a_pool()
    office = office_in(each_app)
    addresses = [f"{POOL}{page}" for page in PAGES if page not in ("/signs",)]
    few = {address: statements_of(each_app, office, address) for address in addresses}
    for number in range(6):
        with clock.stopped_at(THEN + number * DAY):
            author(name=f"Author {number}")
    assert {address: statements_of(each_app, office, address) for address in addresses} == few
    assert few[POOL] <= 22
    assert max(few.values()) <= 22


def test_a_page_of_work_tells_all_of_it(each_app: Flask) -> None:
    pool = a_pool()
    office = office_in(each_app)
    page = text_of(office.get(work_at(pool)).text)
    assert "Work of Ana" in page
    assert "100 of 100" in page
    assert "The plain mean is 100" in page
    assert "Ben handed in a review" in page
    assert page.index("Ana handed it in") < page.index("Ben began to review it") < page.index("published as final")
    assert office.get(f"{POOL}/work/99999").status_code == 404


def test_a_review_is_taken_out_of_the_score_with_a_reason_and_counted_again(each_app: Flask) -> None:
    pool = a_pool(points=(2, 0))
    office = office_in(each_app)
    review_id = pool.reviews[1]
    out = f"{POOL}/reviews/{review_id}/exclusion"
    assert send(office, out, {"reason": " "}).status_code == 422
    assert db.session.get_one(Review, review_id).excluded_at is None
    before = result_of(pool.first).score
    assert send(office, out, {"reason": "It is about another text."}).location == work_at(pool)
    work_off()
    result = result_of(pool.first)
    assert result.counting == 1
    assert before is not None
    assert result.score is not None
    assert result.score > before
    page = text_of(office.get(work_at(pool)).text)
    assert "out of the score" in page
    assert "It is about another text." in page
    assert "Fay Facilitator took the review by Chi out of the score" in page
    assert office.get(out).status_code == 403
    send(office, f"{POOL}/reviews/{review_id}/inclusion", {"reason": "It is about this one."})
    work_off()
    assert result_of(pool.first).counting == 2
    reasons = [step.reason for step in db.session.scalars(select(ReviewStep).order_by(ReviewStep.id))]
    assert reasons == ["It is about another text.", "It is about this one."]
    assert audited()[-2:] == ["review.excluded", "review.included"]


def test_words_are_held_and_released(each_app: Flask) -> None:
    pool = a_pool()
    office = office_in(each_app)
    send(office, f"{POOL}/reviews/{pool.reviews[0]}/holding", {"reason": "A name stands in it."})
    work_off()
    assert result_of(pool.first).readable == 1
    assert result_of(pool.first).counting == 2
    send(office, f"{POOL}/reviews/{pool.reviews[0]}/release", {"reason": "It is the name of a town."})
    work_off()
    assert result_of(pool.first).readable == 2
    assert audited()[-2:] == ["review.held", "review.released"]
    assert office.get(f"{POOL}/reviews/{pool.reviews[0]}/burning").status_code == 404


def test_a_reader_is_replaced_and_keeps_what_they_wrote(each_app: Flask) -> None:
    pool = a_pool()
    office = office_in(each_app)
    with clock.stopped_at(THEN + DAY):
        review = given(pool.third)
        assert review.submission_id == pool.second.submission_id
        send(office, f"{POOL}/reviews/{review.id}/replacement", {"reason": "They are ill."})
        assert place_of(pool.second).out == 0
        ended = db.session.get_one(Review, review.id, populate_existing=True)
        assert (ended.ended_at, ended.given_back_at) == (clock.now(), None)
        assert office.get(f"{POOL}/reviews/{review.id}/replacement").status_code == 403
    assert audited()[-1] == "review.replaced"


def test_staff_take_a_work_as_a_mentor_or_as_a_measure(each_app: Flask) -> None:
    pool = a_pool()
    staff = facilitator()
    staff_id = staff.id
    browser = browser_of(each_app, staff)
    address = f"{POOL}/work/{pool.second.submission_id}"
    gone = send(browser, address, {"as": "staff"}, to=f"{address}/taking")
    review = db.session.scalars(select(Review).where(Review.reader_id == staff_id)).one()
    assert gone.location == f"/reviews/{review.id}"
    assert review.role == "staff"
    assert place_of(pool.second).out == 0
    other = f"{POOL}/work/{pool.third.submission_id}"
    send(browser, other, {"as": "mentor"}, to=f"{other}/taking")
    assert place_of(pool.third).out == 1
    assert audited()[-2:] == ["review.taken", "review.taken"]
    assert "You had this work before" in browser.get(other).text


def test_mentors_get_a_work_at_once(each_app: Flask) -> None:
    pool = a_pool()
    office = office_in(each_app)
    address = f"{POOL}/work/{pool.second.submission_id}"
    assert "Give it to mentors now" not in office.get(address).text
    a_mentor()
    send(office, address, to=f"{address}/mentors")
    assert place_of(pool.second).granted_at is not None
    assert audited()[-1] == "work.given_to_mentors"
    assert "Give it to mentors now" not in office.get(address).text


def test_somebody_is_asked_by_name_if_the_rules_allow_it(each_app: Flask) -> None:
    pool = a_pool()
    office = office_in(each_app)
    mara_id = a_mentor().id
    with clock.stopped_at(NOON + 9 * DAY):
        late = author(name="Dora Late")
    asking = f"{work_at(pool)}/asking"
    page = office.get(asking).text
    assert "Mara Mentor" in page
    found = text_of(office.get(f"{asking}?words=ben").text)
    assert "They have had this work before." in found
    assert "Ask : Ben" not in found
    # Ana's work has all it needs; from now on it needs one more.
    send(office, f"{asking}?words=dora", {"person": str(late.user_id)}, to=asking)
    call = db.session.scalars(select(ReviewCall)).one()
    assert (call.user_id, call.submission_id) == (late.user_id, pool.first.submission_id)
    assert place_of(pool.first).line
    send(office, asking, {"person": str(mara_id)}, to=asking)
    assert db.session.scalars(select(MentorRequest)).one().mentor_id == mara_id
    assert "have not answered yet" in office.get(asking).text
    assert audited().count("review.asked_for") == 2


def test_nobody_is_asked_whom_the_rules_do_not_allow(each_app: Flask) -> None:
    pool = a_pool()
    office = office_in(each_app)
    a_mentor()
    asking = f"{work_at(pool)}/asking"
    answer = send(office, asking, {"person": str(pool.second.user_id)}, to=asking)
    assert answer.status_code == 403
    assert "They have had this work before." in answer.text
    outsider_id = person(name="Otto Outside").id
    assert send(office, asking, {"person": str(outsider_id)}, to=asking).status_code == 403
    assert send(office, asking, {"person": "999999"}, to=asking).status_code == 404
    assert audited() == []


def test_a_work_goes_on_in_the_line_of_its_language(each_app: Flask) -> None:
    pool = a_pool()
    office = office_in(each_app)
    report = reported_work(pool)
    assert not place_of(pool.second).is_open
    page = f"{POOL}/reports/{report.id}"
    assert send(office, page, {"is_upheld": "", "answer": ""}).status_code == 422
    told = {"is_upheld": "yes", "answer": "Thank you.", "language": "fr"}
    assert send(office, page, told).location == f"{POOL}/reports"
    place = place_of(pool.second)
    assert (place.language, place.is_open) == ("fr", True)
    assert place.line
    assert audited()[-2:] == ["report.settled", "work.language_changed"]
    assert "Thank you." in office.get(page).text


def test_readers_get_the_work_in_the_language_that_staff_put_right(each_app: Flask) -> None:
    pool = a_pool()
    office = office_in(each_app)
    report = reported_work(pool)
    send(office, f"{POOL}/reports/{report.id}", {"is_upheld": "yes", "answer": "Thank you.", "language": "ar"})
    in_arabic = '<div class="text" lang="ar" dir="rtl">'
    with clock.stopped_at(THEN + 2 * DAY):
        mentor = a_mentor()
        review = mentored(mentor, pool.second.submission_id)
        reader = browser_of(each_app, mentor)
        page = reader.get(f"/reviews/{review.id}").text
        assert in_arabic in page
        # A review is written in the language of the work, unless its writer says otherwise.
        assert '<option value="ar" lang="ar" selected>' in page
        author_sees = browser_of(each_app, db.session.get_one(User, pool.second.user_id))
        assert in_arabic in author_sees.get(f"/learn/{SLUG}/{KEY}/work/handed-in").text
    assert in_arabic in office.get(f"{POOL}/work/{pool.second.submission_id}").text
    # What was handed in is as it was, and its story tells from which to which.
    versions = select(SubmissionVersion.language).where(SubmissionVersion.submission_id == pool.second.submission_id)
    assert set(db.session.scalars(versions)) == {"en"}
    assert "English, now العربية" in text_of(office.get(f"{POOL}/work/{pool.second.submission_id}").text)
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "work.language_changed")).one()
    assert (noted.details["was"], noted.details["language"]) == ("en", "ar")


def test_a_further_round_begins_in_the_language_that_staff_put_right(each_app: Flask) -> None:
    pool = a_pool()
    staff_id, author_id = person(name="Fay").id, pool.first.user_id
    with transaction():
        change_language(the_task(), pool.first.submission_id, "ar", by=staff_id)
    desk = desk_of(db.session.get_one(User, author_id))
    with transaction():
        actions.withdraw(desk)
    with transaction():
        actions.begin_again(desk, window="there")
    desk = desk_of(db.session.get_one(User, author_id))
    mine = find_work(desk.part.enrolment_id, desk.keys)
    assert mine is not None
    assert (mine.round, mine.work.language) == (2, "ar")


def test_an_author_who_chose_another_language_since_keeps_it(app: Flask) -> None:
    pool = a_pool()
    staff_id = person(name="Fay").id
    desk = desk_of(db.session.get_one(User, pool.third.user_id))
    # What is handed in was in English; what is written since is said to be in French.
    with transaction():
        save_work(desk, Work("Les déchets.", "fr"), base=1, window="here", kind=Kind.SAVED)
    with transaction():
        change_language(the_task(), pool.third.submission_id, "ar", by=staff_id)
    mine = find_work(desk.part.enrolment_id, desk.keys)
    assert mine is not None
    assert (mine.work.language, mine.language) == ("fr", "ar")


def test_a_report_that_is_not_right_changes_nothing(each_app: Flask) -> None:
    pool = a_pool()
    office = office_in(each_app)
    report_id = reported_review(pool)
    work_off()
    assert result_of(pool.first).readable == 1
    listed = office.get(f"{POOL}/reports").text
    assert "Offensive" in listed
    assert "It is rude." in office.get(f"{POOL}/reports/{report_id}").text
    send(office, f"{POOL}/reports/{report_id}", {"is_upheld": "no", "answer": "It is strict, and fair."})
    work_off()
    assert result_of(pool.first).readable == 2
    assert office.get(f"{POOL}/reports/99999").status_code == 404


def test_an_appeal_is_decided_by_somebody_uninvolved(each_app: Flask) -> None:
    pool = a_pool(points=(2, 0))
    appeal = db.session.scalars(select(Appeal)).one()
    assert appeal.cause is Cause.FAR_APART or appeal.cause is Cause.STRADDLES_PASS_MARK
    assert place_of(pool.first).is_disputed
    page = f"{POOL}/appeals/{appeal.id}"
    one, other = browser_of(each_app, facilitator()), browser_of(each_app, person(Role.UCLG_LEARNING))
    assert "Ana" in one.get(f"{POOL}/appeals").text
    send(one, page, to=f"{page}/taking")
    assert "Somebody else is looking at it" in other.get(page).text
    assert send(one, page, {"reasons": "Fair."}, to=page).status_code == 422
    send(one, page, {"score": "40", "reasons": "The reasons are told, and not weighed."}, to=page)
    db.session.expire_all()
    result = result_of(pool.first)
    assert result.decided_score == 40
    work_off()
    with clock.stopped_at(THEN):
        shown = publication_of(the_task(), place_of(pool.first), result_of(pool.first))
    assert (shown.score, shown.stage, shown.is_disputed) == (40, Stage.FINAL, False)
    assert not place_of(pool.first).is_disputed
    assert audited()[-2:] == ["appeal.taken", "appeal.decided"]
    told = text_of(other.get(page).text)
    assert "Fay Facilitator decided" in told
    assert "not weighed" in told


def test_an_appeal_may_be_decided_level_by_level(each_app: Flask) -> None:
    pool = a_pool(points=(2, 0))
    appeal = db.session.scalars(select(Appeal)).one()
    page = f"{POOL}/appeals/{appeal.id}"
    browser = browser_of(each_app, facilitator())
    send(browser, page, to=f"{page}/taking")
    send(browser, page, {"c-reasons": "2", "score": "", "reasons": "Weighed in the second part."}, to=page)
    assert result_of(pool.first).decided_score == 100
    step = db.session.scalars(select(ReviewStep)).one()
    assert step.points == {"reasons": 2}


def test_who_has_read_a_work_does_not_decide_about_it(each_app: Flask) -> None:
    pool = a_pool(points=(2, 0))
    (appeal_id,) = db.session.scalars(select(Appeal.id))
    staff = facilitator()
    browser = browser_of(each_app, staff)
    address = work_at(pool)
    send(browser, address, {"as": "staff"}, to=f"{address}/taking")
    page = f"{POOL}/appeals/{appeal_id}"
    assert "You have reviewed this work" in browser.get(page).text
    hidden = fields_of(browser.get(address).text)
    assert browser.post(page, data=hidden | {"reasons": "x", "score": "1"}).status_code == 403
    assert browser.post(f"{page}/taking", data=hidden).status_code == 403
    assert db.session.get_one(Appeal, appeal_id, populate_existing=True).taken_by is None


def test_readers_stand_by_name_and_are_told_in_words(each_app: Flask) -> None:
    a_pool(points=(2, 0), names=("Ana", "Zoe", "Bea"))
    office = office_in(each_app)
    page = text_of(office.get(f"{POOL}/readers").text)
    assert page.index("Bea") < page.index("Zoe")
    assert "points stricter" in page
    assert "points milder" in page
    assert "too few to tell" in page


def test_signs_are_shown_with_what_shows_them_and_accuse_nobody(each_app: Flask) -> None:
    pool = a_pool()
    office = office_in(each_app)
    page = text_of(office.get(f"{POOL}/signs").text)
    assert "nobody is accused" in page
    assert "Ben and Chi wrote nearly the same" in page or "Chi and Ben wrote nearly the same" in page
    assert f"{POOL}/work/{pool.first.submission_id}" in office.get(f"{POOL}/signs").text


def test_the_way_of_scoring_is_switched_and_scores_follow(each_app: Flask) -> None:
    pool = a_pool(points=(2, 2))
    office = office_in(each_app)
    page = f"{POOL}/method"
    assert "no score would change" in office.get(page).text
    send(office, page, {"scoring": "mean"}, to=page)
    assert db.session.scalars(select(ReviewPool)).one().scoring is Scoring.MEAN
    work_off()
    result = result_of(pool.first)
    assert result.method is Scoring.MEAN
    told = explained(result)
    assert told is not None
    assert told.is_same
    assert audited()[-1] == "pool.scoring_chosen"
    send(office, page, {"results_by": "2027-06-30"}, to=f"{page}/results")
    db.session.expire_all()
    promised = db.session.scalars(select(ReviewPool)).one().results_by
    assert promised == clock.end_of(date(2027, 6, 30))
    assert send(office, page, {"results_by": "soon"}, to=f"{page}/results").status_code == 422
    assert audited()[-1] == "pool.results_promised"


def test_tables_hold_every_review_and_every_score(each_app: Flask) -> None:
    a_pool(points=(2, 0))
    office = office_in(each_app)
    reviews = office.get(f"{POOL}/reviews.csv")
    assert reviews.mimetype == "text/csv"
    assert len(reviews.text.splitlines()) == 3
    scores = office.get(f"{POOL}/scores.csv").text.splitlines()
    assert len(scores) == 4
    assert ",50.0," in scores[1], "the plain mean"


def test_the_log_keeps_numbers_and_keys_only(each_app: Flask) -> None:
    pool = a_pool()
    office = office_in(each_app)
    send(office, f"{POOL}/reviews/{pool.reviews[0]}/exclusion", {"reason": "Ben knows Ana."})
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "review.excluded"))
    assert "Ben" not in str(entry.details)
    assert entry.details == {"submission": pool.first.submission_id}
