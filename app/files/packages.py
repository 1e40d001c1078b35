"""Opens and writes ZIP packages, as office programs save them; none unpacks to more than it may. Pure."""

import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from app.files.refusals import DAMAGED, MACROS, PROTECTED, TOO_MUCH_INSIDE, Unfit

BEGINNING = b"PK\x03\x04"
MOST_MEMBERS = 2_000
MOST_BYTES = 64 * 1024 * 1024
"""Of all members together, unpacked."""
MOST_XML_BYTES = 16 * 1024 * 1024
"""Of one member that is read as XML: in memory it becomes many times as large."""
MOST_RATIO = 500
"""What is large and packed more tightly was made to fill memory; a table of empty cells reaches two hundred."""
_WORTH_LOOKING = 1024 * 1024
_ENCRYPTED = 0x1
_END = b"PK\x05\x06"
_SHORTEST_END = 22
# The first day that a ZIP can tell.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_MACROS = re.compile(r"(?:^|/)(?:vbaproject|vbadata|macrosheets/|activex/|basic/|scripts/|dialogs/|customui)")


def unpacked(content: bytes) -> dict[str, bytes]:
    """The members by name, in their order; raises Unfit."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            members = [one for one in package.infolist() if not one.is_dir()]
            _check(members, content)
            return {one.filename: package.read(one) for one in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise Unfit(DAMAGED) from None


def _check(members: list[zipfile.ZipInfo], content: bytes) -> None:
    """Everything that can be told before anything is unpacked."""
    names = [one.filename.lower() for one in members]
    if any(one.flag_bits & _ENCRYPTED for one in members):
        raise Unfit(PROTECTED)
    if any(map(_MACROS.search, names)):
        raise Unfit(MACROS)
    if (
        not members
        # Something before or behind the package, or a name twice: two programs would read two different files.
        or not content.startswith(BEGINNING)
        or min(one.header_offset for one in members) != 0
        or content.rfind(_END) != len(content) - _SHORTEST_END
        or len(set(names)) != len(names)
        or any(one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in members)
        or not all(map(_is_plain, names))
    ):
        raise Unfit(DAMAGED)
    if (
        len(members) > MOST_MEMBERS
        or sum(one.file_size for one in members) > MOST_BYTES
        or any(map(_is_bomb, members))
        or any(is_xml(one.filename) and one.file_size > MOST_XML_BYTES for one in members)
    ):
        raise Unfit(TOO_MUCH_INSIDE)


def _is_plain(name: str) -> bool:
    return not ("\\" in name or "\0" in name or name.startswith("/") or ".." in PurePosixPath(name).parts)


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > _WORTH_LOOKING and member.file_size > MOST_RATIO * member.compress_size


def is_xml(name: str) -> bool:
    """Whether a member is read as XML, by its name."""
    return name.lower().endswith((".xml", ".rels", ".vml", ".rdf"))


def packed(members: Mapping[str, bytes]) -> bytes:
    """The package, the same for the same members: without times, programs and systems."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.create_system = 0
            # OpenDocument wants its kind to be readable without unpacking.
            is_plain = name == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if is_plain else zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return written.getvalue()


def parsed(xml: bytes, *, is_loose: bool = False) -> Any:
    """The root of a member that is XML; `is_loose` mends what Excel writes in its older drawings. Raises Unfit."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=is_loose)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unfit(DAMAGED) from None
    # No office program writes one; with it a few bytes could become a million.
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise Unfit(DAMAGED)
    return root


def written(root: Any) -> bytes:
    """A member as bytes again, with the prefixes it came with."""
    from lxml import etree

    text: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return text


def local(name: object) -> str:
    """The name of an element or attribute without its namespace; empty for comments and the like."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def remove(node: Any) -> None:
    """Take an element out, with all in it; the text behind it stays."""
    parent, before = node.getparent(), node.getprevious()
    if node.tail:
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)
