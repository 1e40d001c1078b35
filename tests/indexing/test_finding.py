"""What is in the index is found by its words, narrowed, counted and put in order, alike on both databases."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from app.accounts.models import User
from app.indexing import asked, in_postgresql, queries
from app.indexing.actions import drop, drop_of_course, forget_dropped_words, put
from app.indexing.asking import read_question
from app.indexing.entries import PUBLIC, Filters
from app.indexing.models import SearchEntry
from app.indexing.queries import Number
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import person
from tests.indexing.things import entry, findings, found, indexed


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("fr", "Les budgets participatifs de la ville", "budget participatif"),
        ("es", "La participación ciudadana", "participacion"),
        ("es", "Las participaciones", "participación"),
        ("pt", "A gestão das águas", "gestao agua"),
        ("ar", "إدارة المُدُن والبلديات", "بلدية"),
        ("ar", "إدارة المُدُن والبلديات", "مدن ادارة"),
        ("en", "Cities and their waters", "city water"),
        ("cs", "Město a voda", "mesto"),
        ("ja", "持続可能な都市", "都市"),
    ],
)
def test_a_text_is_found_from_a_page_in_another_language(each_app: Flask, language: str, text: str, words: str) -> None:
    indexed(entry(text, language=language))
    assert found(words, languages=("en",)) == ["1"]


def test_every_word_must_be_there_in_the_text_the_title_or_what_stands_beside_it(each_app: Flask) -> None:
    indexed(entry("water", title="Budget", context="Riverton", unshown="secretly"), entry("water", reference="2"))
    assert found("riverton water budget secretly") == ["1"]
    assert found("riverton water sewage") == []


def test_a_phrase_stands_together_and_what_is_unwanted_nowhere(each_app: Flask) -> None:
    indexed(entry("the public budget of towns"), entry("a budget that the public made", reference="2"))
    assert found('"public budgets"') == ["1"]
    assert set(found("public budget")) == {"1", "2"}
    assert found("budget -towns") == ["2"]
    assert found('"per_cent"') == []


def test_a_beginning_finds_and_the_middle_does_not(each_app: Flask) -> None:
    indexed(entry("kaleidoscope"))
    assert found("kalei") == ["1"]
    assert found("eidoscope") == []


@pytest.mark.parametrize("words", ["scope", "kind", "lang", "near15", "month", "2026", "public", "post"])
def test_nobody_finds_by_what_the_index_keeps_besides_words(each_app: Flask, words: str) -> None:
    indexed(entry("water", course_slug="rivers"))
    assert found(words) == []


def test_what_is_put_again_is_found_as_it_is_now(each_app: Flask) -> None:
    indexed(entry("the old words"), entry("anciens mots", language="fr"))
    indexed(entry("the new words"))
    assert found("old") == []
    assert found("new") == ["1"]
    assert found("anciens") == ["1"]


def test_what_is_put_twice_at_once_is_there_as_it_was_put_last(each_app: Flask) -> None:
    indexed(entry("first"), entry("second"))
    assert (found("first"), found("second")) == ([], ["1"])


def test_what_is_dropped_is_gone_in_all_languages(each_app: Flask) -> None:
    indexed(entry("water"), entry("eau", language="fr"), entry("water", reference="2"))
    with transaction():
        assert drop("post", ["1", "none"]) == 2
        forget_dropped_words()
    assert found("water") == ["2"]
    assert found("eau") == []


def test_what_belongs_to_a_course_is_dropped_with_it(each_app: Flask) -> None:
    indexed(entry("water", course_slug="rivers"), entry("water", reference="2", course_slug="lakes"))
    with transaction():
        assert drop_of_course(["course"], "rivers") == 0
        assert drop_of_course(["post"], "rivers") == 1
    assert found("water") == ["2"]


def test_the_entries_of_an_account_go_with_it(each_app: Flask) -> None:
    author = person()
    indexed(entry("water", author_id=author.id), entry("water", reference="2"))
    with transaction():
        db.session.execute(delete(User).where(User.id == author.id))
    assert found("water") == ["2"]


def test_each_filter_narrows(each_app: Flask) -> None:
    author, other = person(), person()
    day = timedelta(days=1)
    indexed(
        entry("water", course_slug="rivers", category="help", thread_kind="question", author_id=author.id),
        entry("water", reference="2", language="fr", author_id=other.id, at=clock.now() - 20 * day),
        entry("water", reference="3", kind="course", at=clock.now() - 300 * day),
        entry("water", reference="4", category="Ärger & Freude", at=clock.now() - 800 * day),
    )
    assert found("water", course="rivers") == ["1"]
    assert found("water", category="help") == ["1"]
    assert found("water", category="Ärger & Freude") == ["4"]
    assert found("water", thread="question") == ["1"]
    assert found("water", by=other.id) == ["2"]
    assert found("water", language="fr") == ["2"]
    assert found("water", kind="course") == ["3"]
    assert found("water", since="week") == ["1"]
    assert set(found("water", since="month")) == {"1", "2"}
    assert set(found("water", since="year")) == {"1", "2", "3"}
    assert found("water", since="week", language="fr") == []


def test_a_period_ends_to_the_second(each_app: Flask) -> None:
    week = timedelta(days=7)
    indexed(entry("water", at=clock.now() - week + timedelta(minutes=1)))
    indexed(entry("water", reference="2", at=clock.now() - week - timedelta(minutes=1)))
    assert found("water", since="week") == ["1"]


def test_what_it_can_be_narrowed_by_is_what_was_found(each_app: Flask) -> None:
    author = person()
    indexed(
        entry("water", course_slug="rivers", category="help", author_id=author.id),
        entry("eau water", reference="2", language="fr"),
        entry("wine", reference="3", course_slug="vineyards", category="drinks", language="pt"),
    )
    told = findings("water")
    assert (told.courses, told.categories, told.languages) == (("rivers",), ("help",), ("en", "fr"))
    assert told.authors == (author.id,)
    assert told.numbers == {"post": Number(2, False), "course": Number(0, False)}


def test_pages_go_on_where_the_last_ended(each_app: Flask) -> None:
    indexed(*(entry("water", reference=str(number)) for number in range(45)))
    pages = [findings("water", page=number).page for number in (1, 2, 3, 9)]
    assert [len(page.rows) for page in pages] == [20, 20, 5, 5]
    assert {one.reference for page in pages for one in page.rows} == {str(number) for number in range(45)}
    assert pages[3].number == 3


def test_a_title_comes_before_a_text_and_a_title_that_says_no_more_first(each_app: Flask) -> None:
    indexed(
        entry("budget", reference="text"),
        entry("a word", reference="long title", title="How a budget is made in a town by many people"),
        entry("a word", reference="title", title="Budget"),
    )
    assert found("budget") == ["title", "long title", "text"]


def test_the_newer_of_two_comes_first_and_words_count_more_than_age(each_app: Flask) -> None:
    old = clock.now() - timedelta(days=700)
    indexed(
        entry("budget", reference="old", at=old),
        entry("budget", reference="new"),
        entry("x", reference="old title", title="Budget", at=old),
    )
    assert found("budget") == ["old title", "new", "old"]


def test_ones_own_languages_come_first_and_each_thing_once(each_app: Flask) -> None:
    indexed(
        *(entry("budget plan", reference="both", language=code) for code in ("en", "fr", "es")),
        entry("budget plan", reference="english"),
        entry("budget plan", reference="french", language="fr"),
    )
    told = findings("budget plan", languages=("fr", "es"))
    assert [(one.reference, one.language) for one in told.page.rows[:2]] != []
    assert {(one.reference, one.language) for one in told.page.rows[:2]} == {("both", "fr"), ("french", "fr")}
    assert told.page.rows[2].reference == "english"
    assert told.numbers["post"] == Number(3, False)


def test_counting_ends_somewhere_and_says_so(each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "MOST", 30)
    indexed(*(entry("water", reference=str(number)) for number in range(31)))
    told = findings("water")
    assert told.numbers["post"] == Number(30, True)
    assert told.is_cut_short
    # The newest are those that are weighed.
    assert "0" not in {row.reference for page in (1, 2) for row in findings("water", page=page).page.rows}


def test_many_of_one_kind_leave_room_for_another(each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "MOST", 3)
    indexed(entry("water", kind="term", reference="t"))
    indexed(*(entry("water", kind="course", reference=str(number)) for number in range(8)))
    kinds = [asked.Kind(name, frozenset({PUBLIC})) for name in ("course", "term")]
    told = queries.find(read_question("water"), Filters(), kinds=kinds, languages=("en",))
    assert told.numbers == {"course": Number(3, True), "term": Number(1, False)}


def test_stretches_that_would_hold_too_few_are_left_out() -> None:
    near, far, farther = (in_postgresql._Stretch((str(size),), size, 0) for size in (10_000, 50_000, 200_000))
    whole = in_postgresql._Stretch((), 900_000, 0)
    further = partial(in_postgresql._further, [near, far, farther, whole], most=500)
    assert further(found=400) == [far, farther, whole]
    assert further(found=100) == [farther, whole]
    # What seems to be rare may only have been so of late.
    assert further(found=1) == [farther, whole]
    assert further(found=0) == [farther, whole]
    assert in_postgresql._further([farther, whole], 0, 500) == [whole]
    assert in_postgresql._further([whole], 0, 500) == []


def test_the_stretches_of_a_large_index_find_what_the_whole_of_it_does(
    each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed(*(entry("water" if number % 2 else "water rare", reference=str(number)) for number in range(40)))
    # As if there were a hundred thousand others between the first twenty and the rest.
    with transaction():
        numbers = db.session.scalars(select(SearchEntry.id).order_by(SearchEntry.id)).all()
        for number in reversed(numbers[20:]):
            db.session.execute(update(SearchEntry).where(SearchEntry.id == number).values(id=number + 100_000))
    if db.engine.dialect.name == "postgresql":
        # The shortest, one of two parts, and the whole.
        assert len(in_postgresql._stretches()) == 3
    for words in ("water", "wate"):
        assert len({*found(words), *found(words, page=2)}) == 40
    monkeypatch.setattr(asked, "MOST", 10)
    assert set(found("rare")) == {str(number) for number in range(20, 40, 2)}


def test_a_word_that_is_there_often_is_taken_as_it_is(each_app: Flask) -> None:
    indexed(
        *(entry("water", reference=str(number)) for number in range(queries.PAGE)), entry("waterfall", reference="x")
    )
    assert "x" not in found("water")
    assert found("water", language="fr") == []
    assert found("waterf") == ["x"]


def test_nothing_is_written_outside_a_transaction(each_app: Flask) -> None:
    put([])
    assert queries.newest_entry() == 0
