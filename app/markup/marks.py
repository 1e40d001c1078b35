"""Marks in headings (`{#key points=2}`) and list items (`[x]`, `( )`, `= 12`), taken off before the text is read."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

HEADING_MARKS = re.compile(r"[ \t]*\{[ \t]*(#[^{}\n]{0,200})\}$")
TASK_MARK = re.compile(r"\[[ xX]\](?=\s|$)")
ANSWER_MARK = re.compile(r"\([ xX]?\)|\[[ xX]?\]|!?=|else(?=\s*$)", re.MULTILINE)


def marks_plugin(md: MarkdownIt) -> None:
    """Put the marks of headings and list items into the `meta` of their opening token, under `marks` and `mark`."""
    md.core.ruler.after("block", "marks", _take_marks)


def _take_marks(state: StateCore) -> None:
    """Look at every heading and every list item; `answers` in the environment asks for the marks of a quiz."""
    item_mark = ANSWER_MARK if state.env.get("answers") else TASK_MARK
    tokens = state.tokens
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            _take_heading_marks(token, tokens[position + 1])
        elif token.type == "list_item_open" and position + 2 < len(tokens) and tokens[position + 2].type == "inline":
            _take_item_mark(token, tokens[position + 2], item_mark)


def _take_heading_marks(heading: Token, inline: Token) -> None:
    """Take `{#…}` off the end of a heading."""
    found = HEADING_MARKS.search(inline.content[-250:])
    if found is None:
        return
    heading.meta["marks"] = found[1]
    inline.content = inline.content[: len(inline.content) - len(found[0])]


def _take_item_mark(item: Token, inline: Token, mark: re.Pattern[str]) -> None:
    """Take the mark off the beginning of a list item."""
    found = mark.match(inline.content)
    if found is None:
        return
    item.meta["mark"] = re.sub(r"[\[(][\])]", lambda empty: f"{empty[0][0]} {empty[0][1]}", found[0].lower())
    inline.content = inline.content[found.end() :].lstrip(" \t")
