"""Threads in a list as HTML: a pattern for each of the few shapes, filled in for each thread."""

from dataclasses import dataclass

from markupsafe import Markup

from app.forum.bylines import is_there
from app.forum.forms import KIND_NAMES
from app.forum.kinds import ThreadKind
from app.forum.list_queries import Line
from app.forum.pages import Named
from app.forum.part_forms import STATUS_NAMES
from app.platform.i18n import direction_of, language, language_name, minute_values, ngettext
from app.platform.patterns import Value, filled


@dataclass(frozen=True, slots=True)
class LineShape:
    """What stands in the line of a thread, apart from the values."""

    heading: str
    kind: ThreadKind
    has_status: bool
    is_answered: bool
    is_pinned: bool
    is_locked: bool
    has_author: bool
    has_category: bool
    is_in_other_language: bool
    has_votes: bool
    has_unread: bool
    # Never opened by who reads.
    is_new: bool


def line_html(line: Line, category: Named | None, heading: str) -> Markup:
    """A thread in a list; `category` where those of several stand together, `heading` is the element of its title."""
    shape = LineShape(
        heading=heading,
        kind=line.kind,
        has_status=line.status is not None,
        is_answered=line.is_answered,
        is_pinned=line.is_pinned,
        is_locked=line.is_locked,
        has_author=is_there(line.author),
        has_category=category is not None,
        is_in_other_language=line.language != language(),
        has_votes=line.votes > 0,
        has_unread=line.unread > 0,
        is_new=line.is_new,
    )
    values: dict[str, Value] = {
        "thread_id": line.id,
        "title": line.title,
        "language": line.language,
        "direction": direction_of(line.language),
        "language_name": language_name(line.language),
        "kind": str(KIND_NAMES[line.kind]),
        "status": str(STATUS_NAMES[line.status]) if line.status else "",
        "author": line.author,
        "category": category.title if category else "",
        "category_language": category.language if category else "",
        "category_direction": direction_of(category.language) if category else "",
        "unread": ngettext("%(num)s new", "%(num)s new", line.unread) if shape.has_unread else "",
        "replies": ngettext("%(num)s answer", "%(num)s answers", line.replies),
        "votes": ngettext("%(num)s vote", "%(num)s votes", line.votes) if shape.has_votes else "",
        **minute_values(line.last_post_at),
    }
    return filled("forum/_threads.html", "line_of", shape, values)
