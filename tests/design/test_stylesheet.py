"""The stylesheet keeps the house's promises: small, mirrored, without anything from elsewhere."""

import gzip
import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
SHEET = (STATIC / "css" / "app.css").read_text("utf-8")
TEMPLATES = STATIC.parent / "templates"

MOST_BYTES = 10 * 1024
"""Of the compressed stylesheet: a second on a slow phone connection."""

PHYSICAL = re.compile(r"[{;]\s*((?:[a-z]+-)*(?:left|right): [^;}]*|(?:float|text-align): (?:left|right))")


def test_the_stylesheet_is_small() -> None:
    assert len(gzip.compress(SHEET.encode(), 9)) <= MOST_BYTES


def test_only_ticks_are_placed_by_left_and_right() -> None:
    assert PHYSICAL.findall(SHEET) == ["left: .34em"]


def test_nothing_is_fetched_by_the_stylesheet() -> None:
    assert "url(" not in SHEET
    assert "@import" not in SHEET
    assert "@font-face" not in SHEET


def test_pages_hold_no_inline_styles_or_scripts() -> None:
    # A letter and a copy of one's data are read elsewhere and bring their own.
    taken_away = {*TEMPLATES.glob("mail/*"), TEMPLATES / "privacy" / "export.html"}
    pages = {path: path.read_text("utf-8") for path in TEMPLATES.rglob("*.html") if path not in taken_away}
    assert len(pages) > 30
    for path, text in pages.items():
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text), path


def test_pages_ask_nobody_else_for_anything() -> None:
    for path in [*TEMPLATES.rglob("*.html"), *STATIC.rglob("*.js")]:
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", path.read_text("utf-8")), path
