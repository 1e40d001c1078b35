"""Signs that reviews were agreed upon, copied or not done, and what shows it, for staff to judge; nobody is accused."""

import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from rapidfuzz import fuzz

from app.peerreview.commenting import words_in

# How much higher than others every review in a ring lies, its reviewer's leaning taken off.
LEAST_FAVOUR = 10.0
LONGEST_RING = 4
# Texts so alike, in parts of 100 (normalised distance of insertions and deletions), count as one text copied.
ALIKE = 90.0
# Short comments are alike by chance.
LEAST_WORDS = 12
# A review in less than this part of the median time was hardly a reading.
TOO_FAST = 0.2
LEAST_FOR_A_MEDIAN = 5

# So many signs make a piece, so many pieces stand for a text, and texts that share so many of them are compared.
_PIECE = 8
_PIECES = 24
_SHARED = 3
# Of texts with a piece in common each is compared with so many before it: a text that hundreds copied is one chain.
_NEIGHBOURS = 20


@dataclass(frozen=True, slots=True)
class Favour:
    """A review as an edge from reviewer to author; `residual` is how far it lies above what others found, in points."""

    review_id: int
    reviewer_id: int
    author_id: int
    residual: float


@dataclass(frozen=True, slots=True)
class Ring:
    """People of whom each reviewed the next, and the last the first, all far above what others found."""

    people: tuple[int, ...]
    reviews: tuple[Favour, ...]


@dataclass(frozen=True, slots=True)
class ReviewText:
    """All that a review says, in one text."""

    review_id: int
    reviewer_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Copied:
    """Two reviews that say nearly the same; `likeness` runs to 100. The one with the lower number comes first."""

    first: ReviewText
    second: ReviewText
    likeness: float

    @property
    def is_by_one_reviewer(self) -> bool:
        """Whether somebody copied themselves: a ready-made comment for several authors."""
        return self.first.reviewer_id == self.second.reviewer_id


@dataclass(frozen=True, slots=True)
class Duration:
    """How long a review was worked on, in seconds, from its opening until it was handed in."""

    review_id: int
    reviewer_id: int
    seconds: float


@dataclass(frozen=True, slots=True)
class TooFast:
    """A review that took a small part of what the median review of the same assignment takes."""

    duration: Duration
    median_seconds: float

    @property
    def part(self) -> float:
        """Its time in parts of the median."""
        return self.duration.seconds / self.median_seconds


def rings(reviews: Iterable[Favour]) -> tuple[Ring, ...]:
    """Rings of two to four people, each told once, from its lowest number on.

    Expertiza has the idea; a review counts when it lies more than ten points above what others found.
    """
    best: dict[int, dict[int, Favour]] = {}
    for one in sorted(reviews, key=lambda review: (review.reviewer_id, review.author_id, review.review_id)):
        if one.residual > LEAST_FAVOUR and one.reviewer_id != one.author_id:
            known = best.setdefault(one.reviewer_id, {}).get(one.author_id)
            if known is None or one.residual > known.residual:
                best[one.reviewer_id][one.author_id] = one
    found: list[Ring] = []
    for start in sorted(best):
        _follow((start,), best, found)
    return tuple(sorted(found, key=lambda ring: (len(ring.people), ring.people)))


def copied_texts(reviews: Iterable[ReviewText]) -> tuple[Copied, ...]:
    """Pairs of reviews that say nearly the same, the most alike first; short ones are left out."""
    ordered = sorted(reviews, key=lambda review: review.review_id)
    texts = {review.review_id: _plain(review.text) for review in ordered if words_in(review.text) >= LEAST_WORDS}
    by_number = {review.review_id: review for review in ordered}
    found = []
    for one, other in _candidates(texts):
        likeness = fuzz.ratio(texts[one], texts[other], score_cutoff=ALIKE)
        if likeness >= ALIKE:
            found.append(Copied(by_number[one], by_number[other], likeness))
    return tuple(sorted(found, key=lambda pair: (-pair.likeness, pair.first.review_id, pair.second.review_id)))


def too_fast(durations: Sequence[Duration]) -> tuple[TooFast, ...]:
    """The reviews of one assignment that took less than a fifth of the median, the fastest first."""
    if len(durations) < LEAST_FOR_A_MEDIAN:
        return ()
    usual = median(one.seconds for one in durations)
    fast = [TooFast(one, usual) for one in durations if one.seconds < TOO_FAST * usual]
    return tuple(sorted(fast, key=lambda one: (one.duration.seconds, one.duration.review_id)))


def _follow(people: tuple[int, ...], edges: Mapping[int, Mapping[int, Favour]], found: list[Ring]) -> None:
    """Walk on from the last of these people; rings back to the first are found, if nobody has a lower number."""
    for author_id in edges.get(people[-1], {}):
        if author_id == people[0] and len(people) > 1:
            following = (*people[1:], people[0])
            pairs = zip(people, following, strict=True)
            found.append(Ring(people, tuple(edges[one][other] for one, other in pairs)))
        elif author_id > people[0] and author_id not in people and len(people) < LONGEST_RING:
            _follow((*people, author_id), edges, found)


def _plain(text: str) -> str:
    """A text as it is compared: without capitals, punctuation, and how its words are set apart."""
    spread = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in spread).split())


def _candidates(texts: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: of all pieces of a text those with the lowest checksums stand for it, and some are shared.

    Alike texts have most pieces in common, so also most of the lowest (A. Broder, On the resemblance and containment of
    documents, 1997); comparing every text with every other would take hours for a large site.
    """
    holders: dict[int, list[int]] = {}
    for number, text in texts.items():
        signs = text.encode("utf-32-le")
        width = 4 * _PIECE
        pieces = {zlib.crc32(signs[at : at + width]) for at in range(0, max(4, len(signs) - width + 4), 4)}
        shared: Counter[int] = Counter()
        for piece in sorted(pieces)[:_PIECES]:
            holding = holders.setdefault(piece, [])
            shared.update(holding[-_NEIGHBOURS:])
            holding.append(number)
        needed = min(_SHARED, len(pieces))
        yield from ((other, number) for other, times in sorted(shared.items()) if times >= needed)
