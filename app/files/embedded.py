"""Pictures inside of documents, without what cameras and programs wrote into them; how they look stays. Pure."""

import re
import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from app.files.packages import local, parsed, remove, written
from app.files.refusals import DAMAGED, Unfit, holds

PICTURES = frozenset(".png .jpg .jpeg .jpe .gif .bmp .dib .tif .tiff .webp .svg .emf .wmf .wdp .hdp .svm".split())
"""How the names of pictures end that office programs put into documents."""

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_TIFFS = (b"II*\0", b"MM\0*")
_EMF = 40
# Pictures that say of themselves nothing but what is seen: GIF, BMP, Windows metafiles, JPEG XR, StarView metafiles.
_PLAIN = (b"GIF8", b"BM", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00", b"II\xbc", b"VCLMTF")
# Chunks of a PNG that say how it is drawn; all others are words, times and places. Source: W3C PNG, section 11.
_DRAWING_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT acTL fcTL fdAT".split()
)
# Segments of a JPEG that say how it is drawn: JFIF, colour profile, Adobe's colour transform.
_JFIF, _EXIF, _COLOURS, _ADOBE, _COMMENT, _SCAN, _END = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE, 0xDA, 0xD9
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ORIENTATION = 0x0112
_MOST_PIXELS = 40_000_000
_RUNNING = frozenset("script foreignObject iframe handler metadata set animate animateTransform animateMotion".split())


def bare_picture(name: str, content: bytes) -> bytes:
    """The picture as it looks, and nothing else; raises Unfit for what is no picture."""
    if content.startswith(_JPEG):
        return bare_jpeg(content)
    if content.startswith(_PNG):
        return _bare_png(content)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _bare_webp(content)
    if content.startswith(_TIFFS):
        return _bare_tiff(content)
    if content[_EMF : _EMF + 4] == b" EMF":
        return _bare_emf(content)
    if content.startswith(_PLAIN):
        return content
    if PurePosixPath(name.lower()).suffix == ".svg":
        return _tame_svg(content)
    raise holds(name)


def bare_jpeg(content: bytes) -> bytes:
    """The JPEG without what the camera wrote but how it was held; what follows its end is cut off."""
    return b"\xff\xd8" + b"".join(_segments(content))


def _segments(content: bytes) -> Iterator[bytes]:
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker == _END:
            break
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if marker == _SCAN:
            # The picture itself follows, up to the next marker that is none of its own.
            found = _NEXT_MARKER.search(content, end)
            end = found.start() if found else len(content)
        yield _drawing(marker, content[place:end])
        place = end
    yield b"\xff\xd9"


def _drawing(marker: int, segment: bytes) -> bytes:
    """The segment if the picture is drawn by it; of the camera's words, only how it was held."""
    if marker == _EXIF:
        return _how_it_was_held(segment)
    is_drawing = (
        marker in (_JFIF, _ADOBE)
        or (marker == _COLOURS and segment[4:].startswith(b"ICC_PROFILE\0"))
        or not (marker == _COMMENT or _JFIF <= marker <= 0xEF)
    )
    return segment if is_drawing else b""


def _how_it_was_held(segment: bytes) -> bytes:
    from PIL import Image

    told = Image.Exif()
    try:
        told.load(segment[4:])
        turned = told.get(_ORIENTATION, 1)
    except (SyntaxError, ValueError, TypeError, KeyError, struct.error, OSError):
        return b""
    if turned not in range(2, 9):
        return b""
    bare = Image.Exif()
    bare[_ORIENTATION] = turned
    words = bare.tobytes()
    return b"\xff\xe1" + (len(words) + 2).to_bytes(2, "big") + words


def _bare_png(content: bytes) -> bytes:
    kept, place = [_PNG], len(_PNG)
    while place + 12 <= len(content):
        end = place + 12 + int.from_bytes(content[place : place + 4], "big")
        name = content[place + 4 : place + 8]
        if name in _DRAWING_CHUNKS:
            kept.append(content[place:end])
        if name == b"IEND":
            return b"".join(kept)
        place = end
    raise Unfit(DAMAGED)


def _bare_webp(content: bytes) -> bytes:
    """Two bits of VP8X say that EXIF and XMP follow; source: the WebP container specification."""
    kept, place = [], 12
    while place + 8 <= len(content):
        size = int.from_bytes(content[place + 4 : place + 8], "little")
        chunk = content[place : place + 8 + size + size % 2]
        name = chunk[:4]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0b1100]) + chunk[9:]
        if name not in (b"EXIF", b"XMP "):
            kept.append(chunk)
        place += len(chunk)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _bare_tiff(content: bytes) -> bytes:
    """A TIFF is made of nothing but such words, so this one is written anew."""
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=("TIFF",)) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise Unfit(DAMAGED)
            bare = Image.frombytes(opened.mode, opened.size, opened.tobytes())
            if opened.getpalette() is not None:
                bare.putpalette(opened.getpalette() or [])
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(DAMAGED) from None
    kept = BytesIO()
    bare.save(kept, "TIFF", compression="tiff_lzw")
    return kept.getvalue()


def _bare_emf(content: bytes) -> bytes:
    """Blank the line that names the program and often the file; source: [MS-EMF] 2.2.9, EMF header object."""
    if len(content) < 68:
        raise Unfit(DAMAGED)
    number, place = struct.unpack_from("<II", content, 60)
    end = place + 2 * number
    if not number or end > len(content) or place < 68:
        return content
    return content[:place] + bytes(end - place) + content[end:]


def _tame_svg(content: bytes) -> bytes:
    """The drawing without what runs, loads or names somebody; office programs show it, browsers get it never."""
    root = parsed(content)
    if local(root.tag) != "svg":
        raise Unfit(DAMAGED)
    for node in [one for one in root.iter() if one is not root]:
        tag = local(node.tag)
        if (
            not tag
            or tag in _RUNNING
            or (tag == "style" and re.search(r"@import|url\(\s*['\"]?(?!#)", node.text or ""))
        ):
            if node.getparent() is not None:
                remove(node)
            continue
        _tame_attributes(node)
    _tame_attributes(root)
    return written(root)


def _tame_attributes(node: Any) -> None:
    for name, value in list(node.attrib.items()):
        is_link = local(name) == "href" and not value.startswith(("#", "data:image/png", "data:image/jpeg"))
        if is_link or local(name).lower().startswith("on") or local(name) in ("docname", "export-filename", "absref"):
            del node.attrib[name]
