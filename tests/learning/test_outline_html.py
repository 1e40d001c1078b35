"""The outline beside a unit: put together for each learner from lines that all of them share."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from flask import Flask

from app.content.course import Assignment, Course, Lesson, Level, Module
from app.learning.outline_html import outline_html, progress_html
from app.library.editions import Edition, edition_of
from app.platform.i18n import speaking
from app.progress.completion import Standing

COURSE = Course(
    slug="c",
    title="C",
    summary="",
    language="en",
    level=Level.INTRODUCTORY,
    minutes=60,
    modules=(
        Module("m1", "One & only", (Lesson("a", "A", ""), Lesson("b", "B", "", was=("old-b",)))),
        Module("m2", "Two", (Lesson("c", "C", ""), Assignment("sheet", "Sheet", "", ()))),
        Module("m3", "Three", ()),
    ),
)


def edition(course: Course = COURSE, digest: str = "d") -> Edition:
    return edition_of(course, revision_id=1, number=1, digest=digest, published_at=datetime(2026, 1, 1, tzinfo=UTC))


def lines(html: str) -> dict[str, str]:
    """Each unit's line, by its key."""
    return {key: line for key, line in re.findall(r'(?s)<li[^>]*><a href="([^"]+)"(.*?)</li>', html)}


def heads(html: str) -> list[str]:
    return re.findall(r"(?s)<details.*?</summary>", html)


def written(app: Flask, done: set[str], handed_in: set[str] = frozenset(), current: str = "a") -> str:  # type: ignore[assignment]
    with app.test_request_context():
        return outline_html(edition(), done, handed_in, current)


def test_only_the_module_of_the_current_unit_is_open(app: Flask) -> None:
    assert ["<details open>" in head for head in heads(written(app, set(), current="c"))] == [False, True, False]


def test_only_the_current_unit_says_that_the_learner_is_there(app: Flask) -> None:
    found = lines(written(app, {"a"}, {"sheet"}, current="c"))
    assert [key for key, line in found.items() if "aria-current" in line] == ["c"]


def test_what_is_done_says_so_also_under_an_earlier_name(app: Flask) -> None:
    html = written(app, {"old-b"})
    assert [key for key, line in lines(html).items() if "unit done" in line] == ["b"]
    assert html.count('<li class="d">') == 1


def test_a_module_is_done_once_all_its_units_are(app: Flask) -> None:
    assert not any("module done" in head for head in heads(written(app, {"a", "c"})))
    assert ["module done" in head for head in heads(written(app, {"a", "b"}))] == [True, False, False]


def test_work_handed_in_says_so_until_it_is_done(app: Flask) -> None:
    assert "handed in" in lines(written(app, set(), {"sheet"}))["sheet"]
    finished = lines(written(app, {"sheet"}, {"sheet"}))["sheet"]
    assert "unit done" in finished
    assert "handed in" not in finished


def test_what_nobody_has_to_do_is_optional(app: Flask) -> None:
    assert "optional" in lines(written(app, set()))["sheet"]
    assert "optional" not in lines(written(app, set()))["a"]


def test_one_learner_after_the_other_gets_what_is_theirs(app: Flask) -> None:
    before = written(app, {"a"}, {"sheet"}, current="b")
    assert written(app, {"c"}, current="c") != before
    assert written(app, {"a"}, {"sheet"}, current="b") == before


def test_no_mark_is_left_and_titles_are_escaped(app: Flask) -> None:
    html = written(app, {"a", "b", "c", "sheet"})
    assert "One &amp; only" in html
    assert not re.search(r"[0-9a-f]{16}", html)


def test_another_edition_and_another_language_have_lines_of_their_own(app: Flask) -> None:
    renamed = replace(COURSE, modules=(Module("m1", "Renamed", (Lesson("a", "A", ""),)),))
    with app.test_request_context():
        assert "One &amp; only" in outline_html(edition(), set(), set(), "a")
        assert "Renamed" in outline_html(edition(renamed, "e"), set(), set(), "a")
        with speaking("fr"):
            assert "unit done" not in outline_html(edition(), {"a"}, set(), "a")


def test_progress_is_that_of_the_learner(app: Flask) -> None:
    with app.test_request_context():
        first, second = (progress_html(Standing(done, 5, ())) for done in (1, 2))
    assert "1 of 5" in first
    assert "2 of 5" in second
