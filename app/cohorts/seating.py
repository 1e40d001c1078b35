"""Who is offered a place now, and who waits in which order.

Places kept for a group are a promise of a least number, not an extra queue: the best of a group take them first, and
whoever of the group is left over competes with everybody for the rest ("minority reserves": I. E. Hafalir, M. B. Yenmez
and M. A. Yildirim, Effective affirmative action in school choice, Theoretical Economics 8, 2013). Of all choices that
keep the promise it takes the best by rank. What nobody of the group waits for stays empty until the first round of
offers is over; then it is open to all.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum


class Stand(Enum):
    """How an application stands when places are given."""

    WAITING = "waiting"
    OFFERED = "offered"
    SEATED = "seated"
    # Declined, let an offer expire, left, withdrew, or cannot be offered a place.
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application in one language; `group` is the key of a reserve, or empty."""

    application_id: int
    group: str
    stand: Stand


@dataclass(frozen=True, slots=True)
class Seating:
    """Whom to offer a place now, in the order of rank; who waits, first first; and places held back for groups."""

    offers: tuple[int, ...]
    waiting: tuple[int, ...]
    held_back: int


def seat(ranked: Sequence[Candidate], places: int, reserves: Mapping[str, int], *, is_first_round: bool) -> Seating:
    """Give the free places. `ranked` holds all, the best first; `reserves` the least number of each group."""
    taken = Counter(one.group for one in ranked if one.stand in (Stand.OFFERED, Stand.SEATED))
    waiting = [one for one in ranked if one.stand is Stand.WAITING]
    free = max(0, places - taken.total())
    chosen: set[int] = set()
    held_back = 0
    for group, least in reserves.items():
        owed = min(max(0, least - taken[group]), free)
        served = [one.application_id for one in waiting if one.group == group][:owed]
        chosen.update(served)
        free -= len(served)
        if is_first_round:
            held_back += owed - len(served)
            free -= owed - len(served)
    rest = (one.application_id for one in waiting if one.application_id not in chosen)
    chosen.update(number for number, _place in zip(rest, range(free), strict=False))
    return Seating(
        offers=tuple(one.application_id for one in waiting if one.application_id in chosen),
        waiting=tuple(one.application_id for one in waiting if one.application_id not in chosen),
        held_back=held_back,
    )


def keep_waiting(waiting: Sequence[tuple[int, str]], longest: int, reserves: Mapping[str, int]) -> frozenset[int]:
    """Who of those without an offer stays on the list; `waiting` holds numbers and groups, the first first.

    The first of each group stay, as many as places are kept for it, so that a promise can still be kept later.
    """
    staying = {number for number, _group in waiting[:longest]}
    for group, least in reserves.items():
        staying.update([number for number, of in waiting if of == group][:least])
    return frozenset(staying)
