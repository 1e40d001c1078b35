"""A lesson's page. Its readers share it but for header, form keys, how far they are, and the long text."""

from markupsafe import Markup

from app.accounts.kept_pages import render_kept
from app.accounts.light import is_light
from app.content.pictures import on_demand
from app.learning.pages import UnitPage
from app.learning.talk_html import marked_text, talk_html
from app.platform.forms import form_keys
from app.platform.i18n import _


def lesson_html(page: UnitPage) -> str:
    """The whole page of a lesson. Its text is put in last, so that it is kept once and not with every frame."""
    return render_kept(
        "learning/show_lesson.html",
        (page.edition.key, page.unit.key, page.is_done),
        {
            "form_keys": form_keys,
            "progress_html": lambda: page.progress_html,
            "outline_html": lambda: page.outline_html,
            "text": lambda: _text_of(page),
            "talk_html": lambda: talk_html(page.course.slug, page.unit.key),
        },
        page=page,
    )


def _text_of(page: UnitPage) -> Markup:
    """The text as it was published, with marks where there are threads, for whoever saves data without its pictures."""
    html = marked_text(page.course.slug, page.unit)
    return Markup(on_demand(html, _link) if is_light() else html)


def _link(address: str, description: str) -> str:
    words = _("Show the picture: %(description)s", description=description)
    return Markup('<a class="on-demand" href="{}">{}</a>').format(address, words)
