"""The glossary of a course: a definition list becomes words with keys, forms and definitions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from app.content.blocks import TERM, Block, block, front_block
from app.content.book import Book, Words, folded
from app.content.course import Term
from app.content.faults import Faults, shorten
from app.content.frontmatter import Source
from app.content.page import AnchorLink, Page
from app.content.prose import write_inline
from app.content.texts import parse_body
from app.content.vocabulary import is_key
from app.markup.markdown import first_line_of, slug_of

KEY_MARK = re.compile(r"[ \t]*\{#([^{}\n]{0,100})\}[ \t]*$")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A word as it stands in the file."""

    line: int
    key: str
    names: tuple[str, ...]
    definition: Token


def glossary_blocks(source: Source) -> tuple[Block, ...]:
    """The blocks of a glossary file; its faults are told elsewhere."""
    entries = _entries(source.file, parse_body(source, Faults()) or [], Faults())
    words = {entry.key: entry for entry in reversed(entries)}
    return _blocks_of(source, sorted(words.values(), key=lambda entry: entry.line))


@dataclass(frozen=True, slots=True)
class Glossary:
    """A glossary file: its words, the line of each key, its blocks, and the links that remain to be checked."""

    words: Words
    lines: dict[str, int]
    blocks: tuple[Block, ...]
    links: list[AnchorLink]


def read_glossary(source: Source, language: str, book: Book, faults: Faults) -> Glossary:
    """Read a glossary file."""
    source.front.only(("title", "summary"))
    title = source.front.text("title", is_required=True)
    entries = _entries(source.file, parse_body(source, faults) or [], faults)

    lines: dict[str, int] = {}
    forms: dict[str, str] = {}
    kept = []
    for entry in entries:
        if entry.key in lines:
            faults.add(
                source.file,
                entry.line,
                f"Two words have the key `{entry.key}`; the first is on line {lines[entry.key]}.",
            )
            continue
        lines[entry.key] = entry.line
        kept.append(entry)
        _add_forms(source.file, entry, forms, lines, faults)

    # Definitions may use words that are explained further down, so the names come first.
    nameless = {entry.key: Term(entry.key, entry.names[0], entry.names[1:], "", language) for entry in kept}
    page = Page(source.file, book, Words(title, nameless, forms), language, "glossary", faults)
    terms = {
        entry.key: Term(entry.key, entry.names[0], entry.names[1:], write_inline(page, entry.definition), language)
        for entry in kept
    }
    return Glossary(Words(title, terms, forms, language), lines, _blocks_of(source, kept), page.anchor_links)


def _blocks_of(source: Source, entries: Sequence[_Entry]) -> tuple[Block, ...]:
    lines = source.body.split("\n")
    return (front_block(source.front), *(_block(entry, lines) for entry in entries))


def _block(entry: _Entry, lines: Sequence[str]) -> Block:
    """A word with its definition as a block."""
    end = entry.definition.map[1] if entry.definition.map else entry.line
    return block(TERM, "\n".join(lines[entry.line - 1 : end]).strip(), entry.line, group=entry.key)


def _add_forms(file: str, entry: _Entry, forms: dict[str, str], lines: dict[str, int], faults: Faults) -> None:
    """Make a word findable by its names; a form that two words share is a fault."""
    for name in entry.names:
        other = forms.setdefault(folded(name), entry.key)
        if other != entry.key:
            faults.add(
                file,
                entry.line,
                f"`{shorten(name)}` is already a form of the word on line {lines[other]}; it can belong to one word only.",
            )
    forms.setdefault(entry.key, entry.key)


def _entries(file: str, tokens: Sequence[Token], faults: Faults) -> list[_Entry]:
    """The words of the file in its order."""
    entries: list[_Entry] = []
    inside_list = False
    for position, token in enumerate(tokens):
        if token.type in ("dl_open", "dl_close") and token.level == 0:
            inside_list = token.type == "dl_open"
        elif token.type == "dt_open" and token.level == 1:
            entry = _entry(file, tokens, position, faults)
            if entry is not None:
                entries.append(entry)
        elif token.level == 0 and token.nesting >= 0 and token.type != "inline" and not inside_list:
            line = first_line_of(token)
            message = "A glossary can only have words and their definitions: the word on one line, and under it `: ` and its definition."
            faults.add(file, line, message)
    return entries


def _entry(file: str, tokens: Sequence[Token], position: int, faults: Faults) -> _Entry | None:
    """One word with its definition; None after a fault."""
    inline = tokens[position + 1]
    line = first_line_of(inline)
    written = inline.content
    mark = KEY_MARK.search(written[-150:])
    if mark is not None:
        written = written[: len(written) - len(mark[0])]
    names = tuple(filter(None, (" ".join(name.split()) for name in written.split("|"))))
    if not names:
        faults.add(file, line, "This definition has no word above it.")
        return None
    if mark is not None and not is_key(mark[1]):
        faults.add(
            file, line, f"`{shorten(mark[1])}` cannot be the key of a word; use small letters a–z, digits and hyphens."
        )
        return None
    key = mark[1] if mark is not None else slug_of(names[0])
    if not key:
        faults.add(
            file, line, f"No key can be made from `{shorten(names[0])}`; write one after it, as in `{{#my-word}}`."
        )
        return None

    definition = [token for token in _until_next_word(tokens, position) if token.level >= 2]
    if [token.type for token in definition] != ["paragraph_open", "inline", "paragraph_close"]:
        faults.add(file, line, f"`{shorten(names[0])}` needs exactly one definition, in one paragraph.")
        return None
    return _Entry(line, key, names, definition[1])


def _until_next_word(tokens: Sequence[Token], position: int) -> Sequence[Token]:
    """The tokens of the definitions that follow a word."""
    start = end = position + 3
    while end < len(tokens) and tokens[end].type not in ("dt_open", "dl_close"):
        end += 1
    return tokens[start:end]
