"""What a reader meets who writes a review: peer, mentor or staff, of work or of a blind check."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.content.course import Assignment
from app.content.likeness import passes_for_work
from app.files.cleaning import CleanFile
from app.files.kinds import Kind as FileKind
from app.library.queries import all_editions
from app.notifications.models import Notice
from app.peerreview import actions
from app.peerreview.allocation import Hold
from app.peerreview.calibration import is_gold_due
from app.peerreview.care_models import ReviewConflict, ReviewReport
from app.peerreview.examples import work_of
from app.peerreview.exchange_models import Review, ReviewPlace, ReviewPool
from app.peerreview.notices import REPORT_SETTLED
from app.peerreview.objections import Problem
from app.peerreview.reporting_actions import settle_report
from app.peerreview.review_pages import example_shown
from app.peerreview.roles import ReaderRole
from app.peerreview.stages import Kind
from app.peerreview.work import Work
from app.platform import clock, throttle
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from tests.builders import (
    IN_FRENCH,
    browser_of,
    course_files,
    enrolled,
    fields_of,
    person,
    published,
    send,
    statements_of,
)
from tests.peerreview.assignments import KEY, PLAIN, RUBRIC, UNIT, desk_of
from tests.peerreview.pools import (
    Author,
    a_course,
    a_mentor,
    asked,
    author,
    given,
    hand_in_as,
    mentored,
    part_of,
    place_of,
    reviewed,
    the_task,
)
from tests.peerreview.staffed import POOL, facilitator

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TWO_CRITERIA = PLAIN.replace("| Reasons | told and weighed | none |", "| Reasons | told | none |\n| Use | all | none |")
CHECK = """
---
title: The sheet of Larkfield
use: check
---
Larkfield collects waste in every street.

::: scores
| Criterion | Level | Reason |
| --- | --- | --- |
| Reasons | 0 | It says that, not why. |
:::
"""


@pytest.fixture(autouse=True)
def _afresh() -> None:
    throttle.forget_all()


def two_authors(task: str = PLAIN, **first: str) -> tuple[Author, Author]:
    """Two who handed in, four days apart; the second may read the first."""
    a_course(task)
    with clock.stopped_at(NOON - 4 * DAY):
        one = author(**{"name": "Wilhelmina Oduya", **first})
    with clock.stopped_at(NOON):
        return one, author(name="Rita Reader")


def browser(app: Flask, who: Author | User) -> FlaskClient:
    user_id = who.user_id if isinstance(who, Author) else who.id
    return browser_of(app, db.session.get_one(User, user_id))


def reviewing(app: Flask, task: str = PLAIN, **first: str) -> tuple[FlaskClient, int, Author, Author]:
    """A reader before the work of somebody else, in a browser."""
    one, reader = two_authors(task, **first)
    with clock.stopped_at(NOON + 3 * DAY):
        review_id = given(reader).id
    return browser(app, reader), review_id, one, reader


def review_of(review_id: int) -> Review:
    db.session.rollback()
    return db.session.get_one(Review, review_id, populate_existing=True)


FULL = {
    "level-reasons": "0",
    "comment-reasons": "Say in a sentence why you chose this target and not another one.",
    "overall": "Go on like this.",
    "language": "en",
}


def write(client: FlaskClient, review_id: int, fields: Mapping[str, str] = FULL, step: str = "save") -> TestResponse:
    address = f"/reviews/{review_id}"
    return send(client, address, {**fields, "step": step}, to=address)


def test_a_review_is_written_looked_over_and_handed_in(each_app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, first, reader = reviewing(each_app)
        page = client.get(f"/reviews/{review_id}").text
        assert "Waste collected in every street." in page
        assert 'until <time datetime="2027-03-07T12:00Z">' in page
        assert "three days from then" in page
        assert write(client, review_id).location == f"/reviews/{review_id}"
        page = client.get(f"/reviews/{review_id}").text
        assert "Saved. Nobody reads it" in page
        assert 'value="0" checked' in page
        assert "three days from then" not in page
        assert write(client, review_id, step="hand-in").location == f"/reviews/{review_id}/handing-in"
        page = client.get(f"/reviews/{review_id}/handing-in").text
        assert "Say in a sentence why" in page
        assert "Go on like this." in page
        assert review_of(review_id).handed_in_at is None
        done = send(client, f"/reviews/{review_id}/handing-in")
        assert done.location == f"/reviews/{review_id}"
        page = client.get(done.location).text
        assert "This review is handed in." in page
        assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
        work_off()
    assert review_of(review_id).score == 0
    assert place_of(first).done == 1
    assert part_of(reader).done == 1


def test_only_its_reader_sees_a_review(each_app: Flask) -> None:
    client, review_id, first, _reader = reviewing(each_app)
    others = [browser(each_app, first), browser(each_app, a_mentor())]
    for page in ("", "/handing-in", "/giving-back", "/report"):
        assert client.get(f"/reviews/{review_id}{page}").status_code == 200
        for other in others:
            assert other.get(f"/reviews/{review_id}{page}").status_code == 404
    token = fields_of(others[0].get("/account").text)
    for page in ("", "/handing-in", "/giving-back", "/report"):
        assert others[0].post(f"/reviews/{review_id}{page}", data={**token, **FULL}).status_code == 404
    assert review_of(review_id).saved_at is None
    assert client.get("/reviews/999999").status_code == 404


SECRETS = {"organisation": "Municipality of Zanzibara", "country": "KE"}


@pytest.mark.parametrize("role", [ReaderRole.PEER, ReaderRole.MENTOR, ReaderRole.STAFF])
def test_no_page_tells_who_the_author_is(each_app: Flask, role: ReaderRole) -> None:
    first, reader = two_authors(**SECRETS)
    with clock.stopped_at(NOON + 3 * DAY):
        if role is ReaderRole.PEER:
            client, review_id = browser(each_app, reader), given(reader).id
        else:
            mentor = a_mentor()
            client, review_id = browser(each_app, mentor), mentored(mentor, first.submission_id, role).id
        address = db.session.get_one(User, first.user_id).email
        pages = [f"/reviews/{review_id}{page}" for page in ("", "/handing-in", "/giving-back", "/report")]
        html = "".join(client.get(page).text for page in pages)
        write(client, review_id)
        send(client, f"/reviews/{review_id}/handing-in")
        html += client.get(f"/reviews/{review_id}").text
    # Nor when it was handed in, which on a small course tells as much.
    handed_in = (NOON - 4 * DAY).date()
    told = ("Wilhelmina", "Oduya", "Zanzibara", "Kenya", 'KE"', address, str(handed_in), f"{handed_in:%B} 25")
    assert [word for word in told if word in html] == []


def test_a_blind_check_looks_like_any_other_review(each_app: Flask) -> None:
    files = {f"1-why-local/95-{KEY}.md": PLAIN, f"1-why-local/95-{KEY}.example-lark.md": CHECK}
    published(course_files(more=files))
    with clock.stopped_at(NOON - 4 * DAY):
        first = hand_in_as(person(name="First"), text="Larkfield collects waste in every street.")
    with clock.stopped_at(NOON):
        reader = author(name="Rita Reader")
    with clock.stopped_at(NOON + 3 * DAY):
        # By their names, since what a peer is handed may be either.
        real = mentored(db.session.get_one(User, reader.user_id), first.submission_id, ReaderRole.PEER)
        with transaction():
            blind = Review(
                pool_id=real.pool_id,
                example_key="lark",
                reader_id=real.reader_id,
                revision_id=real.revision_id,
                rubric=real.rubric,
                began_at=real.began_at,
                ends_at=real.ends_at,
            )
            db.session.add(blind)
            db.session.flush()
            numbers = real.id, blind.id
        client = browser(each_app, reader)
        for page in ("", "/handing-in", "/giving-back", "/report"):
            shown = [_without_keys(client.get(f"/reviews/{number}{page}").text, number) for number in numbers]
            assert shown[0] == shown[1], page
        for number in numbers:
            assert write(client, number).status_code == 303
            assert send(client, f"/reviews/{number}/handing-in").status_code == 303
        client.get("/account")
        shown = [_without_keys(client.get(f"/reviews/{number}").text, number) for number in numbers]
        assert shown[0] == shown[1]
    assert "Larkfield" in shown[0]
    assert (review_of(numbers[1]).truth, review_of(numbers[1]).score) == (0, 0)


WHOLE_TASK = """---
kind: assignment
title: A priority sheet
words: [3, 8]
links: [1, 2]
---

Choose one target.

::: field Which hazard? {#hazard}
:::

::: table-to-fill Your actions {#actions rows=1..3}
| Action | Owner |
| --- | --- |
| what | office |
:::

::: field What did you leave out? {#left-out optional}
:::
"""
WHOLE_TASK += PLAIN[PLAIN.index("\n::: rubric") :]
WHOLE_CHECK = CHECK.replace("use: check\n", "use: check\nlinks: [https://larkfield.example/plan]\n").replace(
    "\n::: scores",
    """
::: field Which hazard? {#hazard}
Floods, *mostly*.
:::

::: table-to-fill Your actions {#actions}
| Action | Owner |
| --- | --- |
| Trees | Parks |
:::

::: scores""",
)
WHOLE_WORK = Work(
    "Larkfield collects waste in every street.",
    "en",
    {"hazard": "Floods, *mostly*.", "actions": [{"action": "Trees", "owner": "Parks"}]},
    ("https://larkfield.example/plan",),
)


def handed_in_whole(name: str) -> Author:
    """Somebody who handed in all that is asked for."""
    user_id = person(name=name).id
    enrolled(db.session.get_one(User, user_id))
    desk = desk_of(db.session.get_one(User, user_id))
    with transaction():
        number = actions.save_work(desk, WHOLE_WORK, base=0, window="here", kind=Kind.SAVED).number
    with transaction():
        actions.hand_in(desk, number)
    place = db.session.scalars(select(ReviewPlace).where(ReviewPlace.author_id == user_id)).one()
    return Author(user_id, "", place.submission_id)


def with_check(task: str, check: str) -> None:
    """Publish the course with an assignment and a blind check."""
    place = f"1-why-local/95-{KEY}"
    published(course_files(more={f"{place}.md": task, f"{place}.example-lark.md": check}))


def is_due(user_id: int) -> None:
    """Let the next review of somebody be a blind check, as it is for one in eight: by the secret of the pool."""
    with transaction():
        pool = db.session.scalars(select(ReviewPool)).one()
        secrets = (f"secret {number}" for number in range(1_000))
        pool.secret = next(one for one in secrets if is_gold_due(f"{one}:{user_id}", 0, ()))


def test_a_blind_check_with_fields_a_table_and_links_looks_like_the_work_of_a_learner(each_app: Flask) -> None:
    with_check(WHOLE_TASK, WHOLE_CHECK)
    with clock.stopped_at(NOON - 4 * DAY):
        first = handed_in_whole("First")
    with clock.stopped_at(NOON):
        reader = handed_in_whole("Rita Reader")
    is_due(reader.user_id)
    with clock.stopped_at(NOON + 3 * DAY):
        blind_id = given(reader).id
        assert review_of(blind_id).example_key == "lark"
        client = browser(each_app, reader)
        blind = {page: _without_keys(client.get(f"/reviews/{blind_id}{page}").text, blind_id) for page in PAGES}
        with transaction():
            db.session.execute(update(Review).values(given_back_at=clock.now()))
        real_id = mentored(db.session.get_one(User, reader.user_id), first.submission_id, ReaderRole.PEER).id
        real = {page: _without_keys(client.get(f"/reviews/{real_id}{page}").text, real_id) for page in PAGES}
    assert blind == real
    for told in ("Which hazard?", "<em>mostly</em>", "Trees", "https://larkfield.example/plan", "Left empty"):
        assert told in blind[""]


PAGES = ("", "/handing-in", "/giving-back", "/report")


@pytest.mark.parametrize(
    ("task", "is_given"),
    [
        (WHOLE_TASK, True),
        (WHOLE_TASK.replace("links:", "files: 2\nlinks:"), True),
        (WHOLE_TASK.replace("links:", "files: {number: [1, 2]}\nlinks:"), False),
    ],
    ids=["no files", "files may be there", "files must be there"],
)
def test_an_example_without_files_is_no_check_where_work_has_files(app: Flask, task: str, is_given: bool) -> None:
    with_check(task, WHOLE_CHECK)
    with clock.stopped_at(NOON):
        desk_user = person(name="Rita Reader").id
        enrolled(db.session.get_one(User, desk_user))
        desk = desk_of(db.session.get_one(User, desk_user))
        added = [] if is_given else [CleanFile("map.txt", FileKind.TXT, b"A map.")]
        with transaction():
            saved = actions.save_work(desk, WHOLE_WORK, base=0, window="here", kind=Kind.SAVED, added=added)
        with transaction():
            actions.hand_in(desk, saved.number)
    is_due(desk_user)
    with clock.stopped_at(NOON + 3 * DAY):
        found = asked(Author(desk_user, "", 0))
        assert isinstance(found, Review) is is_given


def test_a_check_from_before_examples_had_fields_is_given_to_nobody_any_more(app: Flask) -> None:
    with_check(WHOLE_TASK, WHOLE_CHECK)
    task = the_unit()
    (example,) = task.examples
    text = replace(example.texts[0], values={}, links=())
    assert passes_for_work(task, example.texts[0])
    assert not passes_for_work(task, text)
    # Whoever was handed it then reads all of it in its text, without a word on fields.
    shown = example_shown(task, work_of(text))
    assert shown.fields == ()


def the_unit() -> Assignment:
    """The assignment as it is published."""
    (edition,) = all_editions()
    unit = edition.places[KEY].unit
    assert isinstance(unit, Assignment)
    return unit


def _without_keys(html: str, number: int) -> str:
    html = re.sub(r'<input[^>]* name="(?:csrf_token|once)"[^>]*>', "", html)
    html = re.sub(r'<ul class="flashes".*?</ul>', "", html, flags=re.S)
    return html.replace(f"/reviews/{number}", "/reviews/N")


def checked(app: Flask, problem: Problem, words: str) -> tuple[FlaskClient, int, int]:
    """A reader who reported a blind check in a browser; the numbers of what they were handed, and of the report."""
    files = {f"1-why-local/95-{KEY}.md": PLAIN, f"1-why-local/95-{KEY}.example-lark.md": CHECK}
    published(course_files(more=files))
    with clock.stopped_at(NOON - 4 * DAY):
        author(name="First")
    with clock.stopped_at(NOON):
        reader = author(name="Rita Reader")
    with clock.stopped_at(NOON + 3 * DAY):
        review_id = given(reader).id
        with transaction():
            review = db.session.get_one(Review, review_id)
            review.submission_id, review.example_key = None, "lark"
        client = browser(app, reader)
        told = {"problem": problem.value, "words": words}
        assert send(client, f"/reviews/{review_id}/report", told).status_code == 303
    assert review_of(review_id).given_back_at is not None
    assert part_of(reader).done == 0
    return client, review_id, db.session.scalars(select(ReviewReport)).one().id


@pytest.mark.parametrize("problem", [Problem.COPIED, Problem.WRONG_LANGUAGE])
def test_staff_read_what_was_reported_of_a_blind_check_and_answer_it(each_app: Flask, problem: Problem) -> None:
    client, review_id, report_id = checked(each_app, problem, "The <b>second</b> part is from a leaflet.")
    staff = browser_of(each_app, facilitator())
    assert "A blind check" in staff.get(f"{POOL}/reports").text
    page = staff.get(f"{POOL}/reports/{report_id}").text
    assert "The &lt;b&gt;second&lt;/b&gt; part is from a leaflet." in page
    assert "Larkfield collects waste in every street." in page
    assert "Rita Reader" in page
    # It stands in no line, so there is no line of another language to put it in.
    assert "Language it is really in" not in page
    told = {"is_upheld": "yes", "answer": "Thank you, you are right.", "language": "fr"}
    assert send(staff, f"{POOL}/reports/{report_id}", told).status_code == 303
    assert "Thank you, you are right." in staff.get(f"{POOL}/reports/{report_id}").text
    assert [one.leads_to for one in settled_notices()] == [f"/reviews/{review_id}"]
    page = client.get(f"/reviews/{review_id}").text
    assert "from a leaflet." in page
    assert "Thank you, you are right." in page


def test_a_reader_cannot_tell_by_what_follows_a_report_that_it_was_a_blind_check(each_app: Flask) -> None:
    client, review_id, report_id = checked(each_app, Problem.COPIED, "I read it elsewhere.")
    staff_id = person().id
    with transaction():
        report = db.session.get_one(ReviewReport, report_id)
        settle_report(the_task(), report, staff_id, is_upheld=False, answer="It is not.")
    client.get(f"/reviews/{review_id}")
    blind = _without_keys(client.get(f"/reviews/{review_id}").text, review_id)
    with transaction():
        # Just the same of work: what is compared is what its reader is shown.
        first = place_by_number(1)
        db.session.get_one(Review, review_id).submission_id = first
        db.session.get_one(Review, review_id).example_key = ""
        report = db.session.get_one(ReviewReport, report_id)
        report.submission_id, report.example_key = first, ""
    real = _without_keys(client.get(f"/reviews/{review_id}").text, review_id)
    assert "I read it elsewhere." in blind
    assert blind == real


def test_the_course_may_have_lost_the_example_meanwhile(app: Flask) -> None:
    _client, _review_id, report_id = checked(app, Problem.COPIED, "I read it elsewhere.")
    (edition,) = all_editions()
    published(course_files(more={f"1-why-local/95-{KEY}.md": PLAIN}), based_on=edition.digest)
    page = browser_of(app, facilitator()).get(f"{POOL}/reports/{report_id}").text
    assert "I read it elsewhere." in page
    assert "The course has this example no more." in page


def test_who_reports_work_reads_what_staff_answer(each_app: Flask) -> None:
    client, review_id, _first, _reader = reviewing(each_app)
    with clock.stopped_at(NOON + 3 * DAY):
        told = {"problem": "copied", "words": "I saw it elsewhere."}
        send(client, f"/reviews/{review_id}/report", told)
        assert "Nobody has looked at it yet." in client.get(f"/reviews/{review_id}").text
        staff_id = person().id
        with transaction():
            report = db.session.scalars(select(ReviewReport)).one()
            settle_report(the_task(), report, staff_id, is_upheld=True, answer="From a plan of 2020.")
    assert [one.leads_to for one in settled_notices()] == [f"/reviews/{review_id}"]
    page = client.get(f"/reviews/{review_id}").text
    assert "I saw it elsewhere." in page
    assert "From a plan of 2020." in page


def settled_notices() -> list[Notice]:
    """What was told to those whose reports were looked at."""
    return list(db.session.scalars(select(Notice).where(Notice.kind == REPORT_SETTLED)))


def place_by_number(number: int) -> int:
    """The submission that was handed in as the first, second and so on."""
    return db.session.scalars(select(ReviewPlace.submission_id).order_by(ReviewPlace.submission_id)).all()[number - 1]


def test_hints_are_advice_and_a_level_is_needed(each_app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, _first, _reader = reviewing(each_app, TWO_CRITERIA)
        write(
            client, review_id, {"level-reasons": "0", "level-use": "2", "comment-use": "Great job!", "language": "en"}
        )
        page = client.get(f"/reviews/{review_id}").text
        assert "nothing says why yet" in page
        assert "does not say what is good" in page
        write(client, review_id, {"level-reasons": "0", "comment-reasons": "Too thin", "language": "en"})
        assert "This comment has 2 words." in client.get(f"/reviews/{review_id}").text
        page = client.get(f"/reviews/{review_id}/handing-in").text
        assert "One criterion has no level yet." in page
        assert f'/reviews/{review_id}#criterion-use"' in page
        form = fields_of(client.get(f"/reviews/{review_id}/giving-back").text)
        refused = client.post(f"/reviews/{review_id}/handing-in", data=form)
        assert refused.status_code == 422
        assert review_of(review_id).handed_in_at is None
        write(client, review_id, {"level-reasons": "0", "level-use": "2", "language": "en"})
        assert "nothing says why yet" in client.get(f"/reviews/{review_id}/handing-in").text
        assert send(client, f"/reviews/{review_id}/handing-in").status_code == 303
    assert review_of(review_id).score == 50


def test_a_script_saves_and_is_told_hints(app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, _first, _reader = reviewing(app)
        form = fields_of(client.get(f"/reviews/{review_id}").text, f"/reviews/{review_id}")
        del form["once"]
        answer = client.post(
            f"/reviews/{review_id}", data={**form, "level-reasons": "0", "language": "en", "step": "autosave"}
        )
    assert answer.json is not None
    assert list(answer.json["hints"]) == ["reasons"]
    assert answer.json["base"] == "2027-03-04T12:00:00+00:00"
    assert review_of(review_id).points == {"reasons": 0}
    assert review_of(review_id).ends_at == NOON + 6 * DAY


def test_of_two_windows_neither_overwrites_the_other_unseen(each_app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, _first, _reader = reviewing(each_app)
        address = f"/reviews/{review_id}"
        one, other = (fields_of(client.get(address).text, address) for _window in range(2))
        client.post(address, data={**one, **FULL, "overall": "From the first window"})
        # What was sent once more because its answer was lost is no other text.
        again = client.post(address, data={**one, **FULL, "overall": "From the first window", "once": "x"})
        assert again.status_code == 303
        told = client.post(address, data={**other, **FULL, "overall": "Second", "step": "autosave", "once": ""})
        assert told.json is not None
        assert told.json["met"]["overall"] == "From the first window"
        met = client.post(address, data={**other, **FULL, "overall": "From the second window"})
        assert met.status_code == 409
        assert "From the first window" in met.text
        assert ">\nFrom the second window</textarea>" in met.text
        assert review_of(review_id).overall == "From the first window"
        form = fields_of(met.text, address)
    with clock.stopped_at(NOON + 3 * DAY + timedelta(minutes=1)):
        assert client.post(address, data={**form, **FULL, "overall": "Both"}).status_code == 303
        assert review_of(review_id).overall == "Both"
        stale = {**fields_of(client.get(f"{address}/handing-in").text), "base": "2027-03-04T12:00:00+00:00"}
        assert client.post(f"{address}/handing-in", data=stale).location == f"{address}/handing-in"
    assert review_of(review_id).handed_in_at is None


def test_a_double_tap_hands_in_once(each_app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, _first, reader = reviewing(each_app)
        write(client, review_id)
        form = fields_of(client.get(f"/reviews/{review_id}/handing-in").text)
        for _tap in range(2):
            done = client.post(f"/reviews/{review_id}/handing-in", data=form)
            assert (done.status_code, done.location) == (303, f"/reviews/{review_id}")
    assert part_of(reader).done == 1


def test_what_is_typed_after_handing_in_is_shown_and_not_kept(app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, _first, _reader = reviewing(app)
        form = fields_of(client.get(f"/reviews/{review_id}").text, f"/reviews/{review_id}")
        write(client, review_id)
        send(client, f"/reviews/{review_id}/handing-in")
        late = client.post(f"/reviews/{review_id}", data={**form, **FULL, "overall": "One more thought"})
        assert late.status_code == 403
        assert "One more thought" in late.text
        assert "This review is handed in." in late.text
        for page in ("handing-in", "giving-back", "report"):
            assert client.get(f"/reviews/{review_id}/{page}").location == f"/reviews/{review_id}"
    assert review_of(review_id).overall == "Go on like this."


@pytest.mark.parametrize(
    "wrong",
    [{"comment-reasons": "x" * 4001}, {"overall": "x" * 8001}, {"language": "tlh"}],
    ids=["comment", "whole", "language"],
)
def test_what_cannot_be_kept_stands_in_the_form(app: Flask, wrong: dict[str, str]) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, _first, _reader = reviewing(app)
        page = write(client, review_id, {**FULL, "overall": "Stays here", **wrong})
    assert page.status_code == 422
    assert "nothing was saved yet" in page.text.lower()
    assert review_of(review_id).saved_at is None
    assert next(iter(wrong.values()))[:4000] in page.text or "Stays here" in page.text


def test_comments_are_plain_text(app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, _first, _reader = reviewing(app)
        evil = "<script>alert(1)</script> **no Markdown** & [a](javascript:b) </textarea><b>"
        write(client, review_id, {**FULL, "comment-reasons": evil, "overall": evil})
        pages = [client.get(f"/reviews/{review_id}{page}").text for page in ("", "/handing-in")]
        send(client, f"/reviews/{review_id}/handing-in")
        with transaction():
            db.session.get_one(Review, review_id).answer = evil
        pages.append(client.get(f"/reviews/{review_id}").text)
    for page in pages:
        assert "<script>alert" not in page
        assert "</textarea><b>" not in page
        assert page.count("&lt;script&gt;alert(1)&lt;/script&gt; **no Markdown** &amp; [a](javascript:b)") >= 2


def test_a_late_review_is_told_so_and_can_be_finished(each_app: Flask) -> None:
    client, review_id, first, _reader = reviewing(each_app)
    with clock.stopped_at(NOON + 9 * DAY):
        page = client.get(f"/reviews/{review_id}").text
        assert "You had this work until" in page
        assert "You can still finish" in page
        write(client, review_id)
        assert send(client, f"/reviews/{review_id}/handing-in").status_code == 303
        work_off()
    assert place_of(first).done == 1
    assert place_of(first).out == 0


def test_a_review_of_withdrawn_work_keeps_its_draft_readable(each_app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, first, _reader = reviewing(each_app)
        write(client, review_id)
        desk = desk_of(db.session.get_one(User, first.user_id))
        with transaction():
            actions.withdraw(desk)
        page = client.get(f"/reviews/{review_id}").text
    assert "or its author withdrew it" in page
    assert "Go on like this." in page
    assert "Waste collected" not in page


def test_giving_back_is_asked_once_and_frees_the_place(each_app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, first, reader = reviewing(each_app)
        write(client, review_id)
        given_back = send(client, f"/reviews/{review_id}/giving-back")
        assert given_back.location == f"{UNIT}/reviews"
        assert place_of(first).out == 0
        page = client.get(f"/reviews/{review_id}").text
        assert "Go on like this." in page
        assert "Waste collected" not in page
    assert part_of(reader).done == 0


@pytest.mark.parametrize("problem", [Problem.COPIED, Problem.WRONG_LANGUAGE])
def test_reported_work_waits_for_staff_and_its_reader_reads_on(each_app: Flask, problem: Problem) -> None:
    a_course()
    authors = []
    for number in range(4):
        with clock.stopped_at(NOON - (8 - 2 * number) * DAY):
            authors.append(author(name=f"Author {number}"))
    with clock.stopped_at(NOON + 3 * DAY):
        review_id = given(authors[3]).id
        beside = given(authors[2]).id
        client = browser(each_app, authors[3])
        sent = send(client, f"/reviews/{review_id}/report", {"problem": problem.value, "words": "I saw it elsewhere."})
        assert sent.location == f"{UNIT}/reviews"
        first = place_of(authors[0])
        assert (first.is_open, first.line, first.out) == (False, "", 1)
        report = db.session.scalars(select(ReviewReport)).one()
        assert (report.problem, report.words, report.settled_at) == (problem, "I saw it elsewhere.", None)
        assert report.reporter_id == authors[3].user_id
        assert given(authors[3]).submission_id == authors[1].submission_id
        # Whoever was reading it already may end.
        reviewed(review_of(beside))
        assert (place_of(authors[0]).done, place_of(authors[0]).out) == (1, 0)
        staff = person(name="Stella")
        with transaction():
            settle_report(the_task(), db.session.get_one(ReviewReport, report.id), staff.id, is_upheld=False)
        assert place_of(authors[0]).is_open
        assert place_of(authors[0]).line


def test_work_that_was_rightly_reported_stays_out_of_the_line(each_app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, first, _reader = reviewing(each_app)
        send(client, f"/reviews/{review_id}/report", {"problem": "copied"})
        staff = person(name="Stella")
        report = db.session.scalars(select(ReviewReport)).one()
        with transaction():
            held = db.session.get_one(ReviewReport, report.id)
            settle_report(the_task(), held, staff.id, is_upheld=True, answer="Copied from a plan.")
        assert not place_of(first).is_open
        assert (held.settled_by, held.answer) == (staff.id, "Copied from a plan.")


def test_a_conflict_of_interest_keeps_two_people_apart_for_good(each_app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, first, reader = reviewing(each_app)
        sent = send(client, f"/reviews/{review_id}/report", {"problem": "conflict"})
        assert sent.location == f"{UNIT}/reviews"
        conflict = db.session.scalars(select(ReviewConflict)).one()
        assert {conflict.user_id, conflict.other_id} == {first.user_id, reader.user_id}
        assert place_of(first).is_open
        assert place_of(first).line
        assert db.session.scalars(select(ReviewReport)).one().settled_at is not None
        # The other way round too.
        assert isinstance(asked(first), Hold)


def test_a_report_names_a_problem(app: Flask) -> None:
    client, review_id, _first, _reader = reviewing(app)
    with clock.stopped_at(NOON + 3 * DAY):
        wrong = send(client, f"/reviews/{review_id}/report", {"words": "Hm."})
    assert wrong.status_code == 422
    assert "Choose what fits best." in wrong.text
    assert re.search(r">\s*Hm.</textarea>", wrong.text)
    assert review_of(review_id).given_back_at is None


def test_the_author_s_thanks_rating_and_answer_reach_the_reader(each_app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, _first, _reader = reviewing(each_app)
        write(client, review_id)
        send(client, f"/reviews/{review_id}/handing-in")
        assert "From the author" not in client.get(f"/reviews/{review_id}").text
        with transaction():
            review = db.session.get_one(Review, review_id)
            review.thanked_at, review.helpful, review.answer = clock.now(), 3, "I added the reasons."
        page = client.get(f"/reviews/{review_id}").text
    for words in ("The author thanks you", "found it very helpful", "I added the reasons."):
        assert words in page


def test_the_rubric_is_shown_in_the_language_of_its_reader_and_the_work_in_its_own(app: Flask) -> None:
    french = PLAIN.replace("A priority sheet", "Une fiche").replace("Choose one target", "Choisissez")
    french = french.replace("words: [3, 8]\n", "")
    french = french.replace(
        RUBRIC, RUBRIC.replace("| Reasons |", "| Raisons {#reasons} |").replace("told and", "dites")
    )
    files = {f"1-why-local/95-{KEY}.md": PLAIN, f"1-why-local/95-{KEY}.fr.md": french, **IN_FRENCH}
    published(course_files(more=files))
    with clock.stopped_at(NOON - 4 * DAY):
        first = hand_in_as(person(name="First"), "ar", "جمع النفايات في كل شارع.")
    with clock.stopped_at(NOON + 3 * DAY):
        mentor = a_mentor()
        client, review_id = browser_of(app, mentor), mentored(mentor, first.submission_id).id
        page = client.get(f"/reviews/{review_id}?lang=fr").text
    assert '<html lang="fr" dir="ltr">' in page
    assert '<div class="text" lang="ar" dir="rtl">\n<p>جمع النفايات' in page
    assert '<span lang="fr" dir="ltr" data-content>Raisons</span>' in page
    assert '<option value="ar" lang="ar" selected>' in page
    assert re.search(r'<textarea id="comment-reasons"[^>]* lang="ar" dir="auto"', page)


def test_a_course_that_has_the_assignment_no_more_lets_reviews_be_finished(app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, _first, _reader = reviewing(app)
        (edition,) = all_editions()
        published(course_files(), based_on=edition.digest)
        write(client, review_id)
        assert send(client, f"/reviews/{review_id}/handing-in").status_code == 303
    assert review_of(review_id).score == 0


def test_the_page_asks_the_database_little_however_many_wait(each_app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, _first, _reader = reviewing(each_app)
        before = statements_of(each_app, client, f"/reviews/{review_id}")
        for _number in range(3):
            author()
        after = statements_of(each_app, client, f"/reviews/{review_id}")
    assert before == after <= 8


def test_the_reader_is_told_when_their_words_name_them(app: Flask) -> None:
    with clock.stopped_at(NOON + 3 * DAY):
        client, review_id, _first, _reader = reviewing(app)
        write(client, review_id, {**FULL, "overall": "Best wishes, Rita Reader"})
        page = client.get(f"/reviews/{review_id}/handing-in").text
    assert "The author could tell who you are" in page
    assert "Your name, or a part of it, stands in it" in page
