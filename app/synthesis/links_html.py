"""The way to the syntheses from a category of the forum and from a course, as HTML; nothing where there are none.

What is published for whom is looked up once a minute, so the pages that show the way ask the database nothing more.
"""

from flask import get_template_attribute
from markupsafe import Markup

from app.accounts.signing_in import current_actor
from app.platform.recent import forget, recent
from app.synthesis.queries import shown_by_category
from app.synthesis.reach import Reach

_NAME = "syntheses by category"


def syntheses_link(category_key: str, *, reads: bool, writes: bool = False) -> Markup:
    """A line under a category, or under the course of that key, for whoever reads it or writes its syntheses."""
    circles = recent(_NAME, shown_by_category).get(category_key, frozenset())
    is_signed_in = current_actor().is_signed_in
    theirs = {Reach.PUBLIC}
    if is_signed_in:
        theirs.add(Reach.MEMBERS)
    if reads:
        theirs.add(Reach.CATEGORY)
    if not (writes or theirs & circles):
        return Markup()
    # The list of a category is for those who read it; others find what is for them in the list of all.
    return Markup(get_template_attribute("synthesis/_link.html", "link")(category_key if reads else ""))


def link_of_course(slug: str, takes_part: bool) -> Markup:
    """The same on the page of a course, whose category has its key."""
    return syntheses_link(slug, reads=takes_part)


def forget_links() -> None:
    """Look again what is published; other processes do within a minute."""
    forget(_NAME)
