"""Files under `media/`: what kinds there are, how large they may be, and how large a picture is."""

import hashlib
import struct
from dataclasses import dataclass
from typing import Literal

from app.content.addresses import media_address
from app.content.course import MediaFile
from app.content.drawings import Drawing, read_drawing
from app.content.faults import Faults

MOST_PICTURE_BYTES = 2 * 1024 * 1024
MOST_FILE_BYTES = 20 * 1024 * 1024
MOST_PIXELS_A_SIDE = 10_000

PICTURE_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}
FILE_TYPES = {
    "csv": "text/csv",
    "txt": "text/plain",
    "pdf": "application/pdf",
    "json": "application/json",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "epub": "application/epub+zip",
    "zip": "application/zip",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "vtt": "text/vtt",
}
CONTENT_TYPES = PICTURE_TYPES | FILE_TYPES


@dataclass(frozen=True, slots=True)
class Medium:
    """A file a text can show or link to: a picture with its size, a drawing with its shapes, or neither."""

    file: MediaFile
    name: str
    ending: str
    pixels: tuple[int, int] | None = None
    drawing: Drawing | None = None

    @property
    def address(self) -> str:
        """Where the file stands on the platform."""
        return media_address(self.file.digest, self.name)

    @property
    def is_picture(self) -> bool:
        """Say whether the file can be shown as a figure."""
        return self.pixels is not None or self.drawing is not None

    @property
    def facts(self) -> str:
        """Kind and size for people, as `CSV, 12 KB`."""
        return f"{self.ending.upper()}, {size_in_words(self.file.size)}"


def read_medium(path: str, content: bytes, faults: Faults) -> Medium | None:
    """Look at one file under `media/`; None after a fault."""
    name = path.rpartition("/")[2]
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in CONTENT_TYPES:
        kinds = ", ".join(CONTENT_TYPES)
        faults.add(path, 1, f"Files of this kind cannot be used. These kinds can: {kinds}.")
        return None
    most = MOST_PICTURE_BYTES if ending in PICTURE_TYPES else MOST_FILE_BYTES
    if len(content) > most:
        kind = "picture" if ending in PICTURE_TYPES else "file"
        faults.add(
            path, 1, f"This {kind} is too large: {size_in_words(len(content))}; at most {most // 1024 // 1024} MB."
        )
        return None

    digest = hashlib.sha256(content).hexdigest()[:32]
    file = MediaFile(path=path, digest=digest, size=len(content), content_type=CONTENT_TYPES[ending])
    if ending == "svg":
        drawing = read_drawing(path, content, faults)
        return Medium(file, name, ending, drawing=drawing) if drawing else None
    if ending not in PICTURE_TYPES:
        return Medium(file, name, ending)

    pixels = pixels_of(content)
    if pixels is None:
        faults.add(path, 1, f"This file is named `.{ending}`, but it is no picture, or a damaged one; save it again.")
        return None
    return Medium(file, name, ending, pixels=pixels)


def size_in_words(size: int) -> str:
    """A size for people, rounded up."""
    if size > 1024 * 1024:
        return f"{-(-size * 10 // (1024 * 1024)) / 10:g} MB"
    return f"{max(1, -(-size // 1024))} KB"


def pixels_of(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, JPEG or WebP, from its first bytes; None when it is none of these."""
    try:
        found = _pixels(content)
    except (struct.error, IndexError):
        return None
    if found is None or not all(0 < side <= MOST_PIXELS_A_SIDE for side in found):
        return None
    return found


def _pixels(content: bytes) -> tuple[int, int] | None:
    """Ask the format the first bytes speak of."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _two(">II", content, 16)
    if content.startswith((b"GIF87a", b"GIF89a")):
        return _two("<HH", content, 6)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _webp_pixels(content)
    if content.startswith(b"\xff\xd8"):
        return _jpeg_pixels(content)
    return None


def _two(format: Literal[">II", "<HH", ">HH"], content: bytes, offset: int) -> tuple[int, int]:
    """Two numbers at a place."""
    first, second = struct.unpack_from(format, content, offset)
    return int(first), int(second)


def _webp_pixels(content: bytes) -> tuple[int, int] | None:
    """The three kinds of WebP keep their size in three ways."""
    kind = content[12:16]
    if len(content) < (30 if kind == b"VP8X" else 25):
        return None
    if kind == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = _two("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg_pixels(content: bytes) -> tuple[int, int] | None:
    """Walk the segments of a JPEG to the one that tells its size."""
    position = 2
    while position + 9 <= len(content):
        if content[position] != 0xFF:
            return None
        marker = content[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = _two(">HH", content, position + 5)
            return width, height
        position += 2 + int.from_bytes(content[position + 2 : position + 4], "big")
    return None
