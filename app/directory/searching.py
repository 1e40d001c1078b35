"""What a profile can be found by, and what somebody looks for, as keys that any database compares byte by byte. Pure.

A profile has a key for each of its words and choices. A search is a list of conditions; a profile fits a condition when
it has a key within one of its spans: one key, or all the keys that begin with a word.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from app.platform.folding import fold

EVERYBODY = "all"
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 8
_LONGEST_WORD = 40
# No key goes on with this sign, so it lies behind all that begin alike.
_BEHIND = "\U0010fffe"
_ARABIC_ARTICLE = re.compile(r"(?:[وفبك]?ال|لل)(?=\w{2})")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, each once; Arabic ones without their article."""
    found = (_ARABIC_ARTICLE.sub("", word, count=1) for word in _WORD.findall(fold(text)))
    return tuple(dict.fromkeys(word[:_LONGEST_WORD] for word in found))


@dataclass(frozen=True, slots=True)
class Findable:
    """All that a profile can be found by; `texts` are its name, organisation, answer and own words."""

    texts: tuple[str, ...]
    country: str
    languages: tuple[str, ...]
    themes: tuple[str, ...]
    sdgs: tuple[str, ...]
    offers: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for; an empty part asks for nothing."""

    words: str = ""
    language: str = ""
    theme: str = ""
    sdg: str = ""
    country: str = ""
    offer: str = ""
    need: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everybody is meant."""
        return not self.as_query()

    def as_query(self) -> dict[str, str]:
        """The parts that ask for something, as an address carries them."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}


@dataclass(frozen=True, slots=True)
class Span:
    """All keys from `first` to `last`."""

    first: str
    last: str

    @property
    def is_one(self) -> bool:
        """Whether this is a single key."""
        return self.first == self.last


Condition = tuple[Span, ...]


def keys_of(profile: Findable) -> frozenset[str]:
    """Every key of a profile, that of everybody among them."""
    words = (f"w:{word}" for word in words_of(" ".join(profile.texts)))
    lists = {
        "language": profile.languages,
        "theme": profile.themes,
        "sdg": profile.sdgs,
        "offer": profile.offers,
        "need": profile.needs,
        "country": (profile.country,),
    }
    chosen = (f"{kind}:{value}" for kind, values in lists.items() for value in values if value)
    return frozenset((EVERYBODY, *words, *chosen))


def exactly(key: str) -> Span:
    """One key alone."""
    return Span(key, key)


def beginning(key: str) -> Span:
    """All keys that begin so."""
    return Span(key, f"{key}{_BEHIND}")


def conditions_of(wish: Wish, names_of_themes: Mapping[str, str]) -> list[Condition]:
    """What a profile must fit, every one of it.

    A word also finds whoever chose a theme with such a word in its name, in whatever language they themselves write.
    """
    chosen = [(exactly(f"{kind}:{value}"),) for kind, value in wish.as_query().items() if kind != "words"]
    themes = [(key, words_of(name)) for key, name in names_of_themes.items()]
    return [*chosen, *(_condition(word, themes) for word in words_of(wish.words)[:_MOST_WORDS])]


def _condition(word: str, themes: Iterable[tuple[str, tuple[str, ...]]]) -> Condition:
    return (beginning(f"w:{word}"), *_of_themes(word, themes))


def _of_themes(word: str, themes: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Span]:
    # Shorter beginnings would find half of the list.
    if len(word) < 3:
        return
    for key, names in themes:
        if any(name.startswith(word) for name in names):
            yield from (exactly(f"{kind}:{key}") for kind in ("theme", "offer", "need"))
