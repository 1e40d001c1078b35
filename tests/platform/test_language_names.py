"""The names of languages for themselves."""

import pytest
from babel import Locale, UnknownLocaleError

from app.content.vocabulary import LANGUAGES
from app.platform.catalogues import NAMES
from app.platform.i18n import language_name


def _as_the_cldr_says(code: str) -> str:
    try:
        name = Locale.parse(code).get_display_name(code)
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:] if name else code


@pytest.mark.parametrize("code", sorted(LANGUAGES - NAMES.keys()))
def test_each_language_has_the_name_that_its_readers_look_for(code: str) -> None:
    assert language_name(code) == _as_the_cldr_says(code)


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert language_name("qqq") == "qqq"
