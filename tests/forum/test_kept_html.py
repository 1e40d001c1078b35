"""Posts, lines and the answer form are patterns: what is put in is of this moment and of whoever reads."""

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from app.accounts.actions import change_profile
from app.accounts.models import User
from app.forum.actions import Written, change_post
from app.forum.kinds import ThreadKind
from app.forum.marking_actions import mark_helpful
from app.forum.models import Thread
from app.forum.muting_actions import mute
from app.forum.silencing_actions import silence
from app.forum.writing_queries import accept_conduct
from app.platform import clock
from app.platform.database import db, transaction
from app.privacy.erasing import ask_for_erasure, erase
from app.privacy.models import Cause
from tests.builders import browser_of, person
from tests.forum.people import opening_of, said, somebody, talk


def shown(browser: FlaskClient, thread: Thread) -> str:
    """The posts of a thread as somebody sees them."""
    page = browser.get(f"/forum/threads/{thread.id}").text
    return "".join(re.findall(r"<article .*?</article>", page, re.DOTALL))


def listed(browser: FlaskClient) -> str:
    """The threads on the front page as somebody sees them."""
    return "".join(re.findall(r'<li class="thread.*?</li>', browser.get("/forum").text, re.DOTALL))


def rename(user: User, name: str) -> None:
    with transaction():
        change_profile(db.session.get_one(User, user.id), name=name, organisation="Quito", country="EC", language="en")


def test_another_name_is_shown_at_once(each_app: Flask) -> None:
    author = somebody(name="Amina Diallo")
    thread = talk(author)
    browser = browser_of(each_app, somebody(name="Reader"))
    assert "Amina Diallo" in shown(browser, thread)
    assert "Amina Diallo" in listed(browser)
    rename(author, "Amina & <Lucía>")
    posts, lines = shown(browser, thread), listed(browser)
    assert "Amina Diallo" not in posts + lines
    assert "<bdi>Amina &amp; &lt;Lucía&gt;</bdi></a>" in posts
    assert "<bdi>Quito</bdi> · Ecuador" in posts
    assert "Amina &amp; &lt;Lucía&gt;" in lines


def test_who_was_erased_is_named_nowhere(each_app: Flask) -> None:
    author, other = somebody(name="Amina Diallo"), somebody(name="Lucía Fernández")
    thread = talk(author)
    said(thread, other, to=said(thread, author))
    browser = browser_of(each_app, somebody(name="Reader"))
    assert "by <bdi>Amina Diallo</bdi>" in shown(browser, thread)
    with transaction():
        leaving = db.session.get_one(User, author.id)
        erase(ask_for_erasure(leaving, Cause.ASKED, root="", language="en", takes_words=False), leaving)
    posts, lines = shown(browser, thread), listed(browser)
    assert "Amina" not in posts + lines
    assert "In answer to post 2 by Somebody who left" in posts
    assert "Somebody who left" in lines
    assert f"/forum/members/{author.id}" not in posts


def test_other_words_are_shown_at_once(each_app: Flask) -> None:
    author = somebody()
    thread = talk(author, text="At the 100 % dry %(river)s.")
    browser = browser_of(each_app, somebody())
    assert "At the 100 % dry %(river)s." in shown(browser, thread)
    with transaction():
        change_post(opening_of(thread).id, author.id, Written("In the hills.", "en"), "Hills")
    posts = shown(browser, thread)
    assert "river" not in posts
    assert "In the hills." in posts
    assert ">changed</a>" in posts
    assert ">Hills</a>" in listed(browser)


def test_each_reads_in_their_own_language(each_app: Flask) -> None:
    thread = talk(somebody(), kind=ThreadKind.QUESTION)
    english, french = browser_of(each_app, somebody()), browser_of(each_app, somebody())
    assert ">Report<" in shown(english, thread)
    assert "Question" in listed(english)
    assert french.get("/forum?lang=fr").status_code == 200
    page = french.get(f"/forum/threads/{thread.id}?lang=fr").text
    assert ">Signaler<" in page
    assert ">Report<" not in page
    assert "Send the answer" not in page
    assert ">Report<" in shown(english, thread)


def test_what_is_new_or_muted_to_one_is_not_to_another(each_app: Flask) -> None:
    author = somebody(name="Amina Diallo")
    thread = talk(author)
    one, two = somebody(), somebody()
    with transaction():
        mute(one.id, author.id)
    browsers = [browser_of(each_app, one), browser_of(each_app, two)]
    first, second = (shown(browser, thread) for browser in browsers)
    assert "Post by somebody you muted." in first
    assert "muted" not in second
    assert '<b class="fresh">New</b>' in first
    assert '<b class="fresh">New</b>' in second
    assert '<b class="fresh">New</b>' not in shown(browsers[1], thread)
    newcomer = browser_of(each_app, somebody())
    assert '<b class="fresh">New</b>' in listed(newcomer)
    assert '<b class="fresh">New</b>' not in listed(browsers[1])


def test_each_sees_what_they_marked_and_all_how_many_did(each_app: Flask) -> None:
    author, marker, other = somebody(), somebody(), somebody()
    thread = talk(author)
    with transaction():
        mark_helpful(opening_of(thread).id, marker.id)
    marked, unmarked, own = (shown(browser_of(each_app, one), thread) for one in (marker, other, author))
    assert 'value="back" aria-pressed="true"' in marked
    assert 'value="mark" aria-pressed="false"' in unmarked
    assert all('aria-label="Helpful to 1 person" role="img">1<' in one for one in (marked, unmarked))
    assert "<span>Helpful to 1 person</span>" in own


def test_a_form_that_nobody_began_says_what_holds_for_who_reads(each_app: Flask) -> None:
    thread = talk(somebody())
    here = f"/forum/threads/{thread.id}"
    known, silenced, stranger = somebody(), somebody(), person()
    with transaction():
        silence(silenced.id, None, 2, "respect", "Calm <down>.", known.id)
    pages = {one.id: browser_of(each_app, one).get(here).text for one in (known, silenced, stranger, known)}
    assert "Calm &lt;down&gt;." in pages[silenced.id]
    assert "Calm" not in pages[known.id] + pages[stranger.id]
    assert 'name="conduct"' in pages[stranger.id]
    assert 'name="conduct"' not in pages[known.id]
    for user_id, page in pages.items():
        assert re.findall(r'data-person="(\d+)"', page) == [str(user_id)]
        assert f'name="spot" value="thread-{thread.id}"' in page
        assert f'action="{here}/answers"' in page
    with transaction():
        accept_conduct(stranger.id)
    assert 'name="conduct"' not in browser_of(each_app, stranger).get(here).text
    with clock.stopped_at(clock.now() + timedelta(days=3)):
        assert "Calm" not in browser_of(each_app, silenced).get(here).text


def test_what_one_began_is_shown_to_nobody_else(app: Flask) -> None:
    thread = talk(somebody())
    here = f"/forum/threads/{thread.id}"
    writer, other = browser_of(app, somebody()), browser_of(app, somebody())
    fields = {"spot": f"thread-{thread.id}", "base": "0", "source": "Half a sentence", "language": ""}
    token = re.search(r'name="csrf_token" value="([^"]+)"', writer.get(here).text)
    assert token is not None
    assert writer.post("/forum/drafts", data={"csrf_token": token[1], **fields}).status_code == 303
    assert "Half a sentence" in writer.get(here).text
    assert "Half a sentence" not in other.get(here).text
