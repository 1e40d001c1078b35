"""Names within a sentence that is written in the other direction. Pure."""

import unicodedata
from collections.abc import Iterable

_BEGIN, _END = "\u2068", "\u2069"
"""Between these a name keeps its own direction, and its question mark its side."""


def with_names_set_apart(sentence: str, names: Iterable[str], direction: str) -> str:
    """The sentence, with each of these names that runs the other way set apart from the words around it."""
    for name in sorted(set(names), key=len):
        if _direction_of(name) not in ("", direction):
            apart = f"{_BEGIN}{name}{_END}"
            # Some translations do so themselves.
            sentence = sentence.replace(apart, name).replace(name, apart)
    return sentence


def _direction_of(name: str) -> str:
    """Which way a name runs, by its first letter; empty where it has none."""
    for sign in name:
        match unicodedata.bidirectional(sign):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return ""
