"""Words beside others that are written in the other direction. Pure."""

import unicodedata
from collections.abc import Iterable, Iterator

_BEGIN, _END = "\u2068", "\u2069"
"""Between these a name keeps its own direction, and its question mark its side."""


def with_names_set_apart(sentence: str, names: Iterable[str], direction: str) -> str:
    """The sentence, with each of these names that runs the other way set apart from the words around it."""
    for name in sorted(set(names), key=len):
        if direction_of_words(name) not in ("", direction):
            apart = f"{_BEGIN}{name}{_END}"
            # Some translations do so themselves.
            sentence = sentence.replace(apart, name).replace(name, apart)
    return sentence


def direction_within(words: str, likely: str) -> str:
    """Which way words run: as their language does, which is `likely`, unless none of their letters run so."""
    ways = list(dict.fromkeys(_ways_of(words)))
    return likely if likely in ways or not ways else ways[0]


def direction_of_words(words: str) -> str:
    """Which way words run, by their first letter; empty where they have none."""
    return next(_ways_of(words), "")


def _ways_of(words: str) -> Iterator[str]:
    for sign in words:
        match unicodedata.bidirectional(sign):
            case "L":
                yield "ltr"
            case "R" | "AL":
                yield "rtl"
