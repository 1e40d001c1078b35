"""Traces in a text by which its readers could tell who wrote it. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_ADDRESS = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_WORD = re.compile(r"\w+")
# Shorter parts of a name are words of too many languages.
_LEAST_LETTERS = 3


class Trace(StrEnum):
    """What gives somebody away."""

    NAME = "name"
    ADDRESS = "address"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who wrote it; the organisation is empty when they told none."""

    name: str
    email: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One trace, as it stands in the text."""

    trace: Trace
    words: str


def traces_in(text: str, who: Identity) -> tuple[Found, ...]:
    """What in the text tells who wrote it: their name or a part of it, their organisation's name, a mail address.

    Without regard to capitals and accents. A part of a name may be a word like any other, so this warns and no more.
    """
    found = [Found(Trace.ADDRESS, address) for address in dict.fromkeys(_ADDRESS.findall(text))]
    without = _ADDRESS.sub(" ", text)
    words = [(match[0], _folded(match[0])) for match in _WORD.finditer(without)]
    name = [_folded(part) for part in _WORD.findall(who.name)]
    named = _phrase(words, name) or _phrase(words, name[::-1])
    if named:
        found.append(Found(Trace.NAME, named))
    else:
        parts = {part for part in name if len(part) >= _LEAST_LETTERS}
        found += [Found(Trace.NAME, word) for word in dict.fromkeys(word for word, key in words if key in parts)]
    organisation = _phrase(words, [_folded(part) for part in _WORD.findall(who.organisation)])
    if organisation:
        found.append(Found(Trace.ORGANISATION, organisation))
    return tuple(found)


def _phrase(words: list[tuple[str, str]], sought: list[str]) -> str:
    """These words one after the other, as the text writes them; empty when they are not there."""
    if not sought:
        return ""
    keys = [key for _word, key in words]
    for start in range(len(keys) - len(sought) + 1):
        if keys[start : start + len(sought)] == sought:
            return " ".join(word for word, _key in words[start : start + len(sought)])
    return ""


def _folded(word: str) -> str:
    parted = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))
