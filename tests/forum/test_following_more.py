"""Topics of threads, following topics and people, muting, and the list of all that."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.roles import Role
from app.content.sdgs import SDG_LABELS
from app.content.vocabulary import AGENDAS
from app.forum.actions import follow
from app.forum.kinds import Audience, Followed
from app.forum.models import Follow
from app.forum.muting_actions import mute
from app.forum.topics import ALL_TOPICS, Topic, TopicKind, find_topic, known_among, with_goals
from app.notifications.models import Notice
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import browser_of, course_files, enrolled, published, send
from tests.directory.profiles import listed
from tests.forum.people import said, somebody, talk
from tests.forum.test_marking import press
from tests.forum.threads import category

RIVERS = {"title": "Rivers", "source": "About rivers.", "language": "en", "kind": "discussion"}


def told(user: User) -> list[str]:
    return list(db.session.scalars(select(Notice.kind).where(Notice.user_id == user.id).order_by(Notice.id)))


def targets(user: User) -> set[str]:
    return set(db.session.scalars(select(Follow.target).where(Follow.user_id == user.id)))


def test_each_topic_of_courses_is_found_by_its_key() -> None:
    assert len(ALL_TOPICS) == len(SDG_LABELS) + 11 + len(AGENDAS)
    assert all(find_topic(topic.key) == topic and topic.name("fr") for topic in ALL_TOPICS)
    for key in ("", "sdg", "sdg-", "sdg-18", "sdg-11.Z", "sendai-p1", "agenda-", "other-1", "sdg- 11"):
        assert find_topic(key) is None, key


def test_a_target_belongs_to_its_goal() -> None:
    assert with_goals([Topic(TopicKind.SDG, "11.3")]) == {"sdg-11.3", "sdg-11"}
    assert with_goals([Topic(TopicKind.AGENDA, "paris-agreement")]) == {"agenda-paris-agreement"}
    assert [topic.mark for topic in known_among(["sdg-11.3", "sdg-2", "nonsense"])] == ["2", "11.3"]


def test_a_thread_has_topics_by_which_it_is_found(each_app: Flask) -> None:
    category()
    browser = browser_of(each_app, somebody())
    told_topics = {"topics": ["sdg-6", "agenda-paris-agreement"], "targets": "11.5, E"}
    opened = send(browser, "/forum/categories/water/new", {**RIVERS, **told_topics})
    assert opened.status_code == 303
    shown = browser.get(opened.location).text
    for key in ("sdg-6", "sdg-11.5", "sendai-E", "agenda-paris-agreement"):
        assert f"/forum/topics/{key}" in shown
        assert "Rivers" in browser.get(f"/forum/topics/{key}").text
        assert "Rivers" in browser.get(f"/forum/categories/water?topic={key}").text
    assert "Rivers" in browser.get("/forum/topics/sdg-11").text
    assert "Rivers" not in browser.get("/forum/topics/sdg-1").text
    assert "Rivers" not in browser.get("/forum/categories/water?topic=sdg-1").text
    assert browser.get("/forum/topics/sdg-99").status_code == 404


def test_more_than_five_topics_and_unknown_targets_are_refused(each_app: Flask) -> None:
    category()
    browser = browser_of(each_app, somebody())
    many = send(browser, "/forum/categories/water/new", {**RIVERS, "topics": [f"sdg-{n}" for n in range(1, 7)]})
    assert many.status_code == 422
    assert "at most" in many.text
    unknown = send(browser, "/forum/categories/water/new", {**RIVERS, "targets": "11.99"})
    assert unknown.status_code == 422
    assert "There is no such target: 11.99" in unknown.text
    assert "About rivers." in unknown.text


def test_topics_are_changed_with_the_first_post(each_app: Flask) -> None:
    category()
    browser = browser_of(each_app, somebody())
    opened = send(browser, "/forum/categories/water/new", {**RIVERS, "topics": ["sdg-6"], "targets": "11.5"})
    post = browser.get(opened.location).text.split("/forum/posts/")[1].split('"')[0]
    form = browser.get(f"/forum/posts/{post}/change").text
    assert 'value="11.5"' in form
    changed = send(browser, f"/forum/posts/{post}/change", {**RIVERS, "topics": ["sdg-13"], "targets": ""})
    assert changed.status_code == 303
    shown = browser.get(opened.location).text
    assert "/forum/topics/sdg-13" in shown
    assert "/forum/topics/sdg-6" not in shown


def test_who_follows_a_topic_or_its_goal_is_told_once(each_app: Flask) -> None:
    category()
    of_goal, of_both, of_other = somebody(), somebody(), somebody()
    for user, key in ((of_goal, "sdg-11"), (of_both, "sdg-11"), (of_both, "sdg-11.5"), (of_other, "sdg-1")):
        assert press(browser_of(each_app, user), f"/forum/topics/{key}/following") == 303
    send(browser_of(each_app, somebody()), "/forum/categories/water/new", {**RIVERS, "targets": "11.5"})
    assert told(of_goal) == told(of_both) == ["forum.new-thread"]
    assert told(of_other) == []


def test_who_follows_somebody_is_told_of_their_threads(each_app: Flask) -> None:
    author, follower = somebody(name="Ana Author"), somebody()
    talk(author)
    browser = browser_of(each_app, follower)
    assert press(browser, f"/forum/people/{author.id}/following") == 303
    talk(author, "Another thread")
    assert told(follower) == ["forum.new-thread"]
    assert press(browser, f"/forum/people/{author.id}/following", wish="stop") == 303
    talk(author, "A third thread")
    assert told(follower) == ["forum.new-thread"]


def test_no_list_of_followers_leads_into_a_hidden_place(each_app: Flask) -> None:
    published(course_files())
    author, follower = somebody(Role.UCLG_LEARNING), somebody()
    with transaction():
        follow(follower.id, Followed.PERSON, author.id)
    category("staff-room", Audience.STAFF)
    talk(author, "Secret", category="staff-room")
    talk(author, "Of the course", category="localizing-the-sdgs")
    assert told(follower) == []


def test_somebody_is_known_by_what_one_may_read_of_them(each_app: Flask) -> None:
    published(course_files())
    silent, learner = somebody(name="Sil Ent"), somebody(name="Lea Rner")
    enrolled(learner)
    hidden = talk(learner, "Only in the course", category="localizing-the-sdgs")
    in_directory, _profile = listed("Lis Ted")
    outsider, insider = browser_of(each_app, somebody()), somebody()
    enrolled(insider)
    assert outsider.get(f"/forum/people/{silent.id}").status_code == 404
    assert outsider.get(f"/forum/people/{learner.id}").status_code == 404
    assert press(outsider, f"/forum/people/{learner.id}/following") == 404
    assert outsider.get("/forum/people/999999").status_code == 404
    assert outsider.get(f"/forum/people/{in_directory.id}").status_code == 200
    assert hidden.title in browser_of(each_app, insider).get(f"/forum/people/{learner.id}").text


def test_the_list_names_what_one_follows_and_stops_it(each_app: Flask) -> None:
    author, reader = somebody(name="Ana Author"), somebody()
    thread = talk(author, "Where do you begin?")
    browser = browser_of(each_app, reader)
    press(browser, f"/forum/threads/{thread.id}/following")
    press(browser, "/forum/categories/water/following")
    press(browser, "/forum/topics/sdg-6/following")
    press(browser, f"/forum/people/{author.id}/following")
    page = browser.get("/forum/following").text
    for words in ("Where do you begin?", "Water", "Clean water and sanitation", "Ana Author"):
        assert words in page
    for what, target in (("thread", thread.id), ("topic", "sdg-6"), ("person", author.id)):
        assert press(browser, "/forum/following", what=what, target=str(target)) == 303
    assert targets(reader) == {str(thread.category_id)}
    assert press(browser, "/forum/following", what="nothing", target="1") == 422


def test_what_one_may_not_read_any_more_is_not_named(each_app: Flask) -> None:
    reader = somebody()
    category("staff-room", Audience.STAFF, "Staff room")
    thread = talk(somebody(Role.UCLG_LEARNING), "Secret", category="staff-room")
    with transaction():
        follow(reader.id, Followed.THREAD, thread.id)
        follow(reader.id, Followed.CATEGORY, thread.category_id)
    page = browser_of(each_app, reader).get("/forum/following").text
    assert "Secret" not in page
    assert "Staff room" not in page


def test_what_a_muted_person_writes_is_folded_and_no_news(each_app: Flask) -> None:
    ana, loud = somebody(name="Ana Author"), somebody(name="Lou Loud")
    thread = talk(ana)
    said(thread, loud, "First words.")
    browser = browser_of(each_app, ana)
    assert press(browser, f"/forum/people/{loud.id}/muting") == 303
    before = told(ana)
    said(thread, loud, "Louder, @Ana Author!")
    assert told(ana) == before
    page = browser.get(f"/forum/threads/{thread.id}").text
    assert page.count("Post by somebody you muted.") == 2
    assert "Lou Loud" in browser.get("/forum/following").text
    assert press(browser, f"/forum/people/{loud.id}/muting", wish="back") == 303
    assert "Post by somebody you muted." not in browser.get(f"/forum/threads/{thread.id}").text


def test_a_post_of_somebody_else_after_a_muted_one_is_news(each_app: Flask) -> None:
    ana, loud, kind = somebody(), somebody(), somebody()
    thread = talk(ana)
    with transaction():
        mute(ana.id, loud.id)
    first = said(thread, loud)
    assert told(ana) == []
    said(thread, kind, to=first)
    assert told(ana) == ["forum.followed-thread"]


def test_nobody_mutes_or_follows_themselves(each_app: Flask) -> None:
    ana = somebody()
    talk(ana)
    browser = browser_of(each_app, ana)
    assert press(browser, f"/forum/people/{ana.id}/muting") == 422
    assert press(browser, f"/forum/people/{ana.id}/following") == 422


def test_topics_of_hidden_threads_are_not_offered(each_app: Flask) -> None:
    published(course_files())
    learner = somebody()
    enrolled(learner)
    inside = browser_of(each_app, learner)
    where = "/forum/categories/localizing-the-sdgs/new"
    assert send(inside, where, {**RIVERS, "topics": ["sdg-14"]}).status_code == 303
    outside = browser_of(each_app, somebody())
    # What is offered may be a minute old.
    with clock.stopped_at(clock.now() + timedelta(minutes=2)):
        assert "/forum/topics/sdg-14" in inside.get("/forum").text
        assert "/forum/topics/sdg-14" not in outside.get("/forum").text
        assert "Rivers" not in outside.get("/forum/topics/sdg-14").text
