"""Figures: pictures alone in their paragraph, drawings that become part of the page, links to films and recordings."""

import posixpath
from collections.abc import Sequence
from html import escape
from urllib.parse import unquote

from markdown_it.token import Token

from app.content.addresses import host_of
from app.content.faults import shorten
from app.content.links import path_from
from app.content.media import Medium
from app.content.page import Page
from app.content.safehtml import keep_place
from app.markup.markdown import inline_text, line_of

MOST_CAPTION = 2_000
MOST_DRAWN = 3_000_000
"""Characters of drawings in one text; the same drawing may stand there many times."""


def lone_image(paragraph: Sequence[Token]) -> Token | None:
    """The picture that stands alone in a paragraph."""
    if len(paragraph) != 3 or paragraph[1].type != "inline":
        return None
    children = paragraph[1].children or []
    shown = [
        child for child in children if child.type != "softbreak" and (child.type != "text" or child.content.strip())
    ]
    return shown[0] if len(shown) == 1 and shown[0].type == "image" else None


def figure(page: Page, inline: Token, image: Token) -> str:
    """A picture with its caption."""
    shown = picture(page, inline, image)
    title = str(image.attrs.get("title", ""))
    if len(title) > MOST_CAPTION:
        page.fault(line_of(inline, image), f"This caption is longer than {MOST_CAPTION:,} characters.")
        title = ""
    caption = f"<figcaption>{escape(title)}</figcaption>" if title else ""
    return f'<figure class="figure">{shown}{caption}</figure>\n'


def picture(page: Page, inline: Token, image: Token) -> str:
    """The picture itself: an image, or the place of a drawing."""
    line = line_of(inline, image)
    alternative = " ".join(inline_text(image.children or ()).split())
    if not alternative:
        page.fault(
            line,
            "This picture has no description; write between the brackets what it shows, for those who cannot see it.",
        )
    written = unquote(str(image.attrs.get("src", "")))
    path = path_from(page.file, written)
    medium = page.book.media.get(path)
    if medium is None:
        _fault_missing_picture(page, written, path, line)
        return ""
    if medium.drawing is not None:
        return _place_of_drawing(page, medium, alternative, line)
    if medium.pixels is None:
        page.fault(line, f"`{shorten(written)}` is not a picture; link to it instead.")
        return ""
    width, height = medium.pixels
    return (
        f'<img src="{escape(medium.address)}" alt="{escape(alternative)}" width="{width}" height="{height}"'
        ' loading="lazy" decoding="async">'
    )


def media_link(page: Page, kind: str, title: str, line: int, inside: Sequence[Token]) -> tuple[str, Sequence[Token]]:
    """The link to a film or a recording elsewhere, with its poster, and what is left: the words of the transcript."""
    address, _, words = title.partition(" ")
    host = host_of(address)
    if not host:
        page.fault(
            line,
            f"`::: {kind}` needs a full address and a title, as in `::: {kind} https://example.org/watch/12 A mayor explains`.",
        )
    elif not words.strip():
        page.fault(line, f"This {kind} has no title; write it after the address.")
    poster = ""
    image = lone_image(inside[:3]) if inside[0].type == "paragraph_open" else None
    if image is not None and kind == "video":
        poster = picture(page, inside[1], image)
        inside = inside[3:]
    elif kind == "video":
        page.fault(line, "A video needs a poster; put a picture under this line, and an empty line after the picture.")
    if not inside:
        page.fault(line, f"This {kind} has no transcript; write under it what is said and shown.")
    opens = page.labels.opens.format(host=host)
    link = (
        f'<figure class="media-link media-{kind}"><a href="{escape(address) if host else "#"}" rel="noopener noreferrer">{poster}'
        f'<span class="media-title">{escape(words.strip())}</span> <span class="media-host">{escape(opens)}</span></a></figure>'
    )
    return link, inside


def _fault_missing_picture(page: Page, written: str, path: str, line: int) -> None:
    """Say why a picture cannot be shown."""
    if "://" in written or written.startswith("//"):
        page.fault(line, "Pictures of other sites cannot be shown; copy the picture into `media/`.")
    elif path not in page.book.other_paths:
        choices = (posixpath.relpath(known, posixpath.dirname(page.file) or ".") for known in page.book.media)
        page.fault(line, f"There is no picture `{shorten(written)}`.", near=(written, choices))


def _place_of_drawing(page: Page, medium: Medium, alternative: str, line: int) -> str:
    """An empty element where a drawing will go: drawings are checked by other rules than HTML, and put in last."""
    assert medium.drawing is not None
    page.drawn += medium.drawing.size
    if page.drawn > MOST_DRAWN:
        page.fault(line, "Together, the drawings of this text are too large; use fewer, or simpler ones.")
        return ""
    markup = medium.drawing.markup(alternative, f"{page.scope}-{len(page.drawings) + 1}-")
    return keep_place(page, markup)
