"""Buttons under posts, which are written once for all: each names its own post, and each form has keys of its own."""

import re

from flask import Flask

from app.forum.kinds import ThreadKind
from tests.builders import browser_of
from tests.forum.people import somebody
from tests.forum.threads import answered, first_post, opened_thread

_LINKS = ("answer={}", "quote={}", "/posts/{}/translation", "/posts/{}/report", "/posts/{}/helpful")


def _articles(page: str) -> list[str]:
    return re.findall(r"<article .*?</article>", page, re.DOTALL)


def test_each_button_leads_to_its_own_post(app: Flask) -> None:
    author = somebody()
    thread = opened_thread(author)
    post_ids = [first_post(thread).id, *(answered(thread, author).id for _number in range(3))]
    articles = _articles(browser_of(app, somebody()).get(f"/forum/threads/{thread.id}").text)
    for number, (post_id, article) in enumerate(zip(post_ids, articles, strict=True), 1):
        assert [link for link in _LINKS if link.format(post_id) not in article] == []
        assert f"/forum/threads/{thread.id}?page=1&amp;answer={post_id}#answer" in article
        assert article.count(f"> post {number}<") == len(_LINKS)


def test_no_two_forms_of_a_page_share_their_key(app: Flask) -> None:
    author = somebody()
    thread = opened_thread(author)
    for _number in range(3):
        answered(thread, author)
    page = browser_of(app, somebody()).get(f"/forum/threads/{thread.id}").text
    keys = re.findall(r'name="once" value="([^"]+)"', "".join(_articles(page)))
    assert len(keys) == len(set(keys)) == 4


def test_readers_keep_the_tokens_of_their_own_sessions(app: Flask) -> None:
    thread = opened_thread(somebody())
    tokens: list[str] = []
    for reader in (somebody(), somebody()):
        page = browser_of(app, reader).get(f"/forum/threads/{thread.id}").text
        found = set(re.findall(r'name="csrf_token" [^>]*value="([^"]+)"', page))
        assert len(found) == 1
        tokens += found
    assert tokens[0] != tokens[1]


def test_buttons_follow_what_their_reader_may_do(app: Flask) -> None:
    asker, helper = somebody(), somebody()
    thread = opened_thread(asker, kind=ThreadKind.QUESTION)
    answered(thread, helper)
    own, other = _articles(browser_of(app, asker).get(f"/forum/threads/{thread.id}").text)
    assert "Change" in own
    assert "Helpful" not in own
    assert "Accept as the answer" in other
    own, other = _articles(browser_of(app, helper).get(f"/forum/threads/{thread.id}").text)
    assert "Accept" not in own + other
    assert "Change" in other
