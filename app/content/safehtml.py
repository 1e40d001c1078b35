"""The last step of a text: its HTML is sanitised, then the drawings, checked by other rules, are put in."""

from app.content.page import Page
from app.markup.sanitise import TooMuchHtml, sanitise


def keep_place(page: Page, drawing: str) -> str:
    """Keep a drawing for later; gives the empty element that stands for it, which authors have no way to write."""
    page.drawings.append(drawing)
    return f'<span class="drawing" id="drawing-{len(page.drawings) - 1}"></span>'


def safe_html(page: Page, html: str, line: int = 1) -> str:
    """Sanitise, then put the drawings in; nothing and a fault on the line when there is too much of it."""
    try:
        safe = sanitise(html)
    except TooMuchHtml:
        page.fault(line, "This text is too long, or too many of its blocks lie inside one another.")
        return ""
    pieces = safe.split('<span class="drawing" id="drawing-')
    for index, piece in enumerate(pieces[1:], start=1):
        number, _, rest = piece.partition('"></span>')
        pieces[index] = page.drawings[int(number)] + rest
    return "".join(pieces).strip()
