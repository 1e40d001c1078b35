"""Countries by their ISO 3166-1 codes, with names in the reader's language."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale

# The territories that Babel knows beyond countries: regions, pseudo-codes and outlying parts without people.
_NOT_COUNTRIES = frozenset(
    {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "TA", "AQ", "BV", "HM", "IC", "EA"}
)


@lru_cache(maxsize=16)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Pairs of code and name, by name."""
    names = Locale.parse(language).territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code not in _NOT_COUNTRIES]
    return in_alphabet(found)


def in_alphabet(names: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Pairs of code and name by name, so that États-Unis stands under E and África do Sul under A."""
    return tuple(sorted(names, key=lambda pair: (_plain(pair[1]), pair[1])))


def _plain(name: str) -> str:
    spread = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


@lru_cache(maxsize=16)
def _names(language: str) -> dict[str, str]:
    return dict(countries(language))


def country_name(code: str, language: str) -> str:
    """The name of a country; an unknown or empty code is shown as it is."""
    return _names(language).get(code, code)
