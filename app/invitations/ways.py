"""Where somebody goes who accepted an invitation."""

from flask import url_for

from app.library.queries import find_edition


def lead_on(course_slug: str, *, takes_part: bool) -> str:
    """Into the course; to its page where it has rules of its own on who takes part; or to one's own courses."""
    if takes_part:
        return url_for("learning.show_course", slug=course_slug)
    if course_slug and find_edition(course_slug) is not None:
        return url_for("catalogue.show_course", slug=course_slug)
    return url_for("learning.show_my_learning")
