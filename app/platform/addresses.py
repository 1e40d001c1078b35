"""Addresses for templates: the same dozen stand on every page, so each is built once."""

from functools import lru_cache

from flask import Request, url_for
from flask.globals import request_ctx


def address_of(endpoint: str, **values: object) -> str:
    """What Flask's `url_for` gives, for addresses within the site."""
    request = _request()
    if endpoint.startswith("."):
        endpoint = f"{request.blueprint}{endpoint}"
    return _built(request.root_path, request.host, endpoint, tuple(values.items()))


def root_path() -> str:
    """Where the site lies on its server; it stands at the head of every address."""
    return _request().root_path


def _request() -> Request:
    """The request itself, past the proxy: a page asks a hundred times."""
    request: Request = request_ctx._get_current_object().request  # type: ignore[attr-defined]
    return request


@lru_cache(maxsize=8192)
def _built(_root: str, _host: str, endpoint: str, values: tuple[tuple[str, object], ...]) -> str:
    # Root and host are part of the key because Flask writes them into an address.
    return url_for(endpoint, **dict(values))  # type: ignore[arg-type]
