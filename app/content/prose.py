"""Course texts: tokens in, safe HTML out, with links, figures, call-outs and glossary words put in their places."""

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote, urlsplit

from markdown_it.token import Token

from app.content.addresses import course_address, glossary_address, unit_address
from app.content.book import Book, Words
from app.content.course import Heading, Term
from app.content.faults import Faults, shorten
from app.content.labels import Labels, labels_for
from app.content.layout import COURSE_FILE, GLOSSARY_FILE
from app.content.media import Medium
from app.content.sdgs import SENDAI_BY_KEY, find_sdg, find_sendai
from app.content.vocabulary import is_key
from app.markup.markdown import inline_text, line_of, render, render_inline, slug_of
from app.markup.sanitise import TooMuchHtml, sanitise

CALLOUTS = ("note", "example", "try", "case")
MEDIA_LINKS = ("video", "audio")
CONTAINERS = (*CALLOUTS, "answer", *MEDIA_LINKS)
ELSEWHERE = {"explanation": "a quiz", "rubric": "an assignment"}
WORDS_ANCHOR = "words-used-here"

NO_LINK = "What looks like a link here is none; look at its brackets, and write `%20` for a space in its address."
LEFTOVERS = {
    "](": NO_LINK,
    "][": "This link has no address; write it as `[words](address)`.",
    "[^": "This footnote is not explained; write it below, as in `[^oecd]: OECD, 2020.`",
    "[[": "These brackets are not closed; a word of the glossary is written as `[[word]]`.",
}
LEFTOVER = re.compile("|".join(map(re.escape, LEFTOVERS)))

MOST_ADDRESS = 2_000
MOST_DRAWN = 3_000_000
"""Characters of drawings in one text; the same drawing may stand there many times."""


@dataclass(frozen=True, slots=True)
class AnchorLink:
    """A link to an anchor of a unit, to be checked when all units are known."""

    file: str
    line: int
    target: str
    language: str
    anchor: str


@dataclass(slots=True)
class Page:
    """One file while it is being written.

    `scope` keeps its ids apart from those of other texts; `lists_words` says that its glossary words stand at its end.
    """

    file: str
    book: Book
    words: Words
    language: str
    scope: str
    faults: Faults
    lists_words: bool = False
    anchors: dict[str, int] = field(default_factory=dict)
    fixed_anchors: set[str] = field(default_factory=set)
    used_terms: dict[str, Term] = field(default_factory=dict)
    anchor_links: list[AnchorLink] = field(default_factory=list)
    drawings: list[str] = field(default_factory=list)
    drawn: int = 0

    @property
    def labels(self) -> Labels:
        """The compiler's own words in the language of the page."""
        return labels_for(self.language)

    def fault(self, line: int, message: str) -> None:
        """Note a fault on this page."""
        self.faults.add(self.file, line, message)


def write_blocks(page: Page, tokens: Sequence[Token]) -> str:
    """Give the safe HTML of whole blocks."""
    html = render(list(_blocks(page, tokens)), scope=page.scope, back_label=page.labels.back)
    return _safe(page, html, tokens)


def write_inline(page: Page, inline: Token) -> str:
    """Give the safe HTML of one line of text, without a paragraph around it."""
    return _safe(page, render_inline(list(_children(page, inline))), (inline,))


def write_words_used(page: Page) -> str:
    """Give the list of the glossary words that the page used; empty when it used none."""
    if not page.used_terms:
        return ""
    entries = "".join(
        f'<dt id="term-{escape(term.key)}">{escape(term.name)}</dt><dd>{term.definition_html}</dd>'
        for term in sorted(page.used_terms.values(), key=lambda term: term.name.casefold())
    )
    html = (
        f'<section class="words"><h2 id="{WORDS_ANCHOR}">{page.labels.words_used_here}</h2><dl>{entries}</dl></section>'
    )
    return _safe(page, html, ())


def check_headings(page: Page, tokens: Sequence[Token], *, asks: bool = False) -> tuple[Heading, ...]:
    """Give every heading its anchor, and the outline of the text; a skipped level is a fault.

    In a quiz (`asks`) the headings that ask a question carry its key, which is looked at elsewhere.
    """
    outline = []
    level = 1
    for position, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        line = _line(token)
        inline = tokens[position + 1]
        found = int(token.tag[1])
        text = inline_text(inline.children or ())
        if found == 1:
            page.fault(line, "Begin headings at `##`; the one `#` of the page is the title.")
        elif found > level + 1:
            page.fault(line, f"This heading skips a level: write {'#' * (level + 1)} instead of {'#' * found}.")
        if not text:
            page.fault(line, "This heading has no words.")
        level = max(found, 2)
        if asks and found == 2 and token.level == 0:
            continue
        anchor = _anchor(page, token, text, line)
        token.attrSet("id", anchor)
        if token.level == 0:
            outline.append(Heading(level=found, anchor=anchor, text=text))
    return tuple(outline)


def _anchor(page: Page, heading: Token, text: str, line: int) -> str:
    """The anchor an author fixed, or one made from the words."""
    marks = str(heading.meta.get("marks", "")).split()
    if not marks:
        return _free_anchor(page, slug_of(text) or "section", line)
    anchor = marks[0][1:]
    if len(marks) > 1 or not is_key(anchor):
        page.fault(
            line,
            f"`{{{shorten(' '.join(marks))}}}` cannot be an anchor; write it as `{{#who-decides}}`, with letters a–z, digits and hyphens.",
        )
        return _free_anchor(page, "section", line)
    if anchor in page.fixed_anchors:
        page.fault(line, f"Two headings have the anchor `{anchor}`; the first is on line {page.anchors[anchor]}.")
    elif anchor == WORDS_ANCHOR or anchor.startswith(("term-", "fn-", "fnref-")):
        page.fault(line, f"The anchor `{anchor}` is taken by the platform.")
    elif anchor in page.anchors:
        page.fault(
            line,
            f"The anchor `{anchor}` is also made from the words of the heading on line {page.anchors[anchor]}; fix that one too.",
        )
    page.fixed_anchors.add(anchor)
    page.anchors.setdefault(anchor, line)
    return anchor


def _free_anchor(page: Page, wanted: str, line: int) -> str:
    """The anchor itself, or with the first number that is free."""
    if wanted == WORDS_ANCHOR or wanted.startswith(("term-", "fn-", "fnref-")):
        wanted = f"section-{wanted}"
    anchor, number = wanted, 1
    while anchor in page.anchors:
        # One more than how many there are is nearly always free, so that a thousand equal headings stay cheap.
        number = max(number + 1, page.anchors.get(f" {wanted}", 1) + 1)
        page.anchors[f" {wanted}"] = number
        anchor = f"{wanted}-{number}"
    page.anchors[anchor] = line
    return anchor


def _line(token: Token) -> int:
    """The line of a block, counted from 1."""
    return token.map[0] + 1 if token.map else 1


def _raw(html: str) -> Token:
    """A token that is written as it is."""
    return Token("html_block", "", 0, content=html)


def _blocks(page: Page, tokens: Sequence[Token]) -> Iterator[Token]:
    """The same blocks, with everything of ours turned into HTML that the renderer passes on."""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        writer = _WRITERS.get(token.type)
        if writer is None:
            yield token
            position += 1
            continue
        end = _end_of(tokens, position)
        yield from writer(page, tokens[position : end + 1])
        position = end + 1


def _end_of(tokens: Sequence[Token], start: int) -> int:
    """The position of the token that closes the one at `start`."""
    depth = 0
    for position in range(start, len(tokens)):
        depth += tokens[position].nesting
        if depth == 0:
            return position
    return len(tokens) - 1


def _write_inline_block(page: Page, tokens: Sequence[Token]) -> Iterator[Token]:
    """A line of text outside a paragraph: in a heading, a cell or a list item."""
    inline = tokens[0]
    yield Token(
        "inline",
        "",
        0,
        children=list(_children(page, inline)),
        content=inline.content,
        map=inline.map,
        level=inline.level,
    )


def _write_paragraph(page: Page, tokens: Sequence[Token]) -> Iterator[Token]:
    """A paragraph, or a figure when a picture stands alone in it."""
    image = _lone_image(tokens)
    if image is not None:
        yield _raw(_figure(page, tokens[1], image))
        return
    yield tokens[0]
    yield from _blocks(page, tokens[1:-1])
    yield tokens[-1]


def _lone_image(paragraph: Sequence[Token]) -> Token | None:
    """The picture that stands alone in a paragraph."""
    if len(paragraph) != 3 or paragraph[1].type != "inline":
        return None
    children = paragraph[1].children or []
    shown = [
        child for child in children if child.type != "softbreak" and (child.type != "text" or child.content.strip())
    ]
    return shown[0] if len(shown) == 1 and shown[0].type == "image" else None


def _write_list_item(page: Page, tokens: Sequence[Token]) -> Iterator[Token]:
    """A list item; one that begins with `[ ]` or `[x]` is a task."""
    mark = tokens[0].meta.get("mark")
    if mark not in ("[ ]", "[x]"):
        yield tokens[0]
        yield from _blocks(page, tokens[1:-1])
        yield tokens[-1]
        return
    is_done = mark == "[x]"
    label = page.labels.done if is_done else page.labels.to_do
    checked = ' checked=""' if is_done else ""
    yield _raw(f'<li class="task"><input type="checkbox" disabled=""{checked} aria-label="{escape(label)}"> ')
    yield from _blocks(page, tokens[1:-1])
    yield tokens[-1]


def _write_table(page: Page, tokens: Sequence[Token]) -> Iterator[Token]:
    """A table inside a region that can be scrolled with the keyboard, named after its columns."""
    columns = []
    for position, token in enumerate(tokens):
        if token.type == "thead_close":
            break
        if token.type == "th_open":
            columns.append(inline_text(tokens[position + 1].children or ()))
    name = shorten(f"{page.labels.table}: {', '.join(filter(None, columns))}".rstrip(": "), 120)
    yield _raw(f'<div class="table-scroll" tabindex="0" role="region" aria-label="{escape(name)}">')
    yield tokens[0]
    yield from _blocks(page, tokens[1:-1])
    yield tokens[-1]
    yield _raw("</div>\n")


def _write_stray(page: Page, tokens: Sequence[Token]) -> Iterator[Token]:
    """A `:::` that closes nothing."""
    page.fault(_line(tokens[0]), "This `:::` closes nothing; write a kind after it to open a block, as in `::: note`.")
    yield from ()


def _write_container(page: Page, tokens: Sequence[Token]) -> Iterator[Token]:
    """A block between `:::` lines."""
    opening, inside = tokens[0], tokens[1:-1]
    kind, title, line = opening.meta["kind"], opening.meta["title"], _line(opening)
    if not opening.meta["is_closed"]:
        page.fault(line, f"This `::: {shorten(kind)}` is never closed; put a line `:::` at its end.")
    if kind in ELSEWHERE:
        page.fault(line, f"`::: {kind}` belongs into {ELSEWHERE[kind]}, and there not inside another block.")
    elif kind not in CONTAINERS:
        known = ", ".join(CONTAINERS)
        page.faults.add(
            page.file, line, f"`::: {shorten(kind)}` is no kind of block; there are {known}.", near=(kind, CONTAINERS)
        )
    elif not inside:
        page.fault(line, f"This `::: {kind}` is empty.")
    elif kind in MEDIA_LINKS:
        yield from _media_link(page, kind, title, line, inside)
        return

    if kind == "answer":
        yield _raw(f'<details class="answer"><summary>{escape(title or page.labels.answer)}</summary>')
        yield from _blocks(page, inside)
        yield _raw("</details>\n")
    elif kind in CALLOUTS:
        yield _raw(
            f'<aside class="callout callout-{kind}"><p class="callout-title">{escape(title or page.labels.callout(kind))}</p>'
        )
        yield from _blocks(page, inside)
        yield _raw("</aside>\n")
    else:
        yield from _blocks(page, inside)


def _media_link(page: Page, kind: str, title: str, line: int, inside: Sequence[Token]) -> Iterator[Token]:
    """A film or a recording elsewhere: a link with its poster, then what is said in it."""
    address, _, words = title.partition(" ")
    host = _host(address)
    if not host:
        page.fault(
            line,
            f"`::: {kind}` needs a full address and a title, as in `::: {kind} https://example.org/watch/12 A mayor explains`.",
        )
    elif not words.strip():
        page.fault(line, f"This {kind} has no title; write it after the address.")
    poster = ""
    image = _lone_image(inside[:3]) if inside[0].type == "paragraph_open" else None
    if image is not None and kind == "video":
        poster = _picture(page, inside[1], image)
        inside = inside[3:]
    elif kind == "video":
        page.fault(line, "A video needs a poster: a picture alone in the first paragraph under it.")
    if not inside:
        page.fault(line, f"This {kind} has no transcript; write under it what is said and shown.")
    opens = page.labels.opens.format(host=host)
    yield _raw(
        f'<figure class="media-link media-{kind}"><a href="{escape(address) if host else "#"}" rel="noopener noreferrer">{poster}'
        f'<span class="media-title">{escape(words.strip())}</span> <span class="media-host">{escape(opens)}</span></a></figure>'
        f'<details class="transcript"><summary>{escape(page.labels.transcript)}</summary>'
    )
    yield from _blocks(page, inside)
    yield _raw("</details>\n")


_Writer = Callable[[Page, Sequence[Token]], Iterator[Token]]
_WRITERS: dict[str, _Writer] = {
    "paragraph_open": _write_paragraph,
    "list_item_open": _write_list_item,
    "table_open": _write_table,
    "container_open": _write_container,
    "container_stray": _write_stray,
    "inline": _write_inline_block,
}


def _children(page: Page, inline: Token) -> Iterator[Token]:
    """What stands inside a paragraph, with links resolved and words of ours turned into HTML."""
    downloads: list[Medium | None] = []
    _check_leftovers(page, inline)
    for child in inline.children or ():
        if child.type == "link_open":
            downloads.append(_resolve_link(page, child, line_of(inline, child)))
            yield child
        elif child.type == "link_close":
            medium = downloads.pop() if downloads else None
            if medium is not None:
                yield _inline(f' <span class="file-facts">({escape(medium.facts)})</span>')
            yield child
        elif child.type == "image":
            message = "A picture stands alone in its paragraph: put an empty line before and after it."
            page.fault(line_of(inline, child), message)
        elif child.type == "brackets":
            yield _inline(_word(page, child, line_of(inline, child)))
        else:
            yield child


def _check_leftovers(page: Page, inline: Token) -> None:
    """What was meant as a link, a footnote or a word and was not read as one would be shown with all its brackets."""
    line = _line(inline)
    for child in inline.children or ():
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "text" and (found := LEFTOVER.search(child.content)):
            page.fault(line, LEFTOVERS[found[0]])


def _inline(html: str) -> Token:
    """A token that is written as it is, inside a paragraph."""
    return Token("html_inline", "", 0, content=html)


def _word(page: Page, child: Token, line: int) -> str:
    """A word of the glossary, or the label of a goal or a Sendai mark."""
    shown, meant = child.meta["shown"], child.meta["meant"]
    family, _, key = meant.partition(" ")
    # The glossary may explain the SDG Summit or the Sendai Framework; those are words, not labels.
    if family.casefold() == "sdg" and key[:1].isdigit():
        return _sdg_chip(page, key, line)
    if family.casefold() == "sendai" and 1 <= len(key) <= 2:
        return _sendai_chip(page, key, line)
    term = page.words.find(meant)
    if term is None:
        page.faults.add(
            page.file,
            line,
            f"The glossary does not explain `{shorten(meant)}`.",
            near=(meant.casefold(), page.words.forms),
        )
        return escape(shown)
    page.used_terms[term.key] = term
    href = f"#term-{term.key}" if page.lists_words else glossary_address(page.book.slug, term.key)
    return f'<a class="term" href="{escape(href)}">{escape(shown)}</a>'


def _sdg_chip(page: Page, key: str, line: int) -> str:
    label = find_sdg(key)
    if label is None:
        page.faults.add(
            page.file, line, f"There is no SDG `{shorten(key)}`; goals are written as 11, targets as 11.3 or 11.b."
        )
        return ""
    number = f'<span class="chip-number">{label.key}</span>'
    return f'<span class="chip sdg sdg-{label.goal.number}">{number} {escape(label.title)}</span>'


def _sendai_chip(page: Page, key: str, line: int) -> str:
    mark = find_sendai(key)
    if mark is None:
        page.fault(line, f"There is no Sendai mark `{shorten(key)}`; there are {', '.join(SENDAI_BY_KEY)}.")
        return ""
    return f'<span class="chip sendai"><span class="chip-number">{mark.key}</span> {escape(mark.title)}</span>'


def _host(address: str) -> str:
    """The host of a web address; empty for anything else."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if len(address) > MOST_ADDRESS or parts.scheme not in ("http", "https") or not address.isprintable():
        return ""
    return host.removeprefix("www.")


def _resolve_link(page: Page, link: Token, line: int) -> Medium | None:
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
        if not _host(encoded):
            page.fault(line, f"This web address cannot be read: {shorten(written)}")
            return "#", None
        return encoded, None
    if scheme == "mailto":
        return encoded, None
    if ":" in written.partition("/")[0].partition("#")[0]:
        page.fault(
            line, f"Links go to files of the course, to web addresses or to `mailto:`; this one says {shorten(written)}"
        )
        return "#", None
    return _inner_destination(page, written, line)


def _inner_destination(page: Page, written: str, line: int) -> tuple[str, Medium | None]:
    """Where a link inside the course goes."""
    book = page.book
    path, _, anchor = written.partition("#")
    target = _path_from(page.file, path) if path else page.file
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
        page.fault(line, f"Nobody can be sent to `{shorten(target)}`; link to a unit of the module instead.")
        return "#", None
    choices = (
        posixpath.relpath(known, posixpath.dirname(page.file) or ".") for known in (*book.unit_keys, *book.media)
    )
    page.faults.add(page.file, line, f"This link leads nowhere: there is no `{shorten(path)}`.", near=(path, choices))
    return "#", None


def _glossary_destination(page: Page, anchor: str, line: int) -> str:
    """The glossary, at one of its words if the link says which."""
    key = anchor.removeprefix("term-")
    if anchor and key not in page.words.terms:
        page.faults.add(page.file, line, f"The glossary has no word `{shorten(key)}`.", near=(key, page.words.terms))
    return glossary_address(page.book.slug, key)


def _path_from(file: str, written: str) -> str:
    """The path in the course folder that a link in a file means."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), written))


def _figure(page: Page, inline: Token, image: Token) -> str:
    """A picture with its caption."""
    picture = _picture(page, inline, image)
    title = str(image.attrs.get("title", ""))
    if len(title) > MOST_ADDRESS:
        page.fault(line_of(inline, image), f"This caption is longer than {MOST_ADDRESS:,} characters.")
        title = ""
    caption = f"<figcaption>{escape(title)}</figcaption>" if title else ""
    return f'<figure class="figure">{picture}{caption}</figure>\n'


def _picture(page: Page, inline: Token, image: Token) -> str:
    """The picture itself: an image, or the place of a drawing."""
    line = line_of(inline, image)
    alternative = " ".join(inline_text(image.children or ()).split())
    if not alternative:
        page.fault(
            line,
            "This picture has no description; write between the brackets what it shows, for those who cannot see it.",
        )
    written = unquote(str(image.attrs.get("src", "")))
    path = _path_from(page.file, written)
    medium = page.book.media.get(path)
    if medium is None:
        _fault_missing_picture(page, written, path, line)
        return ""
    if medium.drawing is not None:
        return _place_of_drawing(page, medium, alternative, line)
    if medium.pixels is None:
        page.fault(line, f"`{shorten(written)}` is not a picture; link to it instead.")
        return ""
    width, height = medium.pixels
    return (
        f'<img src="{escape(medium.address)}" alt="{escape(alternative)}" width="{width}" height="{height}"'
        ' loading="lazy" decoding="async">'
    )


def _fault_missing_picture(page: Page, written: str, path: str, line: int) -> None:
    """Say why a picture cannot be shown."""
    if "://" in written or written.startswith("//"):
        page.fault(line, "Pictures from elsewhere are not loaded; copy the picture into `media/`.")
    elif path not in page.book.other_paths:
        choices = (posixpath.relpath(known, posixpath.dirname(page.file) or ".") for known in page.book.media)
        page.faults.add(page.file, line, f"There is no picture `{shorten(written)}`.", near=(written, choices))


def _place_of_drawing(page: Page, medium: Medium, alternative: str, line: int) -> str:
    """An empty element where a drawing will go: drawings are checked by other rules than HTML, and put in last."""
    assert medium.drawing is not None
    page.drawn += medium.drawing.size
    if page.drawn > MOST_DRAWN:
        page.fault(line, "The drawings of this text are too large taken together.")
        return ""
    number = len(page.drawings)
    page.drawings.append(medium.drawing.markup(alternative, f"{page.scope}-{number + 1}-"))
    return _drawing_place(number)


def _drawing_place(number: int) -> str:
    """What stands for a drawing until the rest of the text is sanitised; authors have no way to write it."""
    return f'<span class="drawing" id="drawing-{number}"></span>'


def _safe(page: Page, html: str, tokens: Sequence[Token]) -> str:
    """Sanitise, then put the drawings in."""
    try:
        safe = sanitise(html)
    except TooMuchHtml:
        page.fault(_line(tokens[0]) if tokens else 1, "This text is too long or nested too deeply to be shown.")
        return ""
    pieces = safe.split('<span class="drawing" id="drawing-')
    for index, piece in enumerate(pieces[1:], start=1):
        number, _, rest = piece.partition('"></span>')
        pieces[index] = page.drawings[int(number)] + rest
    return "".join(pieces).strip()
