"""Checks a file and takes away who made it; for the same input the same comes out. Pure: bytes in, bytes out."""

from dataclasses import dataclass
from hashlib import sha256

from app.files import office, opendocument, packages, pdfs
from app.files.kinds import OFFICE, OPEN_DOCUMENTS, PICTURES, Kind, Rule, kind_of, text_in
from app.files.naming import shown_name
from app.files.pictures import drawn_anew
from app.files.refusals import DAMAGED, Unfit, too_large
from app.platform.i18n import show_size


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file that may be kept and shown: its name made harmless, its content without names and times."""

    name: str
    kind: Kind
    content: bytes

    @property
    def digest(self) -> str:
        """What the content is kept under: SHA-256, in hexadecimal signs."""
        return sha256(self.content).hexdigest()


def clean_file(content: bytes, name: str, rule: Rule) -> CleanFile:
    """The file as it may be kept; `name` is what the browser called it. Raises Unfit with a reason fit to show."""
    if len(content) > rule.largest:
        raise too_large(show_size(rule.largest))
    kind = kind_of(content, name, rule)
    bare, kind = _bare(content, kind)
    return CleanFile(shown_name(name, kind), kind, bare)


def _bare(content: bytes, kind: Kind) -> tuple[bytes, Kind]:
    if kind in PICTURES:
        return drawn_anew(content, kind)
    if kind in OFFICE:
        return office.cleaned(packages.unpacked(content)), kind
    if kind in OPEN_DOCUMENTS:
        return opendocument.cleaned(packages.unpacked(content)), kind
    if kind is Kind.PDF:
        return pdfs.cleaned(content), kind
    return _plain_text(content), kind


def _plain_text(content: bytes) -> bytes:
    """In UTF-8, without the mark before it, with the same end for every line."""
    text = text_in(content)
    if text is None:
        raise Unfit(DAMAGED)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").encode()
