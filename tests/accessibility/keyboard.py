"""The keyboard alone reaches everything on every type of page, in the order of reading, and shows where it is."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

# So many times twenty steps more than there seem to be places to stop.
MOST_MORE = 10

PREPARE = """
(known) => {
    const shown = (one) => one.checkVisibility({ visibilityProperty: true });
    // Of radio buttons with one name, the keyboard stops at the chosen one, or at the first.
    const first = (selector) => document.querySelector(selector);
    const stopOf = ({ name }) => first(`[name="${name}"]:checked`) ?? first(`[name="${name}"]`);
    const isStop = (one) => one.type !== "radio" || one === stopOf(one);
    const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
    const all = [...document.querySelectorAll(controls)]
        .filter((one) => one.tabIndex >= 0 && !one.disabled && shown(one) && isStop(one));
    const main = document.querySelector("main");
    const around = all.filter((one) => !main.contains(one)).map((one) => [one.tagName, one.className, one.textContent]);
    const frame = JSON.stringify([document.body.className, around]);
    // What stands around many pages is walked through on the first of them.
    window.walked = known.includes(frame) ? main : document.body;
    window.stops = all.filter((one) => walked.contains(one));
    window.look = (one) => [one, one.closest("label") ?? one].map((it) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(it);
        return [outlineStyle === "none" ? "" : outlineStyle + outlineWidth + outlineColor, boxShadow].join();
    }).join();
    // From before everything, wherever the page itself has put the focus.
    window.start = document.createElement("span");
    start.tabIndex = -1;
    start.style.position = "absolute";
    if (walked === main) main.before(start);
    else document.body.prepend(start);
    start.focus();
    window.plain = new Map(stops.map((one) => [one, look(one)]));
    window.visited = [];
    window.note = () => {
        // What moves into view would else be asked for on its way there.
        document.getAnimations().filter((one) => one instanceof CSSTransition).forEach((one) => one.finish());
        const here = document.activeElement;
        if (here === start) return;
        if (!here || here === document.body || !walked.contains(here)) return visited.push(null);
        const { top, bottom, left, right } = (here.closest("label") ?? here).getBoundingClientRect();
        visited.push({
            place: stops.indexOf(here),
            html: here.outerHTML.slice(0, 120),
            isMarked: !plain.has(here) || plain.get(here) !== look(here),
            isInView: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
        });
    };
    // Where it stands is noted before it goes on, since asking after each step takes longer than all else.
    addEventListener("keydown", note, true);
    return [frame, stops.map((one) => one.outerHTML.slice(0, 120))];
}
"""
VISITED = "() => { note(); return visited.splice(0); }"
END = "() => { removeEventListener('keydown', note, true); start.remove(); }"
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}


def lost_ways(page: Page, known: set[str]) -> Iterator[str]:
    """What the Tab key does not reach, or not in its order, and where it stops without showing so.

    `known` are the frames of pages, header and footer, that the key went through before; this page's is added.
    """
    frame, expected = page.evaluate(PREPARE, list(known))
    known.add(frame)
    visited, gets_out = _walk(page, len(expected))
    reached = {stop["place"] for stop in visited}
    places = [stop["place"] for stop in visited if stop["place"] >= 0]
    yield from (f"not reached: {html}" for place, html in enumerate(expected) if place not in reached)
    if places != sorted(places):
        yield f"not in the order of reading: {places}"
    yield from (f"not marked: {stop['html']}" for stop in visited if not stop["isMarked"])
    yield from (f"not in view: {stop['html']}" for stop in visited if not stop["isInView"])
    if not gets_out:
        yield f"the keyboard does not get out; it was last at {visited[-1]['html']}"
    page.evaluate(END)


def jumps(page: Page) -> Iterator[str]:
    """Where the summary of what is wrong names fields in another order than they stand on the page."""
    yield from page.evaluate(
        """() => {
            const links = [...document.querySelectorAll('.errors a[href^="#"]')];
            const fields = links.map((link) => document.getElementById(link.hash.slice(1))).filter(Boolean);
            const isAfter = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING;
            return fields.filter((one, place) => place && isAfter(fields[place - 1], one))
                .map((one) => `the summary comes back to ${one.outerHTML.slice(0, 120)}`);
        }"""
    )


def _walk(page: Page, likely: int) -> tuple[list[dict[str, Any]], bool]:
    """Where the Tab key stops, from the start of the page until it leaves it; and whether it does."""
    stops: list[dict[str, Any]] = []
    keyboard = page.context.new_cdp_session(page)
    for steps in [likely + 1, *[20] * MOST_MORE]:
        for _step in range(steps):
            keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **TAB})
        for here in page.evaluate(VISITED):
            if here is None or (len(stops) > 1 and here["place"] == stops[0]["place"]):
                keyboard.detach()
                return stops, True
            # A field for a date has parts of its own, which the browser marks.
            if not stops or (here["place"], here["html"]) != (stops[-1]["place"], stops[-1]["html"]):
                stops.append(here)
    keyboard.detach()
    return stops, False
