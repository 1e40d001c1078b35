"""What an author meets to whom reviews come."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.peerreview.care_models import Appeal, ReviewReport
from app.peerreview.exchange_models import Review, ReviewPart, ReviewPlace, ReviewResult
from app.peerreview.objections import Cause, Problem
from app.peerreview.queries import find_work
from app.peerreview.roles import ReaderRole
from app.peerreview.scoring import score_course
from app.peerreview.steering import steer_pool
from app.peerreview.tasks import tasks_of_course
from app.platform import clock, throttle
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from tests.builders import PASSWORD_HASH, browser_of, done_keys_of, fields_of, person, send, statements_of
from tests.peerreview.assignments import KEY, SLUG, UNIT, WORK, desk_of
from tests.peerreview.pools import Author, a_course, hand_in_as, the_task
from tests.peerreview.receiving import READER, review_of, task_with

REVIEWS = f"{WORK}/reviews"
RATED = {"step": "later"}
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
# Whatever tells a score, a level or points.
SCORE = re.compile(r"of 100|of 10 points|excellent|\bthin\b|weighed|<svg viewBox|<progress|Passed|passed", re.I)


@pytest.fixture(autouse=True)
def unthrottled() -> None:
    throttle.forget_all()


@dataclass
class Here:
    """An author and their browser."""

    app: Flask
    user_id: int
    author: Author
    client: FlaskClient

    @property
    def work(self) -> int:
        """The number of what they handed in first."""
        return self.author.submission_id

    def page(self, address: str = REVIEWS) -> str:
        """A page, without the frame around it."""
        shown = self.client.get(address)
        assert shown.status_code == 200, shown.text[:500]
        return shown.text.partition("<main")[2].partition("</main>")[0]

    def post(self, to: str, fields: dict[str, str] | None = None, at: str = REVIEWS) -> TestResponse:
        """Send the form of a page."""
        return send(self.client, at, fields, to=to)

    def see_score(self) -> str:
        """Pass the question how helpful the reviews were, if it is asked, and look."""
        if "Before you see the score" in self.page():
            assert self.post(f"{REVIEWS}/ratings", RATED).status_code == 303
        return self.page()


def here(app: Flask, task: str | None = None) -> Here:
    a_course(task or task_with())
    user = person()
    user_id = user.id
    who = hand_in_as(user)
    return Here(app, user_id, who, browser_of(app, db.session.get_one(User, user_id)))


def row(review_id: int) -> Review:
    db.session.rollback()
    return db.session.get_one(Review, review_id, populate_existing=True)


def decide(who: Here, score: float) -> None:
    """What the page of staff does."""
    with transaction():
        appeal = db.session.scalars(select(Appeal)).one()
        appeal.decided_at, appeal.decision, appeal.reasons = clock.now(), score, "The second step is <b>sound</b>."
        db.session.get_one(ReviewResult, who.work).decided_score = score
        score_course(tasks_of_course(SLUG))


def test_before_the_first_review_the_page_says_what_will_be_there(each_app: Flask) -> None:
    who = here(each_app)
    assert "Nobody has handed in a review of this work yet" in who.page()
    assert "None has come yet" in who.page(UNIT)
    assert not SCORE.search(who.page())


def test_where_nothing_is_handed_in_there_is_nothing(app: Flask) -> None:
    a_course(task_with())
    user = person()
    user_id = user.id
    hand_in_as(user)
    stranger = browser_of(app, person(name="Somebody Else"))
    assert stranger.get(REVIEWS).status_code == 403
    client = browser_of(app, db.session.get_one(User, user_id))
    assert client.get(f"{REVIEWS}?round=2").status_code == 404
    assert client.get(f"/learn/{SLUG}/lesson-1/work/reviews").status_code == 404


def test_comments_are_there_as_soon_as_they_come_and_levels_and_scores_are_not(each_app: Flask) -> None:
    who = here(each_app)
    review_id = review_of(who.work, 9, "Bien <b>vu</b>", overall="Un bon début", language="fr")
    assert "You have not read it yet." in who.page(UNIT)
    page = who.page()
    assert row(review_id).read_at is not None
    assert "Reviewer 1" in page
    assert "There is no score yet" in page
    assert '<p class="said" lang="fr" dir="auto" data-content>Bien &lt;b&gt;vu&lt;/b&gt;</p>' in page
    assert "Un bon début" in page
    assert "written in" in page
    # The page of the assignment shows the whole rubric above.
    for text in (page, who.page(UNIT).partition(">Reviews of your work<")[2]):
        assert text
        assert READER not in text
        assert not SCORE.search(text)
    assert "You have not read" not in who.page(UNIT)


def test_who_owes_reviews_is_told_when_the_score_is_shown_at_the_latest(each_app: Flask) -> None:
    who = here(each_app, task_with(owed=3))
    for points in (9, 10):
        review_of(who.work, points, "Good.")
    page = who.page()
    assert "Your score is ready" in page
    assert f'datetime="{clock.now() + timedelta(days=14):%Y-%m-%d}"' in page
    assert not SCORE.search(page)
    assert "your own reviews come first" in who.page(UNIT)
    assert not SCORE.search(who.page(UNIT).partition(">Reviews of your work<")[2])
    with clock.stopped_at(clock.now() + timedelta(days=14)):
        assert "About 95 of 100 points" in who.see_score()


def test_before_the_score_its_author_is_asked_how_helpful_the_reviews_were(each_app: Flask) -> None:
    who = here(each_app)
    first, second = (review_of(who.work, points, "Good.") for points in (9, 10))
    page = who.page()
    assert "Before you see the score" in page
    assert not SCORE.search(page)
    sent = who.post(f"{REVIEWS}/ratings", {f"helpful-{first}": "3", "step": "send"})
    assert sent.location == f"{REVIEWS}?round=1"
    assert (row(first).helpful, row(second).helpful) == (3, None)
    assert row(first).rated_at is not None
    assert row(second).rated_at is not None
    page = who.page()
    assert "About 95 of 100 points" in page
    assert "You found it very helpful" in page
    changed = {f"helpful-{second}": "1", f"helpful-{first}": "7", "step": "change"}
    who.post(f"{REVIEWS}/ratings", changed)
    assert (row(first).helpful, row(second).helpful) == (3, 1)


def test_who_passes_the_question_sees_the_score(each_app: Flask) -> None:
    who = here(each_app)
    review_ids = [review_of(who.work, points) for points in (9, 10)]
    who.post(f"{REVIEWS}/ratings", {f"helpful-{review_ids[0]}": "3", "step": "later"})
    assert [row(review_id).helpful for review_id in review_ids] == [None, None]
    assert "About 95 of 100 points" in who.page()


def test_nobody_rates_or_thanks_or_answers_or_reports_reviews_of_others(each_app: Flask) -> None:
    who = here(each_app)
    own = review_of(who.work, 9, "Good.")
    other = hand_in_as(person(name="Olga Other"))
    foreign = review_of(other.submission_id, 9, "Also good.")
    who.post(f"{REVIEWS}/ratings", {f"helpful-{foreign}": "3", "step": "change"})
    assert row(foreign).rated_at is None
    for address in (f"{REVIEWS}/{foreign}/answer", f"{REVIEWS}/{foreign}/report", f"{REVIEWS}/999999/answer"):
        assert who.client.get(address).status_code == 404
    thanked = who.post(f"{REVIEWS}/{own}/thanks")
    assert thanked.status_code == 303
    wrong = send(who.client, REVIEWS, to=f"{REVIEWS}/ratings")
    assert wrong.status_code == 303
    assert row(foreign).thanked_at is None


def test_a_final_score_is_told_in_words_with_all_that_led_to_it(each_app: Flask) -> None:
    who = here(each_app)
    review_of(who.work, 9, "Good.")
    review_of(who.work, 10, "Very good.", role=ReaderRole.MENTOR, name="Mara Mentor")
    page = who.see_score()
    assert re.search(r"About 95 of 100 points, most likely between \d+ and 100\.", page)
    assert "How sure is that? Fairly sure." in page
    assert "<b>Passed.</b> 70 points or more were needed." in page
    assert "This score is final" in page
    assert "With two reviews, each makes up half of the score" in page
    assert page.count("It makes up 50 % of your score.") == 2
    assert page.count('<progress value="50" max="100"') == 2
    assert "Other reviews come to nearly the same." in page
    assert ": 9.5 of 10 points" in page
    assert "<b" in page
    assert ">strong</b>" in page
    assert "Reviewer 2, a mentor" in page
    assert 'role="img" aria-label="On a line from 0 to 100: the score at 95' in page
    assert "The mark to reach is at 70." in page
    assert "style=" not in page
    for name in (READER, "Mara"):
        assert name not in page


def test_the_page_tells_no_number_by_which_a_reader_is_known(app: Flask) -> None:
    who = here(app)
    with transaction():
        # From here on people have numbers that stand nowhere else.
        fresh = {"name": "Nobody", "email": "n@example.org", "email_key": "n@example.org", "created_at": clock.now()}
        db.session.add(User(id=870_000, password_hash=PASSWORD_HASH, **fresh))
    ids = [review_of(who.work, points, "Good.") for points in (9, 10)]
    readers = [row(review_id).reader_id for review_id in ids]
    page = who.page() + who.see_score() + who.page(UNIT)
    for reader in readers:
        assert reader > 870_000
        assert str(reader) not in page


def test_of_reviews_far_apart_none_is_said_to_agree_and_somebody_looks_again(each_app: Flask) -> None:
    who = here(each_app)
    for points in (9, 2):
        review_of(who.work, points, "So it is.")
    page = who.see_score()
    assert "The reviews lie far apart, from 20 to 90 points." in page
    assert page.count("No other review comes near it.") == 2
    assert "nearly the same" not in page
    assert "Not yet passed." in page
    assert "Somebody uninvolved looks again" in page
    assert "because the mark to reach lies within" in page or "because the reviews lie far apart" in page
    assert "One of those who look after the course, who has not reviewed your work" in page


def test_before_the_score_is_shown_nobody_learns_that_somebody_looks_again(each_app: Flask) -> None:
    who = here(each_app, task_with(owed=3))
    for points in (9, 2):
        review_of(who.work, points, "So it is.")
    assert db.session.scalars(select(Appeal)).one()
    db.session.rollback()
    page = who.page().partition("How a score comes about")[0]
    assert "uninvolved" not in page
    assert "apart" not in page


def test_a_provisional_score_says_that_it_is_one(each_app: Flask) -> None:
    who = here(each_app, task_with(needed=3))
    for points in (9, 10):
        review_of(who.work, points)
    page = who.see_score()
    assert "Your score so far" in page
    assert "This score is provisional" in page
    assert "Another review is on its way already." in page
    assert "Your score is not final yet" in page
    assert f'action="{REVIEWS}/rounds"' not in page
    assert who.client.get(f"{REVIEWS}/again?round=1").status_code == 403


def test_where_nothing_must_be_reached_nothing_is_passed(each_app: Flask) -> None:
    who = here(each_app, task_with(mark=0))
    for points in (9, 2):
        review_of(who.work, points)
    page = who.see_score()
    assert "Nothing has to be reached" in page
    assert "assed." not in page.partition("What you can do now")[0]


def test_one_review_more_is_asked_for_once_and_the_line_knows(each_app: Flask) -> None:
    who = here(each_app)
    for points in (9, 9):
        review_of(who.work, points)
    who.see_score()
    asked = who.post(f"{REVIEWS}/further", {"round": "1"})
    assert asked.status_code == 303
    place = db.session.get_one(ReviewPlace, who.work, populate_existing=True)
    assert place.needed == 3
    assert place.line
    db.session.rollback()
    assert "Another review is on its way already." in who.page()
    keys = fields_of(who.client.get(REVIEWS).text, f"{REVIEWS}/ratings")
    assert who.client.post(f"{REVIEWS}/further", data=keys).status_code == 403
    review_of(who.work, 10)
    page = who.see_score()
    assert "Reviewer 3" in page
    assert "One more review than planned was asked for already" in page
    assert db.session.get_one(ReviewPlace, who.work, populate_existing=True).needed == 3


def test_a_review_is_thanked_for_and_answered_once_in_plain_words(each_app: Flask) -> None:
    who = here(each_app)
    review_id = review_of(who.work, 9, "Good.", overall="Tell more.")
    who.post(f"{REVIEWS}/{review_id}/thanks")
    assert row(review_id).thanked_at is not None
    assert "You said thank you" in who.page()
    answer = f"{REVIEWS}/{review_id}/answer"
    assert "Tell more." in who.page(answer)
    for words, told in (("  ", "Write a few words."), ("x" * 2001, "2,000")):
        refused = send(who.client, answer, {"words": words})
        assert refused.status_code == 422
        assert told in refused.text.replace("2000", "2,000")
    assert send(who.client, answer, {"words": "<i>Thank</i> you\nfor this"}).status_code == 303
    assert row(review_id).answer.replace("\r", "") == "<i>Thank</i> you\nfor this"
    assert "&lt;i&gt;Thank&lt;/i&gt; you\nfor this" in who.page().replace("\r", "")
    assert who.client.get(answer).status_code == 403


def test_a_reported_review_is_kept_back_and_staff_look(each_app: Flask) -> None:
    who = here(each_app)
    review_id = review_of(who.work, 9, "You are a fool.")
    address = f"{REVIEWS}/{review_id}/report"
    assert send(who.client, address, {"words": "It hurts."}).status_code == 422
    assert send(who.client, address, {"problem": "offensive", "words": "It hurts."}).status_code == 303
    kept = db.session.scalars(select(ReviewReport)).one()
    assert (kept.review_id, kept.reporter_id, kept.problem, kept.words) == (
        review_id,
        who.user_id,
        Problem.OFFENSIVE,
        "It hurts.",
    )
    db.session.rollback()
    work_off()
    page = who.page()
    assert "You are a fool." not in page
    assert "You reported this review. Its words are kept back." in page
    assert "There is no score yet" not in page
    for way in ("thanks", "answer", "report"):
        assert f"{REVIEWS}/{review_id}/{way}" not in page
        assert who.client.get(f"{REVIEWS}/{review_id}/{way}").status_code in (403, 405)
    with transaction():
        db.session.execute(update(ReviewReport).values(settled_at=clock.now(), is_upheld=False, answer="Said in jest."))
        db.session.execute(update(Review).values(is_held=False))
    page = who.page()
    assert "You are a fool." in page
    assert "Said in jest." in page


def test_words_that_staff_hold_are_not_shown_and_numbers_stay(each_app: Flask) -> None:
    who = here(each_app)
    first, _second = review_of(who.work, 9, "Held words."), review_of(who.work, 10, "Open words.")
    with transaction():
        db.session.execute(update(Review).where(Review.id == first).values(is_held=True))
    page = who.page()
    assert "Held words." not in page
    assert "Staff look at this review first." in page
    assert page.index("Reviewer 2") < page.index("Open words.")
    assert f'name="helpful-{first}"' not in page


def test_what_staff_wrote_is_read_and_is_no_part_of_the_score(each_app: Flask) -> None:
    who = here(each_app)
    for points in (9, 10):
        review_of(who.work, points)
    review_of(who.work, 2, "Look at the budget.", role=ReaderRole.STAFF)
    page = who.see_score()
    assert "Reviewer 3, who looks after the course" in page
    assert "Look at the budget." in page
    assert ">thin</b>" not in page
    assert "About 95 of 100" in page
    assert "It is not part of your score." in page


def test_a_review_taken_out_of_the_score_stays_readable(each_app: Flask) -> None:
    who = here(each_app)
    out = [review_of(who.work, points, f"Said with {points}.") for points in (9, 9, 2)][-1]
    with transaction():
        db.session.execute(
            update(Review).where(Review.id == out).values(excluded_at=clock.now(), exclusion="By a rival.")
        )
        score_course(tasks_of_course(SLUG))
    page = who.see_score()
    assert "Said with 2." in page
    assert "It does not count in your score." in page
    assert "took it out of the score" in page
    assert "By a rival." not in page


def test_somebody_uninvolved_is_asked_once_with_reasons(each_app: Flask) -> None:
    who = here(each_app)
    for points in (9, 9):
        review_of(who.work, points)
    assert "Say what they should look at" in who.see_score()
    ask = f"{REVIEWS}/again?round=1"
    assert send(who.client, ask, {"words": "Too low."}).status_code == 422
    words = "The second reason stands on <page> two."
    assert send(who.client, ask, {"words": words}).status_code == 303
    appeal = db.session.scalars(select(Appeal)).one()
    assert (appeal.cause, appeal.words, appeal.submission_id) == (Cause.ASKED, words, who.work)
    assert appeal.score == pytest.approx(90)
    assert appeal.low < 90 < appeal.high
    db.session.rollback()
    page = who.page()
    assert "You asked for it on <time" in page
    assert "stands on &lt;page&gt; two." in page
    assert "Somebody uninvolved looks at this work already." in page
    assert who.client.get(ask).status_code == 403
    with transaction():
        db.session.execute(update(Appeal).values(taken_at=clock.now()))
    assert "reads your work and all reviews now" in who.page()


def test_a_decision_is_shown_with_its_reasons_and_stays(each_app: Flask) -> None:
    who = here(each_app)
    for points in (9, 2):
        review_of(who.work, points)
    who.see_score()
    decide(who, 80)
    page = who.page()
    assert "80 of 100 points, as somebody uninvolved decided." in page
    assert re.search(r"Decided on <time.*?</time>: 80 of 100 points\.", page)
    assert "The second step is &lt;b&gt;sound&lt;/b&gt;." in page
    assert "Passed." in page
    assert "makes up" not in page
    assert "That stays so." in page
    assert "has decided on this score" in page


def revise(who: Here, text: str = "Water in every street.") -> int:
    """A further round, written and handed in; the number of its work."""
    assert who.post(f"{REVIEWS}/rounds").location == WORK
    send(who.client, WORK, {"source": text, "step": "hand-in"})
    assert send(who.client, f"{WORK}/handing-in").location == UNIT
    desk = desk_of(db.session.get_one(User, who.user_id))
    found = find_work(desk.part.enrolment_id, desk.keys)
    db.session.rollback()
    assert found is not None
    return found.submission_id


def test_work_is_revised_after_its_final_score_and_the_best_round_counts(each_app: Flask) -> None:
    who = here(each_app)
    for points in (7, 7):
        review_of(who.work, points, "First round.")
    who.see_score()
    begun = who.post(f"{REVIEWS}/rounds")
    assert begun.location == WORK
    assert "Waste collected in every street." in who.page(WORK)
    # While it is written, what came before stays where it was.
    assert "Of round 1" in who.page(UNIT)
    assert "First round." in who.page()
    send(who.client, WORK, {"source": "Water in every street.", "step": "hand-in"})
    send(who.client, f"{WORK}/handing-in")
    page = who.page()
    assert "Nobody has handed in a review" in page
    assert "this score counts" in page
    assert "70 of 100" in page
    assert "First round." in who.page(f"{REVIEWS}?round=1")
    places = db.session.scalars(select(ReviewPlace).order_by(ReviewPlace.submission_id)).all()
    assert [place.author_is_settled for place in places] == [True, True]
    db.session.rollback()
    for points in (9, 10):
        review_of(max(place.submission_id for place in places), points, "Second round.")
    page = who.see_score()
    assert re.search(r"9\d of 100 · passed · this score counts", page)
    assert page.count("this score counts") == 1


def test_nothing_is_owed_twice_and_what_is_done_stays_done(each_app: Flask) -> None:
    who = here(each_app)
    for points in (9, 10):
        review_of(who.work, points)
    who.see_score()
    desk = desk_of(db.session.get_one(User, who.user_id))
    assert KEY in done_keys_of(desk.part.enrolment_id)
    db.session.rollback()
    second = revise(who)
    for points in (2, 2):
        review_of(second, points)
    assert "Not yet passed." in who.see_score()
    assert re.search(r"9\d of 100 · passed · this score counts", who.page())
    assert KEY in done_keys_of(desk.part.enrolment_id)


def test_a_round_that_passed_completes_even_while_the_next_waits(each_app: Flask) -> None:
    who = here(each_app, task_with(needed=1, owed=1))
    other = hand_in_as(person(name="Olga Other"))
    with clock.stopped_at(clock.now() + timedelta(days=15)):
        review_of(who.work, 9)
        who.see_score()
        desk = desk_of(db.session.get_one(User, who.user_id))
        assert KEY not in done_keys_of(desk.part.enrolment_id)
        db.session.rollback()
        revise(who)
        review_of(other.submission_id, 9, reader_id=who.user_id)
        assert KEY in done_keys_of(desk.part.enrolment_id)


def test_who_takes_a_further_round_back_still_has_handed_in(each_app: Flask) -> None:
    who = here(each_app)
    for points in (2, 2):
        review_of(who.work, points)
    who.see_score()
    revise(who)
    assert "handed in</small>" in who.client.get(UNIT).text
    send(who.client, UNIT, to=f"{WORK}/taking-back")
    assert "handed in</small>" in who.client.get(UNIT).text


def test_work_that_must_pass_says_when_it_counts_without_a_score(each_app: Flask) -> None:
    with clock.stopped_at(NOON):
        who = here(each_app)
        page = who.page(UNIT)
        assert "You need not wait for others: if there is no score on" in page
        assert "15 March 2027" in page
    with clock.stopped_at(NOON + 14 * DAY):
        # Their own part is open: nothing was to be reviewed, and they have not asked.
        with transaction():
            part = db.session.scalars(select(ReviewPart)).one()
            part.settled_at, before = None, part.settled_at
        assert "as soon as your own reviews are done or on hold" in who.page(UNIT)
        with transaction():
            db.session.scalars(select(ReviewPart)).one().settled_at = before
        with transaction():
            steer_pool(the_task())
        page = who.page(UNIT)
        assert "Nobody scored it within 14 days, so the assignment counts as done" in page
        assert "You need not wait" not in page


def test_a_round_after_a_failed_one_counts_without_a_score_and_says_so(each_app: Flask) -> None:
    with clock.stopped_at(NOON):
        who = here(each_app)
        for points in (2, 2):
            review_of(who.work, points)
        assert "Not yet passed." in who.see_score()
        # It has a score, so nothing is said about having none.
        assert "You need not wait for others" not in who.page(UNIT)
    with clock.stopped_at(NOON + 20 * DAY):
        with transaction():
            steer_pool(the_task())
        desk = desk_of(db.session.get_one(User, who.user_id))
        assert KEY not in done_keys_of(desk.part.enrolment_id), "what was failed is not done by waiting"
        db.session.rollback()
        second = revise(who)
        page = who.page(UNIT)
        assert "You need not wait for others: if there is no score on" in page
        assert "Your earlier score stays readable. Of all final scores, the best counts." in page
    with clock.stopped_at(NOON + 34 * DAY):
        with transaction():
            steer_pool(the_task())
        assert KEY in done_keys_of(desk.part.enrolment_id)
        db.session.rollback()
        assert "Nobody scored it within 14 days" in who.page(UNIT)
        for points in (2, 2):
            review_of(second, points)
        assert KEY in done_keys_of(desk.part.enrolment_id), "what is done stays done"
        db.session.rollback()
        assert "Nobody scored it within 14 days" not in who.page(UNIT)


def test_where_nothing_must_be_reached_nobody_is_told_of_waiting(app: Flask) -> None:
    who = here(app, task_with(mark=0))
    assert "You need not wait for others" not in who.page(UNIT)


def test_a_withdrawn_work_keeps_its_comments_and_can_begin_again(each_app: Flask) -> None:
    who = here(each_app)
    review_of(who.work, 9, "Good.")
    send(who.client, f"{WORK}/withdrawal")
    page = who.page()
    assert "You withdrew this work." in page
    assert "Good." in page
    assert who.post(f"{REVIEWS}/rounds").location == WORK


def test_pages_keep_to_their_statements(app: Flask) -> None:
    who = here(app)
    for points in (9, 2, 9, 10):
        review_of(who.work, points, "Good.")
    assert statements_of(app, who.client, UNIT) <= 7
    who.see_score()
    assert statements_of(app, who.client, REVIEWS) <= 7
    assert statements_of(app, who.client, UNIT) <= 7
