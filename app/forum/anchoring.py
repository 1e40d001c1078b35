"""Which paragraph of a lesson a thread is about, after the lesson was edited. Pure.

A thread keeps the words of its paragraph, of those before and after it, and where it stood; with every edition it goes
along to what these have become. The same words are looked for first. Where they are no longer there, each paragraph is
judged by the words that it shares with them in their order, and a little by what stands around it. Below a threshold
nothing is found: a thread that points to its lesson as a whole misleads nobody, one at a wrong paragraph does.

The figures were chosen on the recorded edits in tests/forum/edits. There, paragraphs that were reworded share 0.39 or
more with what they became, and those that were deleted at most 0.26 with any other; of what was put together, 0.73 or
more is found in the whole, elsewhere at most 0.44.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

_ENOUGH = 0.45
# What paragraphs around that are the same add to it.
_AROUND = 0.25
# How much of the shorter one must be found in the longer for one to be a part of the other, and from how many words on.
_PART = 0.6
_WORDS_OF_A_PART = 6
# How much of what was cut off is in the paragraph, and how much of it is enough to be its beginning.
_CUT = 0.8
_BEGINNING = 0.3


@dataclass(frozen=True, slots=True)
class Anchor:
    """A paragraph as it was; `before` and `after` are empty at the ends, `position` counts from 1 to `total`."""

    words: str
    before: str
    after: str
    position: int
    total: int
    language: str


def anchor_to(paragraphs: Sequence[str], position: int, language: str) -> Anchor:
    """What is kept of a paragraph so that it is found again."""
    around = ("", *paragraphs, "")
    return Anchor(
        words=around[position],
        before=around[position - 1],
        after=around[position + 1],
        position=position,
        total=len(paragraphs),
        language=language,
    )


def moved_on(anchor: Anchor, paragraphs: Sequence[str], language: str) -> Anchor | None:
    """The same paragraph in another edition; None when it is gone."""
    position = find_again(anchor, paragraphs, language)
    return None if position is None else anchor_to(paragraphs, position, language)


def find_again(anchor: Anchor, paragraphs: Sequence[str], language: str) -> int | None:
    """The number of the paragraph in another edition; None when it is gone."""
    if language != anchor.language:
        # A translation has the paragraphs of its original, and no words to go by.
        return anchor.position if len(paragraphs) == anchor.total else None
    around = ("", *paragraphs, "")
    best, likeness = None, 0.0
    for position in sorted(range(1, len(paragraphs) + 1), key=lambda one: _distance(anchor, one, len(paragraphs))):
        found = _shared(anchor.words, around[position])
        if found < _ENOUGH - _AROUND:
            continue
        found += _AROUND * (_same(anchor.before, around[position - 1]) + _same(anchor.after, around[position + 1])) / 2
        if found > likeness:
            best, likeness = position, found
    if best is None or likeness < _ENOUGH:
        return None
    while best > 1 and _begins(anchor.words, around[best - 1]):
        best -= 1
    return best


def _begins(words: str, others: str) -> bool:
    """Whether a paragraph was cut in two, and this is its beginning rather than a line set before the rest."""
    mine, theirs = words.casefold().split(), others.casefold().split()
    common = LCSseq.similarity(mine, theirs)
    return len(theirs) < len(mine) and common >= _CUT * len(theirs) and common >= _BEGINNING * len(mine)


def _shared(words: str, others: str) -> float:
    """From 0 to 1, how much of two paragraphs is the same; 2 where all of it is."""
    if words == others:
        return 2
    mine, theirs = words.casefold().split(), others.casefold().split()
    if not mine or not theirs:
        return 0
    common = LCSseq.similarity(mine, theirs)
    shorter = min(len(mine), len(theirs))
    as_wholes = 2 * common / (len(mine) + len(theirs))
    as_part = common / shorter if shorter >= _WORDS_OF_A_PART else 0
    return max(as_wholes, as_part * _PART if as_part >= _PART else 0)


def _same(words: str, others: str) -> float:
    return 1.0 if words == others else min(1.0, _shared(words, others)) if words and others else 0.0


def _distance(anchor: Anchor, position: int, total: int) -> float:
    """How far a paragraph stands from where the other stood, each as a part of its lesson."""
    return abs(anchor.position / anchor.total - position / total)
