"""axe-core finds no barrier on any type of page: light and dark, narrow and wide, left to right and right to left."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def barriers(page: Page) -> Iterator[str]:
    """What axe finds on a page as it is shown."""
    found = page.evaluate(
        """async (tags) => {
            const runOnly = { type: "tag", values: tags };
            // What is told are the elements themselves; to make up a selector for each takes a sixth of the time.
            const asked = { runOnly, resultTypes: ["violations"], preload: false, selectors: false };
            const { violations } = await axe.run(asked);
            return violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.html, node.failureSummary]));
        }""",
        TAGS,
    )
    for rule, html, why in found:
        yield f"axe, {rule}: {html[:200]} {' '.join(why.split())}"
