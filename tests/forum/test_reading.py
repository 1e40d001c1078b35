"""Pages of a thread, visits, and what is new to whom."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.actors import Actor
from app.forum.actions import catch_up, note_read, note_visit
from app.forum.numbering import PER_PAGE, first_unread, page_with, page_within, span_of
from app.forum.pages import home_page
from app.forum.visits import NOTED_EVERY, PAUSE, Visit, going_on, is_worth_noting
from app.forum.wishes import Show, Wish
from app.platform import clock
from app.platform.database import transaction
from tests.builders import browser_of, counted_statements, person
from tests.forum.threads import answered, first_post, opened_thread

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@given(st.integers(1, 10_000))
def test_each_number_stands_on_the_page_whose_span_holds_it(number: int) -> None:
    first, last = span_of(page_with(number))
    assert first <= number <= last
    assert last - first + 1 == PER_PAGE


@given(st.integers(-5, 10_000), st.integers(1, 10_000))
def test_a_page_that_is_not_there_leads_to_the_nearest(asked: int, last_number: int) -> None:
    assert 1 <= page_within(asked, last_number) <= page_with(last_number)


def test_who_has_read_all_goes_on_at_the_last_post() -> None:
    assert first_unread(0, 7) == 1
    assert first_unread(3, 7) == 4
    assert first_unread(7, 7) == 7


def test_a_visit_goes_on_until_somebody_was_away_for_a_while() -> None:
    first = going_on(None, NOON)
    assert first == Visit(NOON, None)
    still = going_on(first, NOON + PAUSE)
    assert still == Visit(NOON + PAUSE, None)
    again = going_on(still, NOON + 3 * PAUSE)
    assert again == Visit(NOON + 3 * PAUSE, NOON + PAUSE)


def test_that_somebody_is_still_there_is_noted_seldom() -> None:
    kept = Visit(NOON, None)
    assert not is_worth_noting(kept, NOON + NOTED_EVERY - timedelta(seconds=1))
    assert is_worth_noting(kept, NOON + NOTED_EVERY)
    assert is_worth_noting(None, NOON)


def _unread_of(user_id: int, show: Show = Show.LATEST) -> dict[str, int]:
    page = home_page(Actor(user_id), Wish(show))
    return {line.title: line.unread for line in page.threads.rows}


def test_what_is_new_is_counted_from_where_somebody_stopped(each_app: Flask) -> None:
    author, reader = person(), person()
    thread = opened_thread(author)
    for _number in range(3):
        answered(thread, author)
    assert _unread_of(reader.id) == {thread.title: 4}
    assert _unread_of(author.id) == {thread.title: 0}
    with transaction():
        note_read(reader.id, thread.id, 3)
        note_read(reader.id, thread.id, 2)
    assert _unread_of(reader.id) == {thread.title: 1}
    assert _unread_of(reader.id, Show.UNREAD) == {thread.title: 1}
    with transaction():
        catch_up(reader.id)
    assert _unread_of(reader.id, Show.UNREAD) == {}
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        answered(thread, author)
    assert _unread_of(reader.id, Show.UNREAD) == {thread.title: 1}


def test_a_newcomer_is_not_greeted_with_years_of_posts(each_app: Flask) -> None:
    with clock.stopped_at(clock.now() - timedelta(days=40)):
        opened_thread(person(), "Long ago")
    opened_thread(person(), "Of late")
    newcomer = person()
    with transaction():
        note_visit(newcomer.id)
    assert _unread_of(newcomer.id) == {"Of late": 1, "Long ago": 0}


def test_opening_a_thread_reads_the_page_and_no_more(app: Flask) -> None:
    author, reader = person(), person()
    thread = opened_thread(author)
    for _number in range(PER_PAGE + 4):
        answered(thread, author)
    browser = browser_of(app, reader)
    assert browser.get(f"/forum/threads/{thread.id}").status_code == 200
    assert _unread_of(reader.id) == {thread.title: 5}
    on = browser.get(f"/forum/threads/{thread.id}/new")
    assert on.location.endswith(f"/forum/threads/{thread.id}?page=2#post-21")
    browser.get(on.location)
    assert _unread_of(reader.id) == {thread.title: 0}


def test_reading_in_whatever_way_settles_what_somebody_was_told(app: Flask) -> None:
    author, other = person(), person()
    thread = opened_thread(author)
    answered(thread, other)
    browser = browser_of(app, author)
    assert "New notices: 1" in browser.get("/courses").text
    browser.get(f"/forum/threads/{thread.id}")
    assert "New notices" not in browser.get("/courses").text


@pytest.mark.parametrize("posts", [1, 60])
def test_a_page_takes_as_many_statements_however_long_the_thread_is(app: Flask, posts: int) -> None:
    author, reader = person(), person()
    thread = opened_thread(author)
    for _number in range(posts - 1):
        answered(thread, author)
    browser = browser_of(app, reader)
    browser.get("/forum")
    browser.get(f"/forum/threads/{thread.id}")
    with counted_statements(app) as statements:
        assert browser.get(f"/forum/threads/{thread.id}").status_code == 200
    assert len(statements) <= 6
    with counted_statements(app) as statements:
        assert browser.get("/forum").status_code == 200
    assert len(statements) <= 7


def test_a_post_is_found_wherever_it_stands(app: Flask) -> None:
    author = person()
    thread = opened_thread(author)
    posts = [answered(thread, author) for _number in range(PER_PAGE + 1)]
    browser = browser_of(app, author)
    for post, way in ((first_post(thread), "page=1#post-1"), (posts[-1], "page=2#post-22")):
        assert browser.get(f"/forum/posts/{post.id}").location.endswith(way)
