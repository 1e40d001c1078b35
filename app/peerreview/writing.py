"""Counting words, what is still missing, and which versions are worth keeping. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.content.course import Assignment
from app.markup.markdown import Unreadable, parse
from app.peerreview.stages import Kind
from app.peerreview.work import Work
from app.platform.i18n import _, ngettext

MOST_CHARACTERS = 60_000
"""Of one text; about ten times what the longest assignment asks for."""

MOST_VERSIONS = 100
"""Kept of one assignment and person; beyond them the oldest that nobody handed in go, those kept by themselves first."""

STEP = timedelta(minutes=10)
"""Of what is kept by itself, the last version of each step of this length stays."""

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


def missing_in(assignment: Assignment, work: Work) -> tuple[str, ...]:
    """What stands between the work and being handed in, each as a sentence; nothing when it is whole."""
    if work.is_empty:
        return (_("Nothing is written yet."),)
    missing = list(_missing_words(assignment, count_words(work.source)))
    try:
        parse(work.source)
    except Unreadable as unreadable:
        missing.append(_("The text cannot be shown from line %(line)s on: part it by empty lines.", line=unreadable.line))
    return tuple(missing)


def _missing_words(assignment: Assignment, words: int) -> Sequence[str]:
    least, most = assignment.least_words, assignment.most_words
    if least is not None and words < least:
        return [
            ngettext(
                "At least %(least)s words are asked for; one word is missing.",
                "At least %(least)s words are asked for; %(num)s words are missing.",
                least - words,
                least=least,
            )
        ]
    if most is not None and words > most:
        return [
            ngettext(
                "At most %(most)s words are asked for; there is one word too many.",
                "At most %(most)s words are asked for; there are %(num)s words too many.",
                words - most,
                most=most,
            )
        ]
    return []


@dataclass(frozen=True, slots=True)
class Kept:
    """A version that is kept already, by what decides whether it stays."""

    number: int
    kind: Kind
    window: str
    digest: str
    saved_at: datetime


class Keeping(StrEnum):
    """What becomes of work that arrives."""

    # It is there already.
    SAME = "same"
    ADDED = "added"
    # The version before it goes.
    REPLACES = "replaces"
    # Another window saved something else meanwhile: kept, and its author decides.
    ASIDE = "aside"


def keeping_of(current: Kept | None, new: Kept, base: int) -> Keeping:
    """What to do with a version that was written on top of the version `base`; 0 stands for none.

    `new.number` does not matter. Nothing that was saved from another window is ever lost by this.
    """
    if current is None:
        return Keeping.ADDED
    if new.digest == current.digest:
        is_more = current.kind is not Kind.HANDED_IN and new.kind not in (Kind.AUTOSAVED, current.kind)
        return Keeping.REPLACES if is_more else Keeping.SAME
    if current.number != base and current.window != new.window:
        return Keeping.ASIDE
    is_same_step = current.saved_at.timestamp() // STEP.total_seconds() == new.saved_at.timestamp() // STEP.total_seconds()
    is_passing = current.kind is Kind.AUTOSAVED and current.window == new.window
    return Keeping.REPLACES if is_passing and is_same_step else Keeping.ADDED


def to_let_go(versions: Sequence[Kept], current_number: int) -> tuple[int, ...]:
    """The numbers of versions that are too many; never the current one, nor what was ever handed in."""
    too_many = len(versions) - MOST_VERSIONS
    if too_many <= 0:
        return ()
    passing = [one for one in versions if one.kind is not Kind.HANDED_IN and one.number != current_number]
    passing.sort(key=lambda one: (one.kind is not Kind.AUTOSAVED, one.number))
    return tuple(one.number for one in passing[:too_many])
