"""What the forum says about a lesson, as HTML: marks at its paragraphs, and a line at its end.

Counts come from memory (`forum.anchor_queries`), so a lesson that nobody asked about costs nothing more.
"""

from flask import get_template_attribute
from markupsafe import Markup

from app.content.course import Unit
from app.content.paragraphs import total_in, with_marks
from app.forum.anchor_queries import TalkOfUnit, find_talk
from app.platform.fragments import fragment
from app.platform.i18n import language

_SILENCE = TalkOfUnit()


def marked_text(course_slug: str, unit: Unit) -> str:
    """The text of a lesson with a link to the threads about a paragraph at its end."""
    talk = find_talk(course_slug)
    of_unit = talk.units.get(unit.key, _SILENCE) if talk else _SILENCE
    if talk is None or not of_unit.by_place:
        return unit.html
    write = get_template_attribute("learning/_talk.html", "mark")

    def mark(number: int, threads: int) -> Markup:
        key = ("talk mark", talk.category_key, unit.key, number, threads, language())
        return fragment(key, lambda: str(write(talk.category_key, unit.key, number, threads)))

    marks = of_unit.by_paragraph(total_in(unit.html))
    return with_marks(unit.html, {number: mark(number, threads) for number, threads in marks.items()})


def talk_html(course_slug: str, unit_key: str) -> Markup:
    """The line at the end of a lesson: how many threads there are, and the ways to ask; nothing without a forum."""
    talk = find_talk(course_slug)
    threads = talk.units.get(unit_key, _SILENCE).threads if talk else 0
    if talk is None or not (threads or talk.is_open):
        return Markup("")

    def write() -> str:
        return str(
            get_template_attribute("learning/_talk.html", "talk")(talk.category_key, unit_key, threads, talk.is_open)
        )

    return fragment(("talk", talk.category_key, unit_key, threads, talk.is_open, language()), write)
