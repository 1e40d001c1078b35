"""Looking after threads: what is moved, merged and split is found again, and nobody is told of what is not theirs."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.roles import Role
from app.forum.actions import Written, follow, note_read, reply, set_topics, unfollow
from app.forum.care_models import Step, ThreadStep
from app.forum.kinds import Audience, Followed, ThreadKind
from app.forum.marking_actions import accept, vote
from app.forum.models import Category, Follow, Post, Reading, Thread
from app.forum.part_models import IdeaVote
from app.forum.part_queries import topics_of
from app.forum.tending_actions import merge_threads, move_thread, split_thread
from app.forum.topics import known_among
from app.platform import clock
from app.platform.audit import AuditEntry
from app.platform.database import db, transaction
from app.platform.errors import CannotBe
from tests.builders import browser_of, course_files, enrolled, fields_of, published, send
from tests.forum.kept import answered, first_post, opened_thread, person, told
from tests.forum.threads import category

SLUG = "localizing-the-sdgs"


def _numbers(thread_id: int) -> list[int]:
    return list(db.session.scalars(select(Post.id).where(Post.thread_id == thread_id).order_by(Post.number)))


def _read_up_to(user: User, thread_id: int) -> int | None:
    wanted = select(Reading.read_up_to).where(Reading.user_id == user.id, Reading.thread_id == thread_id)
    return db.session.scalar(wanted)


def test_merged_posts_stand_in_order_of_time_and_the_old_address_leads_there(each_app: Flask) -> None:
    ana, ben, cleo = person(), person(), person()
    tender = person(Role.UCLG_LEARNING)
    now = clock.now()
    with clock.stopped_at(now - timedelta(hours=4)):
        target = opened_thread(ana, "Pumps")
    with clock.stopped_at(now - timedelta(hours=3)):
        source = opened_thread(ben, "Pumps again")
    with clock.stopped_at(now - timedelta(hours=2)):
        late = answered(target, cleo)
    with clock.stopped_at(now - timedelta(hours=1)):
        latest = answered(source, cleo)
    ids = [first_post(target).id, first_post(source).id, late.id, latest.id]
    with transaction():
        note_read(ben.id, target.id, 2)
        follow(ben.id, Followed.THREAD, source.id)
        merge_threads(source.id, target.id, tender.id)
    assert _numbers(target.id) == ids
    merged = db.session.get_one(Thread, target.id)
    assert (merged.last_number, merged.replies, merged.last_post_at) == (4, 3, now - timedelta(hours=1))
    # What answered the other thread answers what that was about.
    assert db.session.get_one(Post, latest.id).reply_to_id == ids[1]
    # Ben had read all of the first and only his own post of the second, not what came after it.
    assert _read_up_to(ben, target.id) == 3
    assert _read_up_to(ben, source.id) is None
    followers = select(func.count()).select_from(Follow).where(Follow.target == str(target.id))
    assert db.session.scalar(followers) == 3
    browser = browser_of(each_app, cleo)
    assert browser.get(f"/forum/threads/{source.id}").location == f"/forum/threads/{target.id}"
    assert browser.get(f"/forum/posts/{latest.id}").location.endswith(f"/forum/threads/{target.id}?page=1#post-4")
    assert "posts of another thread came here" in browser.get(f"/forum/threads/{target.id}").text


def test_merging_into_a_younger_thread_begins_with_the_older_post(app: Flask) -> None:
    ana, ben = person(), person()
    tender = person(Role.UCLG_LEARNING)
    older, younger = opened_thread(ana, "Older"), opened_thread(ben, "Younger")
    to_younger = answered(younger, ana)
    with transaction():
        merge_threads(older.id, younger.id, tender.id)
    merged = db.session.get_one(Thread, younger.id)
    assert merged.author_id == ana.id
    assert merged.title == "Younger"
    assert db.session.get_one(Post, to_younger.id).reply_to_id == _numbers(younger.id)[1]


def test_merged_ideas_are_supported_once_by_whoever_supported_either(each_app: Flask) -> None:
    ana, ben, cleo = person(), person(), person()
    tender = person(Role.UCLG_LEARNING)
    target, source = (opened_thread(ana, title, kind=ThreadKind.IDEA) for title in ("Pumps", "Pumps again"))
    with transaction():
        for idea, supporter in ((target, ana), (target, ben), (source, ben), (source, cleo)):
            vote(idea.id, supporter.id)
        merge_threads(source.id, target.id, tender.id)
    assert (db.session.get_one(Thread, target.id).votes, db.session.get_one(Thread, source.id).votes) == (3, 0)
    supporters = select(IdeaVote.user_id).where(IdeaVote.thread_id == target.id)
    assert set(db.session.scalars(supporters)) == {ana.id, ben.id, cleo.id}
    with pytest.raises(CannotBe, match="merged"), transaction():
        vote(source.id, ana.id)


def test_votes_for_an_idea_are_none_for_a_question(app: Flask) -> None:
    ana = person()
    tender = person(Role.UCLG_LEARNING)
    question = opened_thread(ana, "Which pumps?", kind=ThreadKind.QUESTION)
    idea = opened_thread(ana, "Pumps", kind=ThreadKind.IDEA)
    with transaction():
        vote(idea.id, ana.id)
        merge_threads(idea.id, question.id, tender.id)
    assert db.session.get_one(Thread, question.id).votes == 0


def test_a_merged_thread_is_about_both_as_far_as_there_is_room(each_app: Flask) -> None:
    ana, tender = person(), person(Role.UCLG_LEARNING)
    target, source = opened_thread(ana, "Pumps"), opened_thread(ana, "Pumps again")
    of_target, of_source = ("sdg-6", "sdg-11", "sdg-13", "sdg-17"), ("sdg-1", "sdg-6", "sdg-16")
    with transaction():
        set_topics(target.id, known_among(of_target))
        set_topics(source.id, known_among(of_source))
        merge_threads(source.id, target.id, tender.id)
    assert {topic.key for topic in topics_of(target.id)} == {*of_target, "sdg-1"}
    assert topics_of(source.id) == ()


@pytest.mark.parametrize("has_one", [True, False])
def test_a_merged_question_keeps_its_accepted_answer_or_takes_that_of_the_other(app: Flask, has_one: bool) -> None:
    ana, tender = person(), person(Role.UCLG_LEARNING)
    target, source = (opened_thread(ana, title, kind=ThreadKind.QUESTION) for title in ("Pumps", "Pumps again"))
    here, there = answered(target, ana), answered(source, ana)
    with transaction():
        if has_one:
            accept(target.id, here.id, ana.id)
        accept(source.id, there.id, ana.id)
        merge_threads(source.id, target.id, tender.id)
    assert db.session.get_one(Thread, target.id).accepted_post_id == (here.id if has_one else there.id)


def test_who_wrote_what_was_split_off_goes_on_following_it(each_app: Flask) -> None:
    ana, ben, cleo, dora = person(), person(), person(), person()
    tender = person(Role.UCLG_LEARNING)
    thread = opened_thread(ana, "Pumps")
    posts = [answered(thread, writer) for writer in (ben, cleo, dora)]
    with transaction():
        set_topics(thread.id, known_among(["sdg-6"]))
        unfollow(dora.id, Followed.THREAD, thread.id)
        new = split_thread(thread.id, [post.id for post in posts], "Pipes", tender.id)
    followers = select(Follow.user_id).where(Follow.what == Followed.THREAD, Follow.target == str(new.id))
    assert set(db.session.scalars(followers)) == {ben.id, cleo.id}
    assert [topic.key for topic in topics_of(new.id)] == ["sdg-6"]
    assert [topic.key for topic in topics_of(thread.id)] == ["sdg-6"]


def test_split_posts_are_a_thread_of_their_own_with_what_was_read_of_them(each_app: Flask) -> None:
    ana, ben, cleo = person(), person(), person()
    tender = person(Role.UCLG_LEARNING)
    thread = opened_thread(ana, "Pumps")
    posts = [answered(thread, ben, f"Answer {number}") for number in range(4)]
    to_first = answered(thread, cleo, to=posts[0])
    with transaction():
        note_read(ana.id, thread.id, 4)
        new = split_thread(thread.id, [posts[0].id, posts[2].id, to_first.id], "Pipes", tender.id)
    assert _numbers(new.id) == [posts[0].id, posts[2].id, to_first.id]
    assert _numbers(thread.id) == [first_post(thread).id, posts[1].id, posts[3].id]
    assert (_read_up_to(ana, thread.id), _read_up_to(ana, new.id)) == (2, 2)
    kept = db.session.get_one(Thread, new.id)
    assert (kept.replies, kept.author_id, kept.title) == (2, ben.id, "Pipes")
    # It answers what the thread is about now, which goes without saying.
    assert db.session.get_one(Post, to_first.id).reply_to_id is None
    page = browser_of(each_app, cleo).get(f"/forum/threads/{thread.id}").text
    assert "3 posts went to another thread" in page
    assert "Pipes" in page


def test_what_cannot_be_split_off_stays(app: Flask) -> None:
    ana = person()
    tender = person(Role.UCLG_LEARNING)
    thread = opened_thread(ana)
    answered(thread, ana)
    for chosen in ([first_post(thread).id], [999_999], []):
        with pytest.raises(CannotBe), transaction():
            split_thread(thread.id, chosen, "New", tender.id)
    assert len(_numbers(thread.id)) == 2


def test_whoever_may_not_read_the_new_category_is_told_nothing_more(each_app: Flask) -> None:
    published(course_files())
    ana, inside, outside = person(), person(), person()
    enrolled(inside)
    tender = person(Role.UCLG_LEARNING)
    thread = opened_thread(ana)
    with transaction():
        for reader in (inside, outside):
            follow(reader.id, Followed.THREAD, thread.id)
    answered(thread, ana)
    assert told(inside) == told(outside) == ["forum.followed-thread"]
    of_course = db.session.scalars(select(Category.id).where(Category.course_slug == SLUG)).one()
    with transaction():
        move_thread(thread.id, of_course, tender.id)
    assert told(outside) == []
    assert told(inside) == ["forum.followed-thread"]
    assert browser_of(each_app, outside).get(f"/forum/threads/{thread.id}").status_code == 404
    follows = select(Follow.user_id).where(Follow.what == Followed.THREAD, Follow.target == str(thread.id))
    assert set(db.session.scalars(follows)) == {inside.id}


def test_a_facilitator_moves_only_where_they_tend_as_well(app: Flask) -> None:
    published(course_files())
    tender = person(Role.FACILITATOR, scope=SLUG)
    thread = opened_thread(person(), category=SLUG)
    other = category()
    page = f"/forum/threads/{thread.id}/tending"
    browser = browser_of(app, tender)
    assert "Move to another category" not in browser.get(page).text
    hidden = fields_of(browser.get(page).text)
    assert browser.post(f"{page}/move", data={**hidden, "category": str(other)}).status_code == 422
    assert db.session.get_one(Thread, thread.id).category_id != other


def test_a_thread_is_not_merged_into_one_that_somebody_does_not_tend(app: Flask) -> None:
    published(course_files())
    browser = browser_of(app, person(Role.FACILITATOR, scope=SLUG))
    thread, elsewhere = opened_thread(person(), category=SLUG), opened_thread(person())
    hidden = opened_thread(person(), category=_staff_category())
    page = f"/forum/threads/{thread.id}/tending"
    assert send(browser, page, {"other": f"/forum/threads/{elsewhere.id}"}, to=f"{page}/merge").status_code == 403
    unknown = send(browser, page, {"other": str(hidden.id)}, to=f"{page}/merge")
    assert unknown.status_code == 422
    assert "There is no such thread" in unknown.text
    assert len(_numbers(thread.id)) == 1


def _staff_category() -> str:
    category("inside", Audience.STAFF)
    return "inside"


def test_buttons_do_what_they_say_and_leave_a_trail(app: Flask) -> None:
    tender = person(Role.UCLG_LEARNING, name="Tessa Tender")
    thread = opened_thread(person())
    page = f"/forum/threads/{thread.id}/tending"
    browser = browser_of(app, tender)
    for step in ("pin", "lock", "archive", "bring-back", "unlock", "unpin"):
        assert send(browser, page, {"step": step}, to=page).status_code == 303
    steps = list(db.session.scalars(select(ThreadStep.step).order_by(ThreadStep.id)))
    assert steps == [
        Step.PINNED,
        Step.LOCKED,
        Step.ARCHIVED,
        Step.BROUGHT_BACK,
        Step.UNLOCKED,
        Step.UNPINNED,
    ]
    noted = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_kind == "forum-thread")).all()
    assert "forum.archived" in noted
    assert "Tessa Tender" in browser.get(page).text
    assert send(browser, page, {"step": "explode"}, to=page).status_code == 422


def test_a_closed_thread_takes_no_answer(app: Flask) -> None:
    thread = opened_thread(person())
    page = f"/forum/threads/{thread.id}/tending"
    send(browser_of(app, person(Role.UCLG_LEARNING)), page, {"step": "lock"}, to=page)
    assert "This thread is closed" in browser_of(app, person()).get(f"/forum/threads/{thread.id}").text


def test_a_question_that_becomes_an_idea_is_open_and_has_no_accepted_answer(app: Flask) -> None:
    ana = person()
    thread = opened_thread(ana, kind=ThreadKind.QUESTION)
    post = answered(thread, person())
    with transaction():
        db.session.get_one(Thread, thread.id).accepted_post_id = post.id
    page = f"/forum/threads/{thread.id}/tending"
    browser = browser_of(app, person(Role.UCLG_LEARNING))
    fields = {"kind": "idea", "title": "A better title", "language": "fr"}
    assert send(browser, page, fields, to=f"{page}/change").status_code == 303
    changed = db.session.get_one(Thread, thread.id, populate_existing=True)
    assert (changed.title, changed.language, changed.accepted_post_id) == ("A better title", "fr", None)
    assert changed.status == "open"
    wrong = send(browser, page, {"kind": "idea", "title": "", "language": "fr"}, to=f"{page}/change")
    assert wrong.status_code == 422


def test_the_pages_of_tending_split_by_ticks(app: Flask) -> None:
    ana = person()
    thread = opened_thread(ana, "Pumps")
    second = answered(thread, ana, "About pipes, really.")
    browser = browser_of(app, person(Role.UCLG_LEARNING))
    page = f"/forum/threads/{thread.id}/split"
    nothing = send(browser, page, {"title": "Pipes"})
    assert nothing.status_code == 422
    assert '<a href="#post">Which posts? Choose at least one post.</a>' in nothing.text
    assert send(browser, page, {"title": ""}).text.count('class="errors"') == 1
    without_title = send(browser, page, {"title": "", "post": [str(second.id)]})
    assert without_title.status_code == 422
    assert f'value="{second.id}" checked' in without_title.text
    with transaction():
        held_id = reply(thread.id, ana.id, Written("Buy pipes.", "en"), is_held=True).id
    assert f'value="{held_id}" disabled' in browser.get(page).text
    done = send(browser, page, {"title": "Pipes", "post": [str(second.id)]})
    assert done.status_code == 303
    assert "About pipes" in browser.get(done.location).text


def test_a_removed_thread_is_seen_by_those_who_tend_and_can_come_back(each_app: Flask) -> None:
    ana, reader = person(), person()
    thread = opened_thread(ana, "Pumps")
    answered(thread, reader, "Mine stays.")
    tender = browser_of(each_app, person(Role.UCLG_LEARNING))
    page = f"/forum/threads/{thread.id}/removal"
    assert send(tender, page, {"reason": "No rule chosen"}).status_code == 422
    sent = send(tender, page, {"rule": "no-advertising", "reason": "You sell pumps."})
    assert sent.status_code == 303
    other = browser_of(each_app, reader)
    assert other.get(f"/forum/threads/{thread.id}").status_code == 404
    assert "Pumps" not in other.get("/forum").text
    assert "Mine stays." in tender.get(f"/forum/threads/{thread.id}").text
    assert told(ana)[-1] == "forum.post-removed"
    restored = send(tender, sent.location, {"step": "restore"}, to=sent.location)
    assert restored.status_code == 303
    page = other.get(f"/forum/threads/{thread.id}").text
    assert "We are a <strong>small</strong> town." in page
    assert "Mine stays." in page


def test_others_tend_nothing(app: Flask) -> None:
    thread = opened_thread(person())
    browser = browser_of(app, person())
    for page in ("tending", "split", "removal"):
        assert browser.get(f"/forum/threads/{thread.id}/{page}").status_code == 403
    assert "Look after this thread" not in browser.get(f"/forum/threads/{thread.id}").text
