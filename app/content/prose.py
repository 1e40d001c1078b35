"""Course texts: tokens in, safe HTML out, with links, figures, call-outs and glossary words put in their places."""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from markdown_it.token import Token

from app.content.faults import shorten
from app.content.figures import figure, lone_image, media_link
from app.content.links import resolve_link
from app.content.media import Medium
from app.content.page import Page
from app.content.safehtml import safe_html
from app.content.words import write_word
from app.markup.markdown import end_of_block, first_line_of, inline_text, line_of, render, render_inline

CALLOUTS = ("note", "example", "try", "case")
MEDIA_LINKS = ("video", "audio")
CONTAINERS = (*CALLOUTS, "answer", *MEDIA_LINKS)
ELSEWHERE = {
    "explanation": "a quiz",
    "rubric": "an assignment",
    "field": "an assignment",
    "table-to-fill": "an assignment",
    "scores": "a model example",
}

NO_LINK = "This link cannot be read; look at its brackets, and write `%20` for a space in its address."
LEFTOVERS = {
    "](": NO_LINK,
    "][": "This link has no address; write it as `[words](address)`.",
    "[^": "This footnote has no text; write it below, as in `[^oecd]: OECD, 2020.`",
    "[[": "These brackets are not closed; a word of the glossary is written as `[[word]]`.",
}
LEFTOVER = re.compile("|".join(map(re.escape, LEFTOVERS)))


def write_blocks(page: Page, tokens: Sequence[Token]) -> str:
    """Give the safe HTML of whole blocks."""
    return safe_html(page, unsafe_html(page, tokens), first_line_of(tokens[0]) if tokens else 1)


def unsafe_html(page: Page, tokens: Sequence[Token]) -> str:
    """Give the HTML of whole blocks as it is before it goes through the sanitiser with what surrounds it."""
    return render(list(_blocks(page, tokens)), scope=page.scope, back_label=page.labels.back)


def write_inline(page: Page, inline: Token) -> str:
    """Give the safe HTML of one line of text, without a paragraph around it."""
    return safe_html(page, render_inline(list(_children(page, inline))), first_line_of(inline))


def raw(html: str) -> Token:
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
        end = end_of_block(tokens, position)
        yield from writer(page, tokens[position : end + 1])
        position = end + 1


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
    image = lone_image(tokens)
    if image is not None:
        yield raw(figure(page, tokens[1], image))
        return
    yield tokens[0]
    yield from _blocks(page, tokens[1:-1])
    yield tokens[-1]


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
    yield raw(f'<li class="task"><input type="checkbox" disabled=""{checked} aria-label="{escape(label)}"> ')
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
    yield raw(f'<div class="table-scroll" tabindex="0" role="region" aria-label="{escape(name)}">')
    yield tokens[0]
    yield from _blocks(page, tokens[1:-1])
    yield tokens[-1]
    yield raw("</div>\n")


def _write_stray(page: Page, tokens: Sequence[Token]) -> Iterator[Token]:
    """A `:::` that closes nothing."""
    page.fault(
        first_line_of(tokens[0]), "This `:::` closes nothing; write a kind after it to open a block, as in `::: note`."
    )
    yield from ()


def _write_container(page: Page, tokens: Sequence[Token]) -> Iterator[Token]:
    """A block between `:::` lines."""
    opening, inside = tokens[0], tokens[1:-1]
    kind, title, line = opening.meta["kind"], opening.meta["title"], first_line_of(opening)
    if not opening.meta["is_closed"]:
        page.fault(line, f"This `::: {shorten(kind)}` is never closed; put a line `:::` at its end.")
    if kind in ELSEWHERE:
        page.fault(line, f"`::: {kind}` can only be used in {ELSEWHERE[kind]}, and not inside another block.")
    elif kind not in CONTAINERS:
        known = ", ".join(CONTAINERS)
        page.fault(line, f"There is no block `::: {shorten(kind)}`; the blocks are {known}.", near=(kind, CONTAINERS))
    elif not inside:
        page.fault(line, f"This `::: {kind}` is empty.")
    elif kind in MEDIA_LINKS:
        link, spoken = media_link(page, kind, title, line, inside)
        yield raw(f'{link}<details class="transcript"><summary>{escape(page.labels.transcript)}</summary>')
        yield from _blocks(page, spoken)
        yield raw("</details>\n")
        return

    if kind == "answer":
        yield raw(f'<details class="answer"><summary>{escape(title or page.labels.answer)}</summary>')
        yield from _blocks(page, inside)
        yield raw("</details>\n")
    elif kind in CALLOUTS:
        yield raw(
            f'<div class="callout callout-{kind}" role="note"><p class="callout-title">{escape(title or page.labels.callout(kind))}</p>'
        )
        yield from _blocks(page, inside)
        yield raw("</div>\n")
    else:
        yield from _blocks(page, inside)


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
            downloads.append(resolve_link(page, child, line_of(inline, child)))
            yield child
        elif child.type == "link_close":
            medium = downloads.pop() if downloads else None
            if medium is not None:
                yield inline_html(f' <span class="file-facts">({escape(medium.facts)})</span>')
            yield child
        elif child.type == "image":
            message = "A picture must stand alone; put an empty line before and after it."
            page.fault(line_of(inline, child), message)
        elif child.type == "brackets":
            yield inline_html(write_word(page, child, line_of(inline, child)))
        else:
            yield child


def _check_leftovers(page: Page, inline: Token) -> None:
    """What was meant as a link, a footnote or a word and was not read as one would be shown with all its brackets."""
    line = first_line_of(inline)
    for child in inline.children or ():
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "text" and (found := LEFTOVER.search(child.content)):
            page.fault(line, LEFTOVERS[found[0]])


def inline_html(html: str) -> Token:
    """A token that is written as it is, inside a paragraph."""
    return Token("html_inline", "", 0, content=html)
