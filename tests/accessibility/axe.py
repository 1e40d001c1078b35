"""axe-core finds no barrier on any type of page: light and dark, narrow and wide, left to right and right to left."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
ALL_RULES = {"runOnly": {"type": "tag", "values": TAGS}}
# All that a dark page can get wrong which the same page in light got right. A phone shows the same colours.
_OF_COLOUR = ("color-contrast", "link-in-text-block")
RULES_OF_COLOUR = {"runOnly": {"type": "rule", "values": _OF_COLOUR}}
# Other words and another direction change names, targets and what fits a phone, and neither colours nor structure.
ALL_BUT_COLOUR = {**ALL_RULES, "rules": {rule: {"enabled": False} for rule in _OF_COLOUR}}


def barriers(page: Page, rules: dict[str, Any]) -> Iterator[str]:
    """What these rules of axe find on a page as it is shown."""
    found = page.evaluate(
        """async (asked) => {
            const { violations } = await axe.run({ ...asked, resultTypes: ["violations"], preload: false });
            return violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.html, node.failureSummary]));
        }""",
        rules,
    )
    for rule, html, why in found:
        yield f"axe, {rule}: {html[:200]} {' '.join(why.split())}"
