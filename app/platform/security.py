"""Headers that keep a page from doing what it should not."""

from flask import Flask, Response, request

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
_TRANSPORT = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def secure_responses(app: Flask, https: bool) -> None:
    """Add the headers to every answer; pages for one person are never kept by anything between."""
    headers = (*_HEADERS, _TRANSPORT) if https else _HEADERS

    @app.after_request
    def add_headers(response: Response) -> Response:
        own_policy = response.headers.get("Content-Security-Policy")
        response.headers.extend(headers)
        if own_policy is not None:
            response.headers.set("Content-Security-Policy", own_policy)
        if "Cache-Control" not in response.headers and request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store" if response.status_code >= 400 else "private, no-cache"
        return response
