"""Texts that learners hand in: their Markdown as safe HTML, with less in it than an author's, and fetching nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from markdown_it.token import Token

from app.content.addresses import host_of
from app.content.book import Book, Words
from app.content.faults import Faults
from app.content.page import Page
from app.content.prose import CALLOUTS, inline_html, write_blocks
from app.markup.markdown import Unreadable, inline_text, parse
from app.markup.sanitise import sanitise

# Whom a link leads to is not our recommendation, and they are not told where their visitor comes from.
_REL = "nofollow ugc noopener noreferrer"
_NOTHING = Book("", {}, {}, {}, frozenset())
# The page has the first heading, and what is handed in stands under the second.
_FIRST_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in a text; `address` is empty where no page tells of them."""

    words: str
    address: str = ""


# Cuts a piece of text at the names in it; what stands in code, links and quotations is not asked about.
Naming = Callable[[str], Iterable[str | Mention]]


def submitted_html(source: str, language: str, scope: str = "", naming: Naming | None = None) -> str:
    """Give the safe HTML of a learner's text; `scope` keeps its footnotes apart from those of others on the page.

    Pictures become links, links lead only to the web and to mail addresses, and what authors alone may use is plain
    text. A text that cannot be read as Markdown is shown as it was typed.
    """
    try:
        tokens = list(_tamed(parse(source), naming))
    except Unreadable:
        return sanitise(_as_typed(source))
    return write_blocks(Page("", _NOTHING, Words(), language, scope, Faults()), tokens)


def _tamed(tokens: Sequence[Token], naming: Naming | None) -> Iterator[Token]:
    kept: list[bool] = []
    quotations = 0
    for token in tokens:
        match token.type:
            case "container_stray":
                continue
            case "container_open":
                kept.append(token.meta["kind"] in CALLOUTS)
                if not kept[-1]:
                    continue
            case "container_close":
                if not kept.pop():
                    continue
            case "heading_open" | "heading_close":
                token.tag = f"h{min(6, int(token.tag[1]) + _FIRST_LEVEL - 1)}"
            case "blockquote_open":
                quotations += 1
            case "blockquote_close":
                quotations -= 1
            case "inline":
                token.children = list(_tamed_words(token.children or (), None if quotations else naming))
        yield token


def _tamed_words(children: Sequence[Token], naming: Naming | None) -> Iterator[Token]:
    linked: list[bool] = []
    for child in children:
        match child.type:
            case "link_open":
                address = _address(str(child.attrs.get("href", "")))
                linked.append(bool(address))
                if address:
                    yield inline_html(f'<a href="{escape(address)}" rel="{_REL}">')
            case "link_close":
                if linked.pop():
                    yield inline_html("</a>")
            case "image":
                yield from _picture(child, is_linked=any(linked))
            case "brackets":
                yield replace(child, type="text", content=child.meta["shown"])
            case "text" if naming is not None and not linked:
                yield from _named(child, naming)
            case _:
                yield child


def _named(text: Token, naming: Naming) -> Iterator[Token]:
    for piece in naming(text.content):
        if isinstance(piece, str):
            yield replace(text, content=piece)
            continue
        words = escape(piece.words)
        yield inline_html(
            f'<a class="mention" href="{escape(piece.address)}">{words}</a>'
            if piece.address
            else f'<span class="mention">{words}</span>'
        )


def _picture(image: Token, *, is_linked: bool) -> Iterator[Token]:
    """The words for a picture, leading to it: what lies elsewhere is fetched only when somebody asks for it."""
    address = "" if is_linked else _address(str(image.attrs.get("src", "")))
    words = escape(inline_text(image.children or ()) or address)
    yield inline_html(f'<a href="{escape(address)}" rel="{_REL}">{words}</a>' if address else words)


def _address(written: str) -> str:
    """An address of the web or a mail address as it may be followed; empty for all others."""
    return written if host_of(written) or written.lower().startswith("mailto:") else ""


def _as_typed(source: str) -> str:
    pieces = (piece.strip() for piece in source.replace("\r\n", "\n").split("\n\n"))
    return "".join(f"<p>{escape(piece).replace(chr(10), '<br>')}</p>" for piece in pieces if piece)
