"""What somebody typed, given back on the page that says why it was not taken: nothing typed is lost."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import request
from werkzeug.exceptions import HTTPException

SECRETS = frozenset({"password", "present", "proof"})
"""The names of fields that no page ever shows again."""
# Shorter texts are quickly typed again, and many that nobody typed are as short.
_SHORTEST = 15
_LIKE_A_KEY = re.compile(r"[!-~]*")
# They come with what is pasted from other programs, and no page may hold them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def texts_among(fields: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Those of a form's fields, in their order, that somebody wrote: no secrets, no keys, no choices."""
    texts = ((name, _CONTROL.sub("", text).strip()) for name, text in fields)
    return tuple(
        text
        for name, text in texts
        if len(text) >= _SHORTEST and name not in SECRETS and not _LIKE_A_KEY.fullmatch(text)
    )


def typed_texts() -> tuple[str, ...]:
    """What was typed into the form that this request brings.

    Nothing of a form that came from another site: whoever made it could make this site seem to say anything.
    """
    if request.method != "POST" or not _is_from_here():
        return ()
    try:
        return texts_among(request.form.items(multi=True))
    except HTTPException:
        # It is larger than what is read at all.
        return ()


def page_before() -> str:
    """The path of the page of this site from which the request came; empty when there is none."""
    before = urlsplit(request.referrer or "")
    return before.path if before.netloc == request.host else ""


def _is_from_here() -> bool:
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        return told == "same-origin"
    # Browsers tell only this on a connection without encryption.
    return request.headers.get("Origin") == request.host_url.rstrip("/")
