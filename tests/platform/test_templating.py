"""What all templates know is one dictionary, which they see as it is now."""

from flask import Flask, render_template_string
from jinja2 import DictLoader, Environment

from app.platform.templating import Templates


def test_all_templates_hold_the_names_of_the_environment(app: Flask) -> None:
    assert isinstance(app.jinja_env, Templates)
    first, second = (app.jinja_env.get_template(name) for name in ("layout/base.html", "components/times.html"))
    assert first.globals is second.globals is app.jinja_env.globals


def test_a_name_of_one_template_is_known_to_no_other(app: Flask) -> None:
    named = app.jinja_env.from_string("{{ word }}", {"word": "river"})
    assert named.render() == "river"
    with app.app_context():
        assert render_template_string("{{ word }}") == ""


def test_pages_read_as_with_jinjas_own(app: Flask) -> None:
    pieces = {
        "piece.html": "{% macro told(it) %}{{ shout(it) }}{% endmacro %}",
        "page.html": "{% from 'piece.html' import told %}{{ told(word) }}",
    }
    plain = Environment(loader=DictLoader(pieces), autoescape=True)
    ours = Templates(app, loader=DictLoader(pieces), autoescape=True)
    for shelf in (plain, ours):
        shelf.globals["shout"] = str.upper
        assert shelf.get_template("page.html").render(word="river <") == "RIVER &lt;"
