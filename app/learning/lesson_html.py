"""A lesson's page. All who stand at the same point of a course share it but for header, form keys and the long text."""

from markupsafe import Markup

from app.accounts.kept_pages import render_kept
from app.learning.pages import UnitPage
from app.platform.forms import form_keys


def lesson_html(page: UnitPage) -> str:
    """The whole page of a lesson. Its text is put in last, so that it is kept once and not with every frame."""
    return render_kept(
        "learning/show_lesson.html",
        (page.edition.key, page.unit.key, page.done_keys),
        {"form_keys": form_keys, "text": lambda: Markup(page.unit.html)},
        page=page,
    )
