"""The answer that holds a file. Who may have it, the feature decides whose view gives this answer."""

from flask import Response, request, send_file

from app.files.keeping import content_with, path_of
from app.files.kinds import MEDIA_TYPES, PICTURES, Kind
from app.files.models import StoredFile
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.spreadsheets import without_formulas

# Opened by itself it is no page of ours: it runs nothing, loads nothing, and stands in no frame.
_INERT = "default-src 'none'; frame-ancestors 'none'; sandbox"
# Asked for again each time, since who may have it can change; with the digest, that costs a few bytes.
_KEPT_BY_ITS_READER = "private, no-cache"


def file_answer(file: StoredFile, *, called: str = "", is_shown: bool = False) -> Response:
    """The file as a download, under its own name or a neutral one; `is_shown` lets a picture stand on a page.

    Raises NotFound when its content is gone.
    """
    media_type = MEDIA_TYPES[file.kind]
    if file.kind in (Kind.CSV, Kind.TXT):
        media_type += "; charset=utf-8"
    try:
        if file.kind is Kind.CSV:
            # As in our own tables, no cell is a formula on the way out.
            response = Response(without_formulas(content_with(file.digest).decode()))
        else:
            response = send_file(path_of(file.digest), etag=False, conditional=False)
    except FileNotFoundError:
        raise NotFound(_("There is no such file, or it was taken away.")) from None
    response.headers["Content-Type"] = media_type
    how = "inline" if is_shown and file.kind in PICTURES else "attachment"
    response.headers.set("Content-Disposition", how, **_named(called or file.name))
    response.headers["Content-Security-Policy"] = _INERT
    response.headers["Cache-Control"] = _KEPT_BY_ITS_READER
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    # When it was handed in is told to nobody.
    response.headers.pop("Last-Modified", None)
    response.set_etag(file.digest)
    response.make_conditional(request)
    return response


def _named(name: str) -> dict[str, str]:
    """In the signs of every browser, and besides, as RFC 5987 wants it, in its own letters."""
    from urllib.parse import quote

    plain = name.encode("ascii", "ignore").decode().replace('"', "").replace("\\", "").strip()
    if plain == name:
        return {"filename": name}
    stem, dot, ending = plain.rpartition(".")
    return {"filename": f"{stem.strip() or 'file'}{dot}{ending}", "filename*": f"UTF-8''{quote(name, safe='')}"}
