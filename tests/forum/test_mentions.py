"""Naming people: which words are a name, who is meant, who is told, and what a page offers while one types."""

import unicodedata

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.roles import Role
from app.forum.actions import Written, change_post, remove_post
from app.forum.kinds import Audience
from app.forum.mentions import MOST_NAMED, Circle, Nameable, Named, Naming, spelling_of, spellings, tried_names
from app.forum.writing import html_of
from app.notifications.models import Notice
from app.platform import throttle
from app.platform.database import db, transaction
from tests.builders import browser_of, course_files, enrolled, published
from tests.directory.profiles import listed
from tests.forum.people import opening_of, said, somebody, talk
from tests.forum.threads import category

ANNA = Nameable(1, "Anna Kovács", "Town of Szeged", None, Circle.THREAD)
ANNA_BELL = Nameable(2, "Anna Kovács Bell", "", 7, Circle.LISTED)
OTHER_ANNA = Nameable(3, "Anna Kovács", "City of Pécs", 8, Circle.THREAD)


def named(text: str, *people: Nameable) -> list[int]:
    naming = Naming(spellings(people))
    assert "".join(f"@{one.person.name}" if isinstance(one, Named) else one for one in naming.pieces(text))
    return naming.named


def told(user: User) -> list[str]:
    return list(db.session.scalars(select(Notice.kind).where(Notice.user_id == user.id).order_by(Notice.id)))


def offered(browser: FlaskClient, thread_id: int, asked: str) -> list[dict[str, str]]:
    """What the page offers for the beginning of a name."""
    names: list[dict[str, str]] = browser.get(f"/forum/names?spot=thread-{thread_id}&q={asked}").get_json()
    return names


def test_the_longest_name_is_meant() -> None:
    assert named("Ask @Anna Kovács Bell, please", ANNA, ANNA_BELL) == [2]
    assert named("Ask @Anna Kovács, please", ANNA, ANNA_BELL) == [1]
    assert named("Ask @anna  KOVÁCS’s office", ANNA, ANNA_BELL) == [1]


def test_parts_of_words_and_addresses_name_nobody() -> None:
    for text in (
        "@Anna Kovácsova",
        "me@Anna Kovács",
        "https://a.example/@Anna Kovács",
        "@@Anna Kovács",
        "@ Anna Kovács",
    ):
        assert named(text, ANNA) == [], text


def test_of_two_with_one_name_the_organisation_tells_which() -> None:
    assert named("@Anna Kovács", ANNA, OTHER_ANNA) == []
    assert named("@Anna Kovács (City of Pécs)", ANNA, OTHER_ANNA) == [3]
    assert spelling_of(OTHER_ANNA, [ANNA, OTHER_ANNA]) == "Anna Kovács (City of Pécs)"
    assert spelling_of(ANNA_BELL, [ANNA, ANNA_BELL]) == "Anna Kovács Bell"


def test_who_is_nearer_is_meant() -> None:
    far = Nameable(9, "Anna Kovács", "Elsewhere", 9, Circle.LISTED)
    assert named("@Anna Kovács", ANNA, far) == [1]
    assert spelling_of(far, [ANNA, far]) == "Anna Kovács (Elsewhere)"


def test_at_most_ten_people_are_named_in_a_post() -> None:
    people = [Nameable(number, f"Person {number:02}", "", None, Circle.THREAD) for number in range(20)]
    assert len(named(" ".join(f"@{one.name}" for one in people), *people)) == MOST_NAMED


@given(st.text(alphabet="@ aAnáńKo()\n.,e\u0301", max_size=80))
def test_no_word_of_a_text_is_lost_or_changed(text: str) -> None:
    naming = Naming({})
    assert "".join(str(one) for one in naming.pieces(text)) == unicodedata.normalize("NFC", text)


@given(st.text(alphabet="@ aAnnaKovács(),.\n", max_size=60))
def test_whoever_is_named_was_tried_for(text: str) -> None:
    naming = Naming(spellings([ANNA]))
    if any(isinstance(one, Named) for one in naming.pieces(text)):
        assert "anna kovács" in tried_names(text)


def test_code_and_links_are_left_alone() -> None:
    for text in ("`@Anna Kovács`", "```\n@Anna Kovács\n```", "[@Anna Kovács](https://a.example)"):
        assert "mention" not in html_of(text, "en", [ANNA]), text
    assert '<span class="mention">@Anna Kovács</span>' in html_of("Ask @Anna Kovács.", "en", [ANNA])
    assert '<a class="mention" href="/people/7">@Anna Kovács Bell</a>' in html_of(
        "Ask **@Anna Kovács Bell**.", "en", [ANNA_BELL]
    )


def test_a_name_within_a_quotation_was_told_when_it_was_written(each_app: Flask) -> None:
    assert "mention" not in html_of("> Ask @Anna Kovács.\n>\n> > Or @Anna Kovács.", "en", [ANNA])
    ana, ben = somebody(name="Ana Author"), somebody(name="Ben Buoy")
    thread = talk(ana)
    said(thread, ben)
    said(thread, ana, "> Ask @Ben Buoy.\n\nI did.")
    assert "forum.mention" not in told(ben)
    said(thread, ana, "> Ask @Ben Buoy.\n\nI do, @Ben Buoy.")
    assert told(ben).count("forum.mention") == 1


def test_whoever_is_named_is_told_once(each_app: Flask) -> None:
    ana, ben = somebody(name="Ana Author"), somebody(name="Ben Buoy")
    thread = talk(ana)
    said(thread, ben)
    assert told(ben) == []
    post = said(thread, ana, "Thanks, @Ben Buoy! And @Ben Buoy again.")
    assert told(ben).count("forum.mention") == 1
    with transaction():
        change_post(post.id, ana.id, Written("Many thanks, @Ben Buoy!", "en"))
    assert told(ben).count("forum.mention") == 1


def test_whoever_is_answered_is_not_told_twice(each_app: Flask) -> None:
    ana, ben = somebody(name="Ana Author"), somebody(name="Ben Buoy")
    thread = talk(ana)
    said(thread, ben, "Dear @Ana Author, begin with the river.")
    assert told(ana) == ["forum.reply"]


def test_a_name_that_comes_with_a_change_is_told(each_app: Flask) -> None:
    ana, ben = somebody(name="Ana Author"), somebody(name="Ben Buoy")
    thread = talk(ana)
    said(thread, ben)
    with transaction():
        change_post(opening_of(thread).id, ana.id, Written("As @Ben Buoy says.", "en"))
    assert told(ben) == ["forum.mention"]


def test_who_is_in_the_who_is_who_can_be_named_and_is_linked(each_app: Flask) -> None:
    eve, profile_id = listed("Eve Elsewhere")
    thread = talk(somebody(), text="Perhaps @Eve Elsewhere knows.")
    assert f'href="/people/{profile_id}"' in opening_of(thread).html
    assert told(eve) == ["forum.mention"]
    hidden, _profile = listed("Hank Hidden", is_listed=False)
    said(thread, somebody(), "Or @Hank Hidden?")
    assert told(hidden) == []


def test_who_looks_after_the_category_can_be_named(each_app: Flask) -> None:
    staff = somebody(Role.UCLG_LEARNING, name="Uma Uclg")
    talk(somebody(), text="@Uma Uclg, may we?")
    assert told(staff)[-1] == "forum.mention"


def test_nobody_is_told_of_what_they_may_not_read(each_app: Flask) -> None:
    published(course_files())
    inside, (outside, _profile) = somebody(name="Ina Inside"), listed("Otto Outside")
    enrolled(inside)
    thread = talk(inside, category="localizing-the-sdgs", text="@Otto Outside should see this.")
    assert told(outside) == []
    assert "mention" not in opening_of(thread).html
    category("staff-room", Audience.STAFF)
    talk(somebody(Role.UCLG_LEARNING), category="staff-room", text="About @Otto Outside.")
    assert told(outside) == []


def test_a_removed_post_is_news_no_more(each_app: Flask) -> None:
    ana, ben = somebody(name="Ana Author"), somebody(name="Ben Buoy")
    thread = talk(ana)
    said(thread, ben)
    post = said(thread, ana, "Hello @Ben Buoy")
    with transaction():
        remove_post(post.id, ana.id)
    assert told(ben) == []


def test_a_page_offers_a_few_names_of_readers(each_app: Flask) -> None:
    ana, _ben = somebody(name="Ana Author"), somebody(name="Anatol Absent")
    thread = talk(ana)
    _eve, _profile = listed("Anabel Elsewhere", organisation="Town of Lisse")
    browser = browser_of(each_app, somebody())
    names = offered(browser, thread.id, "ana")
    assert [one["name"] for one in names] == ["Ana Author", "Anabel Elsewhere"]
    assert names[1]["of"] == "Town of Lisse"
    assert all("@" not in one["written"] and "example.org" not in str(one) for one in names)
    assert offered(browser, thread.id, "") == []
    assert browser.get("/forum/names?spot=thread-999&q=ana").status_code == 404


def test_two_with_one_name_are_offered_with_their_organisation(each_app: Flask) -> None:
    opened = talk(somebody())
    _one, _first = listed("Kim Lee", organisation="Town of Lisse")
    _other, _second = listed("Kim Lee", organisation="City of Ulm")
    browser = browser_of(each_app, somebody())
    names = offered(browser, opened.id, "kim le")
    assert sorted(one["written"] for one in names) == ["Kim Lee (City of Ulm)", "Kim Lee (Town of Lisse)"]


def test_names_are_not_collected_by_the_thousand(app: Flask) -> None:
    thread = talk(somebody(name="Ana Author"))
    browser = browser_of(app, somebody())
    throttle.forget_all()
    answers = [browser.get(f"/forum/names?spot=thread-{thread.id}&q=an").status_code for _time in range(125)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_names_of_a_course_are_for_its_people(each_app: Flask) -> None:
    published(course_files())
    inside = somebody(name="Ina Inside")
    enrolled(inside)
    thread = talk(inside, category="localizing-the-sdgs")
    assert browser_of(each_app, somebody()).get(f"/forum/names?spot=thread-{thread.id}&q=in").status_code == 404
