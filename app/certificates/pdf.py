"""Draws a certificate as a PDF: facts in, bytes out, the same bytes for the same facts. Pure but for reading fonts."""

import math
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

from fpdf import FPDF
from fpdf.drawing import PaintedPath
from fpdf.enums import PathPaintRule, StrokeCapStyle
from fpdf.fonts import TTFFont

from app.certificates.fitting import LEADING, fitted, tidy_for_print
from app.certificates.sheet import Sheet
from app.certificates.typefaces import SANS, SERIF, CannotBeDrawn, fonts_for
from app.platform.bidi import direction_of_words
from app.platform.i18n import direction_of
from app.platform.qr import RIM, QrCode

__all__ = ["CannotBeDrawn", "certificate_pdf"]

_ACCENT, _INK, _SOFT, _LINE = "#0b5a63", "#1b2326", "#545f64", "#dedacd"

# A4 on its side, in millimetres.
_WIDTH, _HEIGHT = 297.0, 210.0
_MARGIN = 26.0
_INNER = _WIDTH - 2 * _MARGIN
_QR_SIDE = 34.0
_POINT = 25.4 / 72


def certificate_pdf(sheet: Sheet, qr: QrCode) -> bytes:
    """The certificate on one page of A4. Raises CannotBeDrawn when no font at hand has a sign of it."""
    with closing(_Page(sheet)) as page:
        page.draw_frame()
        page.draw_mark(centre_x=_WIDTH / 2, top=17, side=15)
        page.write(sheet.site, SANS, 11, top=34, color=_INK)
        page.write(sheet.heading, SERIF, 30, top=44, color=_ACCENT)
        page.write(sheet.before_name, SANS, 12, top=62, color=_SOFT)
        page.write_fitted(sheet.name, largest=34, top=70, height=23)
        page.write(sheet.before_title, SANS, 12, top=95, color=_SOFT)
        page.write_fitted(sheet.title, largest=23, top=103, height=27, direction=sheet.title_direction)
        page.write_facts(sheet.facts, top=138)
        page.write_proof(sheet, qr, top=160)
        return page.finished()


class _Page:
    """One page under the pen. Places are told as for languages written from the left; others have it mirrored."""

    def __init__(self, sheet: Sheet) -> None:
        self._is_mirrored = direction_of(sheet.language) == "rtl"
        self._pdf = FPDF(orientation="landscape", unit="mm", format="A4")
        self._pdf.set_creation_date(sheet.issued_at)
        self._pdf.set_title(f"{sheet.heading}: {sheet.title}")
        self._pdf.set_author(sheet.site)
        self._pdf.set_subject(f"{sheet.name}, {sheet.code}")
        self._pdf.set_lang(sheet.language)
        # A name may hold the letters that would otherwise stand for the number of pages.
        self._pdf.alias_nb_pages(None)  # type: ignore[arg-type]
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.add_page()
        self._families: set[str] = set()

    def finished(self) -> bytes:
        """The file."""
        return bytes(self._pdf.output())

    def close(self) -> None:
        """Let go of the font files, which the library keeps open."""
        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def draw_frame(self) -> None:
        """A strong line around the page and a fine one within."""
        for inset, thickness, color in ((9.0, 0.9, _ACCENT), (11.0, 0.25, _ACCENT)):
            self._pdf.set_draw_color(color)
            self._pdf.set_line_width(thickness)
            self._pdf.rect(inset, inset, _WIDTH - 2 * inset, _HEIGHT - 2 * inset)

    def draw_mark(self, *, centre_x: float, top: float, side: float) -> None:
        """The site's mark as the pages draw it: four arcs and a dot, on a grid of 32."""
        unit = side / 32
        centre_y = top + 16 * unit
        for arc in range(4):
            start = math.radians(-46 + arc * 72)
            end = start + math.radians(54.72)
            radius = 12 * unit
            with self._pdf.new_path() as path:
                _paint(path, stroke=_ACCENT, thickness=4 * unit)
                path.move_to(centre_x + radius * math.cos(start), centre_y + radius * math.sin(start))
                path.arc_to(
                    radius,
                    radius,
                    0,
                    False,
                    True,
                    centre_x + radius * math.cos(end),
                    centre_y + radius * math.sin(end),
                )
        with self._pdf.new_path() as path:
            _paint(path, fill=_ACCENT)
            path.circle(centre_x, top + 4.4 * unit, 3.6 * unit)

    def draw_qr(self, qr: QrCode, *, left: float, top: float, side: float) -> None:
        """The dark squares as one path, so that no viewer shows seams between them."""
        unit = side / qr.size
        left = self._from_left(left, side)
        with self._pdf.new_path() as path:
            _paint(path, fill=_INK)
            for run in qr.runs:
                path.rectangle(left + run.x * unit, top + run.y * unit, run.length * unit, unit)

    def write(
        self,
        text: str,
        fonts: Sequence[Path],
        size: float,
        *,
        top: float,
        color: str,
        left: float = _MARGIN,
        width: float = _INNER,
        is_centred: bool = True,
        direction: str = "",
        link: str = "",
    ) -> None:
        """One line, set smaller if it is too wide; its first letter gives the direction when none is told."""
        printed = tidy_for_print(text)
        self._choose(printed, fonts, size, direction)
        excess = self._pdf.get_string_width(printed) / width
        if excess > 1:
            self._pdf.set_font_size(size / excess)
        self._pdf.set_text_color(color)
        align = "C" if is_centred else "R" if self._is_mirrored else "L"
        self._pdf.set_xy(self._from_left(left, width), top)
        self._pdf.cell(width, size * LEADING * _POINT, printed, align=align, link=link)

    def write_fitted(self, text: str, *, largest: int, top: float, height: float, direction: str = "") -> None:
        """A text as large as it goes, in the middle of its box."""
        printed = tidy_for_print(text)
        direction = direction or direction_of_words(printed) or "ltr"
        self._choose(printed, SERIF, 100, direction)

        @cache
        def measure(part: str) -> float:
            return float(self._pdf.get_string_width(part)) / 100 / _POINT

        set_text = fitted(printed, measure, width=_INNER / _POINT, height=height / _POINT, largest=largest)
        line_height = set_text.size * LEADING * _POINT
        y = top + (height - line_height * len(set_text.lines)) / 2
        for line in set_text.lines:
            self.write(line, SERIF, set_text.size, top=y, color=_INK, direction=direction)
            y += line_height

    def write_facts(self, facts: Sequence[tuple[str, str]], *, top: float) -> None:
        """Labels over values, side by side between two fine lines."""
        self._rule(top)
        column = _INNER / len(facts)
        for number, (label, value) in enumerate(facts):
            left = _MARGIN + number * column
            self.write(label, SANS, 9, top=top + 3, left=left, width=column, color=_SOFT)
            self.write(value, SANS, 12, top=top + 7.5, left=left, width=column, color=_INK)
        self._rule(top + 16.5)

    def write_proof(self, sheet: Sheet, qr: QrCode, *, top: float) -> None:
        """How a stranger finds out whether the paper is genuine."""
        left, width = _MARGIN, _INNER - _QR_SIDE - 6
        self.write(sheet.how_to_verify, SANS, 9.5, top=top, left=left, width=width, is_centred=False, color=_SOFT)
        self.write(
            sheet.form_address,
            SANS,
            12,
            top=top + 5,
            left=left,
            width=width,
            is_centred=False,
            color=_ACCENT,
            direction="ltr",
            link=sheet.form_address,
        )
        self.write(sheet.code_label, SANS, 9.5, top=top + 13, left=left, width=width, is_centred=False, color=_SOFT)
        self.write(
            sheet.code, SANS, 14, top=top + 17.5, left=left, width=width, is_centred=False, color=_INK, direction="ltr"
        )
        self.write(sheet.issued, SANS, 9.5, top=top + 26.5, left=left, width=width, is_centred=False, color=_SOFT)
        # The rim of the code is white on white: it may stand out of the margin, the dark squares end with it.
        rim = _QR_SIDE / qr.size * RIM
        qr_left = _WIDTH - _MARGIN - _QR_SIDE + rim
        self.draw_qr(qr, left=qr_left, top=top - rim, side=_QR_SIDE)
        self._pdf.link(self._from_left(qr_left, _QR_SIDE), top - rim, _QR_SIDE, _QR_SIDE, sheet.verify_address)

    def _from_left(self, start: float, width: float) -> float:
        """The left edge of what begins so far from the side on which lines begin."""
        return _WIDTH - start - width if self._is_mirrored else start

    def _rule(self, y: float) -> None:
        self._pdf.set_draw_color(_LINE)
        self._pdf.set_line_width(0.3)
        self._pdf.line(_MARGIN, y, _WIDTH - _MARGIN, y)

    def _choose(self, text: str, fonts: Sequence[Path], size: float, direction: str) -> None:
        """Take up fonts that have every sign of the text."""
        main, *others = (self._family(font) for font in fonts_for(text, fonts))
        self._pdf.set_font(main, size=size)
        self._pdf.set_fallback_fonts(others)
        self._pdf.set_text_shaping(direction=direction or direction_of_words(text) or "ltr")

    def _family(self, font: Path) -> str:
        if font.stem not in self._families:
            self._pdf.add_font(font.stem, fname=font)
            self._families.add(font.stem)
        return font.stem


def _paint(path: PaintedPath, *, fill: str | None = None, stroke: str | None = None, thickness: float = 0) -> None:
    path.style.paint_rule = PathPaintRule.FILL_NONZERO if fill else PathPaintRule.STROKE
    path.style.fill_color = fill
    path.style.stroke_color = stroke
    path.style.stroke_width = thickness
    path.style.stroke_cap_style = StrokeCapStyle.BUTT
    path.style.auto_close = False
