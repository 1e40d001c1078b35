"""Which paragraph of a lesson a thread is about, after the lesson was edited. Pure.

A thread keeps the words of its paragraph, of those before and after it, and where it stood; with every edition it goes
along to what these have become. The same words are looked for first. Where they are no longer there, each paragraph is
judged by the words that it shares with them in their order, and a little by what stands around it. Below a threshold
nothing is found: a thread that points to its lesson as a whole misleads nobody, one at a wrong paragraph does.

The figures were chosen on the recorded edits in tests/forum/edits: paragraphs that were reworded mostly share half of
their words with what they became, those that were deleted seldom a quarter with any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_ENOUGH = 0.45
# What paragraphs around that are the same add to it.
_AROUND = 0.2
# From how much of its words in the other on, and from how many, a paragraph is a part of it; and what that counts.
_PUT_IN = 0.7
_WORDS_OF_A_PART = 6
_PART = 0.6
# What has so much of the paragraph in it may be the paragraph, though it has more of the one beside it.
_HALF = 0.5
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
        if found < _ENOUGH - _AROUND or _is_a_neighbour(anchor, around[position], found):
            continue
        found += _AROUND * (_same(anchor.before, around[position - 1]) + _same(anchor.after, around[position + 1])) / 2
        if found > likeness:
            best, likeness = position, found
    if best is None or likeness < _ENOUGH:
        return None
    while best > 1 and _begins(anchor.words, around[best - 1]):
        best -= 1
    return best


def _is_a_neighbour(anchor: Anchor, words: str, found: float) -> bool:
    """Whether this is rather what stood beside the paragraph, unless the two were put together."""
    if words in (anchor.before, anchor.after):
        return True
    beside = max(_shared(anchor.before, words), _shared(anchor.after, words))
    return beside > found and _part(anchor.words, words) < _HALF


def _begins(words: str, others: str) -> bool:
    """Whether a paragraph was cut in two, and this is its beginning rather than a line set before the rest."""
    mine, theirs = words.casefold().split(), others.casefold().split()
    common = _in_order(mine, theirs)
    return len(theirs) < len(mine) and common >= _CUT * len(theirs) and common >= _BEGINNING * len(mine)


def _shared(words: str, others: str) -> float:
    """From 0 to 1, how much of two paragraphs is the same; 2 where all of it is."""
    if words == others:
        return 2
    mine, theirs = words.casefold().split(), others.casefold().split()
    if not mine or not theirs:
        return 0
    as_wholes = 2 * _in_order(mine, theirs) / (len(mine) + len(theirs))
    part = _part(words, others)
    return max(as_wholes, part * _PART if part >= _PUT_IN else 0)


def _in_order(words: Sequence[str], others: Sequence[str]) -> int:
    """How many words two texts have in the same order."""
    # Loaded with the first paragraph that changed, since most processes meet none.
    from rapidfuzz.distance import LCSseq

    return LCSseq.similarity(words, others)


def _part(words: str, others: str) -> float:
    """From 0 to 1, how much of the shorter paragraph is found in the longer; 0 where it is too short to tell."""
    mine, theirs = words.casefold().split(), others.casefold().split()
    shorter = min(len(mine), len(theirs))
    return _in_order(mine, theirs) / shorter if shorter >= _WORDS_OF_A_PART else 0


def _same(words: str, others: str) -> float:
    return 1.0 if words == others else min(1.0, _shared(words, others)) if words and others else 0.0


def _distance(anchor: Anchor, position: int, total: int) -> float:
    """How far a paragraph stands from where the other stood, each as a part of its lesson."""
    return abs(anchor.position / anchor.total - position / total)
