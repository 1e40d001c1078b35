"""Names of countries stand where their readers look for them."""

import pytest

from app.accounts.countries import countries
from app.platform.catalogues import LANGUAGES


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "Éthiopie", "Fidji"),
        ("es", "Bélgica", "Benín"),
        ("pt", "África do Sul", "Alemanha"),
        ("pt", "Índia", "Indonésia"),
    ],
)
def test_an_accent_moves_no_country_to_the_end(language: str, before: str, after: str) -> None:
    names = [name for _code, name in countries(language)]
    assert names.index(before) < names.index(after)


def test_every_language_names_the_same_countries() -> None:
    assert len({frozenset(code for code, _name in countries(language)) for language in LANGUAGES}) == 1
