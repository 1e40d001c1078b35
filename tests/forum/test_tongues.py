"""The language of what is written, and whose languages lists show first."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.directory.models import Profile
from app.enrolment.models import Enrolment
from app.forum.by_mail import take_answer
from app.forum.kinds import ThreadKind
from app.forum.marking_actions import accept
from app.forum.models import Post, Thread
from app.platform.database import db, transaction
from tests.builders import browser_of, enrolled, fields_of, published
from tests.directory.profiles import listed
from tests.forum.people import opening_of, said, somebody, talk

FRENCH = "Nous avons commencé par une carte des zones inondables, avec les habitants du quartier."


def answer(browser: FlaskClient, thread_id: int, **fields: str) -> str:
    """Send the form under a thread; the language in which the last post is kept."""
    form = fields_of(browser.get(f"/forum/threads/{thread_id}").text)
    sent = browser.post(f"/forum/threads/{thread_id}/answers", data={"csrf_token": form["csrf_token"], **fields})
    assert sent.status_code == 303
    db.session.rollback()
    return db.session.scalars(select(Post.language).order_by(Post.id.desc())).first() or ""


def test_an_answer_is_kept_in_the_language_of_its_words(each_app: Flask) -> None:
    thread = talk(somebody())
    browser = browser_of(each_app, somebody())
    assert answer(browser, thread.id, source=FRENCH, language="") == "fr"
    assert answer(browser, thread.id, source="Quito, 2027", language="") == "en"
    assert answer(browser, thread.id, source=FRENCH, language="wo") == "wo"


def test_a_new_thread_is_told_by_its_title_too(app: Flask) -> None:
    talk(somebody())
    browser = browser_of(app, somebody())
    here = "/forum/categories/water/new"
    page = browser.get(here).text
    assert '<option selected value="">Detect it</option>' in page
    form = {"csrf_token": fields_of(page)["csrf_token"], "kind": "discussion", "language": ""}
    title = "Comment faites-vous une carte des risques ?"
    preview = browser.post(here, data={**form, "title": title, "source": "Merci.", "step": "preview"}).text
    assert '<div class="text" lang="fr" dir="ltr">' in preview
    assert browser.post(here, data={**form, "title": title, "source": "Merci."}).status_code == 303
    db.session.rollback()
    assert db.session.scalars(select(Thread.language).order_by(Thread.id.desc())).first() == "fr"


def test_changing_a_post_keeps_its_language_unless_another_is_chosen(app: Flask) -> None:
    author = somebody()
    thread = talk(author, language="wo")
    post = opening_of(thread)
    browser = browser_of(app, author)
    here = f"/forum/posts/{post.id}/change"
    page = browser.get(here).text
    assert "Detect it" not in page
    assert '<option selected value="wo">' in page
    form = {"csrf_token": fields_of(page)["csrf_token"], "title": "T", "source": FRENCH}
    assert browser.post(here, data=form).status_code == 303
    assert opening_of(thread).language == "wo"
    assert browser.post(here, data={**form, "language": "fr"}).status_code == 303
    assert opening_of(thread).language == "fr"


def test_an_answer_by_mail_is_kept_in_the_language_of_its_words(app: Flask) -> None:
    author = somebody()
    post = said(talk(author), author)
    writer = somebody()
    with app.test_request_context(), transaction():
        assert take_answer(writer.id, post.id, FRENCH, ())
        assert take_answer(writer.id, post.id, "OK!", ())
    told = db.session.scalars(select(Post.language).where(Post.author_id == writer.id).order_by(Post.id))
    assert list(told) == ["fr", "en"]


def titles(browser: FlaskClient, address: str = "/forum") -> list[str]:
    found: list[str] = re.findall(r'class="title"><a href="/forum/threads/[^>]*>([^<]*)<', browser.get(address).text)
    return found


def test_lists_show_the_languages_of_their_reader_and_tell_how_many_there_are_in_others(each_app: Flask) -> None:
    author = somebody()
    for tongue in ("en", "wo", "pt", "ar"):
        talk(author, f"In {tongue}", language=tongue)
    reader, profile_id = listed()
    with transaction():
        db.session.execute(update(Profile).where(Profile.id == profile_id).values(languages="sw pt"))
    browser = browser_of(each_app, reader)
    assert titles(browser) == titles(browser, "/forum/categories/water") == ["In pt", "In en"]
    assert "All languages (2 threads more)" in browser.get("/forum").text
    assert titles(browser, "/forum?language=all") == ["In ar", "In pt", "In wo", "In en"]
    assert titles(browser, "/forum?language=wo") == ["In wo"]
    assert titles(browser, "/forum?show=unread") == ["In pt", "In en"]
    # Nobody's own threads are left out for their language.
    assert len(titles(browser_of(each_app, author), "/forum?show=mine")) == 4


def test_a_course_that_somebody_takes_tells_their_languages(app: Flask) -> None:
    author, reader = somebody(), somebody()
    published()
    talk(author, "In wo", category="localizing-the-sdgs", language="wo")
    enrolled(reader)
    browser = browser_of(app, reader)
    assert "All languages (1 thread more)" in browser.get("/forum").text
    with transaction():
        db.session.execute(update(Enrolment).values(content_language="wo"))
    assert titles(browser) == ["In wo"]


def test_what_is_pinned_is_shown_in_whatever_language(app: Flask) -> None:
    thread = talk(somebody(), "In wo", language="wo")
    talk(somebody(), "In pt", language="pt")
    with transaction():
        db.session.execute(update(Thread).where(Thread.id == thread.id).values(pinned_at=thread.made_at))
    browser = browser_of(app, somebody())
    assert titles(browser, "/forum/categories/water") == ["In wo"]
    assert titles(browser) == []
    assert "There is no such thread in your languages." in browser.get("/forum").text


def test_a_question_answered_in_another_language_counts_as_answered(app: Flask) -> None:
    asker = somebody()
    question = talk(asker, "Who pays?", kind=ThreadKind.QUESTION)
    post = said(question, somebody(), FRENCH)
    browser = browser_of(app, asker)
    assert titles(browser, "/forum?show=unanswered") == ["Who pays?"]
    with transaction():
        db.session.execute(update(Post).where(Post.id == post.id).values(language="fr"))
        accept(question.id, post.id, asker.id)
    assert titles(browser, "/forum?show=unanswered") == []
