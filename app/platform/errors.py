"""Errors that people meet: each carries a status and a sentence, one handler shows them all."""

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests

from app.platform.i18n import _
from app.platform.returned import page_before, typed_texts

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WayOn:
    """Where somebody who was refused may go instead: a page by its endpoint, and the words on the button."""

    endpoint: str
    values: Mapping[str, str]
    words: str


class DomainError(Exception):
    """Something a person asked for that cannot be; `sentence` says why and is fit to show."""

    status = 422

    def __init__(self, sentence: str, way: "WayOn | None" = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.way = way


class NotFound(DomainError):
    """There is no such thing, or none that this person may know of."""

    status = 404


class Gone(NotFound):
    """There was such a thing at this address, and it was taken away for good."""

    status = 410


class Refused(DomainError):
    """The thing exists, and this person may not."""

    status = 403


class SignInNeeded(Refused):
    """A visitor asked for something that needs an account."""


class Conflict(DomainError):
    """Somebody or something else came first."""

    status = 409


class TooMany(DomainError):
    """Too often in too short a time."""

    status = 429


class CannotBe(DomainError):
    """The request is understood and cannot be carried out."""

    status = 422


def handle_errors(app: Flask) -> None:
    """Show every error as a page with a way on."""
    app.register_error_handler(SignInNeeded, _ask_to_sign_in)
    app.register_error_handler(DomainError, show_domain_error)
    app.register_error_handler(CSRFError, _show_stale_form)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_surprise)


def _ask_to_sign_in(error: SignInNeeded) -> ResponseReturnValue:
    """Visitors are led to the sign-in page and back; a form they sent is not repeated for them, but given back."""
    if typed_texts():
        sentence = _("You are not signed in any more, so nothing was changed.")
        return _error_page(403, sentence, WayOn("accounts.sign_in", {"next": page_before()}, _("Sign in")))
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=back))


def show_domain_error(error: DomainError) -> ResponseReturnValue:
    """The page that tells a person what cannot be, and why."""
    return _error_page(error.status, error.sentence, error.way)


def _show_stale_form(error: CSRFError) -> ResponseReturnValue:
    return _error_page(
        400,
        _(
            "This form was open for too long, or cookies are switched off. "
            "Nothing was changed. Go back, reload the page and send it again."
        ),
    )


def _show_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    headers = {"Retry-After": "60"} if isinstance(error, TooManyRequests) else {}
    return *_error_page(error.code, ""), headers


def _show_surprise(error: Exception) -> ResponseReturnValue:
    # The database may be what failed: the page asks it nothing more, not even who is reading.
    g.is_failing = True
    log.error("request %s failed: %s %s", request_id(), request.method, request.path, exc_info=error)
    return _error_page(500, "")


def _error_page(status: int, sentence: str, way: WayOn | None = None) -> tuple[str, int]:
    return render_template(
        "errors/show_error.html",
        status=status,
        sentence=sentence,
        way=way,
        request_id=request_id(),
        typed=typed_texts(),
    ), status


def request_id() -> str:
    """A short name for this request, which the log and the error page share."""
    if "request_id" not in g:
        g.request_id = uuid.uuid4().hex[:12]
    name: str = g.request_id
    return name
