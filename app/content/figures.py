"""Figures: a picture alone in its paragraph, shown as an image or as a drawing that becomes part of the page."""

import posixpath
from collections.abc import Sequence
from html import escape
from urllib.parse import unquote

from markdown_it.token import Token

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


def _fault_missing_picture(page: Page, written: str, path: str, line: int) -> None:
    """Say why a picture cannot be shown."""
    if "://" in written or written.startswith("//"):
        page.fault(line, "Pictures from elsewhere are not loaded; copy the picture into `media/`.")
    elif path not in page.book.other_paths:
        choices = (posixpath.relpath(known, posixpath.dirname(page.file) or ".") for known in page.book.media)
        page.faults.add(page.file, line, f"There is no picture `{shorten(written)}`.", near=(written, choices))


def _place_of_drawing(page: Page, medium: Medium, alternative: str, line: int) -> str:
    """An empty element where a drawing will go: drawings are checked by other rules than HTML, and put in last."""
    assert medium.drawing is not None
    page.drawn += medium.drawing.size
    if page.drawn > MOST_DRAWN:
        page.fault(line, "The drawings of this text are too large taken together.")
        return ""
    markup = medium.drawing.markup(alternative, f"{page.scope}-{len(page.drawings) + 1}-")
    return keep_place(page, markup)
