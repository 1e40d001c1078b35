"""PDFs: what may be in them, and the same pages without who made them, written anew by qpdf. Pure.

What is said here of dictionaries and actions: ISO 32000-1, sections 7.11, 12.5, 12.6 and 14.
"""

import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.files.embedded import bare_jpeg
from app.files.refusals import ACTIVE_PDF, DAMAGED, PROTECTED, TOO_MUCH_INSIDE, Unfit

if TYPE_CHECKING:
    import pikepdf

MOST_OBJECTS = 200_000
MOST_STREAM_BYTES = 256 * 1024 * 1024
"""Of one stream, unpacked: a page scanned in colour takes half of it."""

MOST_BYTES = 1024 * 1024 * 1024
"""Of all streams together, unpacked."""

_SOMEBODY = "Author"
_STREAM = re.compile(rb"stream\r?\n(?=[\x08-\x78][\x01\x5e\x9c\xda])")
# Unpacked, at most a thousand times as large.
_PIECE = 16 * 1024
# Streams that seem to begin within one another would be read again and again.
_MOST_READINGS = 20
_RUNNING_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/RichMediaExecute", "/Rendition", "/Movie"}
)
_RUNNING_NOTES = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/Sound", "/3D"})
_RUNNING_KEYS = frozenset({"/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/XFA", "/Collection"})
# Words about the file, and what programs keep for themselves; none of it is seen on a page.
_TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/OpenAction", "/DSS", "/Perms", "/SpiderInfo")
_OF_SIGNATURES = (
    "/Name",
    "/Cert",
    "/ContactInfo",
    "/Location",
    "/Reason",
    "/M",
    "/Contents",
    "/Reference",
    "/Prop_Build",
)
_HARMLESS_LINK = re.compile(r"https?://|mailto:", re.IGNORECASE)
_DEEPEST = 60


def cleaned(content: bytes) -> bytes:
    """The PDF without names, times and actions; raises Unfit for what runs, and for what cannot be read."""
    import pikepdf

    _refuse_bombs(content)
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Unfit(PROTECTED)
            return _written(pdf)
    except pikepdf.PasswordError:
        raise Unfit(PROTECTED) from None
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, TypeError, KeyError, RuntimeError):
        raise Unfit(DAMAGED) from None


def _refuse_bombs(content: bytes) -> None:
    """Refuse what would fill the memory once it is unpacked; counted piece by piece, and kept nowhere."""
    view, place, read, unpacked = memoryview(content), 0, 0, 0
    while found := _STREAM.search(content, place):
        place = found.end()
        end, size, is_whole = _unpacked_size(view, place)
        read += end - place
        unpacked += size
        if size > MOST_STREAM_BYTES or unpacked > MOST_BYTES or read > _MOST_READINGS * len(content) + _PIECE:
            raise Unfit(TOO_MUCH_INSIDE)
        if is_whole:
            place = end


def _unpacked_size(view: memoryview, place: int) -> tuple[int, int, bool]:
    """How far a stream was read that begins here, how many bytes it becomes, and whether that is all of it."""
    unpacking, size = zlib.decompressobj(), 0
    while place < len(view) and not unpacking.eof and size <= MOST_STREAM_BYTES:
        piece = view[place : place + _PIECE]
        place += len(piece)
        try:
            size += len(unpacking.decompress(piece))
        except zlib.error:
            return place, size, False
    return place - len(unpacking.unused_data), size, unpacking.eof


def _written(pdf: "pikepdf.Pdf") -> bytes:
    if len(pdf.objects) > MOST_OBJECTS:
        raise Unfit(TOO_MUCH_INSIDE)
    for one in pdf.objects:
        _settle(one, 0)
    if not len(pdf.pages):
        raise Unfit(DAMAGED)
    # One that tells which file this was, and one that tells of whom.
    for name in ("/ID", "/Info"):
        if name in pdf.trailer:
            del pdf.trailer[name]
    kept = BytesIO()
    pdf.save(kept, deterministic_id=True, fix_metadata_version=False)
    return kept.getvalue()


def _settle(one: Any, depth: int) -> None:
    """Settle a dictionary, and those within it; what is numbered comes by itself."""
    import pikepdf

    if depth > _DEEPEST:
        raise Unfit(TOO_MUCH_INSIDE)
    if isinstance(one, pikepdf.Array):
        inner = list(one)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        # Also of what is about to go: a script is refused wherever it stands.
        inner = [one[name] for name in list(one.keys())]
        _settle_dictionary(one)
        if isinstance(one, pikepdf.Stream):
            _bare_photograph(one)
    else:
        return
    for value in inner:
        if isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect:
            _settle(value, depth + 1)


def _settle_dictionary(one: Any) -> None:
    import pikepdf

    names = set(one.keys())
    action = _word(one, "/S")
    if names & _RUNNING_KEYS or action in _RUNNING_ACTIONS or _word(one, "/Subtype") in _RUNNING_NOTES:
        raise Unfit(ACTIVE_PDF)
    for name in _TELLING:
        if name in names:
            del one[name]
    if action == "/GoToR" or (action == "/URI" and not _HARMLESS_LINK.match(str(one.get("/URI", "")))):
        for name in names & {"/F", "/D", "/URI", "/S", "/Next"}:
            del one[name]
    if "/Rect" in names and "/Subtype" in names:
        # The name of a field stands there, too; of a note, it is the name of who wrote it.
        if "/T" in names and _word(one, "/Subtype") != "/Widget":
            one["/T"] = pikepdf.String(_SOMEBODY)
        for name in names & {"/CreationDate", "/M", "/NM"}:
            del one[name]
    if "/ByteRange" in names:
        for name in names & set(_OF_SIGNATURES):
            del one[name]


def _word(one: Any, name: str) -> str:
    import pikepdf

    value = one.get(name)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _bare_photograph(stream: Any) -> None:
    """Take the camera's words out of a photograph on a page."""
    if _word(stream, "/Filter") != "/DCTDecode":
        return
    content = stream.read_raw_bytes()
    bare = bare_jpeg(content) if content.startswith(b"\xff\xd8\xff") else content
    if bare != content:
        stream.write(bare, filter=stream["/Filter"], decode_parms=stream.get("/DecodeParms"))
