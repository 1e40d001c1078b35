"""Extracts show what was asked for, marked, and are safe whatever the text holds."""

from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from app.indexing.asking import read_question
from app.indexing.extracts import extracts_of, marked

LONG = "word " * 200


def extracts(text: str, words: str, language: str = "en") -> list[str]:
    return [str(one) for one in extracts_of(text, language, read_question(words))]


def test_words_are_marked_in_the_form_in_which_they_stand() -> None:
    assert extracts("Cidades, Água & more", "agua", "pt") == ["Cidades, <mark>Água</mark> &amp; more"]
    assert extracts("Cities & water", "city") == ["<mark>Cities</mark> &amp; water"]
    assert extracts("إدارة المُدُن", "مدن", "ar") == ["إدارة <mark>المُدُن</mark>"]
    assert extracts("kaleidoscope", "kalei") == ["<mark>kaleidoscope</mark>"]


def test_two_places_of_a_long_text_are_shown_each_with_what_stands_about_it() -> None:
    first, second = extracts(f"{LONG}one budget here {LONG}another town there {LONG}", "budget town")
    assert "<mark>budget</mark>" in first
    assert "<mark>town</mark>" in second
    assert first.startswith("… ")
    assert first.endswith(" …")
    assert len(first) < 260


def test_the_place_with_most_of_the_words_is_chosen() -> None:
    (best, *_rest) = extracts(f"a budget {LONG} {LONG} the budget of a town {LONG}", "budget town")[-1:]
    assert "<mark>budget</mark> of a <mark>town</mark>" in best


def test_a_text_without_the_words_shows_its_beginning() -> None:
    assert extracts("Nothing of it", "budget") == ["Nothing of it"]
    assert extracts("", "budget") == []


def test_markup_in_a_text_is_shown_and_not_obeyed() -> None:
    (shown,) = extracts("<script>alert('budget')</script> <mark>no</mark>", "budget script mark")
    assert "<script" not in shown
    assert shown.count("<mark>") == shown.count("</mark>") == 5
    assert str(marked("<b>Budget</b>", "en", read_question("budget"))) == "&lt;b&gt;<mark>Budget</mark>&lt;/b&gt;"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(f"{tag}{attrs}")


@given(st.text(max_size=400), st.text(max_size=30))
def test_any_text_and_question_give_a_piece_of_the_text_with_marks_only(text: str, words: str) -> None:
    question = read_question(f"{words} {text[:20]}")
    for one in (*extracts_of(text, "fr", question), marked(text, "fr", question)):
        tags = _Tags()
        tags.feed(str(one))
        assert set(tags.seen) <= {"mark[]"}
        plain = unescape(str(one).replace("<mark>", "").replace("</mark>", ""))
        line = text.replace("\r", " ").replace("\n", " ")
        assert plain.removeprefix("… ").removesuffix(" …") in line or plain in line
