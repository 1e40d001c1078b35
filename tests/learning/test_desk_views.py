"""What a learner meets at the reviewing desk, on both databases."""

import re
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.library.queries import get_edition
from app.peerreview.calibration import State
from app.peerreview.exchange_models import ExampleScore, Review, ReviewCall, ReviewHold, ReviewReader
from app.peerreview.jobs import score_all_work, steer_reviews
from app.platform import clock, throttle
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from tests.builders import browser_of, course_files, enrolled, fields_of, person, published, send
from tests.peerreview.assignments import KEY, PLAIN, SLUG, UNIT
from tests.peerreview.pools import (
    Author,
    a_course,
    a_mentor,
    asked,
    author,
    given,
    part_of,
    place_of,
    reviewed,
    the_task,
)
from tests.peerreview.practice import (
    EXAMPLES,
    JUDGED,
    NEXT,
    REVIEWS,
    TOWNS,
    a_course_with_examples,
    example,
    score,
    town_on,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
OWED_ONE = PLAIN.replace("title:", "reviews: {needed: 1, owed: 1}\ntitle:")


def authors(number: int, **facts: str) -> list[Author]:
    """So many who handed in, each two days after the one before, the last at noon."""
    found = []
    for left in range(number - 1, -1, -1):
        with clock.stopped_at(NOON - 2 * left * DAY):
            found.append(author(**facts))
    return found


def at_desk(app: Flask, who: Author) -> FlaskClient:
    throttle.forget_all()
    return browser_of(app, db.session.get_one(User, who.user_id))


def words(html: str) -> str:
    main = html.partition("<main")[2].partition("</main>")[0]
    return re.sub(r" ([.,;])", r"\1", " ".join(re.sub(r"<[^>]+>", " ", main).split()))


def shown(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:300]
    return words(answer.text)


def test_before_handing_in_the_desk_says_what_comes_first(each_app: Flask) -> None:
    a_course()
    (first,) = authors(1)
    with clock.stopped_at(NOON + DAY):
        newcomer = person()
        enrolled(newcomer)
        client = browser_of(each_app, newcomer)
        assert "Hand in your own work first" in shown(client, REVIEWS)
        assert "you review the work of 3 other learners" in shown(client, UNIT)
        form = fields_of(at_desk(each_app, first).get(REVIEWS).text, REVIEWS)
        assert client.post(REVIEWS, data=form).status_code in (400, 403)
        assert client.get(EXAMPLES).status_code == 403
    assert db.session.scalars(select(Review)).all() == []


def test_who_owes_is_told_what_unlocks_and_is_handed_work(each_app: Flask) -> None:
    a_course()
    first, second = authors(2)
    with clock.stopped_at(NOON + 3 * DAY):
        client = at_desk(each_app, second)
        page = shown(client, UNIT)
        assert "3 more reviews of yours move it to place 1 of the first line" in page
        assert "Reviews you owe: 3." in page
        assert "Review 3 more pieces of work, one at a time, whenever you like." in page
        answer = send(client, UNIT, to=REVIEWS)
        review = db.session.scalars(select(Review)).one()
        assert review.submission_id == first.submission_id
        assert answer.location == f"/reviews/{review.id}"
        page = client.get(UNIT).text
        assert f'class="button onward" href="/reviews/{review.id}"' in page
        assert "Hand in the review you are writing by 7 March 2027" in words(page)
        assert "Yours until 7 March 2027" in shown(client, REVIEWS)
        assert send(client, REVIEWS, to=f"{REVIEWS}/reading").location == REVIEWS
        again = asked(second)
        assert isinstance(again, Review)
        assert f"/reviews/{again.id}" == answer.location


def test_where_nothing_waits_the_desk_says_so_and_nothing_is_blocked(each_app: Flask) -> None:
    a_course()
    (only,) = authors(1)
    with clock.stopped_at(NOON + 3 * DAY):
        client = at_desk(each_app, only)
        assert send(client, REVIEWS).location == REVIEWS
        page = shown(client, REVIEWS)
        assert "Nothing waits that you may read" in page
        assert "on hold, until 18 April 2027 at the latest" in page
        assert "Nothing is blocked for you: your part counts as done" in page
        assert "Your work stands at place 1 in line." in page
        assert len(db.session.scalars(select(ReviewHold)).all()) == 3
        assert "On hold: 3, until 18 April 2027 at the latest." in shown(client, UNIT)
        send(client, REVIEWS)
        assert len(db.session.scalars(select(ReviewHold)).all()) == 3
    with clock.stopped_at(NOON + 60 * DAY):
        page = shown(client, REVIEWS)
        assert "Void, because nobody needed them: 3." in page


def test_a_form_sent_twice_hands_out_once(each_app: Flask) -> None:
    a_course()
    _first, second, third = authors(3)
    with clock.stopped_at(NOON + 3 * DAY):
        client = at_desk(each_app, third)
        form = fields_of(client.get(REVIEWS).text, REVIEWS)
        answers = [client.post(REVIEWS, data=form) for _time in range(2)]
        assert answers[0].location == answers[1].location
        assert len(db.session.scalars(select(Review)).all()) == 1
        incomplete = at_desk(each_app, second).post(REVIEWS, data={})
        assert incomplete.status_code == 400


def test_more_than_is_owed_may_be_done_while_work_needs_it(each_app: Flask) -> None:
    a_course(OWED_ONE)
    _first, _second, third = authors(3)
    with clock.stopped_at(NOON + 3 * DAY):
        reviewed(given(third))
        client = at_desk(each_app, third)
        page = shown(client, REVIEWS)
        assert "Your part is done." in page
        assert "Reviews beyond that are welcome" in page
        assert "/reviews/" in send(client, REVIEWS).location


def a_call(who: Author, submission_id: int) -> int:
    with transaction():
        call = ReviewCall(
            pool_id=the_task().pool_id, submission_id=submission_id, user_id=who.user_id, called_at=clock.now()
        )
        db.session.add(call)
        db.session.flush()
        return call.id


def two_of_whom_the_first_is_on_call() -> list[Author]:
    with clock.stopped_at(NOON - 2 * DAY):
        first = author()
        asked(first)
    return [first, *authors(1)]


def test_a_call_is_answered_from_the_assignment(each_app: Flask) -> None:
    a_course()
    first, second = two_of_whom_the_first_is_on_call()
    with clock.stopped_at(NOON + 3 * DAY):
        call_id = a_call(first, second.submission_id)
        client = at_desk(each_app, first)
        page = shown(client, UNIT)
        assert "Answer the call by 7 March 2027" in page
        other = at_desk(each_app, second)
        own = fields_of(other.get(REVIEWS).text, REVIEWS)
        assert other.post(f"{REVIEWS}/calls/{call_id}", data=own).status_code == 404
        answer = send(client, UNIT, to=f"{REVIEWS}/calls/{call_id}")
        review = db.session.scalars(select(Review)).one()
        assert (review.submission_id, answer.location) == (second.submission_id, f"/reviews/{review.id}")
        assert db.session.get_one(ReviewCall, call_id, populate_existing=True).answered_at == NOON + 3 * DAY


def test_a_call_that_came_too_late_is_no_longer_shown(each_app: Flask) -> None:
    a_course()
    first, second = two_of_whom_the_first_is_on_call()
    with clock.stopped_at(NOON + 3 * DAY):
        a_call(first, second.submission_id)
        assert "Answer the call" in shown(at_desk(each_app, first), REVIEWS)
    with clock.stopped_at(NOON + 6 * DAY):
        assert "Answer the call" not in shown(at_desk(each_app, first), REVIEWS)


def test_the_desk_lists_drafts_whose_time_ran_out_and_what_authors_said(each_app: Flask) -> None:
    a_course()
    _first, second, third = authors(3)
    with clock.stopped_at(NOON + 3 * DAY):
        late = given(third).id
    with clock.stopped_at(NOON + 7 * DAY):
        steer_reviews()
        done = given(third)
        done_id = done.id
        reviewed(done)
        with transaction():
            told = db.session.get_one(Review, done_id)
            told.thanked_at, told.helpful, told.answer, told.answered_at = (
                clock.now(),
                3,
                "I shall <b>add</b> it.",
                clock.now(),
            )
        client = at_desk(each_app, third)
        page = client.get(REVIEWS).text
        assert f'<a href="/reviews/{late}">Review 1</a>' in page
        assert "Its time ran out on 7 March 2027. You can still finish it" in words(page)
        assert "Its author thanks you. Its author found it very helpful." in words(page)
        assert "I shall &lt;b&gt;add&lt;/b&gt; it." in page
        assert "Amina" not in words(page)
        assert "Review 1" not in shown(at_desk(each_app, second), REVIEWS)


def test_mentors_are_promised_only_where_there_are_some(each_app: Flask) -> None:
    a_course()
    (only,) = authors(1)
    with clock.stopped_at(NOON + 3 * DAY):
        asked(only)
        client = at_desk(each_app, only)
        page = shown(client, UNIT)
        assert "Peers read your work as they come." in page
        assert "nobody can tell yet" in page
        assert "mentors" not in page
        a_mentor()
        page = shown(client, UNIT)
        assert "What they have not begun on 8 March 2027, mentors take over." in page
        assert "Its reviews are there by 13 March 2027 at the latest" in page


def test_who_says_what_they_read_is_handed_that_too(each_app: Flask) -> None:
    a_course()
    with clock.stopped_at(NOON - 9 * DAY):
        french = author(language="fr")
    (second,) = authors(1)
    with clock.stopped_at(NOON + 3 * DAY):
        client = at_desk(each_app, second)
        send(client, REVIEWS, {"language": ["fr", "tlh", "en"], "volunteer": "on"}, to=f"{REVIEWS}/reading")
        kept = db.session.get_one(ReviewReader, second.user_id, populate_existing=True)
        assert (kept.languages, kept.is_volunteer) == (["fr"], True)
        assert 'value="fr" checked' in client.get(REVIEWS).text
        assert given(second).submission_id == french.submission_id
        with transaction():
            db.session.get_one(ReviewReader, second.user_id).languages = ["fr", "zu"]
        send(client, REVIEWS, {"language": ["es"]}, to=f"{REVIEWS}/reading")
        kept = db.session.get_one(ReviewReader, second.user_id, populate_existing=True)
        assert (kept.languages, kept.is_volunteer) == (["es", "zu"], False)


def test_who_withdrew_still_finds_the_desk(each_app: Flask) -> None:
    a_course()
    first, second = authors(2)
    with clock.stopped_at(NOON + 3 * DAY):
        given(second)
        client = at_desk(each_app, first)
        send(client, f"{UNIT}/work/withdrawal")
        page = shown(client, UNIT)
        assert "Reviews you owe: 3." in page
        assert "at place" not in page
        assert "What you owe" in shown(client, REVIEWS)


def test_the_examples_come_first_in_a_drawn_order_and_are_shown_beside_the_staffs(each_app: Flask) -> None:
    a_course_with_examples()
    first, second = authors(2)
    with clock.stopped_at(NOON + 3 * DAY):
        client = at_desk(each_app, second)
        page = client.get(UNIT).text
        assert f'class="button onward" href="{EXAMPLES}"' in page
        desk = client.get(REVIEWS)
        assert "Score the examples first" in words(desk.text)
        form = fields_of(desk.text, f"{REVIEWS}/reading")
        assert client.post(REVIEWS, data=form).status_code == 403
        assert "There are 3 examples." in shown(client, EXAMPLES)
        seen = []
        for number in (1, 2, 3):
            page = client.get(NEXT).text
            assert f"Example {number} of 3" in words(page)
            assert "Staff looked" not in page
            assert "example-e" not in page
            assert "sheet.e" not in page
            seen.append(town_on(page))
            answer = score(client)
        assert sorted(seen) == sorted(TOWNS)
        assert answer.location == f"{EXAMPLES}/1"
        page = shown(client, answer.location)
        assert "On average your scores lay 0 points of 100 from those of staff." in page
        assert "Your reviews count in scores." in page
        assert "Staff looked for reasons in Larkfield." in page
        assert part_of(second).calibration is State.PASSED
        assert "/reviews/" in send(client, REVIEWS).location
        assert client.get(f"{EXAMPLES}/2").status_code == 404
        assert db.session.scalars(select(Review)).one().submission_id == first.submission_id


def test_an_example_needs_a_level_for_each_criterion_and_keeps_what_was_chosen(each_app: Flask) -> None:
    a_course_with_examples()
    (only,) = authors(1)
    with clock.stopped_at(NOON + 3 * DAY):
        client = at_desk(each_app, only)
        for wrong in ({"level-reasons": "2"}, {"level-reasons": "2", "level-actions": "7"}):
            answer = send(client, NEXT, wrong)
            assert answer.status_code == 422
            assert "One criterion has no level yet." in answer.text
            assert 'href="#level-actions"' in answer.text
            assert 'name="level-reasons" value="2" checked' in answer.text
        assert db.session.scalars(select(ExampleScore)).all() == []


def test_a_try_left_half_way_keeps_what_was_scored_and_says_nothing_yet(each_app: Flask) -> None:
    a_course_with_examples()
    (only,) = authors(1)
    with clock.stopped_at(NOON + 3 * DAY):
        client = at_desk(each_app, only)
        score(client)
        work_off()
        score_all_work()
        assert part_of(only).calibration is State.NOT_BEGUN
        assert "You have scored 1 of 3. What you gave is kept." in shown(client, EXAMPLES)
    with clock.stopped_at(NOON + 30 * DAY):
        client = at_desk(each_app, only)
        form = fields_of(client.get(NEXT).text)
        levels = {"level-reasons": "1", "level-actions": "1"}
        client.post(NEXT, data={**form, **levels})
        late = client.post(NEXT, data={**form, **levels, "once": ""})
        assert late.location == NEXT
        score(client)
        attempts = db.session.scalars(select(ExampleScore.attempt)).all()
        assert attempts == [1, 1, 1]


def test_who_is_far_from_staff_reviews_all_the_same_and_tries_again_after_a_day(each_app: Flask) -> None:
    a_course_with_examples()
    first, second = authors(2)
    with clock.stopped_at(NOON + 3 * DAY):
        client = at_desk(each_app, second)
        for _example in range(3):
            answer = score(client, (2, 2))
        page = shown(client, answer.location)
        assert "On average your scores lay 50 points of 100 from those of staff. You were milder." in page
        assert "your reviews reach authors as comments" in page
        assert part_of(second).calibration is State.ONCE_MORE
        page = shown(client, EXAMPLES)
        assert "From 5 March 2027, 12:00 on you can score them again." in page
        assert client.get(NEXT).location == EXAMPLES
        reviewed(given(second))
        assert place_of(first).done == 0
    with clock.stopped_at(NOON + 4 * DAY):
        for _example in range(3):
            score(client)
        work_off()
        assert part_of(second).calibration is State.PASSED
        assert place_of(first).done == 1
        assert "Try 2" in shown(client, EXAMPLES)


def test_a_second_failed_try_makes_reviews_comments_in_kind_words(each_app: Flask) -> None:
    bank = TOWNS | {"Kestrelford": (0, 0), "Marwood": (1, 1), "Northgate": (2, 2)}
    a_course_with_examples(bank)
    (only,) = authors(1)
    with clock.stopped_at(NOON + 3 * DAY):
        client = at_desk(each_app, only)
        seen = set()
        for _try in range(2):
            for _example in range(3):
                seen.add(town_on(client.get(NEXT).text))
                answer = score(client, (2, 2))
        assert seen == set(bank)
        page = shown(client, answer.location)
        assert "Your reviews reach authors as comments: they help them as any other" in page
        score_all_work()
        assert part_of(only).calibration is State.FEEDBACK_ONLY


def test_where_no_example_is_in_a_language_one_reads_nothing_is_asked_and_reviews_count(each_app: Flask) -> None:
    a_course_with_examples(language="es")
    first, second = authors(2)
    with clock.stopped_at(NOON + 3 * DAY):
        client = at_desk(each_app, second)
        assert "Score the examples" not in shown(client, UNIT)
        assert client.get(EXAMPLES).status_code == 404
        answer = send(client, REVIEWS)
        review = db.session.scalars(select(Review)).one()
        assert answer.location == f"/reviews/{review.id}"
        assert part_of(second).calibration is State.NOT_NEEDED
        reviewed(review)
        assert place_of(first).done == 1
        # Who learns of examples later is asked for them before the next review, and what they did goes on counting.
        send(client, REVIEWS, {"language": ["es"]}, to=f"{REVIEWS}/reading")
        assert "Score the examples first" in shown(client, REVIEWS)
        score_all_work()
        assert place_of(first).done == 1
        assert town_on(client.get(NEXT).text) in TOWNS


def test_who_never_scored_examples_they_could_read_does_not_count(each_app: Flask) -> None:
    a_course_with_examples()
    first, second = authors(2)
    with clock.stopped_at(NOON + 3 * DAY):
        reviewed(given(second))
        assert part_of(second).calibration is State.NOT_BEGUN
        assert place_of(first).done == 0


def test_a_try_whose_last_examples_are_taken_out_of_the_course_locks_nobody_out(each_app: Flask) -> None:
    a_course_with_examples()
    _first, second = authors(2)
    with clock.stopped_at(NOON + 3 * DAY):
        client = at_desk(each_app, second)
        gone = town_on(client.get(NEXT).text)
        score(client)
        publish_again({gone: TOWNS[gone]})
        assert "Review the work of others" in shown(client, REVIEWS)
        assert "/reviews/" in send(client, REVIEWS).location
        score_all_work()
        assert part_of(second).calibration is State.PASSED


def publish_again(towns: dict[str, tuple[int, int]]) -> None:
    """The course with fewer examples, each under the key it had."""
    place = f"1-why-local/95-{KEY}"
    files = {f"{place}.md": JUDGED}
    for number, town in enumerate(TOWNS):
        if town in towns:
            files[f"{place}.example-e{number}.md"] = example(town, towns[town])
    published(course_files(more=files), based_on=get_edition(SLUG).digest)


def test_my_learning_leads_to_the_desk_while_something_is_owed(each_app: Flask) -> None:
    a_course(OWED_ONE)
    first, second = authors(2)
    with clock.stopped_at(NOON + 3 * DAY):
        client = at_desk(each_app, second)
        assert f'href="{REVIEWS}"' in client.get("/learn").text
        reviewed(given(second))
        assert f'href="{REVIEWS}"' not in client.get("/learn").text
        asked(first)
        assert f'href="{REVIEWS}"' not in at_desk(each_app, first).get("/learn").text
        a_call(first, second.submission_id)
        assert f'href="{REVIEWS}"' in at_desk(each_app, first).get("/learn").text


def test_who_took_their_work_back_finds_the_review_they_are_writing(each_app: Flask) -> None:
    a_course()
    _first, second = authors(2)
    with clock.stopped_at(NOON + 3 * DAY):
        review_id = given(second).id
        client = at_desk(each_app, second)
        assert send(client, UNIT, to=f"{UNIT}/work/taking-back").location == UNIT
        page = client.get(REVIEWS)
        assert page.status_code == 200
        assert f'href="/reviews/{review_id}">Go on with your review' in page.text
        assert "What you read" not in page.text
