"""Headings: their levels, the anchors that links lead to, and the outline they make."""

from collections.abc import Sequence

from markdown_it.token import Token

from app.content.course import Heading
from app.content.faults import shorten
from app.content.page import Page
from app.content.vocabulary import is_key
from app.content.words import WORDS_ANCHOR
from app.markup.markdown import first_line_of, inline_text, slug_of


def check_headings(page: Page, tokens: Sequence[Token], *, asks: bool = False) -> tuple[Heading, ...]:
    """Give every heading its anchor, and the outline of the text; a skipped level is a fault.

    In a quiz (`asks`) the headings that ask a question carry its key, which is looked at elsewhere.
    """
    outline = []
    level = 1
    for position, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        line = first_line_of(token)
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


def free_anchor(page: Page, wanted: str) -> str:
    """An anchor for a heading that comes from another text."""
    return _free_anchor(page, wanted, 1)


def _anchor(page: Page, heading: Token, text: str, line: int) -> str:
    """The anchor an author fixed, or one made from the words."""
    marks = str(heading.meta.get("marks", "")).split()
    if not marks:
        return _free_anchor(page, slug_of(text) or "section", line)
    anchor = marks[0][1:]
    if len(marks) > 1 or not is_key(anchor):
        page.fault(
            line,
            f"`{{{shorten(' '.join(marks))}}}` cannot be an anchor; write it as `{{#who-decides}}`, with small letters a–z, digits and hyphens.",
        )
        return _free_anchor(page, "section", line)
    if anchor in page.fixed_anchors:
        page.fault(line, f"Two headings have the anchor `{anchor}`; the first is on line {page.anchors[anchor]}.")
    elif _is_taken(anchor):
        page.fault(line, f"The anchor `{anchor}` is used by the platform; write another.")
    elif anchor in page.anchors:
        page.fault(
            line,
            f"The heading on line {page.anchors[anchor]} gets the anchor `{anchor}` from its words; write another here, or fix an anchor there.",
        )
    page.fixed_anchors.add(anchor)
    page.anchors.setdefault(anchor, line)
    return anchor


def _is_taken(anchor: str) -> bool:
    """Say whether the platform itself may write this anchor into a text."""
    return anchor == WORDS_ANCHOR or anchor.startswith(("term-", "fn-", "fnref-"))


def _free_anchor(page: Page, wanted: str, line: int) -> str:
    """The anchor itself, or with the first number that is free."""
    if _is_taken(wanted):
        wanted = f"section-{wanted}"
    anchor, number = wanted, 1
    while anchor in page.anchors:
        # One more than how many there are is nearly always free, so that a thousand equal headings stay cheap.
        number = max(number + 1, page.anchors.get(f" {wanted}", 1) + 1)
        page.anchors[f" {wanted}"] = number
        anchor = f"{wanted}-{number}"
    page.anchors[anchor] = line
    return anchor
