"""Pictures and files of courses. The address holds a digest, so browsers may keep them for ever."""

import re

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from app.library.queries import find_media, find_media_variant
from app.platform.errors import NotFound
from app.platform.i18n import _

blueprint = Blueprint("library", __name__)
_FOR_EVER = "public, max-age=31536000, immutable"
# A file opened by itself is no page of ours: it runs nothing and loads nothing.
_INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
# A picture in a certain width.
_VARIANT = re.compile(r"w(\d{1,5})\.webp")
_SHOWN = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml", "audio/mpeg", "video/mp4"})


@blueprint.get("/media/<string(length=32):digest>/<name>")
def show_media(digest: str, name: str) -> ResponseReturnValue:
    """A picture to look at, or a file to download."""
    variant = _VARIANT.fullmatch(name)
    tag = f"{digest}-{variant[1]}" if variant else digest
    if request.if_none_match.contains(tag):
        # With the policy as well: a browser puts the headers of this answer in place of those it has kept.
        return Response(status=304, headers={"Content-Security-Policy": _INERT})
    media = None
    if digest.isalnum():
        media = (find_media_variant(digest, int(variant[1])) if variant else None) or find_media(digest)
    if media is None:
        raise NotFound(_("There is no file at this address."))
    response = Response(media.content, mimetype=media.media_type)
    response.set_etag(tag)
    response.headers["Cache-Control"] = _FOR_EVER
    response.headers["Content-Security-Policy"] = _INERT
    if media.media_type not in _SHOWN:
        response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
