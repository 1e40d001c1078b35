"""Word, Excel and PowerPoint: what may be in such a file, and the same file without who made it. Pure.

A package is written anew from the members that are known; what runs, and what loads from elsewhere, is refused, or
taken out where the document stays whole without it. What is said here of members, elements and fields: ECMA-376, parts
1 and 2, and Microsoft's extensions to it ([MS-DOCX], [MS-XLSX], [MS-PPTX]).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from app.files import packages
from app.files.embedded import PICTURES, bare_picture
from app.files.kinds import OFFICE, kind_of_package
from app.files.packages import is_xml, local, parsed, remove, written
from app.files.refusals import LOADS_MORE, STARTS_PROGRAMS, Unfit, holds

SOMEBODY = "Author"
"""What stands in place of a name."""

_TYPES = "[Content_Types].xml"
# Who made it, with which printer and which services; nothing of it is shown in the document.
_LEFT_OUT = re.compile(
    r"^(?:docprops|customxml|docmetadata|_xmlsignatures|\[trash\])/|(?:^|/)(?:printersettings|webextensions|revisions"
    r"|changesinfos)/|(?:^|/)(?:people|revisioninfo)\.xml$|\.sigs$|^word/attachedtoolbars"
)
# Data of other files and of servers, which are asked when the document is opened.
_LOADING = re.compile(r"^xl/(?:externallinks|querytables)/|^xl/connections\.xml$|/model/")
_KNOWN = frozenset({".xml", ".rels", ".vml", ".odttf", ".fntdata"})
_PACKAGES = frozenset({".docx", ".xlsx", ".pptx"})
_ELSEWHERE = "External"
_UNWANTED_LINKS = frozenset({"aFChunk", "control", "vbaProject", "subDocument", "frame"})
_HARMLESS_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_NOWHERE = "about:blank"
# Elements that tell of the maker, of their folders, or of the history of the file.
_TELLING = frozenset("attachedTemplate rsids docId absPath revisionPtr fileSharing writeProtection docVars".split())
_RUNNING_FIELDS = frozenset({"DDE", "DDEAUTO"})
_LOADING_FIELDS = frozenset({"IMPORT", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "DATABASE", "RD"})
_BEFORE_SECOND_WORD = re.compile(r"\s*\S*")
_NAMING_FIELDS = frozenset("AUTHOR LASTSAVEDBY USERNAME USERINITIALS USERADDRESS FILENAME TEMPLATE".split())
_NAMING_PROPERTIES = re.compile(r"author|company|manager|lastsavedby|creator|lastmodifiedby|publish", re.IGNORECASE)
_RUNNING_FORMULA = re.compile(r"(?<![\w.])(?:CALL|EXEC|REGISTER|REGISTER\.ID|DDE|RTD)\s*\(", re.IGNORECASE)
_LOADING_FORMULA = re.compile(r"(?<![\w])(?:WEBSERVICE|IMAGE)\s*\(", re.IGNORECASE)
_RUNNING_ACTION = re.compile(r"ppaction://(?:program|macro|ole)", re.IGNORECASE)


def cleaned(members: Mapping[str, bytes], *, is_inside: bool = False) -> bytes:
    """The package without names, organisations and history; `is_inside` for one within another. Raises Unfit."""
    if any(map(_LOADING.search, map(str.lower, members))):
        raise Unfit(LOADS_MORE)
    kept = {name: content for name, content in members.items() if not _LEFT_OUT.search(name.lower())}
    gone = {name.lower() for name in members.keys() - kept.keys()}
    lists = {name: parsed(content) for name, content in kept.items() if name.lower().endswith(".rels")}
    # Where each list leads no more, by the member that it speaks for.
    cut = {_speaks_for(name): _mended(root, name, gone) for name, root in lists.items()}
    names = _names_of_commenters(kept)
    for name, content in kept.items():
        if name in lists:
            kept[name] = written(lists[name])
        elif name == _TYPES:
            kept[name] = _without_types_of(gone, content)
        else:
            kept[name] = _member(name, content, names, cut.get(name.lower(), frozenset()), is_inside=is_inside)
    return packages.packed(kept)


def _member(name: str, content: bytes, names: frozenset[str], cut: frozenset[str], *, is_inside: bool) -> bytes:
    ending = PurePosixPath(name.lower()).suffix
    if ending in PICTURES:
        return bare_picture(name, content)
    if ending in _PACKAGES and not is_inside:
        inner = packages.unpacked(content)
        if kind_of_package(inner) not in OFFICE:
            raise holds(name)
        return cleaned(inner, is_inside=True)
    if ending not in _KNOWN:
        raise holds(name)
    if not is_xml(name):
        return content
    root = parsed(content, is_loose=ending == ".vml")
    _forget_links(root, cut)
    _scrub(root, names)
    return written(root)


def _mended(root: Any, name: str, gone: set[str]) -> frozenset[str]:
    """Let a list of links lead nowhere but to members, and by links that people follow; gives what was taken out."""
    cut = set()
    for link in list(root):
        kind = link.get("Type", "").rpartition("/")[2]
        target = link.get("Target", "")
        is_outside = link.get("TargetMode") == _ELSEWHERE
        if kind in _UNWANTED_LINKS:
            raise holds(target)
        if kind == "attachedTemplate" or (not is_outside and _led_to(name, target) in gone):
            cut.add(link.get("Id", ""))
            remove(link)
        elif is_outside and kind != "hyperlink":
            raise Unfit(LOADS_MORE)
        elif is_outside and not _HARMLESS_LINK.match(target.strip()):
            link.set("Target", _NOWHERE)
    return frozenset(cut)


def _forget_links(root: Any, cut: frozenset[str]) -> None:
    """Take out what refers to a member that was left out; a page keeps its size without its printer."""
    for node in list(root.iter()):
        names = [name for name, value in node.attrib.items() if value in cut and _is_reference(name)]
        if not names:
            continue
        if local(node.tag) == "pageSetup":
            del node.attrib[names[0]]
        elif node.getparent() is not None:
            remove(node)


def _is_reference(name: str) -> bool:
    return name.partition("}")[0].endswith("/relationships")


def _without_types_of(gone: set[str], content: bytes) -> bytes:
    root = parsed(content)
    for told in list(root):
        if told.get("PartName", "").lower().lstrip("/") in gone:
            remove(told)
    return written(root)


def _speaks_for(name: str) -> str:
    """The member whose links are listed there, in small letters: `word/_rels/document.xml.rels` has the document's."""
    path = PurePosixPath(name.lower())
    return str(path.parent.parent / path.name.removesuffix(".rels"))


def _led_to(name: str, target: str) -> str:
    """The member that a link leads to, in small letters, seen from the folder of the member that it belongs to."""
    folder = PurePosixPath(name.lower()).parent.parent
    parts: list[str] = [] if target.startswith("/") else [*folder.parts]
    for part in target.lower().split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _names_of_commenters(members: Mapping[str, bytes]) -> frozenset[str]:
    return frozenset(
        f"{node.text.strip()}:"
        for name, content in members.items()
        if name.lower().startswith("xl/comments") and is_xml(name)
        for node in parsed(content).iter()
        if local(node.tag) == "author" and (node.text or "").strip()
    )


def _scrub(root: Any, names: frozenset[str]) -> None:
    """Take names and history out of a member; raises Unfit where it runs or loads something."""
    _settle_fields(root)
    for node in list(root.iter()):
        tag = local(node.tag)
        if tag in _TELLING and node is not root:
            remove(node)
            continue
        _scrub_attributes(node, tag)
        text = (node.text or "").strip()
        if tag == "author" and not node.attrib:
            node.text = SOMEBODY
        elif tag == "t" and text in names:
            node.text = node.text.replace(text, f"{SOMEBODY}:")
        elif tag in {"f", "formula", "formula1", "formula2", "definedName"}:
            _judge_formula(node.text or "")
        elif tag == "sdt" and _is_bound_to_a_name(node):
            _blank(node)


def _scrub_attributes(node: Any, tag: str) -> None:
    by_local = {local(name): name for name in node.attrib}
    if _RUNNING_ACTION.match(node.get("action", "")):
        raise Unfit(STARTS_PROGRAMS)
    if "author" in by_local:
        node.set(by_local["author"], SOMEBODY)
        _drop_attributes(node, {"date", "dateUtc"})
    if tag in {"cmAuthor", "author"} and "name" in by_local:
        node.set(by_local["name"], SOMEBODY)
    for known, becomes in (("displayName", SOMEBODY), ("userId", SOMEBODY), ("providerId", "None")):
        # Tables of Excel have a name for display, too; that one is the author's own words.
        if known in by_local and (known != "displayName" or tag == "person"):
            node.set(by_local[known], becomes)
    if "initials" in by_local:
        node.set(by_local["initials"], SOMEBODY[0])
    _drop_attributes(node, {"userName", "lastModifiedBy"} | {name for name in by_local if name.startswith("rsid")})


def _drop_attributes(node: Any, names: set[str]) -> None:
    for name in [one for one in node.attrib if local(one) in names]:
        del node.attrib[name]


def _judge_formula(formula: str) -> None:
    if _RUNNING_FORMULA.search(formula):
        raise Unfit(STARTS_PROGRAMS)
    if _LOADING_FORMULA.search(formula):
        raise Unfit(LOADS_MORE)


def _is_bound_to_a_name(node: Any) -> bool:
    """Whether a content control shows a property of the document, as cover pages do."""
    return any(
        local(name) == "xpath" and _NAMING_PROPERTIES.search(value)
        for bound in node.iter()
        if local(bound.tag) == "dataBinding"
        for name, value in bound.attrib.items()
    )


def _blank(node: Any) -> None:
    for text in node.iter():
        if local(text.tag) == "t":
            text.text = ""


@dataclass(slots=True)
class _Field:
    """A field of Word while its parts go by: an instruction, and the text that it gave last."""

    parts: list[Any] = field(default_factory=list)
    shown: list[Any] = field(default_factory=list)
    instruction: str = ""
    is_shown: bool = False
    is_hidden: bool = False


def _settle_fields(root: Any) -> None:
    """Keep the text of fields that would load something, without the field; refuse those that start programs."""
    for node in [one for one in root.iter() if local(one.tag) == "fldSimple"]:
        instruction = "".join(value for name, value in node.attrib.items() if local(name) == "instr")
        if _is_to_go(instruction):
            if _names_somebody(instruction):
                _blank(node)
            _unwrap(node)
    for told in _fields_in(root):
        # A field whose first word is put together by other fields hides what it is.
        if _is_to_go(told.instruction) or told.is_hidden:
            if _names_somebody(told.instruction):
                for text in told.shown:
                    text.text = ""
            for part in told.parts:
                if part.getparent() is not None:
                    remove(part)


def _fields_in(root: Any) -> Iterator[_Field]:
    is_open: list[_Field] = []
    for node in list(root.iter()):
        tag = local(node.tag)
        if tag == "fldChar":
            step = next((value for name, value in node.attrib.items() if local(name) == "fldCharType"), "")
            if step == "begin":
                if is_open and not is_open[-1].is_shown:
                    is_open[-1].is_hidden |= _BEFORE_SECOND_WORD.fullmatch(is_open[-1].instruction) is not None
                is_open.append(_Field())
            if not is_open:
                continue
            is_open[-1].parts.append(node)
            is_open[-1].is_shown |= step == "separate"
            if step == "end":
                yield is_open.pop()
        elif tag in {"instrText", "delInstrText"} and is_open:
            is_open[-1].parts.append(node)
            is_open[-1].instruction += node.text or ""
        elif tag == "instrText" and _is_to_go(node.text or ""):
            remove(node)
        elif tag == "t" and is_open and is_open[-1].is_shown:
            is_open[-1].shown.append(node)
    yield from is_open


def _word_of(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()


def _is_to_go(instruction: str) -> bool:
    """Whether only the text of a field stays; raises Unfit for those that start programs."""
    word = _word_of(instruction)
    if word in _RUNNING_FIELDS:
        raise Unfit(STARTS_PROGRAMS)
    return word in _LOADING_FIELDS or _names_somebody(instruction)


def _names_somebody(instruction: str) -> bool:
    word = _word_of(instruction)
    is_property = word in {"DOCPROPERTY", "INFO"} and _NAMING_PROPERTIES.search(instruction) is not None
    return word in _NAMING_FIELDS or is_property


def _unwrap(node: Any) -> None:
    """Put what is in an element in its place."""
    parent, place = node.getparent(), node.getparent().index(node)
    for child in reversed(list(node)):
        parent.insert(place, child)
    remove(node)
