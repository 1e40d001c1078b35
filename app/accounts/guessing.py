"""What is guessed first: passwords that many people have, what people do to them, and what is known of a person.

A listed word is compared by its *shape*, in which letters and the signs written for them are one, so that no
combinations of replacements have to be tried: the longest password is checked in about half a millisecond.
"""

import gzip
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise, takewhile
from pathlib import Path

# How it is made again is told in docs/administration.md; whose work it is, in common_passwords.LICENCE.txt beside it.
LISTED = Path(__file__).with_name("common_passwords.txt.gz")
# What is listed has at least and at most so many characters.
SHORTEST_LISTED, LONGEST_LISTED = 3, 32

# So many digits and signs around a listed word make no secret of it, nor do so many sequences in a row. A sequence
# counts once, however long. A date is at most eight digits.
_MOST_ADDED = 8
_MOST_IN_A_ROW = 6
# Two neighbours are chance, three are a sequence.
_SHORTEST_SEQUENCE = 3
_FEWEST_DIFFERENT = 4
# What is repeated counts once, and must be long enough by itself.
_SHORTEST_UNIT = 10
# One character may stand for eighteen others.
_MOST_READ = 400

# Each sign falls together with the letter it is written for; l falls together with i, because 1 is written for both.
_WRITTEN, _MEANT = "0123456789@$!|+l", "oizeasgtbgasiiti"
_SHAPE = str.maketrans(_WRITTEN, _MEANT)
_SHAPE_OF_BYTES = bytes.maketrans(_WRITTEN.encode(), _MEANT.encode())
_DATE = re.compile(
    r"\D{0,3}(?:\d{1,2}\D?\d{1,2}\D?(?:19|20)\d\d|(?:19|20)\d\d\D?\d{1,2}\D?\d{1,2})\D{0,3}",
)
# Alphabets, then the rows and slanting columns of keyboards as they are sold in the countries of our languages.
_LINES = """
    abcdefghijklmnopqrstuvwxyz ابتثجحخدذرزسشصضطظعغفقكلمنهوي абвгдеёжзийклмнопрстуфхцчшщъыьэюя
    01234567890 13579 24680 !"£$%^&*() !@#$%^&*()_+
    qwertyuiop asdfghjklñ zxcvbnm qwertzuiop yxcvbnm azertyuiop qsdfghjklm wxcvbn
    ضصثقفغعهخحجد شسيبلاتنمكط ئءؤرلاىةوزظ йцукенгшщзхъ фывапролджэ ячсмитьбю
    1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 1aqw 2zsx 147 258 369 159 357
""".split()


def is_guessed_first(password: str) -> bool:
    """Whether a password is listed, or made of one listed word and what people add, or of sequences alone."""
    return any(_is_weak(reading) for reading in _readings_of(plain(password)))


def is_made_of(password: str, known: tuple[str, ...]) -> bool:
    """Whether nothing but digits and signs is left of a password without what is known: names, parts of an address."""
    words = sorted(_words_of(known), key=len, reverse=True)
    return any(
        _is_added(_without(reading, words)) and not _is_added(reading) for reading in _readings_of(plain(password))
    )


def plain(text: str) -> str:
    """A text without case and accents, its digits as 0 to 9."""
    if text.isascii():
        return text.casefold()
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        str(unicodedata.decimal(letter, letter))
        for letter in letters[:_MOST_READ]
        if unicodedata.category(letter) not in {"Mn", "Cf"}
    )


def listed_words() -> frozenset[str]:
    """The list as it is shipped, each word as `plain` writes it."""
    return frozenset(_read_list().decode().split("\n"))


def _read_list() -> bytes:
    return gzip.decompress(LISTED.read_bytes())


@cache
def _listed() -> frozenset[str]:
    # Read when somebody first chooses a password: 10 ms and 6 MB that other processes do without.
    return frozenset(_read_list().translate(_SHAPE_OF_BYTES).decode().split("\n"))


def _readings_of(text: str) -> Iterator[str]:
    yield text
    squeezed = "".join(filter(str.isalnum, text))
    # What is mostly signs is not read without them.
    if squeezed != text and len(squeezed) * 2 >= len(text):
        yield squeezed


def _is_weak(text: str) -> bool:
    unit = _unit_of(text)
    return (
        len(set(text)) < _FEWEST_DIFFERENT
        or len(unit) < min(_SHORTEST_UNIT, len(text))
        or _is_sequences(_runs_of(text))
        # Two sequences at once, as in a1b2c3d4e5.
        or _is_sequences(_runs_of(text[::2]) + _runs_of(text[1::2]))
        or _DATE.fullmatch(text) is not None
        or unit.translate(_SHAPE) in _listed()
        or _holds_a_repetition(text)
        or _holds_a_listed_word(unit)
    )


def _is_sequences(runs: list[str]) -> bool:
    return _weight_of(runs) <= min(sum(map(len, runs)) // _SHORTEST_SEQUENCE, _MOST_IN_A_ROW)


def _weight_of(runs: list[str]) -> int:
    return sum(1 if len(run) >= _SHORTEST_SEQUENCE else len(run) for run in runs)


def _unit_of(text: str) -> str:
    """What a text repeats at least twice; the text itself when it repeats nothing."""
    return next((text[:length] for length in range(1, len(text) // 2 + 1) if text[length:] == text[:-length]), text)


def _steps_between_neighbours() -> dict[str, frozenset[int]]:
    steps: dict[str, frozenset[int]] = {}
    for number, line in enumerate(_LINES, start=1):
        for one, other in pairwise(plain(line)):
            steps[one + other] = steps.get(one + other, frozenset()) | {number}
            steps[other + one] = steps.get(other + one, frozenset()) | {-number}
    return steps


# The lines on which two characters are neighbours: a line's number forwards, the same below zero backwards.
_STEPS = _steps_between_neighbours()
_NO_STEP: frozenset[int] = frozenset()


def _runs_of(text: str) -> list[str]:
    """The text cut into as few sequences as can be: each goes one way along one line, or stays on a character."""
    runs = []
    begin = 0
    ways = None
    for place, (one, other) in enumerate(pairwise(text), start=1):
        if one == other:
            continue
        steps = _STEPS.get(one + other, _NO_STEP)
        onwards = steps if ways is None else ways & steps
        if onwards:
            ways = onwards
        else:
            runs.append(text[begin:place])
            begin, ways = place, None
    return [*runs, text[begin:]] if text else []


def _added_at_the_start(text: str) -> list[int]:
    """For each length, from 0, of a beginning of digits, signs and sequences alone: how much it weighs."""
    weights = [0]
    for run in _runs_of(text):
        if len(run) >= _SHORTEST_SEQUENCE:
            weights += [weights[-1] + 1] * len(run)
        else:
            signs = [*takewhile(lambda sign: not sign.isalpha(), run)]
            weights += [weights[-1] + number for number, _sign in enumerate(signs, start=1)]
            if len(signs) < len(run):
                break
        if weights[-1] >= _MOST_ADDED:
            break
    return weights


def _is_added(text: str) -> bool:
    return len(_added_at_the_start(text)) > len(text)


def _holds_a_listed_word(text: str) -> bool:
    """Whether a listed word with letters, forwards or backwards, has little around it for its length."""
    shape = text.translate(_SHAPE)
    before, after = _added_at_the_start(text), _added_at_the_start(text[::-1])
    length = len(text)
    first_end = length - len(after) + 1
    return any(
        before[start] + after[length - end] <= min(2 * (end - start), _MOST_ADDED)
        and (shape[start:end] in _listed() or shape[start:end][::-1] in _listed())
        and any(map(str.isalpha, text[start:end]))
        for start in range(len(before))
        for end in range(max(start + SHORTEST_LISTED, first_end), min(start + LONGEST_LISTED, length) + 1)
    )


def _holds_a_repetition(text: str) -> bool:
    """Whether a short thing repeated, as in dragondragon1, has little around it."""
    letters = [place for place, letter in enumerate(text) if letter.isalpha()]
    if not letters:
        return False
    first, last = letters[0], letters[-1]
    repeated = text[first : last + 1]
    added = _weight_of(_runs_of(text[:first])) + _weight_of(_runs_of(text[last + 1 :]))
    unit = _unit_of(repeated)
    # Two letters that happen to be the same are no repetition.
    return (
        len(unit) < min(_SHORTEST_UNIT, len(repeated)) and len(repeated) >= 2 * SHORTEST_LISTED and added <= _MOST_ADDED
    )


def _words_of(known: tuple[str, ...]) -> set[str]:
    words = set()
    for text in known:
        parts = re.findall(r"[^\W_]+", plain(text[:_MOST_READ]))
        words |= {*parts, *re.findall(r"[^\W\d_]+", " ".join(parts)), "".join(parts)}
    # An initial is in every password.
    return {word.translate(_SHAPE) for word in words if len(word) > 1 and not word.isdecimal()}


def _without(text: str, shapes: list[str]) -> str:
    shape = text.translate(_SHAPE)
    for word in shapes:
        place = shape.find(word)
        while place >= 0:
            end = place + len(word)
            # Bo is not meant by 80.
            if any(map(str.isalpha, text[place:end])):
                shape, text = shape[:place] + shape[end:], text[:place] + text[end:]
                place = shape.find(word)
            else:
                place = shape.find(word, place + 1)
    return text
