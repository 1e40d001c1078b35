"""Fits a text into a box: as large as it goes, words kept whole while that is readable. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# Height of a line by the size of its letters.
LEADING = 1.3
# Under this size a long word is rather broken than set still smaller.
_READABLE = 12
_SMALLEST = 4
_ZERO_WIDTH_JOINERS = "\u200c\u200d"

# Gives the width of a text at size 1.
Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of text and the size of their letters, in the unit of the box."""

    size: float
    lines: tuple[str, ...]


def tidy_for_print(text: str) -> str:
    """A text with its accents joined to their letters and without signs that are for machines."""
    printed = "".join(map(_printed, unicodedata.normalize("NFC", text)))
    return re.sub(" +", " ", printed).strip(" ")


def _printed(sign: str) -> str:
    match unicodedata.category(sign):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Zs" if sign != " ":
            # Fonts seldom have the rarer spaces; none of them is a place to break a line.
            return "\u00a0"
        case "Cf" if sign not in _ZERO_WIDTH_JOINERS:
            return ""
    # Selectors of a sign's look have no look themselves.
    return "" if "\ufe00" <= sign <= "\ufe0f" else sign


def fitted(text: str, measure: Measure, *, width: float, height: float, largest: int) -> Fitted:
    """The largest setting of a text in a box, first with its words kept whole, then with long ones broken."""
    sizes = range(largest, _SMALLEST, -1)
    for size in sizes:
        lines = _wrapped(text, measure, width / size)
        is_whole = all(measure(line) <= width / size for line in lines)
        if size >= _READABLE and is_whole and _is_in(height, lines, size):
            return Fitted(size, _balanced(lines, measure, width / size))
    for size in sizes:
        lines = _wrapped(text, measure, width / size, is_breaking=True)
        if _is_in(height, lines, size):
            return Fitted(size, tuple(lines))
    return Fitted(_SMALLEST, tuple(_wrapped(text, measure, width / _SMALLEST, is_breaking=True)))


def _is_in(height: float, lines: list[str], size: float) -> bool:
    return len(lines) * size * LEADING <= height


def _balanced(lines: list[str], measure: Measure, width: float) -> tuple[str, ...]:
    """The same number of lines, set as narrow as they can be, so that no word is left alone in the last."""
    text, best, too_narrow, enough = " ".join(lines), lines, 0.0, width
    for _halving in range(8):
        tried = (too_narrow + enough) / 2
        narrower = _wrapped(text, measure, tried)
        if len(narrower) == len(lines) and all(measure(line) <= tried for line in narrower):
            best, enough = narrower, tried
        else:
            too_narrow = tried
    return tuple(best)


def _wrapped(text: str, measure: Measure, width: float, *, is_breaking: bool = False) -> list[str]:
    """Lines at most this wide; a word that is wider is broken, or has a line to itself."""
    lines: list[str] = []
    line = ""
    for word in _words(text, measure, width) if is_breaking else text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and measure(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _words(text: str, measure: Measure, width: float) -> Iterator[str]:
    for word in text.split(" "):
        part = ""
        for letter in _letters(word):
            if part and measure(part + letter) > width:
                yield part
                part = letter
            else:
                part += letter
        yield part


def _letters(word: str) -> Iterator[str]:
    """The signs of a word, each with the marks that stand on it."""
    letter = ""
    for sign in word:
        if letter and not unicodedata.category(sign).startswith("M") and sign not in _ZERO_WIDTH_JOINERS:
            yield letter
            letter = sign
        else:
            letter += sign
    yield letter
