"""Opening threads, answering, changing and removing: who may, what is kept, who is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.roles import Role
from app.forum.actions import Written, change_post, follow, note_read, remove_post, reply
from app.forum.kinds import Audience, Followed, PostState
from app.forum.models import Category, Post, PostVersion, Thread
from app.notifications.models import Notice
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.errors import CannotBe
from tests.builders import (
    apart,
    browser_of,
    counted_statements,
    course_files,
    enrolled,
    fields_of,
    person,
    published,
    send,
    sign_in,
)
from tests.forum.threads import answered, category, first_post, opened_thread

SLUG = "localizing-the-sdgs"


def _told(user: User) -> list[str]:
    return list(db.session.scalars(select(Notice.kind).where(Notice.user_id == user.id).order_by(Notice.id)))


def test_somebody_opens_a_thread_and_is_answered(app: Flask) -> None:
    category()
    ana, ben = person(name="Ana Author"), person(name="Ben Answers")
    browser = browser_of(app, ana)
    opened = send(
        browser,
        "/forum/categories/water/new",
        {"kind": "question", "title": "Which pump?", "source": "For **500** people.", "language": "en", "conduct": "y"},
    )
    assert opened.status_code == 303
    other = browser_of(app, ben)
    page = other.get(opened.location).text
    assert "Which pump?" in page
    assert "<strong>500</strong>" in page
    sent = send(
        other,
        opened.location,
        {"source": "The <script>small</script> one.", "language": "en", "conduct": "y"},
        to=f"{opened.location}/answers",
    )
    assert sent.status_code == 303
    assert "<script>small" not in other.get(sent.location).text
    assert _told(ana) == ["forum.reply"]
    assert _told(ben) == []


def test_what_is_typed_is_never_lost(app: Flask) -> None:
    browser = browser_of(app, person())
    category()
    without_title = send(browser, "/forum/categories/water/new", {"title": "", "source": "My long text."})
    assert without_title.status_code == 422
    assert "My long text." in without_title.text
    thread_id = opened_thread(person()).id
    with transaction():
        db.session.get_one(Thread, thread_id).locked_at = clock.now()
    page = f"/forum/threads/{thread_id}"
    refused = browser.post(
        f"{page}/answers", data={"csrf_token": _token(browser), "source": "Too late, alas.", "language": "en"}
    )
    assert refused.status_code == 403
    assert "Too late, alas." in refused.text
    assert "This thread is closed" in refused.text


def _token(browser: FlaskClient) -> str:
    return fields_of(browser.get("/account").text)["csrf_token"]


def test_a_preview_sends_nothing(app: Flask) -> None:
    category()
    browser = browser_of(app, person())
    typed = {"title": "T", "source": "*soon*", "language": "en", "step": "preview"}
    shown = send(browser, "/forum/categories/water/new", typed)
    assert shown.status_code == 200
    assert "<em>soon</em>" in shown.text
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 0


def test_answers_at_the_same_instant_are_numbered_without_gaps(each_app: Flask) -> None:
    author = person()
    thread_id = opened_thread(author).id

    def add(_number: int) -> None:
        with each_app.app_context(), transaction():
            reply(thread_id, author.id, Written("Me too.", "en"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))
    db.session.expire_all()
    numbers = list(db.session.scalars(select(Post.number).where(Post.thread_id == thread_id).order_by(Post.number)))
    assert numbers == list(range(1, 26))
    thread = db.session.get_one(Thread, thread_id)
    assert (thread.last_number, thread.replies) == (25, 24)


def test_a_change_keeps_how_it_read(each_app: Flask) -> None:
    author = person()
    post = first_post(opened_thread(author, text="First words"))
    with transaction():
        change_post(post.id, author.id, Written("Second words", "fr"), title="Another title")
    with transaction():
        change_post(post.id, author.id, Written("Second words", "fr"))
    db.session.expire_all()
    kept = list(db.session.scalars(select(PostVersion.source)))
    assert kept == ["First words"]
    assert "Second words" in post.html
    assert db.session.get_one(Thread, post.thread_id).title == "Another title"


def test_what_its_author_takes_back_leaves_a_trace_and_no_words(each_app: Flask) -> None:
    author, other = person(), person()
    thread = opened_thread(author)
    post = answered(thread, other, "Something I regret")
    with transaction():
        change_post(post.id, other.id, Written("Something else", "en"))
    assert _told(author) == ["forum.reply"]
    with transaction():
        remove_post(post.id, other.id)
    db.session.expire_all()
    assert (post.state, post.source, post.html) == (PostState.REMOVED, "", "")
    assert db.session.scalar(select(func.count()).select_from(PostVersion)) == 0
    assert (db.session.get_one(Thread, thread.id).replies, _told(author)) == (0, [])
    with pytest.raises(CannotBe), transaction():
        reply(thread.id, author.id, Written("To you", "en"), post.id)
    page = browser_of(each_app, author).get(f"/forum/threads/{thread.id}").text
    assert "took it back" in page
    assert "regret" not in page


def test_staff_remove_with_a_reason_that_everybody_reads(app: Flask) -> None:
    author, staff = person(), person(Role.UCLG_LEARNING)
    thread = opened_thread(author, text="Buy my pumps")
    browser, address = browser_of(app, staff), f"/forum/posts/{first_post(thread).id}/removal"
    assert send(browser, address, {"reason": ""}).status_code == 422
    assert send(browser, address, {"rule": "no-advertising", "reason": "This is an advertisement."}).status_code == 303
    assert _told(author) == ["forum.post-removed"]
    page = browser_of(app, person()).get(f"/forum/threads/{thread.id}").text
    assert "This is an advertisement." in page
    assert "Buy my pumps" not in page


def test_followers_are_told_once_of_what_is_new_since_they_looked(each_app: Flask) -> None:
    follower, other = apart(person()), apart(person())
    thread = opened_thread(person())
    address = f"/forum/threads/{thread.id}"
    db.session.expunge(thread)
    with transaction():
        follow(follower.id, Followed.THREAD, thread.id)
    browser = browser_of(each_app, other)
    reader = each_app.test_client()
    sign_in(reader, follower)
    reader.get(address)
    for _number in range(3):
        send(browser, address, {"source": "News", "language": "en", "conduct": "y"}, to=f"{address}/answers")
    assert _told(follower) == ["forum.followed-thread"]
    reader.get(address)
    send(browser, address, {"source": "News", "language": "en"}, to=f"{address}/answers")
    assert _told(follower) == ["forum.followed-thread"] * 2


def test_the_category_of_a_course_is_hidden_from_whoever_takes_no_part(each_app: Flask) -> None:
    published(course_files())
    learner, outsider = person(), person()
    enrolled(learner, SLUG)
    thread = opened_thread(learner, "Only among us", category=SLUG)
    post = first_post(thread)
    with transaction():
        follow(outsider.id, Followed.THREAD, thread.id)
        follow(outsider.id, Followed.CATEGORY, thread.category_id)
    answered(thread, learner)
    assert _told(outsider) == []
    browser = browser_of(each_app, outsider)
    ways = (f"categories/{SLUG}", f"threads/{thread.id}", f"threads/{thread.id}/new", f"posts/{post.id}")
    for way in (*ways, f"posts/{post.id}/history", f"posts/{post.id}/change", f"posts/{post.id}/removal"):
        assert browser.get(f"/forum/{way}").status_code == 404, way
    home = browser.get("/forum?show=followed").text
    assert "Only among us" not in home
    assert SLUG not in home.partition("<main")[2]
    assert "Only among us" in browser_of(each_app, learner).get("/forum").text


def test_a_category_for_staff_is_for_staff(app: Flask) -> None:
    category("office", Audience.STAFF, "Office")
    facilitator = person(Role.FACILITATOR)
    thread = opened_thread(facilitator, "Among us", category="office")
    assert browser_of(app, person()).get(f"/forum/threads/{thread.id}").status_code == 404
    assert browser_of(app, person(Role.UCLG_LEARNING)).get(f"/forum/threads/{thread.id}").status_code == 200


def test_learners_of_a_course_are_told_of_its_announcements(app: Flask) -> None:
    published(course_files())
    learner, gone, facilitator = person(), person(), person(Role.FACILITATOR, scope=SLUG)
    enrolled(learner, SLUG)
    browser = browser_of(app, facilitator)
    typed = {"kind": "announcement", "title": "Live session", "source": "On Monday.", "language": "en", "conduct": "y"}
    assert send(browser, f"/forum/categories/{SLUG}/new", typed).status_code == 303
    assert (_told(learner), _told(gone), _told(facilitator)) == (["forum.announcement"], [], ["account.role-given"])
    refused = send(browser_of(app, learner), f"/forum/categories/{SLUG}/new", typed)
    assert refused.status_code == 422


def test_staff_arrange_categories(app: Flask) -> None:
    browser = browser_of(app, person(Role.UCLG_LEARNING))
    typed = {"key": "rivers", "audience": "members", "title_en": "Rivers", "title_fr": "Rivières"}
    assert send(browser, "/forum/categories/add", typed).status_code == 303
    again = send(browser, "/forum/categories/add", typed)
    assert again.status_code == 422
    assert "There is a category with this address already" in again.text
    assert "Rivières" in browser.get("/forum?lang=fr").text
    closed = send(browser, "/forum/categories/rivers/change", {"title_en": "Rivers and lakes", "is_archived": "y"})
    assert closed.status_code == 303
    kept = db.session.scalars(select(Category).where(Category.key == "rivers")).one()
    assert (kept.titles["en"], kept.archived_at is not None) == ("Rivers and lakes", True)
    assert browser.get("/forum/categories/rivers/new").status_code == 403


def test_each_published_course_has_a_category(each_app: Flask) -> None:
    first = published(course_files())
    published(course_files(title="Localizing the SDGs, again"), based_on=first.digest)
    assert db.session.scalar(select(func.count()).where(Category.course_slug == SLUG)) == 1


def test_who_asked_is_told_once_of_the_answers_since_they_looked(each_app: Flask) -> None:
    asker, other = apart(person()), apart(person())
    reader = browser_of(each_app, asker)
    thread = opened_thread(asker)
    address = f"/forum/threads/{thread.id}"
    for _number in range(3):
        answered(thread, other)
    assert _told(asker) == ["forum.reply"]
    reader.get(address)
    last = answered(thread, other)
    assert _told(asker) == ["forum.reply"] * 2
    with transaction():
        remove_post(last.id, other.id)
    assert _told(asker) == ["forum.reply"]


@pytest.mark.parametrize("followers", [1, 30])
def test_an_answer_takes_as_many_statements_however_many_follow(each_app: Flask, followers: int) -> None:
    asker, helper, newcomer = person(), person(), person()
    thread_id = opened_thread(asker).id
    for _number in range(followers):
        answered(db.session.get_one(Thread, thread_id), helper)
    for number in range(followers):
        reader = person()
        with transaction():
            follow(reader.id, Followed.THREAD, thread_id)
            note_read(reader.id, thread_id, number + 1)
    browser = browser_of(each_app, newcomer)
    here = f"/forum/threads/{thread_id}"
    form = fields_of(browser.get(here).text) | {"source": "With the river.", "language": "en", "conduct": "y"}
    form.pop("step", None)
    with counted_statements(each_app) as statements:
        assert browser.post(f"{here}/answers", data=form).status_code == 303
    # One of them notes that the newcomer accepts the code of conduct.
    assert len(statements) <= 16
    db.session.rollback()
    told = select(func.count(func.distinct(Notice.user_id))).where(Notice.arguments["post"].as_integer() > followers)
    assert (db.session.scalar(told) or 0) >= followers + 1
