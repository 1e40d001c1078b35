"""Where somebody goes after signing in: on this site, wherever they were asked to go."""

from urllib.parse import urlsplit

from flask import url_for

# Longer than any address of this site; it must fit where the answers of forms are kept.
_LONGEST_WAY = 1000


def way_on(wanted: str | None, *, default: str | None = None) -> str:
    """Where to go next: a path on this site, or the default, by itself one's own courses; never another site."""
    if default is None:
        default = url_for("learning.show_my_learning")
    if not wanted or len(wanted) > _LONGEST_WAY or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return default
    parts = urlsplit(wanted)
    # Two slashes further on begin the address of another site as soon as what stands before them is dropped, as `/./`.
    if parts.scheme or parts.netloc or "//" in parts.path or any(ord(sign) < 32 or sign == "\\" for sign in wanted):
        return default
    return wanted
