"""The blocks of a text and their digests."""

import pytest

from app.content.blocks import Block, block_digest
from app.content.worklist import read_text
from tests.content.folder import ASSIGNMENT, lesson_text, quiz_text


def blocks_of(content: str) -> list[Block]:
    return list(read_text("1-first/1-a.md", content.encode()).blocks)


def test_every_top_level_block_of_a_lesson_is_a_block() -> None:
    text = (
        "## A\n\nOne\ntwo.[^n]\n\n- a\n\n- b\n\n::: note\nIn.\n\nSide.\n:::\n\n| a |\n| - |\n| b |\n\n> c\n\n[^n]: d\n"
    )
    kinds = [block.kind for block in blocks_of(lesson_text(text))]
    assert kinds == ["front", "heading 2", "paragraph", "list", "`::: note`", "table", "quote", "footnote"]


def test_a_block_knows_its_source_and_its_line() -> None:
    _front, heading, note = blocks_of(lesson_text("## A\n\n::: note\nIn.\n\nSide.\n:::\n"))
    assert (heading.source, heading.line) == ("## A", 4)
    assert (note.source, note.line) == ("::: note\nIn.\n\nSide.\n:::", 6)


def test_the_parts_of_a_question_are_blocks() -> None:
    text = (
        "Before.\n\n## One? {#one points=2}\n\nBody.\n\n- (x) Yes\n  > Good.\n  > Really.\n- ( ) No\n\n"
        "::: explanation\nBecause.\n:::\n"
    )
    blocks = blocks_of(quiz_text(text))[1:]
    assert [(block.kind, block.frame, block.source, block.group) for block in blocks] == [
        ("paragraph", "", "Before.", ""),
        ("question", "#one points=2", "One?", "one"),
        ("paragraph", "", "Body.", "one"),
        ("answer", "(x)", "Yes", "one"),
        ("feedback", "", "Good.\nReally.", "one"),
        ("answer", "( )", "No", "one"),
        ("explanation", "", "Because.", "one"),
    ]


def test_accepted_forms_are_one_block_and_numbers_are_no_words() -> None:
    text = '## W? {#w}\n\n- = "a"\n- = "b"\n- != "c"\n- else\n  > Think.\n\n## N? {#n}\n\n- = 5\n'
    blocks = [block for block in blocks_of(quiz_text(text)) if block.kind in ("answer", "value")]
    assert [(block.kind, block.frame, block.source) for block in blocks] == [
        ("answer", "=", '"a"\n"b"'),
        ("answer", "!=", '"c"'),
        ("value", "else", ""),
        ("value", "=", "5"),
    ]


def test_a_rubric_is_one_block() -> None:
    assert [block.kind for block in blocks_of(ASSIGNMENT)] == ["front", "paragraph", "`::: rubric`"]


@pytest.mark.parametrize(("one", "other"), [("a b", "a\n  b"), ("> a b", "> a\n> b"), ("> a b", ">  a\nb")])
def test_white_space_and_wrapping_do_not_change_a_digest(one: str, other: str) -> None:
    assert block_digest(one) == block_digest(other)


@pytest.mark.parametrize(("one", "other"), [("a b", "ab"), ("a", "A"), ("a", "> a"), ("a", "a.")])
def test_other_words_have_another_digest(one: str, other: str) -> None:
    assert block_digest(one) != block_digest(other)


def test_a_mark_is_part_of_the_digest() -> None:
    assert block_digest("a", "(x)") != block_digest("a", "( )")


def test_settings_at_the_top_are_no_words() -> None:
    plain, changed = "---\ntitle: A\nminutes: 5\n---\nB.\n", "---\nminutes: 9\ntitle: A\n---\nB.\n"
    assert blocks_of(plain)[0].digest == blocks_of(changed)[0].digest
    assert blocks_of(plain)[0].digest != blocks_of(plain.replace("title: A", "title: C"))[0].digest
