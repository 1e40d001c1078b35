"""Headers that keep a page from doing what it should not, its address from being told; requests that nobody means."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, g, request
from flask.globals import request_ctx

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Nothing is allowed that is not named: our own scripts, styles, pictures and forms. Scripts make no HTML out of text.
_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'none'",
    "frame-src 'none'",
    "object-src 'none'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
)
# What a browser could be asked for, and no page of ours does. Chromium complains of names that it does not know.
_NEVER_ASKED_FOR = (
    "accelerometer autoplay browsing-topics camera clipboard-read display-capture encrypted-media gamepad geolocation "
    "gyroscope hid identity-credentials-get idle-detection local-fonts magnetometer microphone midi otp-credentials "
    "payment screen-wake-lock serial storage-access usb window-management xr-spatial-tracking"
).split()
_REFERRER = "Referrer-Policy"
# What every answer says, files as well as pages.
_OF_FILES = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
_OF_PAGES = _OF_FILES | {
    _REFERRER: "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _NEVER_ASKED_FOR),
    # For browsers too old to know frame-ancestors.
    "X-Frame-Options": "DENY",
}
_TRANSPORT = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HOST = re.compile(r"([\w-]{1,63}(\.[\w-]{1,63})*\.?|\[[0-9a-f:.]+\])(:\d{1,5})?", re.ASCII | re.IGNORECASE)
_LONGEST_HOST = 260
# Identities are 32 bits wide in the database.
_LARGEST_NUMBER = 2**31 - 1


def refuse_what_nobody_means(app: Flask) -> None:
    """Refuse characters that nobody types into an address or a form, and numbers larger than any there is.

    Before any view, since a view would pass them on to the database or into a header, and those fail.
    """

    @app.before_request
    def refuse() -> None:
        asked = request_ctx.request
        told = (asked.view_args or {}).values()
        if any(one > _LARGEST_NUMBER if isinstance(one, int) else _CONTROL.search(str(one)) for one in told):
            abort(404)
        # Without a type of content there is no form to be read.
        sent = (asked.args, asked.form) if asked.content_type else (asked.args,)
        if any("\0" in text for fields in sent for _name, text in fields.items(multi=True)):
            abort(400)


def refuse_impossible_hosts(serve: "WSGIApplication") -> "WSGIApplication":
    """The application for requests that ask for a site by a name that one can have; others get no page.

    Flask itself makes no address for such a request, not even those of an error page.
    """
    refusal = Response("Bad Request\n", 400, _OF_FILES, mimetype="text/plain")

    def serve_by_name(environment: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        host = environment.get("HTTP_HOST")
        is_possible = host is None or _is_host(host)
        return (serve if is_possible else refusal)(environment, start_response)

    return serve_by_name


def _is_host(name: str) -> bool:
    if len(name) > _LONGEST_HOST or not _HOST.fullmatch(name):
        return False
    try:
        name.encode("ascii").decode("idna")
    except UnicodeError:
        return False
    return True


def secure_responses(app: Flask, https: bool) -> None:
    """Add the headers to every answer; pages for one person are never kept by anything between.

    A view that sets one of them itself has its own.
    """
    policy = (*_POLICY, "upgrade-insecure-requests") if https else _POLICY
    headers = {"Content-Security-Policy": "; ".join(policy), **_OF_PAGES, **(_TRANSPORT if https else {})}
    by_small_name = [(name.lower(), name, value) for name, value in headers.items()]

    @app.after_request
    def add_headers(response: Response) -> Response:
        if g.get("address_is_secret"):
            response.headers[_REFERRER] = "same-origin"
            response.headers["Cache-Control"] = "no-store"
        # Asked one by one, the headers would be gone through from the beginning each time.
        said = {name.lower() for name, _value in response.headers}
        for small_name, name, value in by_small_name:
            if small_name not in said:
                response.headers.add(name, value)
        if "cache-control" not in said and request.endpoint != "static":
            response.headers.add("Cache-Control", "no-store" if response.status_code >= 400 else "private, no-cache")
        return response


def keep_address_secret() -> None:
    """Have the address of this request told to nobody else and its answer kept nowhere; for pages behind mailed links.

    `same-origin` rather than `no-referrer`: behind HTTPS a form is accepted only if the browser tells that it was sent
    from a page of ours, and `no-referrer` would keep back even that.
    """
    g.address_is_secret = True


def headers_of_files(https: bool) -> dict[str, str]:
    """The headers of files that are served before Flask sees the request."""
    return _OF_FILES | (_TRANSPORT if https else {})
