"""What another feature shows on the page of a course, told at start: the catalogue shows it without knowing it."""

from collections.abc import Callable

from flask import Flask, current_app
from markupsafe import Markup

_KEY = "further of courses"
# Is given a course's slug and whether its reader takes part; asked at every request, so it asks the database nothing.
Further = Callable[[str, bool], Markup]


def know_further(app: Flask, told: Further) -> None:
    """Let the pages of courses show this."""
    app.extensions[_KEY] = told


def further_html(slug: str, takes_part: bool) -> Markup:
    """What was told at start, for one reader of one course."""
    told: Further = current_app.extensions[_KEY]
    return told(slug, takes_part)
