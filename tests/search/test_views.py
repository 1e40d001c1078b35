"""One box for everything: what its page shows, offers and says, without any script."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.actors import Actor
from app.indexing.entries import MEMBERS, PUBLIC, scope_of_category
from app.indexing.sources import Source, know_sources
from app.library.queries import all_editions
from app.platform import throttle
from app.search.courses import SOURCES
from tests.builders import browser_of, enrolled, person, published, statements_of
from tests.indexing.things import entry, indexed

SLUG = "localizing-the-sdgs"


def scopes(actor: Actor) -> Iterable[str]:
    return (PUBLIC, MEMBERS, scope_of_category("help")) if actor.is_signed_in else (PUBLIC,)


POSTS = Source(
    "post",
    "Posts",
    "Post",
    list,
    scopes,
    lambda found: f"/forum/{found.reference}",
    grows=True,
    categories=lambda: {"help": "Questions & help", "hidden": "A hidden room"},
    threads=lambda: {"question": "Questions"},
)


@pytest.fixture
def forum(app: Flask) -> Iterator[Flask]:
    """A site on which people write as well."""
    know_sources(app, (*SOURCES, POSTS))
    yield app
    know_sources(app, SOURCES)


def links_in(page: str) -> list[str]:
    return [unescape(address) for address in re.findall(r'href="([^"]+)"', page)]


def ask(client: FlaskClient, address: str) -> str:
    throttle.forget_all()
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def test_the_page_says_how_to_search_before_anything_is_asked(client: FlaskClient) -> None:
    assert "Every word you type is looked for" in ask(client, "/search")
    assert "There is no word to look for in this" in ask(client, "/search?q=-draft")


def test_the_header_leads_there_from_every_page(client: FlaskClient) -> None:
    assert 'href="/search"' in ask(client, "/courses")


def test_a_learner_is_led_to_the_place(app: Flask) -> None:
    published()
    learner = person()
    enrolled(learner)
    page = ask(browser_of(app, learner), "/search?q=kaleidoscope1")
    assert f'href="/learn/{SLUG}/lesson-1"' in page
    assert "<mark>kaleidoscope1</mark>" in page
    assert f'href="/courses/{SLUG}/glossary?in=en#term-baseline"' in ask(app.test_client(), "/search?q=baseline")


def test_a_visitor_is_led_to_the_course_and_shown_nothing_of_the_lesson(client: FlaskClient) -> None:
    published()
    page = ask(client, "/search?q=kaleidoscope1")
    assert f'href="/courses/{SLUG}"' in page
    assert "lesson-1" not in page
    assert "The text of lesson" not in page


def test_nothing_found_says_what_to_do(client: FlaskClient) -> None:
    published()
    page = ask(client, "/search?q=xylophone&kind=term&since=week")
    assert "Nothing has all of this" in page
    assert "Search without filters" in page


def test_whatever_is_asked_is_shown_as_text(client: FlaskClient) -> None:
    page = ask(client, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E&course=%22%3E%3Cb%3E&category=%3Cb%3E&by=x&page=-1")
    assert "<script>alert" not in page
    assert '"><b>' not in page


def test_kinds_are_told_with_their_numbers_and_lead_on_with_the_filters(forum: Flask) -> None:
    published()
    indexed(entry("A baseline is a start", course_slug=SLUG), entry("baseline", reference="2"))
    client = forum.test_client()
    page = ask(client, f"/search?q=baseline&course={SLUG}")
    assert "Posts 1" in page
    (words,) = (link for link in links_in(page) if "kind=term" in link)
    assert parse_qs(urlsplit(words).query) == {"q": ["baseline"], "course": [SLUG], "kind": ["term"]}
    assert ask(client, "/search?q=baseline&kind=post").count('class="entry"') == 2


def test_a_category_that_is_called_as_its_course_is_named_once(forum: Flask) -> None:
    published()
    (title,) = (edition.course.title for edition in all_editions())
    know_sources(forum, (*SOURCES, replace(POSTS, categories=lambda: {"help": title})))
    indexed(entry("Pumps", course_slug=SLUG, category="help"), entry("Pumps", reference="2", course_slug=SLUG))
    page = ask(forum.test_client(), "/search?q=pumps&kind=post")
    assert page.count(f"<li><bdi>{title}</bdi></li>") == 2


def test_names_are_for_members_and_only_of_what_they_find(forum: Flask) -> None:
    author, stranger = person(name="Wanjiru Kamau"), person(name="Unseen Somebody")
    indexed(
        entry("water", author_id=author.id, category="help", thread_kind="question"),
        entry("water", reference="2", author_id=stranger.id, category="hidden", scope=scope_of_category("hidden")),
    )
    assert "Wanjiru Kamau" not in ask(forum.test_client(), "/search?q=water")
    member = browser_of(forum, person())
    page = ask(member, "/search?q=water")
    assert page.count("Wanjiru Kamau") == 2
    assert "Questions &amp; help" in page
    for address in (
        "/search?q=water",
        f"/search?q=water&by={stranger.id}",
        "/search?q=water&category=hidden",
        "/search?q=water&kind=post&category=hidden",
    ):
        seen = ask(member, address)
        assert "Unseen Somebody" not in seen
        assert "A hidden room" not in seen
    assert ask(member, f"/search?q=water&by={author.id}").count('class="entry"') == 1


def test_a_reply_is_led_to_by_what_it_belongs_to(forum: Flask) -> None:
    indexed(entry("water", context="Who pays for pipes?"))
    assert '<h2><a href="/forum/1">Who pays for pipes?</a></h2>' in ask(forum.test_client(), "/search?q=water")


def test_a_title_runs_its_own_way_over_an_answer_in_another_language(forum: Flask) -> None:
    indexed(entry("الماء", title="Who pays for pipes?", language="ar"))
    page = ask(forum.test_client(), "/search?q=الماء")
    assert '<div lang="ar" dir="rtl" data-content>\n<h2 dir="ltr"><a href="/forum/1">Who pays for pipes?</a>' in page


def test_many_results_come_in_pages_that_keep_what_was_asked(forum: Flask) -> None:
    indexed(*(entry("water", reference=str(number), language="fr") for number in range(25)))
    client = forum.test_client()
    first = ask(client, "/search?q=water&language=fr&kind=post")
    (onward,) = (link for link in links_in(first) if "page=2" in link)
    assert ask(client, onward).count('class="entry"') == 5
    assert ask(client, onward.replace("page=2", "page=200")).count('class="entry"') == 5


def test_texts_keep_their_language_and_direction(forum: Flask) -> None:
    indexed(entry("إدارة المُدُن", language="ar"))
    assert '<div lang="ar" dir="rtl" data-content>' in ask(forum.test_client(), "/search?q=مدن")


def test_searching_too_often_is_slowed_down(client: FlaskClient) -> None:
    assert [client.get("/search?q=water").status_code for _time in range(91)][-2:] == [200, 429]
    assert client.get("/search").status_code == 200


def test_a_search_asks_the_database_little_however_much_is_found(forum: Flask) -> None:
    published()
    authors = [person() for _number in range(20)]
    indexed(*(entry("water", reference=str(one.id), author_id=one.id) for one in authors))
    member = browser_of(forum, person())
    ask(member, "/search?q=water")
    assert statements_of(forum, member, "/search?q=water") <= 6
