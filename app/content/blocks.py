"""The blocks of a text: what a translation follows, each with a digest that changes when a word of it does."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from app.content.frontmatter import FrontMatter
from app.content.vocabulary import QUOTES
from app.markup.markdown import end_of_block, first_line_of

FRONT = "front"
FOOTNOTE = "footnote"
QUESTION = "question"
ANSWER = "answer"
VALUE = "value"
FEEDBACK = "feedback"
EXPLANATION = "explanation"
TERM = "word"
RULE = "rule"

KINDS = {
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "blockquote_open": "quote",
    "table_open": "table",
    "dl_open": "definition list",
    "fence": "code",
    "code_block": "code",
    "hr": RULE,
}
LIST_NAMES = ("outcomes", "audience")
SCOPE_NAMES = ("in", "out")
QUOTE_MARK = re.compile(r"[ \t]*(?:>[ \t]?)+")
ONE_QUOTE_MARK = re.compile(r"[ \t]*> ?")


@dataclass(frozen=True, slots=True)
class Block:
    """A block as it is written.

    `frame` holds what a translation cannot change and need not see, such as the mark of an answer; `group` is the key
    of the question or the word of the glossary that it belongs to.
    """

    kind: str
    source: str
    line: int
    digest: str
    frame: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block with its tokens."""

    block: Block
    tokens: Sequence[Token]


def block_digest(source: str, frame: str = "") -> str:
    """The first ten hex digits of the SHA-256 over the source with its white space folded."""
    first, *others = source.split("\n")
    words = " ".join([frame, first, *(QUOTE_MARK.sub("", line, count=1) for line in others)]).split()
    return hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def block(kind: str, source: str, line: int, *, frame: str = "", group: str = "") -> Block:
    """Make a block with its digest."""
    return Block(kind, source, line, block_digest(source, frame), frame, group)


def front_texts(front: FrontMatter) -> tuple[tuple[str, str], ...]:
    """What the block at the top of a file says in words, by names such as `title` and `outcomes.2`."""
    texts = [("title", front.text("title")), ("summary", front.text("summary"))]
    for name in LIST_NAMES:
        texts += [(f"{name}.{number}", text) for number, text in enumerate(front.texts(name), start=1)]
    scope = front.table("scope")
    for name in SCOPE_NAMES:
        texts += [(f"scope.{name}.{number}", text) for number, text in enumerate(scope.texts(name), start=1)]
    return tuple((name, text) for name, text in texts if text)


def front_block(front: FrontMatter) -> Block:
    """The block at the top of a file, as one block of the text: only what it says in words counts."""
    return block(FRONT, _front_source(front_texts(front)), 1)


def front_digest(texts: Iterable[tuple[str, str]]) -> str:
    """The digest of the block at the top of a file that says this."""
    return block_digest(_front_source(texts))


def _front_source(texts: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {text}" for name, text in texts)


def cut(tokens: Sequence[Token], body: str) -> list[Piece]:
    """Cut a text into its blocks, with the footnotes last."""
    lines = body.split("\n")
    pieces: list[Piece] = []
    position = 0
    while position < len(tokens):
        if tokens[position].type == "footnote_block_open":
            pieces.extend(_footnotes(tokens[position + 1 : -1], lines))
            break
        end = end_of_block(tokens, position)
        part = tokens[position : end + 1]
        pieces.append(Piece(block(_kind_of(part[0]), _source_of(part[0], lines), first_line_of(part[0])), part))
        position = end + 1
    return pieces


def cut_quiz(tokens: Sequence[Token], body: str) -> list[Piece]:
    """Cut a quiz into its blocks: those of the introduction, then the heading and the parts of every question."""
    lines = body.split("\n")
    pieces: list[Piece] = []
    question: str | None = None
    for piece in cut(tokens, body):
        first = piece.tokens[0]
        if first.type == "heading_open" and first.tag == "h2":
            marks = str(first.meta.get("marks", ""))
            question = (marks.split() or [""])[0][1:]
            words = piece.tokens[1].content.strip()
            heading = block(QUESTION, words, piece.block.line, frame=marks, group=question)
            pieces.append(Piece(heading, piece.tokens))
        elif question is None:
            pieces.append(piece)
        elif first.type == "container_open" and first.meta["kind"] == EXPLANATION:
            inside = piece.block.source.split("\n")[1 : -1 if first.meta["is_closed"] else None]
            source = "\n".join(inside).strip("\n")
            pieces.append(Piece(block(EXPLANATION, source, piece.block.line, group=question), piece.tokens))
        elif answers := list(_answers(piece, lines, question)):
            pieces.extend(Piece(answer, ()) for answer in answers)
        else:
            own = piece.block
            pieces.append(Piece(block(own.kind, own.source, own.line, group=question), piece.tokens))
    return pieces


def marked_items(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """The items of a list that are answers."""
    items = []
    position = 1
    while position < len(tokens) - 1:
        end = end_of_block(tokens, position)
        if "mark" in tokens[position].meta:
            items.append(tokens[position : end + 1])
        position = end + 1
    return items


def _kind_of(token: Token) -> str:
    """What a block is, as one would say it."""
    if token.type == "heading_open":
        return f"heading {token.tag[1]}"
    if token.type == "container_open":
        return f"`::: {token.meta['kind']}`"
    return KINDS.get(token.type, token.type)


def _source_of(token: Token, lines: Sequence[str]) -> str:
    """The lines a block takes, without the empty ones around it."""
    if token.map is None:
        return token.content
    return "\n".join(lines[token.map[0] : token.map[1]]).strip("\n").rstrip()


def _footnotes(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Piece]:
    """The notes at the end, each a block."""
    position = 0
    while position < len(tokens):
        end = end_of_block(tokens, position)
        part = tokens[position : end + 1]
        places = [token.map for token in part if token.map]
        start = min((place[0] for place in places), default=0)
        source = "\n".join(lines[start : max((place[1] for place in places), default=0)]).strip("\n").rstrip()
        if not source.lstrip().startswith("[^"):
            source = f"[^{part[0].meta['label']}]:\n{source}"
        yield Piece(block(FOOTNOTE, source, start + 1), part)
        position = end + 1


def _answers(piece: Piece, lines: Sequence[str], question: str) -> Iterator[Block]:
    """The answers in a list, each followed by its feedback; the accepted forms of a text are one answer."""
    if piece.tokens[0].type not in ("bullet_list_open", "ordered_list_open"):
        return
    items = marked_items(piece.tokens)
    forms = [item for item in items if item[0].meta["mark"] == "=" and _is_quoted(item[2].content.strip())]
    for item in items:
        if any(item is other for other in forms[1:]):
            continue
        together = forms if forms and item is forms[0] else [item]
        mark, line = item[0].meta["mark"], first_line_of(item[0])
        source = "\n".join(one[2].content.strip() for one in together)
        is_value = mark == "else" or (mark in ("=", "!=") and not _is_quoted(source))
        yield block(VALUE if is_value else ANSWER, source, line, frame=mark, group=question)
        feedback = "\n\n".join(filter(None, (_feedback_of(one, lines) for one in together)))
        if feedback:
            yield block(FEEDBACK, feedback, line, group=question)


def _feedback_of(item: Sequence[Token], lines: Sequence[str]) -> str:
    """What stands in quotes under an answer, without the quote marks."""
    level = item[0].level + 1
    return "\n\n".join(
        "\n".join(ONE_QUOTE_MARK.sub("", line, count=1) for line in lines[token.map[0] : token.map[1]]).strip()
        for token in item
        if token.type == "blockquote_open" and token.level == level and token.map
    )


def _is_quoted(text: str) -> bool:
    return text[:1] in QUOTES
