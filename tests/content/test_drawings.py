"""SVG drawings: only what is on the list gets into a page."""

import time

import pytest

from app.content.drawings import Drawing, read_drawing
from app.content.faults import Faults

FRAME = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360">\n{}\n</svg>'


def read(inside: str, frame: str = FRAME) -> tuple[Drawing | None, list[str]]:
    faults = Faults()
    drawing = read_drawing("media/a.svg", frame.format(inside).encode(), faults)
    return drawing, [str(fault).removeprefix("media/a.svg:") for fault in faults.sorted()]


def markup(inside: str, frame: str = FRAME) -> str:
    drawing, faults = read(inside, frame)
    assert faults == []
    assert drawing is not None
    return drawing.markup("A label", "p-")


def test_shapes_and_words_come_through() -> None:
    inside = '<g class="line bold"><path d="M0 0L1 1" fill="none" stroke-width="2"></path><text x="1">A &amp; <tspan>b</tspan></text></g>'
    assert markup(inside) == (
        f'<svg viewBox="0 0 640 360" role="img" aria-label="A label" focusable="false">{inside}</svg>'
    )


def test_width_and_height_of_the_whole_are_left_to_the_page() -> None:
    assert 'width="640"' not in markup("<g></g>")


def test_what_is_said_for_the_whole_drawing_is_kept_on_a_group() -> None:
    frame = '<svg viewBox="0 0 1 1" class="soft" font-size="12">{}</svg>'
    assert '<g class="soft" font-size="12"><path d="M0 0"></path></g></svg>' in markup('<path d="M0 0"/>', frame)


def test_ids_and_references_get_the_prefix() -> None:
    html = markup('<defs><marker id="tip"></marker></defs><path d="M0 0" marker-end="url(#tip)"/><use href="#tip"/>')
    assert 'id="p-tip"' in html
    assert 'marker-end="url(#p-tip)"' in html
    assert 'href="#p-tip"' in html


def test_a_label_cannot_break_out() -> None:
    drawing, _ = read("<g></g>")
    assert drawing is not None
    assert '"><script>' not in drawing.markup('"><script>', "p-")


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        (
            "<script>alert(1)</script>",
            "2: `<script>` cannot be used in a drawing; delete it, or save the drawing as plain SVG.",
        ),
        (
            "<style>a{}</style>",
            "2: `<style>` cannot be used in a drawing; delete it, or save the drawing as plain SVG.",
        ),
        (
            "<foreignObject></foreignObject>",
            "2: `<foreignObject>` cannot be used in a drawing; delete it, or save the drawing as plain SVG.",
        ),
        (
            "<a href='https://evil.example'>x</a>",
            "2: `<a>` cannot be used in a drawing; delete it, or save the drawing as plain SVG.",
        ),
        (
            "<image href='x.png'/>",
            "2: `<image>` cannot be used in a drawing; delete it, or save the drawing as plain SVG.",
        ),
        (
            "<animate attributeName='x'/>",
            "2: `<animate>` cannot be used in a drawing; delete it, or save the drawing as plain SVG.",
        ),
        (
            "\n<path onclick='alert(1)'/>",
            "3: The attribute `onclick` cannot be used in a drawing (on `<path>`); delete it.",
        ),
        (
            "<path style='fill:red'/>",
            "2: The attribute `style` cannot be used in a drawing (on `<path>`); write classes instead.",
        ),
        (
            "<path fill='#fd9d24'/>",
            '2: `fill="#fd9d24"` is a fixed colour; write a class instead, as in `class="accent"`: ink, soft, line, accent, wash, paper, good or warn.',
        ),
        (
            "<path fill='url(https://evil.example)'/>",
            '2: `fill="url(https://evil.example)"` is a fixed colour; write a class instead, as in `class="accent"`: ink, soft, line, accent, wash, paper, good or warn.',
        ),
        ("<path d='url(x)'/>", "2: The value of `d` cannot be used in a drawing: url(x)"),
        (
            "<path class='inc'/>",
            "2: `inc` is not a class a drawing can use; the colours are ink, soft, line, accent, wash, paper, good and warn. Did you mean `ink`?",
        ),
        (
            "<use href='https://evil.example#a'/>",
            '2: `href="https://evil.example#a"` leads out of the drawing; a drawing can only use parts of its own, as in `<use href="#arrow"/>`.',
        ),
        ("<use href='#gone'/>", "2: Nothing in this drawing has the id `gone`."),
        ("<g id='a'/><g id='a'/>", "2: Two parts of this drawing have the id `a`."),
        ("<g id='1\"'/>", '2: `1"` cannot be an id; write a letter first, then letters, digits and hyphens.'),
        ("<g>", "3: This line is not proper SVG; perhaps a tag or a quotation mark is not closed."),
        ("<?php x ?>", "2: A drawing cannot have a line such as `<?xml-stylesheet …?>`; delete it."),
        ("<g>" * 60 + "</g>" * 60, "2: Too many groups lie inside one another in this drawing; ungroup some of them."),
    ],
)
def test_what_is_not_on_the_list_is_named_with_its_line(inside: str, fault: str) -> None:
    assert read(inside) == (None, [fault])


def test_a_doctype_is_refused_before_its_entities_grow() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<svg viewBox="0 0 1 1"><text>&b;</text></svg>'
    assert read("", bomb.replace("{", "{{")) == (
        None,
        ["1: A drawing cannot have a `<!DOCTYPE …>`; delete it."],
    )


def test_a_drawing_needs_a_view_box_and_a_root() -> None:
    assert read("", "<svg>{}</svg>")[1] == [
        '1: The drawing needs a `viewBox` of four numbers on its `<svg>`, as in `viewBox="0 0 640 360"`.'
    ]
    assert read("", "<html>{}</html>")[1] == ["1: The file begins with `<html>`; a drawing begins with `<svg>`."]


def test_a_large_drawing_is_read_in_little_time() -> None:
    started = time.process_time()
    markup('<path class="ink" d="M0 0L1 1"/>' * 50_000)
    assert time.process_time() - started < 5
