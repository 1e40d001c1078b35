"""How the forum does: how long people wait for an answer, and what nobody answered. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

LOOKS_BACK = timedelta(days=90)
LEAST_FOR_A_MEDIAN = 5
"""Of fewer threads a median says little, and a 90th percentile nothing."""
LEAST_FOR_A_TAIL = 10
WEEKS = 12
LEAST_PEOPLE = 5
"""Fewer people than this are not counted one by one."""


@dataclass(frozen=True, slots=True)
class Waited:
    """A thread, and when somebody other than its author first answered; None as long as nobody has."""

    language: str
    made_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waits:
    """How long the threads of a language waited; what so few threads cannot tell is None."""

    language: str
    threads: int
    answered: int
    median: timedelta | None
    nine_in_ten: timedelta | None


def waits_by_language(threads: Iterable[Waited]) -> list[Waits]:
    """How long people waited for their first answer, the language with the most threads first."""
    by_language: dict[str, list[Waited]] = {}
    for thread in threads:
        by_language.setdefault(thread.language, []).append(thread)
    found = [_waits(language, of_it) for language, of_it in by_language.items()]
    return sorted(found, key=lambda one: (-one.threads, one.language))


def percentile(values: Sequence[timedelta], part: float) -> timedelta:
    """The smallest of the values that so large a part of them does not exceed (nearest rank)."""
    ranked = sorted(values)
    rank = -(-len(ranked) * round(part * 100) // 100)
    return ranked[max(1, rank) - 1]


def _waits(language: str, threads: Sequence[Waited]) -> Waits:
    waited = [one.answered_at - one.made_at for one in threads if one.answered_at is not None]
    return Waits(
        language=language,
        threads=len(threads),
        answered=len(waited),
        median=timedelta(seconds=median(one.total_seconds() for one in waited))
        if len(waited) >= LEAST_FOR_A_MEDIAN
        else None,
        nine_in_ten=percentile(waited, 0.9) if len(waited) >= LEAST_FOR_A_TAIL else None,
    )
