"""Patterns of HTML: drawn once for each shape, and filled in with values that nobody can make into HTML."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from markupsafe import Markup

from app.platform.fragments import forget_all
from app.platform.i18n import speaking
from app.platform.patterns import filled

_SHELF = """
{% macro card(it, at) %}<a href="{{ url_for('forum.show_post', post_id=at.post_id) }}">{{ at.name }}</a>
{%- if it %} 100 % {{ at.words }}{% endif %} {{ _("Forum") }} {{ counted() }}{% endmacro %}
"""


@pytest.fixture
def drawn(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """One entry for each time that a card is drawn, while a request is asked."""
    times: list[str] = []

    def counted() -> str:
        times.append("drawn")
        return ""

    shelf = ChoiceLoader([DictLoader({"shelf.html": _SHELF}), app.jinja_env.loader or DictLoader({})])
    monkeypatch.setattr(app.jinja_env, "loader", shelf)
    monkeypatch.setitem(app.jinja_env.globals, "counted", counted)
    forget_all()
    with app.test_request_context("/"):
        yield times
    forget_all()
    app.jinja_env.cache.clear()  # type: ignore[union-attr]


def card(shape: bool, name: str, words: str = "", post_id: int = 7) -> str:
    return filled("shelf.html", "card", shape, {"post_id": post_id, "name": name, "words": words}).strip()


def test_values_stand_in_their_places_and_are_escaped(drawn: list[str]) -> None:
    told = card(True, "<b>Amina</b>", Markup("<p>Words</p>"))
    assert told == '<a href="/forum/posts/7">&lt;b&gt;Amina&lt;/b&gt;</a> 100 % <p>Words</p> Forum'


def test_a_shape_is_drawn_once_however_many_things_have_it(drawn: list[str]) -> None:
    cards = [card(False, f"Amina {number}", post_id=number) for number in range(5)]
    assert [re.findall(r"\d", one) for one in cards] == [[str(n), str(n)] for n in range(5)]
    assert len(drawn) == 1
    card(True, "Amina")
    assert len(drawn) == 2


def test_what_looks_like_a_place_is_only_text(drawn: list[str]) -> None:
    assert "%(post_id)s" in card(True, "%(post_id)s", "%s")
    assert "50 %" in card(True, "50 %")


def test_each_language_has_a_pattern_of_its_own(drawn: list[str]) -> None:
    assert "Forum" in card(False, "Amina")
    with speaking("es"):
        assert "Foro" in card(False, "Amina")
    assert len(drawn) == 2
