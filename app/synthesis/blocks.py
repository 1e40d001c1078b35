"""Markdown as blocks of runs of words, for files that know neither Markdown nor HTML. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from markdown_it.token import Token

from app.content.addresses import host_of
from app.markup.markdown import Unreadable, inline_text, parse
from app.synthesis.headings import settled


class Look(StrEnum):
    """What a block is."""

    TITLE = "title"
    OVER = "over"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    SOURCE = "source"
    CODE = "code"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike; `address` is where they lead."""

    words: str
    is_strong: bool = False
    is_emphasised: bool = False
    is_code: bool = False
    address: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table. `level` is that of a heading, from 1, or how deep in lists and quotes it stands."""

    look: Look
    runs: Runs = ()
    level: int = 0
    # Of a list's item: its number, or 0 for a point; `list_id` tells one list from another, -1 goes on under an item.
    number: int = 0
    list_id: int = 0
    # Empty for that of the document.
    language: str = ""
    rows: tuple[tuple[Runs, ...], ...] = ()

    @property
    def words(self) -> str:
        """What it says, without how it looks."""
        if self.rows:
            return "\n".join(" | ".join("".join(run.words for run in cell) for cell in row) for row in self.rows)
        return "".join(run.words for run in self.runs)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where its words lead, each once."""
        runs = (*self.runs, *(run for row in self.rows for cell in row for run in cell))
        return tuple(dict.fromkeys(run.address for run in runs if run.address))


CONTINUED = -1


def plain(look: Look, words: str, *, level: int = 0, language: str = "", address: str = "") -> Block:
    """A block of words that are shown as they are."""
    return Block(look, (Run(words, address=address),), level=level, language=language)


def blocks_of(markdown: str, *, first_level: int = 2) -> tuple[Block, ...]:
    """A text in blocks, its highest headings at `first_level`; what cannot be read as Markdown stays as typed."""
    try:
        tokens = parse(markdown)
    except Unreadable:
        pieces = (piece.strip() for piece in markdown.split("\n\n"))
        return tuple(plain(Look.PARAGRAPH, piece) for piece in pieces if piece)
    return tuple(_Reader(tokens, first_level).blocks())


class _Reader:
    """Goes through the tokens once, and knows in which lists and quotes it is."""

    def __init__(self, tokens: Sequence[Token], first_level: int) -> None:
        self._tokens = tokens
        self._first_level = first_level
        # The lists around: their number among all, and what the next item is called, 0 for a point.
        self._lists: list[tuple[int, int]] = []
        self._lists_seen = 0
        self._quotes = 0
        # The item whose first paragraph comes next.
        self._item: Block | None = None
        self._note = ""

    def blocks(self) -> Iterator[Block]:
        """Every block, in order."""
        rows: list[list[Runs]] = []
        levels = iter(settled([int(token.tag[1]) for token in self._tokens if token.type == "heading_open"]))
        heading = 0
        for token in self._tokens:
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    self._lists_seen += 1
                    start = int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else 0
                    self._lists.append((self._lists_seen, start))
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    list_id, number = self._lists[-1]
                    self._item = Block(Look.ITEM, level=len(self._lists), number=number, list_id=list_id)
                    self._lists[-1] = (list_id, number + 1 if number else 0)
                case "list_item_close":
                    self._item = None
                case "blockquote_open":
                    self._quotes += 1
                case "blockquote_close":
                    self._quotes -= 1
                case "heading_open":
                    heading = min(6, next(levels) + self._first_level - 1)
                case "heading_close":
                    heading = 0
                case "container_open" if token.meta.get("title"):
                    yield Block(Look.PARAGRAPH, (Run(token.meta["title"], is_strong=True),))
                case "footnote_open":
                    self._note = f"[{token.meta['id'] + 1}] "
                case "table_open":
                    rows = []
                case "tr_open":
                    rows.append([])
                case "table_close":
                    yield Block(Look.TABLE, rows=tuple(map(tuple, rows)))
                    rows = []
                case "fence" | "code_block":
                    yield Block(Look.CODE, (Run(token.content.rstrip("\n"), is_code=True),))
                case "inline" if rows:
                    rows[-1].append(_runs(token.children or ()))
                case "inline":
                    yield self._paragraph(_runs(token.children or ()), heading)

    def _paragraph(self, runs: Runs, heading: int) -> Block:
        if heading:
            return Block(Look.HEADING, runs, level=heading)
        if self._note:
            runs, self._note = (Run(self._note), *runs), ""
        if self._item is not None:
            found, self._item = replace(self._item, runs=runs), None
            return found
        if self._lists:
            return Block(Look.ITEM, runs, level=len(self._lists), list_id=CONTINUED)
        if self._quotes:
            return Block(Look.QUOTE, runs, level=self._quotes)
        return Block(Look.PARAGRAPH, runs)


def _runs(children: Sequence[Token]) -> Runs:
    found: list[Run] = []
    strong = emphasised = 0
    address = ""
    for child in children:
        match child.type:
            case "strong_open" | "strong_close":
                strong += child.nesting
            case "em_open" | "em_close":
                emphasised += child.nesting
            case "link_open":
                address = _followed(str(child.attrs.get("href", "")))
            case "link_close":
                address = ""
            case "image":
                source = _followed(str(child.attrs.get("src", "")))
                found.append(Run(inline_text(child.children or ()) or source, address=address or source))
            case _ if words := _words_of(child):
                is_code = child.type == "code_inline"
                found.append(Run(words, bool(strong), bool(emphasised), is_code, address))
    return tuple(_joined(found))


def _words_of(child: Token) -> str:
    match child.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "footnote_ref":
            return f"[{child.meta['id'] + 1}]"
        case "footnote_anchor":
            return ""
        case "brackets":
            return str(child.meta["shown"])
    return child.content


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs that look alike as one, so that a word is not cut where Markdown cut it."""
    before: Run | None = None
    for run in runs:
        if before is not None and replace(before, words="") == replace(run, words=""):
            before = replace(before, words=before.words + run.words)
            continue
        if before is not None:
            yield before
        before = run
    if before is not None:
        yield before


def _followed(written: str) -> str:
    """An address of the web or a mail address; empty for all others, which lead nowhere from a file."""
    return written if host_of(written) or written.lower().startswith("mailto:") else ""
