"""Rounds of one assignment: work is revised and handed in again. Pure.

A further round begins where the last one has a final score that its author has seen, passed or not, or was withdrawn.
It is work of its own: a new place at the end of the line, other reviews, a score of its own. What its author did for
others counts for all rounds, so nothing is owed twice; earlier reviews stay readable; what is completed stays so. Of
several final scores the best counts, and reviews or an appeal that are under way for an earlier round go on, because
that round may still be the best.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# Rounds that others review to the end: each takes as many reviews as a whole other person's work.
MOST_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Round:
    """A round: its number from 1, and what it came to; `score` and `has_passed` are None while its author sees none."""

    number: int
    is_final: bool = False
    score: float | None = None
    has_passed: bool | None = None
    is_withdrawn: bool = False


def counting_round(rounds: Sequence[Round]) -> Round | None:
    """The round that counts: of those with a final score the one that passed, then the best, then the earliest."""
    final = [one for one in rounds if one.is_final and one.score is not None and not one.is_withdrawn]
    return min(final, key=lambda one: (not one.has_passed, -(one.score or 0.0), one.number), default=None)


def rounds_left(rounds: Sequence[Round]) -> int:
    """How many more may come to a final score; one that was withdrawn after that has taken its reviews too."""
    return max(0, MOST_ROUNDS - sum(one.is_final for one in rounds))
