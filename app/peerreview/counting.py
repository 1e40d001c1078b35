"""How many words a text has, in any script. Pure."""

import re

LETTERS_A_WORD = 5
# Kana and Chinese characters: each counts as a word, as in Unicode's rules for the boundaries of words (UAX 29).
_CHARACTERS = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Letters of Thai, Lao, Burmese and Khmer, which are written without spaces.
_UNSPACED = "\u0e01-\u0e30\u0e40-\u0e44\u0e81-\u0eb0\u0ec0-\u0ec4\u1000-\u102a\u1780-\u17b3"
_CHARACTER = re.compile(f"[{_CHARACTERS}]")
_LETTER = re.compile(f"[{_UNSPACED}]")
_BETWEEN = re.compile(f"[\\s\u2013\u2014\u2026/{_CHARACTERS}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")


def count_words(text: str) -> int:
    """How many words a text has, in any script; Markdown's own signs are none. `static/js/work.js` counts the same."""
    spaced = sum(1 for piece in _BETWEEN.split(text) if any(map(str.isalnum, piece)))
    letters = len(_LETTER.findall(text))
    return spaced + len(_CHARACTER.findall(text)) + -(-letters // LETTERS_A_WORD)
