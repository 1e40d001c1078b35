"""What of a period is worth putting into its synthesis, the most promising first, and why. Pure.

What counts is what people made of it: an answer that helped is worth more than a long one. So that one voice does not
fill the list, each further piece by the same author, from the same thread or in a language that is there often counts
for less; what stands first in each language and by each author stands high.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_SHOWN = 30
MANY_REPLIES = 5
"""From so many answers on a thread counts as one that was discussed."""
# Each further piece of the same author, thread or language counts for this share of the one before.
_SAME_AUTHOR, _SAME_THREAD, _SAME_LANGUAGE = 0.5, 0.6, 0.92


class Sort(StrEnum):
    """What a candidate is."""

    ANSWER = "answer"
    QUESTION = "question"
    IDEA = "idea"
    FISHBOWL = "fishbowl"
    POST = "post"
    WORK = "work"


class Reason(StrEnum):
    """Why it is proposed."""

    ACCEPTED = "accepted"
    HELPFUL = "helpful"
    ANSWERED = "answered"
    SUPPORTED = "supported"
    DECIDED = "decided"
    DISCUSSED = "discussed"
    SUMMED_UP = "summed_up"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post, or work that is shown; with what people made of it."""

    sort: Sort
    id: int
    language: str
    author_id: int | None
    thread_id: int | None = None
    helpful: int = 0
    is_accepted: bool = False
    # Of a thread's first post.
    is_answered: bool = False
    votes: int = 0
    is_decided: bool = False
    replies: int = 0
    is_summed_up: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """A candidate in its place, with the reasons."""

    candidate: Candidate
    reasons: tuple[Reason, ...]


def proposed(candidates: Iterable[Candidate], most: int = MOST_SHOWN) -> tuple[Proposed, ...]:
    """The candidates with a reason, spread over authors, threads and languages."""
    waiting = sorted(
        ((worth, one, reasons) for one in candidates for worth, reasons in (_worth(one),) if reasons),
        key=lambda each: (-each[0], each[1].sort, each[1].id),
    )
    authors: Counter[int] = Counter()
    threads: Counter[int] = Counter()
    languages: Counter[str] = Counter()

    def spread(each: tuple[float, Candidate, Sequence[Reason]]) -> float:
        worth, one, _reasons = each
        by_author = authors[one.author_id] if one.author_id is not None else 0
        of_thread = threads[one.thread_id] if one.thread_id is not None else 0
        return worth * _SAME_AUTHOR**by_author * _SAME_THREAD**of_thread * _SAME_LANGUAGE ** languages[one.language]

    chosen: list[Proposed] = []
    while waiting and len(chosen) < most:
        # Of equals the first, which is the one that was worth more by itself.
        best = max(waiting, key=spread)
        waiting.remove(best)
        _value, one, reasons = best
        chosen.append(Proposed(one, tuple(reasons)))
        if one.author_id is not None:
            authors[one.author_id] += 1
        if one.thread_id is not None:
            threads[one.thread_id] += 1
        languages[one.language] += 1
    return tuple(chosen)


def _worth(one: Candidate) -> tuple[float, list[Reason]]:
    worth, reasons = 0.0, []
    for is_so, value, reason in (
        (one.is_accepted, 6.0, Reason.ACCEPTED),
        (one.sort is Sort.WORK, 5.0, Reason.SHOWN),
        (one.is_summed_up, 5.0, Reason.SUMMED_UP),
        (one.sort is Sort.IDEA and one.is_decided, 3.0, Reason.DECIDED),
        (one.sort is Sort.IDEA and one.votes > 0, 1.0 + one.votes**0.5, Reason.SUPPORTED),
        (one.sort is Sort.QUESTION and one.is_answered, 3.0, Reason.ANSWERED),
        (one.helpful > 0, 1.0 + 2 * one.helpful**0.5, Reason.HELPFUL),
        (one.replies >= MANY_REPLIES, one.replies**0.5 / 2, Reason.DISCUSSED),
    ):
        if is_so:
            worth += value
            reasons.append(reason)
    return worth, reasons
