"""What speaks for holding a post until somebody has looked at it: its words, and plain signs. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from app.forum.spam import DOUBTFUL_FROM, HELD_FROM, LINK, Lesson, score_of

# Texts so alike, in parts of 100, count as the same; short ones are alike by chance.
ALIKE, LEAST_LENGTH = 92.0, 40
MOST_TIMES = 2
"""The same text was written so often before, and the next one is held."""
# Links for each hundred words that a text meant for reading seldom has.
_DENSE = 10.0
_PICTURE = re.compile(r"!\[[^\]]*\]\s*[(\[]")


class Sign(StrEnum):
    """What speaks for spam."""

    WORDS = "words"
    DOUBTFUL_WORDS = "doubtful_words"
    REPEATED = "repeated"
    LIKE_REMOVED = "like_removed"
    MOSTLY_LINKS = "mostly_links"
    LINK_IN_FIRST_POST = "link_in_first_post"


# Any of these alone holds a post; of the others it takes two.
_ENOUGH = frozenset({Sign.WORDS, Sign.REPEATED, Sign.LIKE_REMOVED})


def links_in(text: str) -> int:
    """How many addresses a text leads to."""
    return len(LINK.findall(text))


def pictures_in(text: str) -> int:
    """How many pictures a text asks for."""
    return len(_PICTURE.findall(text))


def times_written(text: str, others: Iterable[str]) -> int:
    """How many of the other texts are the same, or so alike that nobody would tell them apart."""
    plain = _squeezed(text)
    if len(plain) < LEAST_LENGTH:
        return 0
    # Loaded late: what compares is large, and most requests need none of it.
    from rapidfuzz import fuzz, process

    squeezed = [_squeezed(other) for other in others]
    return len(process.extract(plain, squeezed, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None))


def signs_of(
    text: str, lesson: Lesson, *, recent: Sequence[str], removed: Sequence[str], is_first: bool
) -> frozenset[Sign]:
    """All that speaks for spam: `recent` was written of late, `removed` was removed as advertising."""
    score, links = score_of(text, lesson), links_in(text)
    found = {
        Sign.WORDS: score >= HELD_FROM,
        Sign.DOUBTFUL_WORDS: DOUBTFUL_FROM <= score < HELD_FROM,
        Sign.REPEATED: times_written(text, recent) >= MOST_TIMES,
        Sign.LIKE_REMOVED: times_written(text, removed) > 0,
        Sign.MOSTLY_LINKS: links > 0 and 100 * links / max(1, len(text.split())) > _DENSE,
        Sign.LINK_IN_FIRST_POST: links > 0 and is_first,
    }
    return frozenset(sign for sign, is_there in found.items() if is_there)


def is_to_be_held(signs: frozenset[Sign]) -> bool:
    """Whether somebody looks at the post before others see it."""
    return bool(signs & _ENOUGH) or len(signs) > 1


# The same few hundred texts are what most new ones are compared with.
@lru_cache(maxsize=256)
def _squeezed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
