"""Quoting a post in an answer."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.roles import Role
from app.forum.actions import remove_post
from app.forum.kinds import PostState
from app.forum.models import Post
from app.forum.quoting import LONGEST, quotation, with_quotation
from app.forum.writing import gist_of, html_of, own_text_of
from app.platform.database import db, transaction
from tests.builders import browser_of
from tests.forum.drafts import save_for_later
from tests.forum.people import opening_of, said, somebody, talk


def test_every_line_is_quoted_and_leads_to_its_post() -> None:
    quoted = quotation("One\n\n- two\n> three", "Ana [A] wrote:", "https://a.example/forum/posts/7")
    assert all(line.startswith(">") for line in quoted.strip().split("\n"))
    html = html_of(quoted, "en")
    assert html.startswith("<blockquote>")
    assert 'href="https://a.example/forum/posts/7"' in html
    assert html.count("<blockquote>") == 2


def test_a_long_post_is_cut_behind_a_word() -> None:
    quoted = quotation("word " * 1000, "Ana wrote:", "https://a.example/1")
    assert len(quoted) < LONGEST + 100
    assert quoted.strip().endswith("word …")


def test_what_somebody_says_themselves_is_told_from_what_they_quote() -> None:
    quoted = quotation("One\n> two", "Ana wrote:", "https://a.example/1")
    assert own_text_of(html_of(f"{quoted}Yes.\n\n> And\n\nno.", "en")).split() == ["Yes.", "no."]
    assert own_text_of(html_of(quoted, "en")).strip() == ""
    assert gist_of(html_of(quoted, "en")).split() == ["Ana", "wrote:", "One", "two"]


@given(st.text(max_size=60), st.text(min_size=1, max_size=60))
def test_a_quotation_comes_once_and_takes_nothing_away(text: str, source: str) -> None:
    quoted = quotation(source, "Ana wrote:", "https://a.example/1")
    once = with_quotation(text, quoted)
    assert once.startswith(text.rstrip())
    assert with_quotation(once, quoted) == once


def test_somebody_answers_with_a_quotation(each_app: Flask) -> None:
    thread = talk(somebody(name="Ana Author"), text="We are a **small** town.")
    browser = browser_of(each_app, somebody())
    post = opening_of(thread)
    page = browser.get(f"/forum/threads/{thread.id}?quote={post.id}").text
    assert f"[Ana Author wrote:](http://localhost/forum/posts/{post.id})" in page
    assert "&gt; We are a **small** town." in page
    assert "quote=" in browser.get(f"/forum/threads/{thread.id}").text


def test_nobody_quotes_what_they_may_not_read(each_app: Flask) -> None:
    author = somebody()
    thread, other = talk(author), talk(somebody(Role.UCLG_LEARNING), text="Of another thread.")
    removed, held = said(thread, author, "Taken back."), said(thread, author, "Held back.")
    with transaction():
        remove_post(removed.id, author.id)
        db.session.get_one(Post, held.id).state = PostState.HELD
    browser = browser_of(each_app, somebody())
    for number in (opening_of(other).id, removed.id, held.id, 999999):
        page = browser.get(f"/forum/threads/{thread.id}?quote={number}").text
        assert "wrote:" not in page
        assert "Held back." not in page
    assert browser.get(f"/forum/threads/{thread.id}?quote=x';--").status_code == 200


def test_a_quotation_joins_what_was_typed_before(each_app: Flask) -> None:
    thread = talk(somebody())
    browser = browser_of(each_app, somebody())
    here = f"/forum/threads/{thread.id}"
    assert save_for_later(browser, here, source="My beginning.").status_code == 303
    page = browser.get(f"{here}?quote={opening_of(thread).id}").text
    assert page.index("My beginning.") < page.index("wrote:")


@pytest.mark.parametrize(
    ("source", "gist"),
    [
        ("We need\n\n- carts\n- trucks.\n- - old\n  - new\n\nThanks.", "We need · carts · trucks. old · new · Thanks."),
        ("# Plan\n\nFirst:\n\n1. ask\n2. count", "Plan · First: ask · count"),
        ("| Town | Wells |\n| --- | --- |\n| Kisumu | 3 |", "Town · Wells · Kisumu · 3"),
        ("> - theirs\n> - too", "theirs · too"),
        ("Own · words", "Own · words"),
        ("", ""),
    ],
)
def test_what_stood_on_lines_of_its_own_is_told_apart_on_one(source: str, gist: str) -> None:
    assert gist_of(html_of(source, "en")) == gist
