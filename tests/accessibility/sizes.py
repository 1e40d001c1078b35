"""Every type of page fits a narrow screen and large text, and what one presses is large enough for a finger."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

WIDE, NARROW = 1280, 320
# What a window of 1280 by 1024 shows at 400 %, as WCAG 1.4.10 asks.
LOW = 256
# As WCAG 1.4.12 asks. A style sheet made by a script is the one way past our policy, as a reader's own is.
SPACING = """
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }
"""


def lost(page: Page) -> Iterator[str]:
    """What is lost of a page at 400 % or with wider spacing, and what is too small for a finger.

    The page is left on a wide screen.
    """
    page.set_viewport_size({"width": NARROW, "height": LOW})
    yield from (f"at 400 %: {what}" for what in [*_beyond_the_edge(page), *_stuck(page)])
    yield from (f"too small for a finger: {what}" for what in _too_small(page))
    with _spaced_out(page):
        yield from (f"spaced out: {what}" for what in [*_beyond_the_edge(page), *_cut_off(page)])
        page.set_viewport_size({"width": WIDE, "height": 900})
        yield from (f"spaced out and wide: {what}" for what in [*_beyond_the_edge(page), *_cut_off(page)])


@contextmanager
def _spaced_out(page: Page) -> Iterator[None]:
    page.evaluate(
        """(rules) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(rules);
            document.adoptedStyleSheets = [sheet];
        }""",
        SPACING,
    )
    yield
    page.evaluate("document.adoptedStyleSheets = []")


def _beyond_the_edge(page: Page) -> Iterator[str]:
    """What makes the page wider than its window; what scrolls in a frame of its own does not."""
    yield from page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            const isBeyond = (one) => {
                const { left, right } = one.getBoundingClientRect();
                return (right > width + 1 || left < -1) && !one.closest(".table-scroll, pre, .vh");
            };
            const found = [...document.body.querySelectorAll("*")].filter(isBeyond);
            return [`the page needs ${document.documentElement.scrollWidth} of ${width} px`]
                .concat(found.slice(0, 3).map((one) => one.outerHTML.slice(0, 150)));
        }"""
    )


def _stuck(page: Page) -> Iterator[str]:
    """What stays in view while the page scrolls and covers more than a third of a low window."""
    yield from page.evaluate(
        """() => [...document.body.querySelectorAll("*")]
            .filter((one) => ["sticky", "fixed"].includes(getComputedStyle(one).position))
            .filter((one) => one.getBoundingClientRect().height > innerHeight / 3)
            .map((one) => `stays and covers the text: ${one.outerHTML.slice(0, 150)}`)"""
    )


def _cut_off(page: Page) -> Iterator[str]:
    """Text that a box of fixed size cuts off."""
    yield from page.evaluate(
        """() => [...document.body.querySelectorAll("*")]
            .filter((one) => one.checkVisibility() && one.textContent.trim())
            .filter((one) => !one.closest(".vh, .skip, svg, .table-scroll, pre"))
            .filter((one) => ["hidden", "clip"].includes(getComputedStyle(one).overflowY))
            .filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
            .map((one) => one.outerHTML.slice(0, 150))"""
    )


def _too_small(page: Page) -> Iterator[str]:
    """Controls under 24 px and main ones under 44 px; links within a line of text are as large as the text."""
    yield from page.evaluate(
        """() => {
            const fields = "select, textarea, input:not([type=hidden])";
            const main = `.button, label.option, .top a, .menu summary, .numbers a, ${fields}`;
            const sizeOf = (one) => {
                const { width, height } = (one.closest("label") ?? one).getBoundingClientRect();
                return Math.min(width, height);
            };
            const others = "a[href], button, summary, label.option";
            return [...document.querySelectorAll(`${main}, ${others}`)]
                .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".vh, .skip, svg"))
                .filter((one) => getComputedStyle(one).display !== "inline" && !one.closest(".task"))
                .filter((one) => sizeOf(one) < (one.matches(main) ? 43.5 : 24))
                .map((one) => `${Math.round(sizeOf(one))} px: ${one.outerHTML.slice(0, 150)}`);
        }"""
    )
