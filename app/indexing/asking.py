"""What somebody typed, understood: words that must be there, phrases, and what must not. Pure; any text will do."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.indexing.words import SMALL_WORDS, STEMMED, base_of, beginning_of, forms_of, words_in
from app.platform.folding import fold

_MOST_WORDS = 10
LONGEST_QUESTION = 200
# Shorter beginnings would be those of half of all words.
_SHORTEST_BEGINNING = 4
_PART = re.compile(r'(?P<but>(?<!\S)-)?(?:["“”«„](?P<phrase>[^"“”«»„]*)["“”»]?|(?P<plain>[^\s"“”«»„]+))')


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word in all the forms that count as it; `beginning` is empty, or how another word that counts may begin."""

    forms: tuple[str, ...]
    beginning: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Every one of `words` must be found, one form of each phrase in a row, and nothing of `unwanted`."""

    words: tuple[Wanted, ...] = ()
    # Of each phrase the ways in which it may stand in the index: stems with a space between them.
    phrases: tuple[tuple[str, ...], ...] = ()
    unwanted: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.words

    @property
    def has_beginning(self) -> bool:
        """Whether some word counts that only begins as one of these."""
        return any(word.beginning for word in self.words)

    @property
    def begun(self) -> "Question":
        """The word alone that may not have been typed to its end, taken as it is; empty when there is none."""
        return Question(tuple(Wanted(one.forms) for one in self.words if one.beginning))

    def of_whole_words(self) -> "Question":
        """The same, with every word taken as it is."""
        return replace(self, words=tuple(Wanted(one.forms) for one in self.words))


def read_question(text: str, languages: Iterable[str] = ()) -> Question:
    """Understand what was typed by somebody who reads these languages; those of the site count as well."""
    known = tuple(dict.fromkeys((*(base_of(one) for one in languages), *STEMMED, "")))
    words: dict[Wanted, None] = {}
    small: dict[Wanted, None] = {}
    phrases: list[tuple[str, ...]] = []
    unwanted: list[str] = []
    last = ""
    for part in _PART.finditer(text[:LONGEST_QUESTION]):
        found = [one[0] for one in words_in(part["phrase"] if part["plain"] is None else part["plain"])]
        if not found:
            continue
        last = ""
        if part["but"]:
            unwanted += [form for word in found for form in _forms(word, known)]
            continue
        for word in found:
            (small if fold(word) in SMALL_WORDS else words)[Wanted(_forms(word, known))] = None
        if part["plain"] is None and len(found) > 1:
            phrases.append(_in_a_row(found, known))
        if part["plain"] is not None:
            last = found[-1]
    asked = [one for one in (words or small) if one.forms][:_MOST_WORDS]
    if last and asked and asked[-1].forms == _forms(last, known):
        asked[-1] = Wanted(asked[-1].forms, _beginning(last))
    kept = {form for one in asked for form in one.forms}
    return Question(tuple(asked), tuple(phrases), tuple(dict.fromkeys(one for one in unwanted if one not in kept)))


def _forms(word: str, languages: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for one in languages for form in forms_of(word, one)))


def _beginning(word: str) -> str:
    typed = beginning_of(word)
    return typed if len(typed) >= _SHORTEST_BEGINNING else ""


def _in_a_row(words: Sequence[str], languages: Sequence[str]) -> tuple[str, ...]:
    rows = (" ".join(form for word in words for form in forms_of(word, one)[:1]) for one in languages)
    return tuple(dict.fromkeys(rows))


Conditions = Sequence[Sequence[str]]


def as_tsqueries(question: Question, narrow: Conditions, wide: Conditions) -> list[str]:
    """The question as PostgreSQL takes it: all of these must hold.

    Each by itself, because the index then leaps through them side by side; as one they are weighed entry by entry,
    which takes ten times as long. What is narrow comes first and decides how far the others leap. Forms are letters and
    digits, keys have no quotes: nothing can break out.
    """
    words = [
        " | ".join([*map(_quoted, one.forms), *([f"{_quoted(one.beginning)}:*"] if one.beginning else [])])
        for one in question.words
    ]
    if question.unwanted:
        # Alone it would be asked of the whole index.
        words[0] = f"({words[0]}) & !({' | '.join(map(_quoted, question.unwanted))})"
    first, last = ([" | ".join(map(_quoted, one)) for one in conditions] for conditions in (narrow, wide))
    return [*first, *words, *last]


def _quoted(form: str) -> str:
    return f"'{form}'"


def as_fts5(question: Question, conditions: Conditions) -> str:
    """The question as SQLite takes it."""
    words = (
        " OR ".join([*map(_doubly, one.forms), *([f"{_doubly(one.beginning)} *"] if one.beginning else [])])
        for one in question.words
    )
    keys = (" OR ".join(map(_doubly, one)) for one in conditions)
    asked = " AND ".join(f"({one})" for one in (*words, *keys))
    but = " OR ".join(map(_doubly, question.unwanted))
    return f"({asked}) NOT ({but})" if but else asked


def _doubly(form: str) -> str:
    return f'"{form}"'
