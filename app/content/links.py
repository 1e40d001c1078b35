"""Links: where the address an author wrote leads on the platform, and a fault when it leads nowhere."""

import posixpath
from urllib.parse import unquote

from markdown_it.token import Token

from app.content.addresses import MOST_ADDRESS, course_address, glossary_address, host_of, unit_address
from app.content.faults import shorten
from app.content.layout import COURSE_FILE, GLOSSARY_FILE, MODULE_FILE
from app.content.media import Medium
from app.content.page import AnchorLink, Page


def resolve_link(page: Page, link: Token, line: int) -> Medium | None:
    """Point a link at its page on the platform; gives the file when it is a download."""
    written = unquote(str(link.attrs.get("href", "")))
    link.attrs = {key: value for key, value in link.attrs.items() if key != "title" or len(str(value)) <= MOST_ADDRESS}
    href, medium = _destination(page, written, str(link.attrs.get("href", "")), line)
    link.attrSet("href", href)
    if medium is not None:
        link.attrSet("class", "download")
        link.attrSet("download", "")
    elif href.startswith(("http:", "https:")):
        link.attrSet("rel", "noopener")
    return medium


def _destination(page: Page, written: str, encoded: str, line: int) -> tuple[str, Medium | None]:
    """Where a link goes, and the file when it is a download; `#` after a fault."""
    if len(encoded) > MOST_ADDRESS:
        page.fault(line, f"This address is longer than {MOST_ADDRESS:,} characters.")
        return "#", None
    if not written:
        page.fault(line, "This link has no address.")
        return "#", None
    scheme = written.partition(":")[0].lower()
    if scheme in ("http", "https"):
        if not host_of(encoded):
            page.fault(line, f"This web address cannot be read: {shorten(written)}")
            return "#", None
        return encoded, None
    if scheme == "mailto":
        return encoded, None
    if ":" in written.partition("/")[0].partition("#")[0]:
        page.fault(
            line,
            f"A link must lead to a file of the course, to a web address (`https://…`) or to an e-mail address (`mailto:…`); this one says {shorten(written)}",
        )
        return "#", None
    return _inner_destination(page, written, line)


def _inner_destination(page: Page, written: str, line: int) -> tuple[str, Medium | None]:
    """Where a link inside the course goes."""
    book = page.book
    path, _, anchor = written.partition("#")
    target = path_from(page.file, path) if path else page.file
    target = book.translations[target][0] if target in book.translations else target
    if target in book.unit_keys:
        if anchor:
            page.anchor_links.append(AnchorLink(page.file, line, target, page.language, anchor))
        own = book.translations.get(page.file, (page.file, ""))[0]
        address = "" if target == own and anchor else unit_address(book.slug, book.unit_keys[target])
        return f"{address}#{anchor}" if anchor else address, None
    if target in book.media:
        return book.media[target].address, book.media[target]
    if target == COURSE_FILE and COURSE_FILE in book.other_paths:
        if anchor:
            page.anchor_links.append(AnchorLink(page.file, line, target, page.language, anchor))
        return f"{course_address(book.slug)}#{anchor}" if anchor else course_address(book.slug), None
    if target == GLOSSARY_FILE and GLOSSARY_FILE in book.other_paths:
        return _glossary_destination(page, anchor, line), None
    if target in book.other_paths:
        if target.endswith(MODULE_FILE):
            page.fault(line, f"A link cannot lead to `{shorten(target)}`; link to a unit of the module instead.")
        return "#", None
    choices = (
        posixpath.relpath(known, posixpath.dirname(page.file) or ".") for known in (*book.unit_keys, *book.media)
    )
    page.fault(line, f"This link leads nowhere: there is no `{shorten(path)}`.", near=(path, choices))
    return "#", None


def _glossary_destination(page: Page, anchor: str, line: int) -> str:
    """The glossary, at one of its words if the link says which."""
    key = anchor.removeprefix("term-")
    if anchor and key not in page.words.terms:
        page.fault(line, f"The glossary has no word `{shorten(key)}`.", near=(key, page.words.terms))
    return glossary_address(page.book.slug, key)


def path_from(file: str, written: str) -> str:
    """The path in the course folder that a link in a file means."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), written))
