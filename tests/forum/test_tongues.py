"""The language of what is written, and whose languages lists show first."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.forum.by_mail import take_answer
from app.forum.models import Post, Thread
from app.platform.database import db, transaction
from tests.builders import browser_of, fields_of
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
