"""Paragraphs have numbers, words that can be quoted, and a place for a mark."""

from pathlib import Path

import pytest

from app.content.compiler import compile_course
from app.content.course import Course, Lesson
from app.content.paragraphs import numbered, paragraphs_of, with_marks, with_places

BUNDLED = Path(__file__).parents[2] / "courses/localizing-the-sdgs"
TEXT = (
    '<h2 id="a">A</h2>\n<p>One &amp; <em>two</em>.<sup class="footnote-mark"><a id="x" href="#y">[1]</a></sup></p>\n'
    "<ul>\n<li>Three\n<ul>\n<li>Four</li>\n</ul>\n</li>\n<li>\n<p>Five</p>\n</li>\n</ul>\n"
    '<div class="callout"><p class="callout-title">Note</p><p>Six</p></div>\n'
    '<div class="updated" role="note"><p>Changed.</p><details><summary>S</summary><div><p>Was</p></div></details></div>'
    '<p>Seven</p>\n<section class="footnotes"><ol><li id="fn"><p>A note</p></li></ol></section>'
)


@pytest.fixture(scope="module")
def bundled() -> Course:
    files = {str(path.relative_to(BUNDLED)): path.read_bytes() for path in BUNDLED.rglob("*") if path.is_file()}
    course = compile_course(BUNDLED.name, files).course
    assert course is not None
    return with_places(course)


def test_paragraphs_and_list_items_have_words_and_titles_notes_and_originals_have_no_number() -> None:
    assert paragraphs_of(numbered(TEXT)) == ("One & two.", "Three", "Four", "Five", "Six", "Seven")


def test_a_text_is_unchanged_but_for_the_places() -> None:
    html = numbered(TEXT)
    for number in range(1, 7):
        html = html.replace(f' id="p.{number}"', "")
    assert html == TEXT


def test_a_mark_stands_at_the_end_of_its_paragraph_before_a_list_inside() -> None:
    html = with_marks(numbered(TEXT), {2: "<b>2</b>", 6: "<b>6</b>", 99: "<b>99</b>"})
    assert '<li id="p.2">Three <b>2</b>\n<ul>' in html
    assert '<p id="p.6">Seven <b>6</b></p>' in html
    assert "99" not in html


def test_every_lesson_of_the_bundled_course_has_the_same_paragraphs_in_all_its_languages(bundled: Course) -> None:
    lessons = {unit.key: unit for unit in bundled.units() if isinstance(unit, Lesson)}
    assert len(lessons) == 20
    assert all(len(paragraphs_of(lesson.html)) >= 15 for lesson in lessons.values())
    for variant in bundled.variants:
        for unit in variant.units():
            if isinstance(unit, Lesson):
                assert len(paragraphs_of(unit.html)) == len(paragraphs_of(lessons[unit.key].html)), unit.key
