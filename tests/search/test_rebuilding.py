"""The index is made anew by a command, and by itself where a site is older than it; meanwhile everything is found."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from app.indexing.entries import Entry
from app.indexing.models import SearchEntry
from app.indexing.sources import Source
from app.platform.database import db, transaction
from app.search import rebuilding
from app.search.rebuilding import rebuild, rebuild_if_empty
from tests.builders import published
from tests.indexing.things import entry, found, indexed


def source(entries: Iterator[Entry]) -> Source:
    return Source("post", "Posts", "Post", lambda: entries, lambda _actor: (), lambda _found: "/")


def number() -> int:
    return db.session.scalar(select(func.count()).select_from(SearchEntry)) or 0


def test_the_command_finds_again_what_was_published(each_app: Flask) -> None:
    published()
    whole = number()
    with transaction():
        db.session.execute(delete(SearchEntry))
    said = each_app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert said.exit_code == 0, said.output
    assert said.output.splitlines() == [
        "course: 1 entries.",
        "lesson: 2 entries.",
        "term: 1 entries.",
        "post: 0 entries.",
        "synthesis: 0 entries.",
    ]
    assert number() == whole
    assert found("kaleidoscope1") == ["localizing-the-sdgs"]


def test_the_command_says_which_kinds_there_are(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["search", "rebuild", "--kind", "lessons"])
    assert said.exit_code == 1
    assert "course, lesson, term" in said.output


def test_an_empty_index_is_made_and_another_left(each_app: Flask) -> None:
    published()
    with transaction():
        db.session.execute(update(SearchEntry).values(title="As it was"))
    rebuild_if_empty()
    assert set(db.session.scalars(select(SearchEntry.title))) == {"As it was"}
    with transaction():
        db.session.execute(delete(SearchEntry))
    rebuild_if_empty()
    assert found("kaleidoscope1") == ["localizing-the-sdgs"]


def test_what_is_gone_goes_and_what_comes_meanwhile_stays(each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "_PORTION", 2)
    indexed(*(entry("water", reference=str(one)) for one in range(5)), entry("water", reference="gone"))

    def entries() -> Iterator[Entry]:
        yield from (entry("water", reference=str(one)) for one in range(3))
        # Everything is found half-way, and each thing once.
        assert sorted(found("water")) == ["0", "1", "2", "3", "4", "gone"]
        indexed(entry("water", reference="new"))
        yield from (entry("water", reference=str(one)) for one in range(3, 5))

    assert rebuild(source(entries())) == 5
    assert sorted(found("water")) == ["0", "1", "2", "3", "4", "new"]


def test_other_kinds_are_left_alone(each_app: Flask) -> None:
    indexed(entry("water", kind="course", reference="c"), entry("water"))
    assert rebuild(source(iter(()))) == 0
    assert found("water") == ["c"]
