"""A post is found by the words of its translations, by whoever finds the post, and only as long as both are there."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from app.accounts.models import User
from app.accounts.roles import Role
from app.forum.actions import Written as Text
from app.forum.actions import change_post, hold, remove_post
from app.forum.kinds import Audience
from app.forum.models import Post
from app.forum.tending_actions import merge_threads, move_thread, remove_thread, restore_thread, split_thread
from app.forum.translation_actions import Translated, add_translation, take_translation_away
from app.indexing.models import SearchEntry
from app.platform.database import db, transaction
from app.privacy.erasing import ask_for_erasure, erase
from app.privacy.models import Cause
from tests.builders import browser_of, person
from tests.forum.people import opening_of, said, somebody, talk
from tests.forum.threads import category

PORTUGUESE = "Começámos com um xilofone e com todos os bairros."
FRENCH = "Nous avons commencé par un hydrophone avec tous les quartiers."


def translated_post(author: User, translator: User) -> Post:
    """A post in Portuguese that somebody put into French."""
    post = opening_of(talk(author, "O mapa", text=PORTUGUESE, language="pt"))
    into_french(post, translator)
    return post


def into_french(post: Post, translator: User) -> None:
    with transaction():
        add_translation(post.id, translator.id, Translated(FRENCH, "fr"))


def found(browser: FlaskClient, words: str, **asked: str) -> list[str]:
    """Where the results lead, each with what is said of its language."""
    page = browser.get("/search", query_string={"q": words, **asked}).text
    results = page.split('<li class="entry">')[1:]
    return [
        " ".join(re.findall(r"/forum/posts/\d+|Translated from [^<]+", result.partition("</li>\n</ul>\n</li>")[0]))
        for result in results
    ]


def test_a_post_is_found_by_its_translation_and_told_as_translated(each_app: Flask) -> None:
    post = translated_post(somebody(), somebody())
    browser = browser_of(each_app, somebody())
    assert found(browser, "hydrophone") == [f"/forum/posts/{post.id} Translated from Português"]
    assert found(browser, "xilofone") == [f"/forum/posts/{post.id}"]
    # The thread's title is the same in both, and so is the post.
    assert len(found(browser, "mapa")) == 1
    assert found(browser, "mapa", language="fr") == [f"/forum/posts/{post.id} Translated from Português"]


def test_its_author_is_who_wrote_it(app: Flask) -> None:
    author, translator = somebody(name="Ines Costa"), somebody(name="Luc Martin")
    translated_post(author, translator)
    browser = browser_of(app, somebody())
    page = browser.get("/search?q=hydrophone").text
    assert "Ines Costa" in page
    assert "Luc Martin" not in page
    assert found(browser, "hydrophone", by=str(translator.id)) == []


def test_one_language_does_not_hide_the_other_from_those_who_read_it(each_app: Flask) -> None:
    post = translated_post(somebody(), somebody())
    reader = somebody()
    with transaction():
        db.session.get_one(User, reader.id).language = "fr"
    page = browser_of(each_app, reader).get("/search?q=mapa").text
    assert "un hydrophone avec" in page
    assert f'/forum/posts/{post.id}"' in page
    assert "xilofone" not in page


def test_what_is_removed_moved_or_put_back_keeps_its_translation_true(each_app: Flask) -> None:
    author, tending = somebody(), somebody(Role.FACILITATOR)
    browser = browser_of(each_app, somebody())
    post = translated_post(author, author)
    with transaction():
        remove_thread(hold(post.thread_id), tending.id, "", "")
    assert found(browser, "hydrophone") == []
    with transaction():
        restore_thread(post.thread_id, tending.id)
    assert len(found(browser, "hydrophone")) == 1
    room = category("staff-room", Audience.STAFF)
    with transaction():
        move_thread(post.thread_id, room, tending.id)
    assert found(browser, "hydrophone") == []
    assert len(found(browser_of(each_app, tending), "hydrophone")) == 1


def test_merging_and_splitting_leave_it_found_once(each_app: Flask) -> None:
    author, tending = somebody(), somebody(Role.FACILITATOR)
    browser = browser_of(each_app, somebody())
    target, source = talk(author), talk(author, "Another one")
    post = said(source, author, PORTUGUESE)
    into_french(post, author)
    with transaction():
        merge_threads(source.id, target.id, tending.id)
    assert len(found(browser, "hydrophone")) == 1
    with transaction():
        split_thread(target.id, [post.id], "Apart", tending.id)
    assert len(found(browser, "hydrophone Apart")) == 1


def test_a_translation_that_is_taken_away_is_found_no_more(each_app: Flask) -> None:
    author = somebody()
    post = translated_post(author, author)
    browser = browser_of(each_app, somebody())
    with transaction():
        take_translation_away(post.id, "fr")
    assert found(browser, "hydrophone") == []
    assert len(found(browser, "xilofone")) == 1


def test_a_post_that_goes_takes_its_translation_along(each_app: Flask) -> None:
    author = somebody()
    post = translated_post(author, somebody())
    with transaction():
        remove_post(post.id, author.id)
    assert found(browser_of(each_app, somebody()), "hydrophone") == []


def test_a_post_written_anew_in_the_language_of_its_translation_is_found_as_it_reads(each_app: Flask) -> None:
    author = somebody()
    post = translated_post(author, author)
    with transaction():
        change_post(post.id, author.id, Text("Avec un vibraphone.", "fr"))
    browser = browser_of(each_app, somebody())
    assert found(browser, "vibraphone") == [f"/forum/posts/{post.id}"]
    assert found(browser, "hydrophone") == []


def test_rebuilding_finds_translations_again(each_app: Flask) -> None:
    author = somebody()
    post = translated_post(author, author)
    with transaction():
        db.session.execute(delete(SearchEntry))
    told = each_app.test_cli_runner().invoke(args=["search", "rebuild", "--kind", "post"])
    assert told.output == "post: 2 entries.\n"
    assert found(browser_of(each_app, somebody()), "hydrophone") == [
        f"/forum/posts/{post.id} Translated from Português"
    ]


def test_the_words_of_a_translator_who_leaves_with_them_are_found_no_more(each_app: Flask) -> None:
    translator = person()
    translated_post(somebody(), translator)
    with transaction():
        leaving = db.session.get_one(User, translator.id)
        erase(ask_for_erasure(leaving, Cause.ASKED, root="", language="en", takes_words=True), leaving)
    browser = browser_of(each_app, somebody())
    assert found(browser, "hydrophone") == []
    assert len(found(browser, "xilofone")) == 1
