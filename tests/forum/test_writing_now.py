"""What stands between a form and its text: the conduct, limits, silence, and posts that are held; nothing is lost."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.accounts.roles import Role
from app.forum import conduct
from app.forum.actions import Written, hold, reply, take_away
from app.forum.care_models import Case, Cause, ConductAccepted, Outcome, Silence
from app.forum.case_actions import Judgement, judge_post
from app.forum.kinds import PostState, ThreadKind
from app.forum.models import Post, Reading, Thread
from app.forum.silencing_actions import silence
from app.forum.spam import LEAST_TO_LEARN
from app.forum.writing_queries import accept_conduct
from app.platform import clock, throttle
from app.platform.database import db, transaction
from app.platform.errors import CannotBe
from tests.builders import browser_of, course_files, enrolled, published, send
from tests.forum.kept import answered, first_post, opened_thread, person, told, unseen
from tests.forum.threads import category

SLUG = "localizing-the-sdgs"
ADVERTISEMENT = "Look https://pumps.example https://pipes.example"


def _accepting(app: Flask, user: User) -> FlaskClient:
    with transaction():
        accept_conduct(user.id)
    return browser_of(app, user)


def _answer(browser: FlaskClient, thread: Thread, text: str, **more: str) -> TestResponse:
    page = f"/forum/threads/{thread.id}"
    return send(browser, page, {"source": text, "language": "en", **more}, to=f"{page}/answers")


def _posts(thread: Thread) -> list[PostState]:
    return list(db.session.scalars(select(Post.state).where(Post.thread_id == thread.id).order_by(Post.number)))


def test_reading_asks_nothing_and_the_first_post_asks_for_the_conduct_once(each_app: Flask) -> None:
    user, thread = person(), opened_thread(person())
    browser = browser_of(each_app, user)
    assert browser.get("/forum").status_code == 200
    refused = _answer(browser, thread, "My long answer.")
    assert refused.status_code == 422
    assert "My long answer." in refused.text
    assert "read the code of conduct and tick this" in refused.text
    assert _answer(browser, thread, "My long answer.", conduct="y").status_code == 303
    kept = db.session.scalars(select(ConductAccepted)).one()
    assert (kept.user_id, kept.version) == (user.id, conduct.VERSION)
    assert 'name="conduct"' not in browser.get(f"/forum/threads/{thread.id}").text
    assert _answer(browser, thread, "And another one.").status_code == 303
    assert "You accepted it on" in browser.get("/forum/conduct").text


def test_a_new_version_asks_again(app: Flask) -> None:
    user, thread = person(), opened_thread(person())
    browser = _accepting(app, user)
    with transaction():
        db.session.execute(update(ConductAccepted).values(version=conduct.VERSION - 1))
    assert _answer(browser, thread, "Words.").status_code == 422
    assert _answer(browser, thread, "Words.", conduct="y").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(ConductAccepted)) == 2


def test_a_preview_asks_for_nothing(app: Flask) -> None:
    shown = _answer(browser_of(app, person()), opened_thread(person()), "*soon*", step="preview")
    assert shown.status_code == 200
    assert "<em>soon</em>" in shown.text


def test_visitors_read_the_conduct(app: Flask) -> None:
    page = app.test_client().get("/forum/conduct").text
    for rule in conduct.RULES:
        assert f'id="{rule.key}"' in page


def test_rules_are_told_apart_and_decisions_can_name_them() -> None:
    keys = [rule.key for rule in (*conduct.RULES, *conduct.FORMER)]
    assert len(set(keys)) == len(keys)
    assert conduct.number_of(conduct.SPAM) == 8
    assert conduct.number_of("unknown") is None


def test_a_newcomer_writes_a_little_and_is_told_when_more_is_possible(each_app: Flask) -> None:
    browser, thread = _accepting(each_app, person()), opened_thread(person())
    for number in range(10):
        throttle.forget_all()
        assert _answer(browser, thread, f"Answer number {number} of mine").status_code == 303
    refused = _answer(browser, thread, "One too many, but dear to me.")
    assert refused.status_code == 422
    assert "You can write again from" in refused.text
    assert "One too many, but dear to me." in refused.text
    with clock.stopped_at(clock.now() + timedelta(hours=1, minutes=1)):
        assert _answer(browser, thread, "Now it is possible.").status_code == 303


def test_a_newcomer_reads_beforehand_that_pictures_come_later(app: Flask) -> None:
    here, told = f"/forum/threads/{opened_thread(person()).id}", "pictures once you have taken part"
    assert told in browser_of(app, person()).get(here).text
    assert told not in browser_of(app, person(Role.UCLG_LEARNING)).get(here).text


def test_whoever_sends_faster_than_people_write_keeps_the_text(app: Flask) -> None:
    browser, thread = _accepting(app, person(Role.UCLG_LEARNING)), opened_thread(person())
    for _turn in range(20):
        assert _answer(browser, thread, "", step="preview").status_code == 422
    refused = _answer(browser, thread, "Dear to me.")
    assert refused.status_code == 429
    assert "Dear to me." in refused.text
    assert _posts(thread) == [PostState.SHOWN]


def test_threads_of_a_newcomer_are_few(app: Flask) -> None:
    category()
    browser = _accepting(app, person())
    page = "/forum/categories/water/new"
    fields = {"kind": "discussion", "source": "Words.", "language": "en"}
    for number in range(3):
        assert send(browser, page, {**fields, "title": f"Thread {number}"}).status_code == 303
    refused = send(browser, page, {**fields, "title": "A fourth"})
    assert refused.status_code == 422
    assert "A fourth" in refused.text


def test_a_newcomer_sets_few_links_and_people_with_a_role_as_many_as_they_like(app: Flask) -> None:
    thread = opened_thread(person())
    links = "See https://a.example, https://b.example and https://c.example for more of all these many things."
    refused = _answer(_accepting(app, person()), thread, links)
    assert refused.status_code == 422
    assert "There are 3 links in your text" in refused.text
    assert _answer(_accepting(app, person(Role.MENTOR, scope="any-course")), thread, links).status_code == 303
    assert _posts(thread) == [PostState.SHOWN, PostState.SHOWN]


def test_a_post_that_is_held_is_seen_by_its_author_and_those_who_tend_alone(each_app: Flask) -> None:
    asker, author, reader = person(), person(), person()
    tender = person(Role.UCLG_LEARNING)
    thread = opened_thread(asker, "Pumps")
    other = browser_of(each_app, reader)
    other.get(f"/forum/threads/{thread.id}")
    browser = _accepting(each_app, author)
    sent = _answer(browser, thread, ADVERTISEMENT)
    assert sent.status_code == 303
    mine = browser.get(sent.location).text
    assert "pumps.example" in mine
    assert "until they have looked at it" in mine
    page = other.get(f"/forum/threads/{thread.id}").text
    assert "pumps.example" not in page
    assert 'id="post-2"' not in page
    # Nothing is new, and nobody is told.
    assert "0 answers" in other.get("/forum").text
    assert "1 new" not in other.get("/forum").text
    assert told(asker) == []
    assert told(tender) == ["forum.case-opened"]
    assert "pumps.example" in browser_of(each_app, tender).get(f"/forum/threads/{thread.id}").text


def test_a_post_that_is_held_can_be_answered_by_nobody(app: Flask) -> None:
    thread = opened_thread(person(), "Pumps")
    author = _accepting(app, person())
    _answer(author, thread, ADVERTISEMENT)
    held = db.session.scalars(select(Post.id).where(Post.state == PostState.HELD)).one()
    page = author.get(f"/forum/threads/{thread.id}").text
    assert f"answer={held}" not in page
    assert f"quote={held}" not in page
    other = person()
    with pytest.raises(CannotBe), transaction():
        reply(thread.id, other.id, Written("Which ones?", "en"), held)


def test_what_is_released_is_new_to_all_and_stands_last(each_app: Flask) -> None:
    asker, author, reader = person(), person(), person()
    thread = opened_thread(asker, "Pumps")
    browser = _accepting(each_app, author)
    _answer(browser, thread, ADVERTISEMENT)
    answered(thread, asker, "Anybody?")
    other = browser_of(each_app, reader)
    other.get(f"/forum/threads/{thread.id}")
    case_id = db.session.scalars(select(Case.id)).one()
    page = f"/forum/reports/{case_id}"
    staff = browser_of(each_app, person(Role.UCLG_LEARNING))
    fine = {"outcome": "nothing_wrong", "rule": "", "answer": "It helps."}
    assert send(staff, page, fine, to=page).status_code == 303
    db.session.rollback()
    released = db.session.scalars(select(Post).where(Post.author_id == author.id)).one()
    assert (released.state, released.number) == (PostState.SHOWN, 3)
    read = select(Reading.user_id, Reading.read_up_to).where(Reading.thread_id == thread.id)
    readings = {row.user_id: row.read_up_to for row in db.session.execute(read)}
    assert readings[reader.id] == 2
    assert "pumps.example" in other.get(f"/forum/threads/{thread.id}").text
    assert "forum.reply" in told(asker)
    assert told(author)[-1] == "forum.released"


def test_a_thread_that_is_held_is_nowhere_for_others(each_app: Flask) -> None:
    category()
    author, reader = person(), person()
    browser, other = _accepting(each_app, author), browser_of(each_app, reader)
    fields = {"kind": "discussion", "title": "Buy now", "source": ADVERTISEMENT, "language": "en"}
    sent = send(browser, "/forum/categories/water/new", fields)
    assert sent.status_code == 303
    assert "until they have looked at it" in browser.get(sent.location).text
    assert "Buy now" in browser.get("/forum?show=mine").text
    assert other.get(sent.location).status_code == 404
    for page in ("/forum", "/forum/categories/water", "/forum?show=unread"):
        assert "Buy now" not in other.get(page).text
    staff = browser_of(each_app, person(Role.UCLG_LEARNING))
    page = f"/forum/reports/{db.session.scalars(select(Case.id)).one()}"
    send(staff, page, {"outcome": "removed", "rule": conduct.SPAM, "answer": "This sells pumps."}, to=page)
    assert browser.get(sent.location).status_code == 404
    assert told(author) == ["forum.post-removed"]
    decision = browser.get(f"/forum/decisions/{db.session.scalars(select(Case.id)).one()}").text
    assert "This sells pumps." in decision


def test_a_held_thread_that_is_released_is_open_to_all(app: Flask) -> None:
    category()
    browser, other = _accepting(app, person()), browser_of(app, person())
    fields = {"kind": "discussion", "title": "Our pumps", "source": ADVERTISEMENT, "language": "en"}
    sent = send(browser, "/forum/categories/water/new", fields)
    page = f"/forum/reports/{db.session.scalars(select(Case.id)).one()}"
    fine = {"outcome": "nothing_wrong", "rule": "", "answer": "Fine."}
    send(browser_of(app, person(Role.UCLG_LEARNING)), page, fine, to=page)
    assert "Our pumps" in other.get("/forum").text
    assert other.get(sent.location).status_code == 200


def test_a_post_that_is_changed_into_an_advertisement_is_held(app: Flask) -> None:
    author, thread = person(), opened_thread(person())
    browser = _accepting(app, author)
    _answer(browser, thread, "A harmless answer.")
    post = db.session.scalars(select(Post).where(Post.author_id == author.id)).one().id
    advertise = "Our office sells water pumps for every village in the region."
    with transaction():
        for _turn in range(2):
            removed = db.session.get_one(Post, answered_by_other(thread, advertise))
            take_away(hold(thread.id), removed, person_id(), "Why.", conduct.SPAM)
    assert send(browser, f"/forum/posts/{post}/change", {"source": advertise, "language": "en"}).status_code == 303
    db.session.rollback()
    assert db.session.scalars(select(Post.state).where(Post.id == post)).one() is PostState.HELD
    assert db.session.get_one(Thread, thread.id, populate_existing=True).replies == 0


def answered_by_other(thread: Thread, text: str) -> int:
    """A further answer, inside the transaction that goes on."""
    author_id = db.session.get_one(Thread, thread.id).author_id
    assert author_id is not None
    return reply(thread.id, author_id, Written(text, "en")).id


def test_what_staff_remove_as_advertising_is_learned(each_app: Flask) -> None:
    spammer, others = person(), person()
    tender = person(Role.UCLG_LEARNING)
    thread = opened_thread(others)
    now = clock.now()
    with clock.stopped_at(now - timedelta(days=5)):
        spam = [
            answered(thread, spammer, f"Casino bonus {number} for lucky winners tonight {'x' * number}")
            for number in range(LEAST_TO_LEARN)
        ]
        for number in range(LEAST_TO_LEARN):
            answered(thread, others, f"We asked the council of district {number} about drains {'y' * number}")
    suspicious = "A bonus awaits lucky winners of our casino, come tonight"
    browser = _accepting(each_app, person())
    _answer(browser, thread, suspicious)
    assert _posts(thread)[-1] is PostState.SHOWN
    with transaction():
        for post in spam:
            judge_post(post.id, tender.id, Judgement(Outcome.REMOVED, conduct.SPAM, "Advertising."))
    _answer(browser, thread, suspicious.upper())
    assert _posts(thread)[-1] is PostState.HELD
    _answer(_accepting(each_app, person()), thread, "Which council did you ask about drains in your district?")
    assert _posts(thread)[-1] is PostState.SHOWN
    assert db.session.scalars(select(Case.cause).where(Case.settled_at.is_(None))).all() == [Cause.SUSPECTED]


def test_whoever_is_silenced_keeps_what_they_typed_and_reads_on(each_app: Flask) -> None:
    user, thread = person(), opened_thread(person())
    browser = _accepting(each_app, user)
    staff = browser_of(each_app, person(Role.UCLG_LEARNING))
    post = answered(thread, user, "Bad words.")
    page = f"/forum/posts/{post.id}/silence"
    assert send(staff, page, {"days": "3"}).status_code == 422
    fields = {"rule": "respect", "answer": "Calm down first.", "days": "3", "where": "everywhere"}
    assert send(staff, page, fields).status_code == 303
    refused = _answer(browser, thread, "I only wanted to say")
    assert refused.status_code == 422
    assert "Calm down first." in refused.text
    assert "I only wanted to say" in refused.text
    kept = db.session.scalars(select(Silence)).one()
    assert "Calm down first." in browser.get(f"/forum/silences/{kept.id}").text
    assert browser_of(each_app, person()).get(f"/forum/silences/{kept.id}").status_code == 403
    assert unseen(user) == []
    lifting = f"/forum/silences/{kept.id}/lifting"
    assert send(staff, "/forum/silences", to=lifting).status_code == 303
    assert told(user)[-1] == "forum.silence-lifted"
    assert _answer(browser, thread, "Thank you.").status_code == 303


def test_a_silence_ends_by_itself(app: Flask) -> None:
    user, thread = person(), opened_thread(person())
    browser = _accepting(app, user)
    with transaction():
        silence(user.id, None, 2, "respect", "Calm down.", person_id())
    assert _answer(browser, thread, "Now?").status_code == 422
    with clock.stopped_at(clock.now() + timedelta(days=2, minutes=1)):
        assert _answer(browser, thread, "Now.").status_code == 303


def person_id() -> int:
    """The number of somebody who is there."""
    return db.session.scalars(select(User.id)).first() or 0


def test_facilitators_silence_in_their_own_category_and_nowhere_else(app: Flask) -> None:
    published(course_files())
    user = person()
    enrolled(user)
    here, elsewhere = opened_thread(person(), category=SLUG), opened_thread(person())
    post = answered(here, user)
    facilitator = browser_of(app, person(Role.FACILITATOR, scope=SLUG))
    fields = {"rule": "respect", "answer": "Calm down.", "days": "3", "where": "everywhere"}
    assert send(facilitator, f"/forum/posts/{post.id}/silence", fields).status_code == 422
    assert send(facilitator, f"/forum/posts/{post.id}/silence", {**fields, "where": "here"}).status_code == 303
    browser = _accepting(app, user)
    assert _answer(browser, here, "Words.").status_code == 422
    assert _answer(browser, elsewhere, "Words.").status_code == 303


def test_those_who_tend_are_not_silenced_by_each_other(app: Flask) -> None:
    tender = person(Role.UCLG_LEARNING)
    post = first_post(opened_thread(tender))
    staff = browser_of(app, person(Role.UCLG_LEARNING))
    assert staff.get(f"/forum/posts/{post.id}/silence").status_code == 403


def test_figures_of_the_forum(each_app: Flask) -> None:
    asker, helper = person(), person()
    opened_thread(asker, "Sans réponse", kind=ThreadKind.QUESTION, language="fr")
    asked = opened_thread(asker, kind=ThreadKind.QUESTION)
    with clock.stopped_at(clock.now() + timedelta(hours=3)):
        answered(asked, helper)
        for number in range(5):
            answered(opened_thread(asker, f"Thread {number}"), helper)
        page = browser_of(each_app, person(Role.UCLG_LEARNING)).get("/forum/health").text
    assert "1 question" in page
    assert "show=unanswered&amp;language=fr" in page
    assert "fewer than 5" in page
    assert "Nothing waits." in page
    assert browser_of(each_app, asker).get("/forum/health").status_code == 403
