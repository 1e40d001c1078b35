"""The list of all languages: the site's first, one chosen, nothing taken that is not on it."""

import re

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.content.vocabulary import LANGUAGES
from app.directory.language_field import LanguageField
from app.platform.i18n import speaking


class OpenForm(Form):
    language = LanguageField("Language", unset="Detect it")


class StrictForm(Form):
    language = LanguageField("Language")


@pytest.mark.parametrize("spoken", ["en", "ar"])
def test_the_language_of_the_page_stands_first_and_every_language_once(app: Flask, spoken: str) -> None:
    with app.test_request_context(), speaking(spoken):
        html = str(StrictForm().language())
    codes = re.findall(r'value="([a-z]+)"', html)
    assert codes[0] == spoken
    assert set(codes[:5]) == {"en", "fr", "es", "pt", "ar"}
    assert sorted(codes) == sorted(LANGUAGES)


@pytest.mark.parametrize("chosen", ["", "en", "wo"])
def test_one_is_selected(app: Flask, chosen: str) -> None:
    with app.test_request_context():
        html = str(OpenForm(data={"language": chosen}).language())
    assert re.findall(r'<option selected value="([a-z]*)"', html) == [chosen]


def test_what_was_sent_is_never_written_into_the_list(app: Flask) -> None:
    with app.test_request_context():
        form = OpenForm(MultiDict({"language": '"><script>'}))
        assert not form.validate()
        assert "script" not in str(form.language())


@pytest.mark.parametrize(
    ("form", "sent", "is_taken"),
    [
        (OpenForm, "wo", True),
        (OpenForm, "", True),
        (OpenForm, "tlh", False),
        (StrictForm, "wo", True),
        (StrictForm, "", False),
        (StrictForm, "tlh", False),
    ],
)
def test_only_what_is_on_the_list_is_taken(app: Flask, form: type[Form], sent: str, is_taken: bool) -> None:
    with app.test_request_context():
        assert form(MultiDict({"language": sent})).validate() is is_taken
