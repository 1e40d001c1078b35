"""Labels, hints and errors are tied to their fields, so that who listens to a form hears what who sees it sees."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from wtforms import Form, HiddenField, StringField

TEMPLATES = Path(__file__).parents[2] / "templates"


class NameForm(Form):
    name = StringField("Your name", description="As on your certificate.")
    key = HiddenField(default="k1")


class Tags(HTMLParser):
    """Every opening tag of a page with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def one(self, tag: str) -> dict[str, str | None]:
        (attributes,) = (attributes for name, attributes in self.found if name == tag)
        return attributes

    def ids(self) -> set[str | None]:
        return {attributes.get("id") for _tag, attributes in self.found}


@pytest.fixture
def macros() -> Any:
    surroundings = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    surroundings.globals["_"] = lambda text, **values: text % values
    surroundings.globals["ngettext"] = lambda one, many, number: (one if number == 1 else many) % {"num": number}
    return surroundings.get_template("components/fields.html").module


def wrong_form() -> NameForm:
    form = NameForm()
    form.name.errors = ["Tell us <your> name."]
    return form


def test_a_field_has_its_label_and_its_hint(macros: Any) -> None:
    tags = Tags(macros.field(NameForm().name))
    assert tags.one("label")["for"] == tags.one("input")["id"]
    assert tags.one("input")["aria-describedby"] == "name-hint"
    assert "name-hint" in tags.ids()
    assert "aria-invalid" not in tags.one("input")


def test_an_error_is_tied_to_its_field(macros: Any) -> None:
    tags = Tags(macros.field(wrong_form().name))
    assert tags.one("input")["aria-describedby"] == "name-hint name-error"
    assert tags.one("input")["aria-invalid"] == "true"
    assert {"name-hint", "name-error"} <= tags.ids()


def test_the_summary_leads_to_the_field(macros: Any) -> None:
    html = macros.error_summary(wrong_form())
    assert Tags(html).one("a")["href"] == "#name"
    assert Tags(html).one("div")["role"] == "alert"
    assert "One thing needs your attention" in html


def test_what_was_typed_wrongly_is_shown_as_text(macros: Any) -> None:
    assert "Tell us &lt;your&gt; name." in macros.error_summary(wrong_form())


def test_a_form_without_faults_has_no_summary(macros: Any) -> None:
    assert macros.error_summary(NameForm()).strip() == ""


def test_two_forms_on_a_page_share_no_ids(macros: Any) -> None:
    tags = Tags(macros.hidden(NameForm()))
    assert tags.one("input") == {"type": "hidden", "name": "key", "value": "k1"}
