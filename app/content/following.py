"""A translated text follows its original: it takes over the order, notes what was reworded, shows what is missing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from html import escape

from markdown_it.token import Token

from app.content.alignment import Counterpart, align
from app.content.blocks import FOOTNOTE, Block, Piece, cut, front_block
from app.content.course import Heading
from app.content.faults import Faults
from app.content.frontmatter import Source
from app.content.headings import check_headings, free_anchor
from app.content.page import Original, Page
from app.content.prose import raw, unsafe_html
from app.content.texts import parse_body
from app.content.vocabulary import direction_of
from app.markup.markdown import inline_text
from app.markup.marks import HEADING_MARKS

APART = ("rubric", "field", "table-to-fill")
"""Blocks that are taken out of a text and shown in places of their own."""

MOST_IN_A_TITLE = 250


def follow(
    page: Page, source: Source, tokens: Sequence[Token], headings: tuple[Heading, ...]
) -> tuple[list[Token], tuple[Heading, ...]]:
    """Note the blocks of a text; give its tokens and outline, those of a translation as its original asks for."""
    pieces = cut(tokens, source.body)
    page.blocks = (front_block(source.front), *(piece.block for piece in pieces))
    if not has_number_of_blocks(page):
        return list(tokens), headings
    return _followed(page, tokens, pieces, headings)


def follow_introduction(page: Page, tokens: Sequence[Token], body: str) -> list[Token]:
    """The same for the text before the first question of a quiz, whose blocks are noted already."""
    if not has_number_of_blocks(page):
        return list(tokens)
    return _followed(page, tokens, cut(tokens, body), ())[0]


def has_number_of_blocks(page: Page) -> bool:
    """Say whether a translation is recorded and has as many blocks as were recorded; if it has not, that is a fault.

    Without a record it counts as made from the original as it is now, and must have as many blocks as that.
    """
    original = page.original
    if original is None or not original.blocks or not page.blocks:
        return False
    if original.made_from is None:
        # A quiz is compared question by question.
        if not any(block.group for block in original.blocks):
            _check_number(page, original)
        return False
    if len(original.made_from) != len(page.blocks):
        has = (
            f"{len(page.blocks) - 1} blocks of text, and the record of what it was made from knows "
            f"{len(original.made_from) - 1}"
        )
        page.fault(
            page.blocks[-1].line,
            f"This translation has {has}; the original has {len(original.blocks) - 1}. Make the two texts agree, then "
            "write `flask courses translations mark`.",
        )
        return False
    return True


def compare(page: Page, original: Original) -> tuple[Counterpart, ...]:
    """The blocks of the original with their counterparts in a translation that is recorded.

    Of a quiz this is the introduction alone. The block at the top of a file has no other counterpart than its own.
    """
    assert original.made_from is not None
    ours = sum(1 for block in page.blocks if not block.group)
    theirs = sum(1 for block in original.blocks if not block.group)
    top = Counterpart(0, 0, is_current=original.made_from[0] == original.blocks[0].digest)
    found = align(original.blocks[1:theirs], original.made_from[1:ours], page.blocks[1:ours])
    return (
        top,
        *(
            Counterpart(one.original + 1, None if one.translated is None else one.translated + 1, one.is_current)
            for one in found
        ),
    )


def line_of_anchor(page: Page, anchor: str) -> int:
    """Where in a translation the heading stands that lacks a fixed anchor of its original."""
    assert page.original is not None
    pairs = page.counterparts or [Counterpart(place, place, is_current=True) for place in range(len(page.blocks))]
    for one in pairs:
        if one.translated is None or one.original >= len(page.original.blocks):
            continue
        if f"#{anchor}" in page.original.blocks[one.original].source:
            return page.blocks[one.translated].line
    return 1


def note_of_change(page: Page, original: Original, digests: Sequence[str], words: str, html: str) -> str:
    """The note after what was reworded in the original, with the original to open. The day is put in later."""
    labels, language = page.labels, original.language
    return (
        f'<div class="updated" role="note"><p>{escape(words.format(language=labels.name_of(language)))}'
        f'<time data-block="{" ".join(digests)}"></time>.</p>'
        f"<details><summary>{escape(labels.read_original.format(language=labels.in_(language)))}</summary>"
        f'<div lang="{language}" dir="{direction_of(language)}">{html}</div></details></div>'
    )


def note_of_absence(page: Page, original: Original) -> str:
    """The sentence above what is not translated."""
    words = page.labels.untranslated.format(language=page.labels.in_(original.language))
    direction = direction_of(page.language)
    return f'<p class="untranslated-note" lang="{page.language}" dir="{direction}">{escape(words)}</p>'


def _check_number(page: Page, original: Original) -> None:
    """Blocks that nobody recorded must at least be as many as those of the original."""
    own, others = page.blocks[1:], original.blocks[1:]
    if len(own) == len(others):
        return
    place = next(
        (place for place, (one, other) in enumerate(zip(own, others, strict=False)) if one.kind != other.kind),
        min(len(own), len(others)),
    )
    line = own[place].line if place < len(own) else (own[-1].line if own else 1)
    has = f"a {others[place].kind} (line {others[place].line})" if place < len(others) else "nothing more"
    page.fault(line, f"This translation has {len(own)} blocks of text, the original {len(others)}; here it has {has}.")


def _followed(
    page: Page, tokens: Sequence[Token], pieces: Sequence[Piece], headings: tuple[Heading, ...]
) -> tuple[list[Token], tuple[Heading, ...]]:
    """The blocks of a translation in the order of the original, with what is to be said about them."""
    assert page.original is not None
    page.counterparts = compare(page, page.original)
    counterparts = page.counterparts[1:]
    is_same = all(one.is_current for one in counterparts)
    if is_same and [one.translated for one in counterparts] == list(range(1, len(pieces) + 1)):
        return list(tokens), headings
    return _Follower(page, page.original, _pieces_of(page, page.original), pieces).followed(counterparts)


def _pieces_of(page: Page, original: Original) -> list[Piece]:
    """The blocks of the original, their headings with anchors."""
    tokens = parse_body(original.source, Faults()) or []
    check_headings(page.lent_page(original), tokens)
    return cut(tokens, original.source.body)


@dataclass(slots=True)
class _Follower:
    """Puts a translated text together, block by block."""

    page: Page
    original: Original
    originals: Sequence[Piece]
    translated: Sequence[Piece]
    tokens: list[Token] = field(default_factory=list)
    notes: dict[int, Sequence[Token]] = field(default_factory=dict)
    original_notes: dict[int, Sequence[Token]] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    missing: list[Sequence[Token]] = field(default_factory=list)

    def followed(self, counterparts: Sequence[Counterpart]) -> tuple[list[Token], tuple[Heading, ...]]:
        """Tokens and outline; the positions of counterparts count the block at the top of the file as well."""
        self.original_notes = {
            piece.tokens[0].meta["id"]: piece.tokens for piece in self.originals if piece.block.kind == FOOTNOTE
        }
        written_notes = []
        for one in counterparts:
            theirs = self.originals[one.original - 1]
            ours = None if one.translated is None else self.translated[one.translated - 1]
            if theirs.block.kind == FOOTNOTE:
                if ours is not None:
                    written_notes.append((ours, theirs, one.is_current))
                continue
            if ours is None:
                self._lend(theirs)
                continue
            self._write_missing()
            self.tokens.extend(ours.tokens)
            self._outline(ours.tokens)
            if not one.is_current:
                self.tokens.append(raw(self._note(theirs.block, theirs.tokens)))
        self._write_missing()
        self._take_notes(written_notes)
        return with_notes(self.tokens, self.notes), tuple(self.headings)

    def _take_notes(self, written: Sequence[tuple[Piece, Piece, bool]]) -> None:
        """The footnotes of the translation; the original's stand below the blocks that refer to them."""
        following = {id(ours): (theirs, is_current) for ours, theirs, is_current in written}
        for ours in self.translated:
            if ours.block.kind != FOOTNOTE:
                continue
            theirs, is_current = following.get(id(ours), (ours, True))
            aside = [] if is_current else [raw(self._note(theirs.block, _inside_of_note(theirs.tokens)))]
            self.notes[ours.tokens[0].meta["id"]] = [*ours.tokens[:-1], *aside, ours.tokens[-1]]

    def _note(self, block: Block, tokens: Sequence[Token]) -> str:
        """What is said about a reworded block."""
        lent = deepcopy(list(_body_of(tokens)))
        for token in lent:
            if token.type != "heading_open":
                continue
            # An anchor the original fixed must exist, since links may lead there; others are of no use here.
            anchor = str(token.attrs.pop("id", ""))
            if token.meta.get("marks") and anchor not in self.page.anchors:
                self._keep_anchor(token, anchor)
        html = self._html_of(lent)
        return note_of_change(self.page, self.original, [block.digest], self.page.labels.updated, html)

    def _lend(self, theirs: Piece) -> None:
        """Put a block of the original in, whose translation is missing."""
        if _kind_of_container(theirs.tokens) in APART:
            # The form and the rubric take it from the original themselves.
            return
        lent = deepcopy(list(_body_of(theirs.tokens)))
        for position, token in enumerate(lent):
            if token.type != "heading_open":
                continue
            anchor = str(token.attrs.get("id", ""))
            if not token.meta.get("marks"):
                token.attrSet("id", free_anchor(self.page, anchor or "section"))
            elif anchor in self.page.anchors:
                token.attrs.pop("id", None)
            else:
                self._keep_anchor(token, anchor)
            if token.level == 0 and (kept := str(token.attrs.get("id", ""))):
                text = inline_text(lent[position + 1].children or ())
                self.headings.append(Heading(int(token.tag[1]), kept, text))
        self.missing.append(lent)

    def _keep_anchor(self, heading: Token, anchor: str) -> None:
        heading.attrSet("id", anchor)
        self.page.anchors[anchor] = 1
        self.page.fixed_anchors.add(anchor)

    def _write_missing(self) -> None:
        """Close what was lent so far: blocks that follow one another stand under one note."""
        if not self.missing:
            return
        language = self.original.language
        html = self._html_of([token for tokens in self.missing for token in tokens])
        note = note_of_absence(self.page, self.original)
        place = f'<div class="untranslated" lang="{language}" dir="{direction_of(language)}">'
        self.tokens.append(raw(f"{place}{note}{html}</div>\n"))
        self.missing.clear()

    def _html_of(self, tokens: Sequence[Token]) -> str:
        """A part of the original as HTML, with the footnotes it refers to."""
        lent_page = self.page.lent_page(self.original)
        html = unsafe_html(lent_page, with_notes(tokens, self.original_notes))
        for key, term in lent_page.used_terms.items():
            self.page.used_terms.setdefault(key, self.page.words.terms.get(key, term))
        return html

    def _outline(self, tokens: Sequence[Token]) -> None:
        if tokens[0].type == "heading_open":
            text = inline_text(tokens[1].children or ())
            self.headings.append(Heading(int(tokens[0].tag[1]), str(tokens[0].attrs.get("id", "")), text))


def _kind_of_container(tokens: Sequence[Token]) -> str:
    """The kind of a `:::` block; empty for others."""
    return str(tokens[0].meta["kind"]) if tokens and tokens[0].type == "container_open" else ""


def _body_of(tokens: Sequence[Token]) -> Sequence[Token]:
    """A block as it is shown alone; of a rubric, the table, and of a field its name with what it says."""
    if _kind_of_container(tokens) not in APART:
        return tokens
    name = HEADING_MARKS.sub("", str(tokens[0].meta["title"])[-MOST_IN_A_TITLE:])
    shown = [raw(f"<p><strong>{escape(name)}</strong></p>")] if name else []
    return [*shown, *map(_without_marks, tokens[1:-1])]


def _without_marks(token: Token) -> Token:
    """A cell of a table without the key that stands behind its name."""
    if token.type != "inline" or not token.children or HEADING_MARKS.search(token.content[-MOST_IN_A_TITLE:]) is None:
        return token
    bare = deepcopy(token)
    last = (bare.children or [])[-1]
    last.content = HEADING_MARKS.sub("", last.content)
    return bare


def _inside_of_note(tokens: Sequence[Token]) -> list[Token]:
    """What a footnote says."""
    return [token for token in tokens[1:-1] if token.type != "footnote_anchor"]


def with_notes(tokens: Sequence[Token], notes: Mapping[int, Sequence[Token]]) -> list[Token]:
    """Blocks with those of the footnotes that they refer to, numbered in their order."""
    order: list[int] = []
    numbers: dict[int, int] = {}
    counts: Counter[int] = Counter()
    _renumber(tokens, order, numbers, counts)
    gathered: list[Sequence[Token]] = []
    # A footnote may refer to others, which then join the end of the list.
    while len(gathered) < len(order):
        note = deepcopy(list(notes.get(order[len(gathered)], ())))
        _renumber(note, order, numbers, counts)
        gathered.append(note)
    if not gathered:
        return list(tokens)
    written = [token for number, note in enumerate(gathered) for token in _with_anchors(note, number, counts[number])]
    return [*tokens, Token("footnote_block_open", "", 1), *written, Token("footnote_block_close", "", -1)]


def _renumber(tokens: Sequence[Token], order: list[int], numbers: dict[int, int], counts: Counter[int]) -> None:
    """Give the references in these tokens new numbers."""
    for token in tokens:
        for child in token.children or ():
            if child.type != "footnote_ref":
                continue
            if child.meta["id"] not in numbers:
                numbers[child.meta["id"]] = len(order)
                order.append(child.meta["id"])
            number = numbers[child.meta["id"]]
            child.meta = {**child.meta, "id": number, "subId": counts[number]}
            counts[number] += 1


def _with_anchors(note: Sequence[Token], number: int, count: int) -> Iterator[Token]:
    """A footnote with its number, and as many ways back as there are references."""
    has_anchors = False
    for token in note:
        if token.type == "footnote_open":
            yield Token("footnote_open", "", 1, meta={**token.meta, "id": number})
        elif token.type != "footnote_anchor":
            yield token
        elif not has_anchors:
            has_anchors = True
            for again in range(count):
                yield Token("footnote_anchor", "", 0, meta={**token.meta, "id": number, "subId": again})
