"""axe-core finds no barrier on any type of page: light and dark, narrow and wide, left to right and right to left."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
ALL_RULES = {"runOnly": {"type": "tag", "values": TAGS}}
# All that a dark page can get wrong which the same page in light got right.
_OF_COLOUR = ("color-contrast", "link-in-text-block")
RULES_OF_COLOUR = {"runOnly": {"type": "rule", "values": _OF_COLOUR}}
# All that a phone can get wrong where a wide screen, and the same page on a phone in another language, got it right.
RULES_OF_SIZE = {"runOnly": {"type": "rule", "values": ("target-size",)}}
ALL_BUT_COLOUR = {**ALL_RULES, "rules": {rule: {"enabled": False} for rule in _OF_COLOUR}}
LIGHT, DARK, SMALL = ("light", ALL_RULES), ("dark", RULES_OF_COLOUR), ("light", RULES_OF_SIZE)
MIRRORED = ("light", ALL_BUT_COLOUR)
# The dark has the same colours on a phone. Other words and another direction change names, targets and what fits a
# phone, and neither colours nor structure.
VIEWS: dict[str, list[tuple[int, tuple[str, dict[str, Any]]]]] = {
    "en": [(1280, LIGHT), (1280, DARK), (320, SMALL)],
    "ar": [(320, MIRRORED)],
}


def barriers(page: Page, language: str) -> Iterator[str]:
    """What axe finds on a page in this language."""
    for width, (scheme, rules) in VIEWS[language]:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        yield from (f"axe, {width} px, {scheme}: {barrier}" for barrier in _barriers(page, rules))


def _barriers(page: Page, asked: dict[str, Any]) -> Iterator[str]:
    found = page.evaluate(
        """async (asked) => {
            const { violations } = await axe.run({ ...asked, resultTypes: ["violations"], preload: false });
            return violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.html, node.failureSummary]));
        }""",
        asked,
    )
    for rule, html, why in found:
        yield f"{rule}: {html[:200]} {' '.join(why.split())}"
