"""A lesson's page. All who stand at the same point of a course share it but for three things, which are put in last."""

import secrets

from flask import render_template, session
from markupsafe import Markup

from app.accounts.header_html import header_html
from app.content.course import Lesson
from app.learning.pages import UnitPage
from app.platform.forms import form_keys
from app.platform.fragments import fragment
from app.platform.i18n import language

# Where the three go. Nobody outside this process can know the marks, so no author's text holds one.
_MARKS = [Markup(f"<!-- {secrets.token_hex(8)} -->") for _ in range(3)]
_HEADER, _KEYS, _TEXT = _MARKS


def lesson_html(page: UnitPage) -> str:
    """The whole page of a lesson."""
    lesson = page.unit
    assert isinstance(lesson, Lesson)
    if "_flashes" in session:
        # A message is for one person and one moment.
        return render_template("learning/show_lesson.html", page=page, text=Markup(lesson.html))
    frame = fragment(("lesson", page.edition.key, lesson.key, page.done_keys, language()), lambda: _frame(page))
    return frame.replace(_HEADER, header_html()).replace(_KEYS, form_keys()).replace(_TEXT, Markup(lesson.html))


def _frame(page: UnitPage) -> str:
    return render_template(
        "learning/show_lesson.html", page=page, text=_TEXT, header_html=lambda: _HEADER, form_keys=lambda: _KEYS
    )
