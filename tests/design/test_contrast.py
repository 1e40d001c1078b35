"""Every pair of colours that meets on a page can be read, in light and in dark: WCAG 2.2, computed from the tokens."""

import re
from pathlib import Path

import pytest

from app.content.sdgs import GOALS

SHEET = (Path(__file__).parents[2] / "static" / "css" / "app.css").read_text("utf-8")

READ = 4.5
"""Least contrast of text (success criterion 1.4.3)."""

SEEN = 3.0
"""Least contrast of what bounds a control or carries a meaning (success criterion 1.4.11)."""

GROUNDS = ("paper", "surface", "sunken", "wash", "good-wash", "warn-wash", "bad-wash")
PAIRS = [
    *((ink, ground, READ) for ink in ("ink", "soft", "accent", "accent-deep") for ground in GROUNDS),
    *((ink, ground, READ) for ink in ("good", "bad") for ground in ("paper", "surface", f"{ink}-wash")),
    *(("on-accent", ground, READ) for ground in ("accent", "accent-deep")),
    # Words of drawings on their solid fills, and the ticks and crosses of signs.
    *(("surface", sign, READ) for sign in ("accent", "good", "warn", "bad")),
    *((mark, ground, SEEN) for mark in ("edge", "focus") for ground in ("paper", "surface", "sunken", "wash")),
    *(("focus", ground, SEEN) for ground in ("good-wash", "bad-wash")),
]


def tokens_of(scheme: str) -> dict[str, str]:
    """The colour tokens of "light" or "dark"; what the dark scheme leaves out it takes from the light one."""
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in _token_blocks())
    return light if scheme == "light" else light | dark


def _token_blocks() -> tuple[str, str]:
    layer = SHEET[SHEET.index("@layer tokens {") : SHEET.index("@layer base {")]
    light, _, rest = layer.partition("@media (prefers-color-scheme: dark)")
    return light, rest.partition("@media")[0]


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_what_the_standard_says() -> None:
    assert contrast("#ffffff", "#000000") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


def test_both_schemes_name_the_same_colours() -> None:
    light, dark = (set(re.findall(r"--([a-z-]+): #", block)) for block in _token_blocks())
    assert light == dark


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_what_stands_on_a_ground_can_be_read(scheme: str, front: str, ground: str, least: float) -> None:
    tokens = tokens_of(scheme)
    assert contrast(tokens[front], tokens[ground]) >= least


def test_every_goal_has_the_colour_it_has_everywhere() -> None:
    colours = dict(re.findall(r"\.sdg-(\d+) \{ --goal: (#[0-9a-f]{6});", SHEET))
    assert {int(number): colour for number, colour in colours.items()} == {
        goal.number: goal.colour.lower() for goal in GOALS
    }
