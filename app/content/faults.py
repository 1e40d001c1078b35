"""Gathering faults: the compiler keeps going after the first, so that an author sees them all at once."""

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

from app.content.course import Fault

MOST_FAULTS = 1_000
MOST_SUGGESTIONS = 100
"""Beyond these, more help nobody; they also bound the work that a spoilt file can cause."""


class Faults:
    """A growing list of faults."""

    def __init__(self) -> None:
        self._found: set[Fault] = set()
        self._suggestions = 0

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, file: str, line: int, message: str, *, near: tuple[str, Iterable[str]] | None = None) -> None:
        """Note a fault; `near`, a word and the words it may have been meant for, adds a suggestion."""
        if len(self._found) >= MOST_FAULTS:
            return
        if near is not None and self._suggestions < MOST_SUGGESTIONS:
            self._suggestions += 1
            message += _suggestion(*near)
        self._found.add(Fault(printable(file), line, printable(message)))

    def sorted(self) -> tuple[Fault, ...]:
        """All faults by file and line."""
        return tuple(sorted(self._found))


def printable(text: str, most: int = 1_000) -> str:
    """Make text fit for one line of a report, whatever an author's file held."""
    shown = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:most])
    return shown + ("…" if len(text) > most else "")


def shorten(text: str, most: int = 60) -> str:
    """The beginning of a text, to quote it in a fault."""
    return printable(" ".join(text[: most * 4].split()), most)


def _suggestion(word: str, choices: Iterable[str]) -> str:
    """`; did you mean …?` where one of the choices is close."""
    if len(word) > 60:
        return ""
    close = get_close_matches(word, [choice for choice in islice(choices, 1_000) if len(choice) <= 80], n=1, cutoff=0.6)
    return f" Did you mean `{close[0]}`?" if close else ""
