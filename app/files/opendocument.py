"""Texts, tables and slides of LibreOffice and its like: what may be in them, and the same without who made them. Pure.

What is said here of members and elements: OASIS OpenDocument 1.3, parts 2 and 3, and LibreOffice's extensions to it.
"""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from app.files import packages
from app.files.embedded import PICTURES, bare_picture
from app.files.packages import is_xml, local, parsed, remove, written
from app.files.refusals import LOADS_MORE, PROTECTED, STARTS_PROGRAMS, Unfit, holds

_SOMEBODY = "Author"
_MANIFEST = "META-INF/manifest.xml"
# Who made it, when and how it looked on their screen; earlier versions; signatures.
_LEFT_OUT = re.compile(
    r"^(?:thumbnails|configurations2|versions)/|^(?:manifest\.rdf|layout-cache|versionlist\.xml)$"
    r"|^meta-inf/(?!manifest\.xml$)|(?:^|/)meta\.xml$"
)
_EMPTY_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/></office:document-meta>'
)
_FONTS = frozenset({".ttf", ".otf"})
# How an embedded table or drawing looks where no program for it is there.
_STAND_IN = re.compile(r"^objectreplacements/[^/]+$")
_COMPOUND = b"\xd0\xcf\x11\xe0"
_RUNNING = frozenset("scripts event-listeners events macro".split())
_STARTING = frozenset("dde-connection-decls dde-connection-decl dde-connection dde-source dde-link dde-links".split())
_FRAMES = frozenset("applet plugin floating-frame".split())
_INNER_LINK = re.compile(r"(?!.*\.\.(?:/|$))(?:#|\./|[^:/\\?#]+(?:/|$))", re.DOTALL)
_HARMLESS_LINK = re.compile(r"#|https?://|mailto:", re.IGNORECASE)
_RUNNING_FORMULA = re.compile(r"(?<![\w.])(?:DDE|CALL|RTD)\s*\(", re.IGNORECASE)
_LOADING_FORMULA = re.compile(r"(?<!\w)(?:WEBSERVICE|IMAGE)\s*\(|'file:|\[?'?https?://[^'\"]*'#", re.IGNORECASE)
# Elements whose text names somebody, or where the file lay.
_NAMING = frozenset("creator initial-creator printed-by author-name author-initials file-name template-name".split())
_INITIALS = frozenset({"creator-initials", "sender-initials"})
_SETTINGS = frozenset(
    "PrinterName PrinterSetup Rsid RsidRoot CurrentDatabaseDataSource CurrentDatabaseCommand ModifyPasswordInfo".split()
)


def cleaned(members: Mapping[str, bytes]) -> bytes:
    """The package without names, organisations and history; raises Unfit."""
    if b"encryption-data" in members.get(_MANIFEST, b""):
        raise Unfit(PROTECTED)
    left_out = {name for name in members if _LEFT_OUT.search(name.lower())}
    kept = {name: _member(name, content) for name, content in members.items() if name not in left_out}
    if "meta.xml" in members:
        kept["meta.xml"] = _EMPTY_META
    if _MANIFEST in kept:
        kept[_MANIFEST] = _manifest(kept[_MANIFEST], left_out - {"meta.xml"})
    return packages.packed(kept)


def _member(name: str, content: bytes) -> bytes:
    ending = PurePosixPath(name.lower()).suffix
    if name == "mimetype":
        return content.strip()
    if is_xml(name):
        root = parsed(content)
        _scrub(root)
        return written(root)
    if content.startswith(_COMPOUND):
        raise holds(name)
    if ending in PICTURES or _STAND_IN.match(name.lower()):
        return bare_picture(name, content)
    if ending in _FONTS:
        return content
    raise holds(name)


def _manifest(content: bytes, left_out: set[str]) -> bytes:
    root = parsed(content)
    for entry in list(root):
        path = next((value for name, value in entry.attrib.items() if local(name) == "full-path"), "")
        if path in left_out or (path.endswith("/") and _LEFT_OUT.search(path.lower())):
            remove(entry)
    return written(root)


def _scrub(root: Any) -> None:
    """Take names and history out of a member; raises Unfit where it starts or loads something."""
    for node in list(root.iter()):
        tag = local(node.tag)
        if node.getparent() is not None and (tag in _RUNNING or _is_telling_setting(node, tag)):
            remove(node)
    for node in list(root.iter()):
        tag = local(node.tag)
        if tag in _STARTING:
            raise Unfit(STARTS_PROGRAMS)
        if tag in _FRAMES:
            raise Unfit(LOADS_MORE)
        if tag in _NAMING or tag in _INITIALS or tag.startswith("sender-"):
            _replace_text(node, _SOMEBODY if tag == "creator" else "")
        for name, value in list(node.attrib.items()):
            _judge(node, tag, name, value)


def _judge(node: Any, tag: str, name: str, value: str) -> None:
    known = local(name)
    if known == "href" and tag == "a":
        if not _HARMLESS_LINK.match(value.strip()):
            node.set(name, "#")
    elif known == "href" and value and not _INNER_LINK.match(value):
        raise Unfit(LOADS_MORE)
    elif known == "formula":
        if _RUNNING_FORMULA.search(value):
            raise Unfit(STARTS_PROGRAMS)
        if _LOADING_FORMULA.search(value):
            raise Unfit(LOADS_MORE)
    elif known in {"rsid", "paragraph-rsid"}:
        del node.attrib[name]


def _is_telling_setting(node: Any, tag: str) -> bool:
    return tag == "config-item" and any(
        local(name) == "name" and value in _SETTINGS for name, value in node.attrib.items()
    )


def _replace_text(node: Any, text: str) -> None:
    for child in list(node):
        remove(child)
    node.text = text
