"""Words as the index keeps them: stemmed in the language they were written in, without accents. Pure.

A word becomes one form, or two where its accents matter to the stemmer: the stem of the word as written, and that of
the word as somebody types it who leaves accents out. Both databases are given these forms and compare them as they are.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from app.platform.folding import fold

# Languages whose words are stemmed, with the stemmer's name for each; words of others are kept as they are.
STEMMED = {"ar": "arabic", "en": "english", "es": "spanish", "fr": "french", "pt": "portuguese"}
LONGEST_WORD = 40
# Scripts that leave no space between words: each sign is a word.
_SIGNS = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = rf"[^\W_{_SIGNS}]"
# Vowel marks of Arabic, and accents that are written after their letter.
_MARKS = r"\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed"
_WORD = re.compile(rf"[{_SIGNS}]|{_LETTER}(?:{_LETTER}|[{_MARKS}])*")
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_ARABIC_ARTICLE = re.compile(r"(?:[وفبك]?ال|لل)(?=\w{2})")
_stemmers = threading.local()

# The smallest words of the five languages: they stand in nearly every text, so nothing is found by them.
SMALL_WORDS = frozenset(
    fold(word)
    for word in """
    a an and are as at be by for from in is it of on or that the this to was with
    au aux ce ces cette dans de des du en est et il la le les ou par pas pour qu que qui sur un une
    al con del el en es esta las lo los no o para por que se su un una y
    ao aos as com da das do dos e em na nas no nos o os ou para por que se um uma
    من في على إلى عن ما هو هي أو هذا هذه التي الذي أن إن مع و
    """.split()
)


def words_in(text: str) -> Iterator[re.Match[str]]:
    """The words of a text, where they stand in it. Single letters, such as elided articles, are no words."""
    for found in _WORD.finditer(text):
        word = found[0]
        if len(word) > 1 or not word.isascii() or word.isdigit():
            yield found


@lru_cache(maxsize=50_000)
def forms_of(word: str, language: str) -> tuple[str, ...]:
    """What a word is found by, its stem first; nothing for what holds no letter or digit after all."""
    written = _ARABIC_MARKS.sub("", unicodedata.normalize("NFC", word.lower()))[:LONGEST_WORD]
    written = _ARABIC_ARTICLE.sub("", written, count=1)
    if not written:
        return ()
    typed = fold(written)
    stems = [_kept(_stem(written, language))]
    if typed != written:
        stems.append(_kept(_stem(typed, language)))
    return tuple(dict.fromkeys(filter(None, stems)))


def beginning_of(word: str) -> str:
    """A word that may not be typed to its end, to be compared with how stems begin."""
    return _kept(_ARABIC_ARTICLE.sub("", _ARABIC_MARKS.sub("", word), count=1)[:LONGEST_WORD])


@lru_cache(maxsize=256)
def base_of(language: str) -> str:
    """The language without its region: pt for pt-BR."""
    return language.partition("-")[0].lower()


def stems_in(text: str, language: str) -> str:
    """A text as the index keeps it: its stems in order, then other forms, each once; a space between them."""
    language = base_of(language)
    stems: list[str] = []
    others: dict[str, None] = {}
    for found in words_in(text):
        forms = forms_of(found[0], language)
        stems.extend(forms[:1])
        others.update(dict.fromkeys(forms[1:]))
    return " ".join((*stems, *others))


def _kept(word: str) -> str:
    """Letters and digits alone: what is left can stand in any query of any database."""
    folded = fold(word)
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def _stem(word: str, language: str) -> str:
    name = STEMMED.get(language)
    if name is None:
        return word
    # With its article an Arabic word is told to be a noun; without, its first letter is taken for a preposition.
    stem: str = _stemmer(name).stemWord(f"ال{word}" if language == "ar" else word)
    return _ARABIC_ARTICLE.sub("", stem, count=1) if language == "ar" else stem


def _stemmer(name: str) -> Any:
    """A stemmer remembers where it is in a word, so each thread has its own."""
    kept: dict[str, Any] = _stemmers.__dict__
    if name not in kept:
        import Stemmer

        # No stems are kept: finding one takes as long as finding it among ten thousand.
        kept[name] = Stemmer.Stemmer(name, 0)
    return kept[name]
