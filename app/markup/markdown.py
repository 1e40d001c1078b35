"""Markdown in, tokens and HTML out: the one parser, with what we add to it and what we keep it from doing."""

import re
import unicodedata
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from functools import cache, partial
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as image_rule
from markdown_it.rules_inline import link as link_rule
from markdown_it.rules_inline.autolink import autolink as autolink_rule
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from app.markup.brackets import bracket_plugin
from app.markup.containers import container_plugin
from app.markup.marks import marks_plugin

MOST_NESTING = 16
"""Levels a text may be nested; a list takes two. Every level makes brackets costlier to read."""

MOST_IN_A_BLOCK = 10_000
"""Characters without an empty line between them; some Markdown takes time that grows with their square."""

MOST_BRACKETS = 20_000
"""`[` in one text; each may begin a link, which takes long to rule out."""


class Unreadable(ValueError):
    """The text is refused before it could take long to read; `line` says where, as far as that is known."""

    def __init__(self, line: int) -> None:
        super().__init__(f"Refused at line {line}.")
        self.line = line


class TooDeep(Unreadable):
    """Lists in lists, quotes in quotes, deeper than anybody can follow."""


class BlockTooLong(Unreadable):
    """A stretch of text without an empty line is too long; `line` is where it begins."""


class TooManyBrackets(Unreadable):
    """The text holds more brackets than any text needs; `line` is that of the first too many."""


def parse(text: str, *, answers: bool = False) -> list[Token]:
    """Give the tokens of a text; with `answers`, list items are those of a quiz. Raises Unreadable."""
    _measure(text)
    try:
        tokens = parser().parse(text, {"answers": answers})
    except RecursionError as error:
        raise TooDeep(1) from error
    for token in tokens:
        deepest_child = max((child.level for child in token.children or ()), default=0)
        if token.level > MOST_NESTING or deepest_child > MOST_NESTING:
            raise TooDeep(first_line_of(token))
    return tokens


def render(tokens: Sequence[Token], *, scope: str = "", back_label: str = "↩") -> str:
    """Give the HTML of tokens, still to be sanitised; `scope` keeps the footnotes of two texts on one page apart."""
    return renderer().render(tokens, parser().options, {"scope": scope, "back_label": back_label})


def render_inline(children: Sequence[Token]) -> str:
    """Give the HTML of what stands inside a paragraph, still to be sanitised."""
    return renderer().renderInline(children, parser().options, {})


def plain_text(tokens: Sequence[Token]) -> str:
    """Give the words of a text without markup, a block a line."""
    return "\n".join(filter(None, map(_words_of, tokens)))


def inline_text(children: Sequence[Token]) -> str:
    """Give the words of what stands inside a paragraph."""
    return "".join(" " if child.type in ("softbreak", "hardbreak") else child.content for child in children).strip()


def end_of_block(tokens: Sequence[Token], start: int) -> int:
    """The position of the last token of the block that begins at `start`."""
    depth = 0
    for position in range(start, len(tokens)):
        depth += tokens[position].nesting
        if depth == 0:
            return position
    return len(tokens) - 1


def first_line_of(block: Token, default: int = 1) -> int:
    """The line, counted from 1, on which a block begins."""
    return block.map[0] + 1 if block.map else default


def line_of(block: Token, child: Token) -> int:
    """The line, counted from 1, on which something inside a paragraph stands."""
    return first_line_of(block) + block.content.count("\n", 0, child.meta.get("at", 0))


def slug_of(words: str) -> str:
    """Make an anchor from words: letters and digits of any script, small, with hyphens between them."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return "-".join(re.findall(r"[^\W_]+", folded))[:100].strip("-")


@cache
def parser() -> MarkdownIt:
    """The parser. HTML is never let through: what looks like a tag is text."""
    # The parser drops what is nested deeper than it may go, so it gets room to show that there is too much.
    md = MarkdownIt("commonmark", {"html": False, "maxNesting": MOST_NESTING + 6})
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin, inline=False).use(deflist_plugin)
    md.use(container_plugin).use(bracket_plugin).use(marks_plugin)
    for name, rule in (("link", link_rule), ("image", image_rule), ("autolink", autolink_rule)):
        md.inline.ruler.at(name, partial(_with_position, rule))
    return md


@cache
def renderer() -> RendererHTML:
    """What writes tokens as HTML, with our own way of writing some of them."""
    own = RendererHTML()
    own.rules.update(_RENDERINGS)  # type: ignore[arg-type]
    return own


def _measure(text: str) -> None:
    """Refuse text whose reading would take very long."""
    start = 1
    length = brackets = 0
    for line, content in enumerate(text.split("\n"), start=1):
        if not content or content.isspace():
            start, length = line + 1, 0
        length += len(content) + 1
        if length > MOST_IN_A_BLOCK:
            raise BlockTooLong(start)
        brackets += content.count("[")
        if brackets > MOST_BRACKETS:
            raise TooManyBrackets(line)


def _with_position(rule: Callable[[StateInline, bool], bool], state: StateInline, silent: bool) -> bool:
    """Run a rule and note where in the paragraph its first token began, so that faults can name the line."""
    position, count = state.pos, len(state.tokens)
    # Pending text becomes a token of its own as soon as the rule pushes one.
    count += bool(state.pending)
    if not rule(state, silent):
        return False
    if not silent and len(state.tokens) > count:
        state.tokens[count].meta["at"] = position
    return True


def _words_of(token: Token) -> str:
    """The words of one block."""
    if token.type == "inline":
        return inline_text(token.children or ())
    if token.type in ("fence", "code_block"):
        return token.content.strip()
    if token.type == "container_open":
        return str(token.meta["title"])
    return ""


Rendering = Callable[[Sequence[Token], int, Any, MutableMapping[str, Any]], str]


def _footnote_name(token: Token, env: Mapping[str, Any]) -> str:
    scope = env.get("scope", "")
    return f"{scope}-{token.meta['id'] + 1}" if scope else str(token.meta["id"] + 1)


def _footnote_ref(tokens: Sequence[Token], index: int, _options: Any, env: MutableMapping[str, Any]) -> str:
    token = tokens[index]
    name, number = _footnote_name(token, env), token.meta["id"] + 1
    again = f"-{token.meta['subId']}" if token.meta.get("subId") else ""
    return f'<sup class="footnote-mark"><a id="fnref-{name}{again}" href="#fn-{name}">[{number}]</a></sup>'


def _footnote_back(tokens: Sequence[Token], index: int, _options: Any, env: MutableMapping[str, Any]) -> str:
    token = tokens[index]
    again = f"-{token.meta['subId']}" if token.meta.get("subId") else ""
    href = f"#fnref-{_footnote_name(token, env)}{again}"
    return f' <a class="footnote-back" href="{href}" aria-label="{env.get("back_label", "")}">↩\ufe0e</a>'


def _code(tokens: Sequence[Token], index: int, _options: Any, _env: MutableMapping[str, Any]) -> str:
    text = tokens[index].content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return f'<pre tabindex="0"><code>{text}</code></pre>\n'


def _cell_open(tokens: Sequence[Token], index: int, _options: Any, _env: MutableMapping[str, Any]) -> str:
    """A cell; its place is said by a class, since the pages allow no inline styles."""
    token = tokens[index]
    style = str(token.attrs.get("style", ""))
    place = ' class="end"' if style.endswith("right") else ' class="center"' if style.endswith("center") else ""
    tag = _cell_tag(token, tokens[index + 1])
    scope = ' scope="col"' if tag == "th" else ""
    return f"<{tag}{scope}{place}>"


def _cell_close(tokens: Sequence[Token], index: int, _options: Any, _env: MutableMapping[str, Any]) -> str:
    return f"</{_cell_tag(tokens[index], tokens[index - 1])}>\n"


def _cell_tag(cell: Token, text: Token) -> str:
    """The empty corner of a table heads no column, and is not to be read out as if it did."""
    return cell.tag if text.content.strip() else "td"


_RENDERINGS: dict[str, Rendering] = {
    "footnote_ref": _footnote_ref,
    "footnote_anchor": _footnote_back,
    "footnote_block_open": lambda *_: '<section class="footnotes"><ol>\n',
    "footnote_block_close": lambda *_: "</ol></section>\n",
    "footnote_open": lambda tokens, index, _options, env: f'<li id="fn-{_footnote_name(tokens[index], env)}">',
    "footnote_close": lambda *_: "</li>\n",
    "fence": _code,
    "code_block": _code,
    "td_open": _cell_open,
    "th_open": _cell_open,
    "td_close": _cell_close,
    "th_close": _cell_close,
}
