"""Pictures and files of courses. The address holds a digest, so browsers may keep them for ever."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from app.library.queries import find_media
from app.platform.errors import NotFound
from app.platform.i18n import _

blueprint = Blueprint("library", __name__)
_FOR_EVER = "public, max-age=31536000, immutable"
# A file opened by itself is no page of ours: it runs nothing and loads nothing.
_INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_SHOWN = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml", "audio/mpeg", "video/mp4"})


@blueprint.get("/media/<string(length=32):digest>/<name>")
def show_media(digest: str, name: str) -> ResponseReturnValue:
    """A picture to look at, or a file to download."""
    if request.if_none_match.contains(digest):
        return Response(status=304)
    media = find_media(digest) if digest.isalnum() else None
    if media is None:
        raise NotFound(_("There is no file at this address."))
    response = Response(media.content, mimetype=media.media_type)
    response.set_etag(digest)
    response.headers["Cache-Control"] = _FOR_EVER
    response.headers["Content-Security-Policy"] = _INERT
    if media.media_type not in _SHOWN:
        response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
