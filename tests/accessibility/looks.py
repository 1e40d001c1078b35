"""What readers decide about the look of their screen holds: less motion, few colours of their own."""

from collections.abc import Iterator

from playwright.sync_api import Page


def unheeded(page: Page) -> Iterator[str]:
    """What moves, or cannot be told apart, although the reader chose otherwise; the page is left with few colours."""
    page.emulate_media(reduced_motion="reduce")
    yield from _moving(page)
    page.emulate_media(forced_colors="active")
    yield from _lost_in_forced_colours(page)


def _moving(page: Page) -> Iterator[str]:
    """What moves although less motion is asked for."""
    yield from page.evaluate(
        """() => {
            const seconds = (one) => parseFloat(one) * (one.trim().endsWith("ms") ? .001 : 1);
            const isLong = (durations) => Math.max(...durations.split(",").map(seconds)) > .01;
            const isAnimated = (style) => style.animationName !== "none" && isLong(style.animationDuration);
            const isMoving = (style) =>
                isLong(style.transitionDuration) || isAnimated(style) || style.scrollBehavior === "smooth";
            return [...document.querySelectorAll("*")].filter((one) => isMoving(getComputedStyle(one)))
                .map((one) => `moves: ${one.outerHTML.slice(0, 150)}`);
        }"""
    )


def _lost_in_forced_colours(page: Page) -> Iterator[str]:
    """Buttons that look like text, signs that cannot be seen, and places in lists that are marked by a colour alone."""
    yield from page.evaluate(
        """() => {
            const style = (one) => getComputedStyle(one);
            const ground = style(document.body).backgroundColor;
            const all = (selector) => [...document.querySelectorAll(selector)];
            const shown = (selector) => all(selector).filter((one) => one.checkVisibility());
            const isClear = (colour) => colour === "rgba(0, 0, 0, 0)";
            const fill = (one) => isClear(style(one).backgroundColor) ? ground : style(one).backgroundColor;
            const hasLine = ({ borderTopStyle: kind, borderTopWidth: width, borderTopColor: colour }) =>
                kind !== "none" && parseFloat(width) > 0 && colour !== ground;
            const hasEdge = (one) => fill(one) !== ground || hasLine(style(one));
            const weight = (one) => style(one).fontWeight;
            const boxes = "input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea";
            const other = shown(".units a:not([aria-current])")[0];
            const faults = {
                "no edge": shown(`.button, .sign, ${boxes}`).filter((one) => !hasEdge(one)),
                "words like their ground": shown(".button").filter((one) => style(one).color === fill(one)),
                "like its neighbours": shown(".units [aria-current]")
                    .filter((one) => other && weight(one) === weight(other)),
            };
            return Object.entries(faults)
                .flatMap(([what, found]) => found.map((one) => `${what}: ${one.outerHTML.slice(0, 150)}`));
        }"""
    )
