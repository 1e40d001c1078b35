"""What a learner writes is shown safely, fetches nothing and recommends nobody."""

import pytest

from app.content.submitted import submitted_html

REL = 'rel="nofollow ugc noopener noreferrer"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Town\n\n###### Deep", "<h3>Town</h3>\n<h6>Deep</h6>"),
        ("[a](https://example.org)", f'<p><a href="https://example.org" {REL}>a</a></p>'),
        (
            "<https://example.org/?a=1&b=2>",
            f'<p><a href="https://example.org/?a=1&amp;b=2" {REL}>https://example.org/?a=1&amp;b=2</a></p>',
        ),
        ("[a](mailto:a@example.org)", f'<p><a href="mailto:a@example.org" {REL}>a</a></p>'),
        ("[a](../1-lesson.md) [b](/account) [c](#main)", "<p>a b c</p>"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>"),
        ("![A map](https://example.org/a.png)", f'<p><a href="https://example.org/a.png" {REL}>A map</a></p>'),
        (
            "![](https://example.org/a.png)",
            f'<p><a href="https://example.org/a.png" {REL}>https://example.org/a.png</a></p>',
        ),
        ("[![x](https://a.example/b)](https://c.example)", f'<p><a href="https://c.example" {REL}>x</a></p>'),
        ("![A map](media/a.png)", "<p>A map</p>"),
        ("A [[baseline]] and [[shown|meant]]", "<p>A baseline and shown</p>"),
        ("::: video https://example.org Talk\nSaid.\n:::", "<p>Said.</p>"),
        ("::: rubric\nx\n:::\n\n:::", "<p>x</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
    ],
)
def test_a_text_as_it_is_shown(text: str, html: str) -> None:
    assert submitted_html(text, "en") == html


def test_what_markdown_cannot_read_is_shown_as_typed() -> None:
    deep = "> " * 60 + "a <b>\nb\n\nc"
    assert submitted_html(deep, "en") == "<p>" + "&gt; " * 60 + "a &lt;b&gt;<br>b</p><p>c</p>"


def test_footnotes_of_two_texts_stay_apart() -> None:
    text = "A.[^1]\n\n[^1]: B."
    one, other = submitted_html(text, "en", "one"), submitted_html(text, "en", "other")
    assert 'id="fn-one-1"' in one
    assert 'id="fn-other-1"' in other


def test_the_words_of_the_renderer_are_in_the_language_of_the_text() -> None:
    assert 'aria-label="Tableau: a"' in submitted_html("| a |\n| - |\n| b |", "fr")
