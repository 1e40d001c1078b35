"""Keeps drafts as a browser does, with and without the script."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import fields_of


def form_at(browser: FlaskClient, page: str) -> dict[str, str]:
    """The hidden fields of the form that has a draft."""
    shown = browser.get(page).text
    form = next(piece for piece in shown.split("<form ") if "data-drafts=" in piece.split(">", 1)[0])
    return fields_of(f"<form {form}")


def save_for_later(browser: FlaskClient, page: str, **typed: str) -> TestResponse:
    """Press the button that saves for later."""
    return browser.post("/forum/drafts", data=form_at(browser, page) | typed)


def autosave(browser: FlaskClient, form: dict[str, str], **typed: str) -> TestResponse:
    """Send what the script sends while somebody types."""
    told = {name: value for name, value in form.items() if name != "once"}
    return browser.post("/forum/drafts", data=told | typed | {"step": "autosave"})
