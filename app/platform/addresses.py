"""Addresses for templates: the same dozen stand on every page, so each is built once."""

from functools import lru_cache

from flask import request, url_for


def address_of(endpoint: str, **values: object) -> str:
    """What Flask's `url_for` gives, for addresses within the site."""
    if endpoint.startswith("."):
        endpoint = f"{request.blueprint}{endpoint}"
    return _built(request.root_path, request.host, endpoint, tuple(values.items()))


@lru_cache(maxsize=8192)
def _built(_root: str, _host: str, endpoint: str, values: tuple[tuple[str, object], ...]) -> str:
    # Root and host are part of the key because Flask writes them into an address.
    return url_for(endpoint, **dict(values))  # type: ignore[arg-type]
