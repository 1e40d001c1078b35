"""Headings within a text, whatever levels its writer chose: under those around it, no step left out. Pure."""

import re
from collections.abc import Sequence

from app.markup.markdown import parse

_UNDERLINE = re.compile(r"\s*(=+|-+)\s*")
_LEVELS = 6


def settled(levels: Sequence[int]) -> list[int]:
    """Levels from 1 on, each at most one deeper than the one it stands under."""
    above: list[int] = []
    found = []
    for level in levels:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        found.append(len(above))
    return found


def with_settled_headings(markdown: str, first: int) -> str:
    """The text with its headings from level `first` on. Raises Unreadable."""
    lines = markdown.split("\n")
    headings = [token for token in parse(markdown) if token.type == "heading_open" and token.map]
    levels = settled([int(heading.tag[1]) for heading in headings])
    for heading, level in zip(headings, levels, strict=True):
        begin, behind = heading.map or (0, 0)
        written = [line for line in lines[begin:behind] if not _UNDERLINE.fullmatch(line)]
        around = re.match(r"[\s>]*", written[0])
        words = " ".join(line.strip("> \t") for line in written).lstrip("#").strip()
        marks = "#" * min(_LEVELS, level + first - 1)
        lines[begin:behind] = [f"{around[0] if around else ''}{marks} {words}", *[""] * (behind - begin - 1)]
    return "\n".join(lines)
