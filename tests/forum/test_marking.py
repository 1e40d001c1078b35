"""Helpful marks, votes, accepted answers and what became of ideas."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.roles import Role
from app.forum.actions import remove_post
from app.forum.kinds import IdeaStatus, PostState, ThreadKind
from app.forum.marking_actions import mark_helpful
from app.forum.models import Post, Thread
from app.notifications.models import Notice
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import browser_of, fields_of
from tests.forum.people import opening_of, said, somebody, talk


def press(browser: FlaskClient, address: str, **fields: str) -> int:
    """Send a form that is but a button; what it answered."""
    token = fields_of(browser.get("/account").text)["csrf_token"]
    return browser.post(address, data={"csrf_token": token, **fields}).status_code


def helpful(post_id: int) -> int:
    db.session.rollback()
    return db.session.get_one(Post, post_id).helpful


def kept(thread_id: int) -> Thread:
    db.session.rollback()
    return db.session.get_one(Thread, thread_id)


def told(user: User) -> list[str]:
    return list(db.session.scalars(select(Notice.kind).where(Notice.user_id == user.id).order_by(Notice.id)))


def test_a_post_is_helpful_once_for_each(each_app: Flask) -> None:
    author = somebody()
    post_id = opening_of(talk(author)).id
    one, other = browser_of(each_app, somebody()), browser_of(each_app, somebody())
    address = f"/forum/posts/{post_id}/helpful"
    assert [press(one, address), press(one, address), press(other, address)] == [303, 303, 303]
    assert helpful(post_id) == 2
    assert press(one, address, wish="back") == press(one, address, wish="back") == 303
    assert helpful(post_id) == 1
    page = other.get(f"/forum/threads/{kept(db.session.get_one(Post, post_id).thread_id).id}").text
    assert 'aria-pressed="true"' in page


def test_nobody_marks_what_they_wrote_or_what_is_gone(each_app: Flask) -> None:
    author, reader = somebody(), somebody()
    thread = talk(author)
    post = opening_of(thread)
    assert press(browser_of(each_app, author), f"/forum/posts/{post.id}/helpful") == 403
    answer = said(thread, author)
    with transaction():
        remove_post(answer.id, author.id)
    assert press(browser_of(each_app, reader), f"/forum/posts/{answer.id}/helpful") == 403
    assert helpful(post.id) == helpful(answer.id) == 0


def test_many_marks_at_once_are_all_counted(each_app: Flask) -> None:
    post_id = opening_of(talk(somebody())).id
    people = [somebody().id for _number in range(6)]

    def mark(user_id: int) -> None:
        with each_app.app_context(), transaction():
            mark_helpful(post_id, user_id)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(mark, people * 2))
    assert helpful(post_id) == 6


def test_an_idea_is_supported_once_by_each(each_app: Flask) -> None:
    author = somebody()
    thread_id = talk(author, kind=ThreadKind.IDEA).id
    address = f"/forum/threads/{thread_id}/vote"
    own, other = browser_of(each_app, author), browser_of(each_app, somebody())
    assert [press(own, address), press(other, address), press(other, address)] == [303, 303, 303]
    assert kept(thread_id).votes == 2
    assert "You support this idea." in other.get(f"/forum/threads/{thread_id}").text
    assert press(other, address, wish="back") == 303
    assert kept(thread_id).votes == 1


def test_only_open_ideas_take_votes(each_app: Flask) -> None:
    plain, idea = talk(somebody()), talk(somebody(), kind=ThreadKind.IDEA)
    browser = browser_of(each_app, somebody())
    assert press(browser, f"/forum/threads/{plain.id}/vote") == 403
    with transaction():
        db.session.get_one(Thread, idea.id).status = IdeaStatus.DONE
    assert press(browser, f"/forum/threads/{idea.id}/vote") == 403
    assert "This idea is decided" in browser.get(f"/forum/threads/{idea.id}").text


def test_those_who_tend_say_what_became_of_an_idea(each_app: Flask) -> None:
    author = somebody()
    idea, plain = talk(author, kind=ThreadKind.IDEA), talk(author)
    address = f"/forum/threads/{idea.id}/status"
    staff = browser_of(each_app, somebody(Role.FACILITATOR))
    assert press(browser_of(each_app, author), address, status="done") == 403
    assert press(staff, address, status="planned") == 303
    assert kept(idea.id).status is IdeaStatus.PLANNED
    assert press(staff, address, status="forgotten") == 422
    assert press(staff, f"/forum/threads/{plain.id}/status", status="done") == 403
    assert "Planned" in staff.get(f"/forum/threads/{idea.id}").text


def test_who_asked_accepts_an_answer_and_takes_that_back(each_app: Flask) -> None:
    asker, helper = somebody(), somebody()
    thread = talk(asker, kind=ThreadKind.QUESTION)
    answer, better = said(thread, helper, "First idea."), said(thread, helper, "Better idea.")
    browser = browser_of(each_app, asker)
    assert press(browser, f"/forum/posts/{answer.id}/acceptance") == 303
    assert told(helper) == ["forum.answer-accepted"]
    assert press(browser, f"/forum/posts/{better.id}/acceptance") == 303
    assert kept(thread.id).accepted_post_id == better.id
    abouts = db.session.scalars(select(Notice.about).where(Notice.kind == "forum.answer-accepted")).all()
    assert abouts == [f"post-{better.id}"]
    assert 'id="accepted"' in browser.get(f"/forum/threads/{thread.id}").text
    assert press(browser, f"/forum/posts/{better.id}/acceptance", wish="back") == 303
    assert kept(thread.id).accepted_post_id is None
    assert told(helper) == []


def test_others_accept_nothing(each_app: Flask) -> None:
    asker, helper = somebody(), somebody()
    thread = talk(asker, kind=ThreadKind.QUESTION)
    answer = said(thread, helper)
    talk_answer = said(talk(asker), helper)
    assert press(browser_of(each_app, helper), f"/forum/posts/{answer.id}/acceptance") == 403
    staff = browser_of(each_app, somebody(Role.UCLG_LEARNING))
    assert press(staff, f"/forum/posts/{answer.id}/acceptance") == 303
    assert press(staff, f"/forum/posts/{talk_answer.id}/acceptance") == 403
    assert press(staff, f"/forum/posts/{opening_of(thread).id}/acceptance") == 422


def test_a_removed_answer_is_not_accepted(each_app: Flask) -> None:
    asker, helper = somebody(), somebody()
    thread = talk(asker, kind=ThreadKind.QUESTION)
    answer = said(thread, helper)
    with transaction():
        remove_post(answer.id, helper.id)
    assert press(browser_of(each_app, asker), f"/forum/posts/{answer.id}/acceptance") == 422
    assert kept(thread.id).accepted_post_id is None


def test_an_answer_of_another_page_is_shown_in_full_under_the_question(each_app: Flask) -> None:
    asker, helper = somebody(), somebody()
    thread = talk(asker, kind=ThreadKind.QUESTION)
    for number in range(25):
        last = said(thread, helper, f"Answer number {number} of the thread.")
    browser = browser_of(each_app, asker)
    press(browser, f"/forum/posts/{last.id}/acceptance")
    assert "Answer number 24 of the thread." in browser.get(f"/forum/threads/{thread.id}").text
    assert 'id="accepted"' not in browser.get(f"/forum/threads/{thread.id}?page=2").text


def test_a_post_that_waits_takes_no_marks(each_app: Flask) -> None:
    post_id = opening_of(talk(somebody())).id
    with transaction():
        db.session.get_one(Post, post_id).state = PostState.HELD
    assert press(browser_of(each_app, somebody(Role.UCLG_LEARNING)), f"/forum/posts/{post_id}/helpful") == 403


def test_in_an_archived_thread_nothing_changes(each_app: Flask) -> None:
    asker, helper = somebody(), somebody()
    question, idea = talk(asker, kind=ThreadKind.QUESTION), talk(asker, kind=ThreadKind.IDEA)
    answer = said(question, helper)
    with transaction():
        for thread in (question, idea):
            db.session.get_one(Thread, thread.id).archived_at = clock.now()
    browser = browser_of(each_app, asker)
    assert press(browser, f"/forum/posts/{answer.id}/acceptance") == 403
    assert press(browser, f"/forum/threads/{idea.id}/vote") == 403
