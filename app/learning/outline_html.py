"""The outline as HTML. Learners who have done the same share it, so it is written once for all of them."""

from flask import get_template_attribute
from markupsafe import Markup

from app.learning.outline import outline_of
from app.library.editions import Edition
from app.platform.fragments import fragment
from app.platform.i18n import language


def outline_html(
    edition: Edition, done_keys: frozenset[str], handed_in_keys: frozenset[str], current_key: str
) -> Markup:
    """The outline beside a unit, with what is done and handed in and where the learner is."""

    def write() -> str:
        macro = get_template_attribute("components/outline.html", "outline")
        return str(macro(outline_of(edition.course, done_keys, current_key, handed_in_keys), edition.course))

    return fragment(("outline", edition.key, done_keys, handed_in_keys, current_key, language()), write)
