"""The one parser: what we add to Markdown, and what we keep it from doing."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.markup.markdown import (
    MOST_BRACKETS,
    MOST_IN_A_BLOCK,
    BlockTooLong,
    TooDeep,
    TooManyBrackets,
    Unreadable,
    line_of,
    parse,
    plain_text,
    render,
    slug_of,
)


def html_of(text: str) -> str:
    return render(parse(text), scope="s")


def test_html_is_text() -> None:
    assert html_of("<b>x</b>\n\n<script>alert(1)</script>") == (
        "<p>&lt;b&gt;x&lt;/b&gt;</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
    )


def test_a_script_address_makes_no_link() -> None:
    assert "href" not in html_of("[x](javascript:alert(1))")


def test_tables_say_their_alignment_by_class() -> None:
    html = html_of("| a | b | c |\n| :-- | :-: | --: |\n| 1 | 2 | 3 |")
    assert "style" not in html
    assert '<td>1</td>\n<td class="center">2</td>\n<td class="end">3</td>' in html


def test_footnotes_of_two_texts_have_different_ids() -> None:
    html = html_of("A claim.[^oecd] Again.[^oecd]\n\n[^oecd]: The source.")
    assert '<a id="fnref-s-1" href="#fn-s-1">[1]</a>' in html
    assert '<li id="fn-s-1">' in html
    assert html.count('class="footnote-back"') == 2


def test_definition_lists_are_read() -> None:
    assert "<dt>Baseline</dt>\n<dd>The start.</dd>" in html_of("Baseline\n: The start.")


def test_code_is_shown_and_can_be_scrolled() -> None:
    assert html_of("```python\na < b\n```") == '<pre tabindex="0"><code>a &lt; b\n</code></pre>\n'


def test_heading_marks_are_taken_off() -> None:
    tokens = parse("## Who decides {#who-decides points=2}")
    assert tokens[0].meta["marks"] == "#who-decides points=2"
    assert plain_text(tokens) == "Who decides"


def test_braces_that_are_no_mark_stay() -> None:
    assert plain_text(parse("## Sets {1, 2}")) == "Sets {1, 2}"


@pytest.mark.parametrize("mark", ["( )", "(x)", "[ ]", "[x]", "=", "!="])
def test_answer_marks_are_taken_off_in_a_quiz_only(mark: str) -> None:
    item = parse(f"- {mark} word", answers=True)[1]
    assert item.meta["mark"] == mark
    is_task = mark in ("[ ]", "[x]")
    assert ("mark" in parse(f"- {mark} word")[1].meta) == is_task


def test_a_word_that_begins_with_else_is_no_mark() -> None:
    assert "mark" not in parse("- elsewhere", answers=True)[1].meta
    assert "mark" not in parse("- else it rains", answers=True)[1].meta
    assert parse("- else\n  > Think.", answers=True)[1].meta["mark"] == "else"


def test_containers_know_kind_title_and_lines() -> None:
    opening, *_, closing = parse("\n::: example How Riverton did it\nText.\n:::\n")
    assert opening.meta == {"kind": "example", "title": "How Riverton did it", "is_closed": True}
    assert opening.map == [1, 4]
    assert closing.type == "container_close"


def test_containers_stand_in_one_another_and_around_code() -> None:
    kinds = [
        token.meta["kind"]
        for token in parse("::: a\n::: b\nx\n:::\n```\n:::\n```\n:::\n")
        if token.nesting == 1 and token.meta
    ]
    assert kinds == ["a", "b"]


def test_an_open_container_and_a_stray_end_are_told() -> None:
    assert parse("::: note\nText")[0].meta["is_closed"] is False
    assert parse(":::")[0].type == "container_stray"


def test_a_container_ends_with_the_list_item_it_stands_in() -> None:
    tokens = parse("- ::: note\n  inside\n\noutside\n")
    assert [token.type for token in tokens if token.level == 0] == [
        "bullet_list_open",
        "bullet_list_close",
        "paragraph_open",
        "paragraph_close",
    ]


def test_brackets_say_what_is_shown_and_what_is_meant() -> None:
    children = parse("See [[local reviews|voluntary\nlocal review]].")[1].children or []
    brackets = next(child for child in children if child.type == "brackets")
    assert (brackets.meta["shown"], brackets.meta["meant"]) == ("local reviews", "voluntary local review")
    assert brackets.meta["is_reworded"]


def test_brackets_in_code_are_code() -> None:
    assert html_of("`[[word]]`") == "<p><code>[[word]]</code></p>\n"


@pytest.mark.parametrize("what", ["[x](a.md)", "![x](a.png)", "<https://example.org>", "[[word]]"])
def test_things_inside_a_paragraph_know_their_line(what: str) -> None:
    inline = parse(f"\nOne\ntwo *three*\nfour {what} five\n")[1]
    found = [child for child in inline.children or () if child.type in ("link_open", "image", "brackets")]
    assert [line_of(inline, child) for child in found] == [4]


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Who decides?", "who-decides"),
        ("Été à la mairie", "été-à-la-mairie"),
        ("من يقرر؟", "من-يقرر"),
        ("§ 1.2", "1-2"),
        ("?!", ""),
    ],
)
def test_anchors_are_made_from_words_of_any_script(words: str, slug: str) -> None:
    assert slug_of(words) == slug


@pytest.mark.parametrize(
    "text",
    ["> " * 60 + "a", "".join("  " * depth + "- a\n" for depth in range(40)), "*a " * 60 + "c* " * 60],
    ids=["quotes", "lists", "emphasis"],
)
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(TooDeep):
        parse(text)


def test_a_long_block_is_refused_with_the_line_it_begins_on() -> None:
    with pytest.raises(BlockTooLong) as caught:
        parse("Short.\n\n" + "word " * (MOST_IN_A_BLOCK // 4))
    assert caught.value.line == 3


def test_a_text_of_brackets_is_refused() -> None:
    with pytest.raises(TooManyBrackets) as caught:
        parse("[a]\n\n" * (MOST_BRACKETS + 1))
    assert caught.value.line == 2 * MOST_BRACKETS + 1


@pytest.mark.parametrize(
    "pattern", ["[", "![", "![[](", "[[a|", "*a ", "_*", "`", "<", "[a](", "| a ", "&#", "[^a]", "\\[", "~~a", "![](a)"]
)
def test_hostile_text_is_read_in_little_time(pattern: str) -> None:
    started = time.process_time()
    for size in (MOST_IN_A_BLOCK // 2, MOST_IN_A_BLOCK - 2):
        text = (pattern * size)[:size]
        try:
            render(parse(text))
        except Unreadable:
            continue
    assert time.process_time() - started < 2


@settings(max_examples=300)
@given(st.text(alphabet="[]()!*_`<>|:#-=\n {}^~\\ax&;1.\"'", max_size=300), st.booleans())
def test_any_text_is_read_or_refused(text: str, answers: bool) -> None:
    try:
        tokens = parse(text, answers=answers)
    except Unreadable:
        return
    render(tokens)
    plain_text(tokens)
