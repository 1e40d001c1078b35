"""Double brackets, `[[a word]]` or `[[shown|a word]]`: a Markdown rule that leaves their meaning to others."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

BRACKETS = re.compile(r"\[\[([^\[\]|]{1,200})(?:\|([^\[\]|]{1,200}))?\]\]")


def bracket_plugin(md: MarkdownIt) -> None:
    """Teach the parser double brackets; it says what is `shown`, what is `meant`, and whether it `is_reworded`."""
    md.inline.ruler.before("link", "brackets", _brackets)


def _brackets(state: StateInline, silent: bool) -> bool:
    """Read one pair of double brackets."""
    if not state.src.startswith("[[", state.pos):
        return False
    found = BRACKETS.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("brackets", "", 0)
        shown = " ".join(found[1].split())
        token.content = shown
        meant = " ".join((found[2] or found[1]).split())
        token.meta = {"shown": shown, "meant": meant, "is_reworded": found[2] is not None, "at": state.pos}
    state.pos = found.end()
    return True
