"""Posts in other languages than they were written in."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.roles import Role
from app.forum.actions import Written as Text
from app.forum.actions import change_post, remove_post
from app.forum.models import Post, Thread
from app.forum.translating import NotTranslated, Translator, find_translator, know_translator
from app.forum.translation_actions import Translated, add_translation
from app.forum.translation_models import Translation
from app.platform.database import db, transaction
from tests.builders import browser_of, counted_statements, fields_of, person
from tests.forum.people import opening_of, said, somebody, talk

PORTUGUESE = "Começámos com um mapa dos riscos."
ENGLISH = "We began with a map of the **risks**."


def post_in_portuguese(author: User) -> Post:
    return opening_of(talk(author, "O mapa", text=PORTUGUESE, language="pt"))


def translate(browser: FlaskClient, post_id: int, **fields: str) -> tuple[int, str]:
    """Send the form; what it answered."""
    here = f"/forum/posts/{post_id}/translation"
    token = fields_of(browser.get("/account").text)["csrf_token"]
    sent = browser.post(here, data={"csrf_token": token, "language": "en", "source": ENGLISH, **fields})
    return sent.status_code, sent.text


def kept() -> list[tuple[str, str, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(Translation).order_by(Translation.id))
    return [(row.language, row.source, row.provider) for row in rows]


def test_a_translation_is_shown_to_readers_of_its_language_with_the_original_one_tap_away(each_app: Flask) -> None:
    post = post_in_portuguese(somebody())
    assert translate(browser_of(each_app, somebody(name="Ines Costa")), post.id)[0] == 303
    page = browser_of(each_app, somebody()).get(f"/forum/threads/{post.thread_id}").text
    assert re.search(r"Translation from Português by .*Ines Costa", page)
    told = page.index("a map of the <strong>risks</strong>")
    assert told < page.index("<details><summary>Show the original") < page.index("Começámos")
    reader = somebody()
    with transaction():
        db.session.get_one(User, reader.id).language = "pt"
    page = browser_of(each_app, reader).get(f"/forum/threads/{post.thread_id}").text
    assert 'lang="pt" dir="ltr">\n<head>' in page
    assert "Começámos" in page
    assert "a map of the" not in page


def test_the_newest_of_a_language_takes_the_place_of_the_one_before(each_app: Flask) -> None:
    post = post_in_portuguese(somebody())
    browser = browser_of(each_app, somebody())
    assert translate(browser, post.id)[0] == translate(browser, post.id, source="Better.")[0] == 303
    assert translate(browser, post.id, language="fr", source="Mieux.")[0] == 303
    assert kept() == [("en", "Better.", ""), ("fr", "Mieux.", "")]
    assert "Better." in browser.get(f"/forum/posts/{post.id}/translation").text


def test_a_translation_is_into_another_language_and_has_words(app: Flask) -> None:
    post = post_in_portuguese(somebody())
    browser = browser_of(app, somebody())
    for fields in ({"language": "pt"}, {"language": ""}, {"language": "xx"}, {"source": "  "}):
        assert translate(browser, post.id, **fields)[0] == 422
    _status, page = translate(browser, post.id, language="pt")
    assert ENGLISH in page
    assert kept() == []


def test_guards_of_posts_hold_for_translations(app: Flask) -> None:
    post = post_in_portuguese(somebody())
    newcomer = browser_of(app, person())
    status, page = translate(newcomer, post.id)
    assert (status, "tick this once" in page, ENGLISH in page) == (422, True, True)
    advertising = "Buy cheap pills, casino bonus, best price, click here http://a.example http://b.example now!!! $$$"
    assert translate(newcomer, post.id, source=advertising, conduct="y")[0] == 422
    assert kept() == []
    assert translate(newcomer, post.id, conduct="y")[0] == 303


def test_who_may_not_answer_adds_none_and_keeps_what_they_typed(app: Flask) -> None:
    author = somebody()
    post = post_in_portuguese(author)
    browser = browser_of(app, somebody())
    with transaction():
        thread = db.session.get_one(Thread, post.thread_id)
        thread.locked_at = thread.made_at
    assert browser.get(f"/forum/posts/{post.id}/translation").status_code == 403
    status, page = translate(browser, post.id)
    assert (status, ENGLISH in page, kept()) == (403, True, [])


def test_it_goes_with_its_post(each_app: Flask) -> None:
    author, other = somebody(), somebody()
    thread = talk(author)
    taken_back, removed = said(thread, author), said(thread, author)
    for post in (taken_back, removed):
        with transaction():
            add_translation(post.id, other.id, Translated("Avec le fleuve.", "fr"))
    with transaction():
        remove_post(taken_back.id, author.id)
        remove_post(removed.id, other.id, "Unkind.")
    # What somebody else removed may be brought back, and its translation with it.
    assert len(kept()) == 1
    reader = somebody()
    with transaction():
        db.session.get_one(User, reader.id).language = "fr"
    page = browser_of(each_app, reader).get(f"/forum/threads/{thread.id}").text
    assert 'lang="fr" dir="ltr">\n<head>' in page
    assert "Avec le fleuve" not in page


def test_whoever_made_it_or_wrote_the_post_or_tends_takes_it_away(app: Flask) -> None:
    author, maker = somebody(), somebody()
    post = post_in_portuguese(author)
    for who, status in ((somebody(), 403), (author, 303), (maker, 303), (somebody(Role.FACILITATOR), 303)):
        with transaction():
            add_translation(post.id, maker.id, Translated(ENGLISH, "en"))
        browser = browser_of(app, who)
        token = fields_of(browser.get("/account").text)["csrf_token"]
        fields = {"csrf_token": token, "language": "en"}
        assert browser.post(f"/forum/posts/{post.id}/translation/removal", data=fields).status_code == status
        assert len(kept()) == (status == 403)


def test_readers_are_told_that_the_original_was_changed_since(app: Flask) -> None:
    author = somebody()
    post = post_in_portuguese(author)
    with transaction():
        add_translation(post.id, author.id, Translated(ENGLISH, "en"))
    browser = browser_of(app, somebody())
    here = f"/forum/threads/{post.thread_id}"
    assert "The original was changed since." not in browser.get(here).text
    with transaction():
        change_post(post.id, author.id, Text("Começámos com outra coisa.", "pt"))
    assert "The original was changed since." in browser.get(here).text


def test_no_machine_is_known_by_default_and_one_is_asked_by_members_only(app: Flask) -> None:
    post = post_in_portuguese(somebody())
    browser = browser_of(app, somebody())
    here = f"/forum/posts/{post.id}/translation"
    assert find_translator_of(app) is None
    assert "machine" not in browser.get(here).text
    asked: list[tuple[str, str, str]] = []

    def answer(text: str, before: str, wanted: str) -> str:
        asked.append((text, before, wanted))
        if wanted == "fr":
            raise NotTranslated
        return "A map, we began."

    know_translator(app, Translator("Babel 9", answer))
    assert "Translate by machine (Babel 9)" in browser.get(here).text
    assert asked == []
    assert translate(browser, post.id, step="machine", source="")[0] == 303
    assert asked == [(PORTUGUESE, "pt", "en")]
    page = browser.get(f"/forum/threads/{post.thread_id}").text
    assert "Translated from Português by machine (Babel 9)" in page
    assert translate(browser, post.id, step="machine", language="fr")[0] == 409
    assert translate(browser, post.id)[0] == 303
    # What people translated, no machine replaces.
    assert translate(browser, post.id, step="machine")[0] == 409
    assert kept() == [("en", ENGLISH, "")]


def find_translator_of(app: Flask) -> Translator | None:
    with app.app_context():
        return find_translator()


@pytest.mark.parametrize("translations", [1, 9])
def test_a_page_takes_one_statement_for_all_its_translations(app: Flask, translations: int) -> None:
    author = somebody()
    thread = talk(author)
    for number in range(9):
        post = said(thread, author, f"Answer {number}")
        if number < translations:
            with transaction():
                db.session.get_one(Post, post.id).language = "pt"
                add_translation(post.id, author.id, Translated(ENGLISH, "en"))
    browser = browser_of(app, somebody())
    browser.get("/forum")
    browser.get(f"/forum/threads/{thread.id}")
    with counted_statements(app) as statements:
        browser.get(f"/forum/threads/{thread.id}")
    assert len(statements) <= 6
