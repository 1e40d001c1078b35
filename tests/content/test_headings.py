"""Headings: anchors, the outline, and levels that are skipped."""

import pytest

from tests.content.folder import (
    lesson_faults,
    lesson_of,
)


def test_headings_have_anchors_and_make_the_outline() -> None:
    lesson = lesson_of("## Who decides?\n\n### Here {#at-home}\n\n## Who decides?\n\nYou.")
    assert [(heading.level, heading.anchor, heading.text) for heading in lesson.headings] == [
        (2, "who-decides", "Who decides?"),
        (3, "at-home", "Here"),
        (2, "who-decides-2", "Who decides?"),
    ]
    assert '<h3 id="at-home">Here</h3>' in lesson.html


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# Title\n", "4: Begin headings at `##`; the one `#` of the page is the title."),
        ("## A\n\n#### B", "6: This heading skips a level: write ### instead of ####."),
        ("### A", "4: This heading skips a level: write ## instead of ###."),
        ("## A {#x}\n\n## B {#x}", "6: Two headings have the anchor `x`; the first is on line 4."),
        ("## A {#words-used-here}", "4: The anchor `words-used-here` is used by the platform; write another."),
        (
            "## A {#Not Good}",
            "4: `{#Not Good}` cannot be an anchor; write it as `{#who-decides}`, with small letters a–z, digits and hyphens.",
        ),
        ("##\n\nText", "4: This heading has no words."),
    ],
)
def test_a_fault_in_a_heading_names_its_line(text: str, fault: str) -> None:
    assert lesson_faults(text) == [fault]
