"""Which kind of file bytes really are, whatever their name says; what may be handed in and how large. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.files import packages
from app.files.refusals import (
    ARCHIVE,
    DAMAGED,
    EMPTY,
    MACROS,
    OLD_FORMAT,
    PHONE_PICTURE,
    PROGRAM_CODE,
    PROTECTED,
    Unfit,
    not_taken,
)


class Kind(StrEnum):
    """A kind of file that may be handed in; the value is how its name ends."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"
    # Taken, and kept as PNG.
    GIF = "gif"
    CSV = "csv"
    TXT = "txt"


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
MEDIA_TYPES: Mapping[Kind, str] = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: f"{_OFFICE}wordprocessingml.document",
    Kind.XLSX: f"{_OFFICE}spreadsheetml.sheet",
    Kind.PPTX: f"{_OFFICE}presentationml.presentation",
    Kind.ODT: f"{_OPEN}text",
    Kind.ODS: f"{_OPEN}spreadsheet",
    Kind.ODP: f"{_OPEN}presentation",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.WEBP: "image/webp",
    Kind.GIF: "image/gif",
    Kind.CSV: "text/csv",
    Kind.TXT: "text/plain",
}
PICTURES = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.GIF})
OFFICE = frozenset({Kind.DOCX, Kind.XLSX, Kind.PPTX})
OPEN_DOCUMENTS = frozenset({Kind.ODT, Kind.ODS, Kind.ODP})
TEXTS = frozenset({Kind.CSV, Kind.TXT})
LARGEST = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rule:
    """What somebody may hand in: these kinds, and files of so many bytes."""

    kinds: frozenset[Kind] = frozenset(Kind)
    largest: int = LARGEST

    @property
    def endings(self) -> tuple[str, ...]:
        """How the names of such files end, in capitals, in the order that people know."""
        return tuple(kind.value.upper() for kind in Kind if kind in self.kinds)

    @property
    def accepts(self) -> str:
        """For the file field of a form, so that browsers offer such files first."""
        endings = [f".{kind.value}" for kind in Kind if kind in self.kinds]
        return ",".join([*endings, ".jpeg"] if Kind.JPEG in self.kinds else endings)


_BEGINNINGS: Mapping[bytes, Kind] = {
    b"%PDF-": Kind.PDF,
    b"\x89PNG\r\n\x1a\n": Kind.PNG,
    b"\xff\xd8\xff": Kind.JPEG,
    b"GIF87a": Kind.GIF,
    b"GIF89a": Kind.GIF,
}
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"MSCF")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PHONE_PICTURES = frozenset({b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1", b"avif"})
_RICH_TEXT = b"{\\rtf"
# What is written in XML or HTML; a browser or another program might take the text for a page, and run it.
_CODE = re.compile(
    r"\A\s*<[a-z!?]|<(?:script|html|svg|iframe|object|embed|!doctype)\b|%PDF-\d|\A#!|<\?php", re.IGNORECASE
)
_MAIN_PARTS: Mapping[str, Kind] = {
    f"{_OFFICE}wordprocessingml.document.main+xml": Kind.DOCX,
    f"{_OFFICE}spreadsheetml.sheet.main+xml": Kind.XLSX,
    f"{_OFFICE}presentationml.presentation.main+xml": Kind.PPTX,
}
_OPEN_KINDS: Mapping[bytes, Kind] = {MEDIA_TYPES[kind].encode(): kind for kind in OPEN_DOCUMENTS}
# What no text holds, in any of the encodings in which it is read.
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def kind_of(content: bytes, name: str, rule: Rule) -> Kind:
    """What the bytes are; the name only tells a table from another text. Raises Unfit for what is not taken."""
    if not content.strip():
        raise Unfit(EMPTY)
    kind = _found(content, name)
    if kind is None or kind not in rule.kinds:
        raise not_taken(rule.endings)
    return kind


def _found(content: bytes, name: str) -> Kind | None:
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Kind.WEBP
    if content.startswith(b"PK"):
        return kind_of_package(packages.unpacked(content))
    _refuse_known(content)
    text = text_in(content)
    if text is None:
        return None
    if not text.strip("\ufeff \t\r\n"):
        raise Unfit(EMPTY)
    if _CODE.search(text):
        raise Unfit(PROGRAM_CODE)
    return Kind.CSV if name.lower().endswith((".csv", ".tsv")) else Kind.TXT


def _refuse_known(content: bytes) -> None:
    """Tell of kinds that people often have what to do with them."""
    if content.startswith(_ARCHIVES) or content[257:262] == b"ustar":
        raise Unfit(ARCHIVE)
    if content.startswith(_COMPOUND):
        # Office programs put what they encrypt into a file of the older kind.
        raise Unfit(PROTECTED if "EncryptedPackage".encode("utf-16-le") in content else OLD_FORMAT)
    if content.startswith(_RICH_TEXT):
        raise Unfit(OLD_FORMAT)
    if content[4:8] == b"ftyp" and content[8:12] in _PHONE_PICTURES:
        raise Unfit(PHONE_PICTURE)
    if content.startswith((b"II*\0", b"MM\0*", b"BM")) and b"\0" in content[:32]:
        raise Unfit(PHONE_PICTURE)


def kind_of_package(members: Mapping[str, bytes]) -> Kind:
    """Which office document a package is; raises Unfit for other packages, which are archives."""
    if "mimetype" in members:
        kind = _OPEN_KINDS.get(members["mimetype"].strip())
        if kind is None or next(iter(members)) != "mimetype" or "content.xml" not in members:
            raise Unfit(DAMAGED if kind else ARCHIVE)
        return kind
    if "[Content_Types].xml" not in members:
        raise Unfit(ARCHIVE)
    types = {
        told.get("ContentType", "").lower()
        for told in packages.parsed(members["[Content_Types].xml"])
        if packages.local(told.tag) in {"Default", "Override"}
    }
    if any("macroenabled" in told or "vbaproject" in told for told in types):
        raise Unfit(MACROS)
    kinds = [kind for main, kind in _MAIN_PARTS.items() if main in types]
    if len(kinds) != 1:
        raise Unfit(DAMAGED if kinds else OLD_FORMAT)
    return kinds[0]


def text_in(content: bytes) -> str | None:
    """The bytes as text, in UTF-8, UTF-16 or the letters of Western Windows; None when they are no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content:
        # Some programs leave the mark of UTF-16 away; in most texts every other byte is zero then.
        if content.count(0) < len(content) // 4:
            return None
        encodings = ["utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _NO_TEXT.search(text) else text
    return None
