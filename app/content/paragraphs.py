"""The paragraphs of a lesson: each has a place in its HTML that links can lead to, and words that can be quoted.

A paragraph is what stands between `<p>` and its end, or a list item of one line; titles of call-outs, notes at the end
and what lies in tables are none. They are numbered from 1 in the order in which they are read. A translation has the
same paragraphs as its original.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from itertools import count

from app.content.course import Course, Lesson, Unit

# Notes at the end, words explained and the original beside a translation are passed over as a whole.
_BEGIN = re.compile(
    r'<section class="(?:footnotes|words)".*?</section>|<div class="updated".*?</details></div>|<(p|li)>(?!\s*<p>)',
    re.DOTALL,
)
_NUMBERED = re.compile(r'<(?:p|li) id="p\.(\d+)">')
# Where the words of a paragraph end: a list item may go on with a list of its own.
_END = re.compile(r"\s*<(?:/p>|/li>|(?:p|ul|ol|div|table|pre|blockquote|details|figure)\b)")
_MARK = re.compile(r'<sup class="footnote-mark".*?</sup>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def place_of(number: int) -> str:
    """The fragment that leads to a paragraph. Its dot keeps it apart from the anchors of headings, which have none."""
    return f"p.{number}"


def with_places(course: Course) -> Course:
    """The course with a place for each paragraph of its lessons, in all languages."""

    def unit(one: Unit) -> Unit:
        return replace(one, html=numbered(one.html)) if isinstance(one, Lesson) else one

    return replace(
        course,
        modules=tuple(replace(one, units=tuple(map(unit, one.units))) for one in course.modules),
        variants=tuple(map(with_places, course.variants)),
    )


def numbered(html: str) -> str:
    """The text with a place for each of its paragraphs."""
    numbers = count(1)

    def begin(found: re.Match[str]) -> str:
        return f'<{found[1]} id="{place_of(next(numbers))}">' if found[1] else found[0]

    return _BEGIN.sub(begin, html)


def paragraphs_of(html: str) -> tuple[str, ...]:
    """The words of each numbered paragraph, in order."""
    return tuple(_words(html[begin.end() : _end_of(html, begin.end())]) for begin in _NUMBERED.finditer(html))


def total_in(html: str) -> int:
    """How many paragraphs a text has."""
    return html.count(' id="p.')


def with_marks(html: str, marks: Mapping[int, str]) -> str:
    """The text with a piece of HTML at the end of some of its paragraphs; of others than there are, none is shown."""
    for number, mark in marks.items():
        begin = html.find(f' id="{place_of(number)}">')
        if begin != -1:
            end = _end_of(html, begin)
            html = f"{html[:end]} {mark}{html[end:]}"
    return html


def _end_of(html: str, begin: int) -> int:
    end = _END.search(html, begin)
    return end.start() if end else len(html)


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", _MARK.sub("", html))).split())
