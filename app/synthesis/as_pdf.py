"""A synthesis as a PDF, the same bytes for the same document. Pure but for reading fonts.

Words that lead somewhere are followed by their address on a line of its own: whoever reads it on paper sees where, and
in texts written from right to left no line is turned around by an address within it.
"""

import re
import unicodedata
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from app.certificates.fitting import tidy_for_print
from app.certificates.typefaces import SANS, SERIF, CannotBeDrawn, fonts_for
from app.platform.i18n import direction_of
from app.synthesis.blocks import CONTINUED, Block, Look, Run, Runs
from app.synthesis.document import Document
from app.synthesis.layout import laid_out

__all__ = ["CannotBeDrawn", "pdf_file"]

_ACCENT, _INK, _SOFT, _LINE = "#0b5a63", "#1b2326", "#545f64", "#dedacd"
_WIDTH, _MARGIN, _FOOT = 210.0, 26.0, 22.0
_INNER = _WIDTH - 2 * _MARGIN
_POINT = 25.4 / 72
_STEP = 6.0
_MARKS = re.compile(r"(\*\*|__|~~|--)")
# What is between them runs its own way (`platform.bidi`): the shaping engine needs them, and draws nothing for them.
_SET_APART = "\u2068\u2069"
# By level from 2: size, room above.
_HEADINGS = {2: (17.0, 9.0), 3: (13.5, 6.0), 4: (12.0, 5.0), 5: (11.0, 4.0), 6: (11.0, 4.0)}


def pdf_file(document: Document) -> bytes:
    """The file, on as many pages of A4 as it takes. Raises CannotBeDrawn when no font at hand has a sign of it."""
    with closing(_Pages(document)) as pages:
        for block in laid_out(document):
            pages.write(block)
        return bytes(pages.output())


class _Pages(FPDF):
    """Pages under the pen, each with its number and the title at its foot."""

    # What looks like a link in somebody's words is words: links are told beneath.
    MARKDOWN_LINK_REGEX = re.compile(r"(?!)")

    def __init__(self, document: Document) -> None:
        super().__init__(orientation="portrait", unit="mm", format="A4")
        self._document = document
        self._families: set[str] = set()
        self._has_title = False
        self._look_before: Look | None = None
        published = document.published_on or "1980-01-01"
        self.set_creation_date(datetime.fromisoformat(published).replace(tzinfo=UTC))
        self.set_title(document.title)
        self.set_author(document.site)
        self.set_subject(document.subject)
        self.set_lang(document.language)
        # A text may hold the letters that would otherwise stand for the number of pages.
        self.alias_nb_pages(None)  # type: ignore[arg-type]
        self.set_margins(_MARGIN, 24, _MARGIN)
        self.set_auto_page_break(True, _FOOT + 6)
        self.c_margin = 0
        self.add_page()

    def close(self) -> None:
        """Let go of the font files, which the library keeps open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def footer(self) -> None:
        """The title at one side, the number of the page at the other."""
        is_rtl = direction_of(self._document.language) == "rtl"
        self.set_y(-_FOOT + 4)
        title = _shortened(tidy_for_print(self._document.title), 90)
        self._choose(title, SANS, 8.5, self._document.language)
        self.set_text_color(_SOFT)
        self.set_x(_MARGIN)
        self.cell(_INNER, 5, title, align="R" if is_rtl else "L")
        self._choose(str(self.page), SANS, 8.5, "en")
        self.set_x(_MARGIN)
        self.cell(_INNER, 5, str(self.page), align="L" if is_rtl else "R")

    def write(self, block: Block) -> None:  # type: ignore[override]
        """One block, and the addresses that its words lead to."""
        if block.look is Look.PARAGRAPH and self._look_before in (Look.ITEM, Look.SOURCE):
            self.ln(2.4)
        self._look_before = block.look
        match block.look:
            case Look.TITLE:
                self.start_section(block.words, level=0, strict=False)
                self._lines(block, SERIF, 26, color=_ACCENT, above=1, below=3, leading=1.25)
            case Look.OVER:
                self._lines(block, SANS, 10, color=_SOFT, below=2)
            case Look.HEADING:
                size, above = _HEADINGS[max(2, block.level)]
                self._keep_together(above + 4 * size * _POINT)
                self.ln(above)
                self.start_section(block.words, level=max(1, block.level - 1), strict=False)
                self._lines(block, SERIF, size, color=_ACCENT, below=2, leading=1.3)
            case Look.QUOTE:
                self._quotation(block)
            case Look.SOURCE:
                self._source(block)
            case Look.ITEM:
                self._item(block)
            case Look.CODE:
                self._lines(block, SANS, 10, color=_INK, below=3)
            case Look.TABLE:
                self._table(block)
            case Look.PARAGRAPH:
                self._lines(block, SERIF, 11, color=_INK, below=2.6)
                self._addresses(block)

    def _lines(
        self,
        block: Block,
        fonts: tuple[Path, ...],
        size: float,
        *,
        color: str,
        above: float = 0,
        below: float,
        indent: float = 0,
        leading: float = 1.5,
        address: str = "",
    ) -> None:
        language = block.language or self._document.language
        is_rtl = direction_of(language) == "rtl"
        words = _printed(block.runs)
        self._choose(block.words, fonts, size, language)
        self.set_text_color(color)
        self.set_xy(_MARGIN + (0 if is_rtl else indent), self.get_y() + above)
        self.multi_cell(
            _INNER - indent,
            size * leading * _POINT,
            words,
            align="R" if is_rtl else "L",
            markdown=True,
            link=address,
            new_x="LMARGIN",
            new_y="NEXT",
        )
        self.ln(below)

    def _quotation(self, block: Block) -> None:
        """Somebody else's words, with a line at their side."""
        self._keep_together(14)
        top, page = self.get_y(), self.page
        self._lines(block, SERIF, 12, color=_INK, below=1.6, indent=_STEP)
        # A quotation that goes over to the next page has its line there only.
        beginning = top if page == self.page else self.t_margin
        self.set_draw_color(_ACCENT)
        self.set_line_width(0.7)
        is_rtl = direction_of(block.language or self._document.language) == "rtl"
        side = _WIDTH - _MARGIN - 1 if is_rtl else _MARGIN + 1
        self.line(side, beginning, side, self.get_y() - 1.6)

    def _source(self, block: Block) -> None:
        address = next(iter(block.addresses), "")
        self._lines(block, SANS, 9.5, color=_ACCENT if address else _SOFT, below=1.2, indent=_STEP, address=address)
        if address and address != block.words:
            self._address(address, _STEP)
        else:
            self.ln(1.4)

    def _item(self, block: Block) -> None:
        indent = _STEP * min(block.level, 6)
        if block.list_id != CONTINUED:
            numbered = f".{block.number}" if self._is_rtl else f"{block.number}."
            mark = numbered if block.number else "•"
            self._keep_together(8)
            top = self.get_y()
            self._choose(mark, SERIF, 11, "en")
            self.set_text_color(_INK)
            self.set_xy(_WIDTH - _MARGIN - indent if self._is_rtl else _MARGIN + indent - _STEP, top)
            self.cell(_STEP, 11 * 1.5 * _POINT, mark, align="R" if self._is_rtl else "L")
            self.set_xy(_MARGIN, top)
        self._lines(block, SERIF, 11, color=_INK, below=1, indent=indent)
        self._addresses(block, indent)

    def _table(self, block: Block) -> None:
        """Rows under each other with a fine line between them: columns would be too narrow for sentences."""
        for number, row in enumerate(block.rows):
            cells = [Run("".join(run.words for run in cell), is_strong=not number) for cell in row]
            between = [piece for cell in cells for piece in (Run("  |  "), cell)][1:]
            self._lines(Block(Look.PARAGRAPH, tuple(between)), SERIF, 10.5, color=_INK, below=0.8)
            self.set_draw_color(_LINE)
            self.set_line_width(0.2)
            self.line(_MARGIN, self.get_y(), _WIDTH - _MARGIN, self.get_y())
            self.ln(0.8)
        self.ln(2)
        self._addresses(block)

    def _addresses(self, block: Block, indent: float = 0) -> None:
        for address in block.addresses:
            self._address(address, indent)

    def _address(self, address: str, indent: float) -> None:
        """An address, which is written from left to right in every language."""
        self._choose(address, SANS, 8.5, "en")
        self.set_text_color(_ACCENT)
        self.set_x(_MARGIN + (0 if self._is_rtl else indent))
        align = "R" if self._is_rtl else "L"
        self.multi_cell(_INNER - indent, 4.4, address, align=align, link=address, new_x="LMARGIN", new_y="NEXT")
        self.ln(1.6)

    def _keep_together(self, height: float) -> None:
        """Begin a page where so little room is left that a heading would stand alone."""
        if self.will_page_break(height):
            self.add_page()

    @property
    def _is_rtl(self) -> bool:
        return direction_of(self._document.language) == "rtl"

    def _choose(self, text: str, fonts: tuple[Path, ...], size: float, language: str) -> None:
        """Take up fonts that have every sign of the text."""
        main, *others = (self._family(font) for font in fonts_for(tidy_for_print(text), fonts))
        self.set_font(main, size=size)
        self.set_fallback_fonts(others)
        if _is_simple(text):
            # Letters that follow each other as they are: without the shaping engine, a page takes a tenth of the time.
            self.set_text_shaping(False)
        else:
            self.set_text_shaping(direction=direction_of(language))

    def _family(self, font: Path) -> str:
        """A font under its name; what is strong or emphasised in it is set without serifs, where that has the signs."""
        name = font.stem
        if name not in self._families:
            other = SANS[0] if font == SERIF[0] else font
            self.add_font(name, fname=font)
            for style in ("B", "I", "BI"):
                self.add_font(name, style=style, fname=other)
            self._families.add(name)
        return name


def _is_simple(text: str) -> bool:
    """Whether all of it is Latin, Greek or Cyrillic, with its marks joined to their letters, or signs among these."""
    return all(
        (sign < "\u0530" or "\u1e00" <= sign < "\u2c00") and sign not in _SET_APART and not unicodedata.combining(sign)
        for sign in unicodedata.normalize("NFC", text)
    )


def _printed(runs: Runs) -> str:
    """Words with the marks by which the library knows what is strong; whatever else looks like a mark is kept."""
    pieces = []
    for run in runs:
        words = "\n".join(map(tidy_line, run.words.split("\n"))).replace("\\", "\\\\")
        words = _MARKS.sub(r"\\\1", words)
        is_marked = (run.is_strong or run.is_emphasised) and words.strip()
        pieces.append(f"**{words}**" if is_marked else words)
    return "".join(pieces)


def tidy_line(words: str) -> str:
    """Words as fonts can draw them, with the space around them, which parts one run from the next."""
    return "".join(
        one if one in _SET_APART else _tidy_piece(one) for one in re.split(f"([{_SET_APART}])", words) if one
    )


def _tidy_piece(words: str) -> str:
    printed = tidy_for_print(words)
    before, after = words[:1].isspace() and printed != "", words[-1:].isspace()
    return f"{' ' * before}{printed}{' ' * after}"


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"
