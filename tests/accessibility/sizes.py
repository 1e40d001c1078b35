"""Every type of page fits a narrow screen and large text, and what one presses is large enough for a finger."""

from collections.abc import Iterator

from playwright.sync_api import Page

WIDE, NARROW = 1280, 320
# What a window of 1280 by 1024 shows at 400 %, as WCAG 1.4.10 asks.
LOW = 256

# Every question in one file, because to ask a page takes longer than to answer. `space` and `unspace` find nothing:
# they set the text as WCAG 1.4.12 asks, and back. A style sheet made by a script is the one way past our policy, as a
# reader's own is.
FIND = """
(asked) => {
    const all = [...document.body.querySelectorAll("*")];
    const told = (found) => found.map((one) => one.outerHTML.slice(0, 150));
    const find = {
        // What makes the page wider than its window; what scrolls in a frame of its own does not.
        beyondTheEdge() {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            const isBeyond = (one) => {
                const { left, right } = one.getBoundingClientRect();
                return (right > width + 1 || left < -1) && !one.closest(".table-scroll, pre, .vh");
            };
            return [`the page needs ${document.documentElement.scrollWidth} of ${width} px`]
                .concat(told(all.filter(isBeyond).slice(0, 3)));
        },
        // What stays in view while the page scrolls and covers more than a third of a low window.
        stuck: () => told(all
            .filter((one) => ["sticky", "fixed"].includes(getComputedStyle(one).position))
            .filter((one) => one.getBoundingClientRect().height > innerHeight / 3)),
        // Text that a box of fixed size cuts off.
        cutOff: () => told(all
            .filter((one) => one.checkVisibility() && one.textContent.trim())
            .filter((one) => !one.closest(".vh, .skip, svg, .table-scroll, pre"))
            .filter((one) => ["hidden", "clip"].includes(getComputedStyle(one).overflowY))
            .filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)),
        // Controls under 24 px and main ones under 44 px; links within a line of text are as large as the text.
        tooSmall() {
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
        },
        space() {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`
                * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
                p { margin-block-end: 2em !important; }
            `);
            document.adoptedStyleSheets = [sheet];
            return [];
        },
        unspace() {
            document.adoptedStyleSheets = [];
            return [];
        },
    };
    return asked.flatMap(([what, why]) => find[what]().map((one) => `${why}: ${one}`));
}
"""


def lost(page: Page) -> Iterator[str]:
    """What is lost of a page at 400 % or with wider spacing, and what is too small for a finger.

    The page is left on a wide screen.
    """
    page.set_viewport_size({"width": NARROW, "height": LOW})
    yield from page.evaluate(
        FIND,
        [
            ("beyondTheEdge", "at 400 %"),
            ("stuck", "at 400 %, stays and covers the text"),
            ("tooSmall", "too small for a finger"),
            ("space", ""),
            ("beyondTheEdge", "spaced out"),
            ("cutOff", "spaced out, cut off"),
        ],
    )
    page.set_viewport_size({"width": WIDE, "height": 900})
    wide = "spaced out and wide"
    yield from page.evaluate(FIND, [("beyondTheEdge", wide), ("cutOff", f"{wide}, cut off"), ("unspace", "")])
