"""The applications of a cohort in the order in which places are offered, for each language by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from app.cohorts.lots import lot_of
from app.cohorts.scoring import Score, needs_another_reader, reading_of, score_of
from app.cohorts.seating import Candidate, Stand, keep_waiting, seat
from app.cohorts.standing import Facts, Override, stand_of
from app.content.calls import Call


@dataclass(frozen=True, slots=True)
class Read:
    """One reading as a rule needs it; `reader_id` is None for who has no account any more."""

    application_id: int
    reader_id: int | None
    scores: Mapping[str, int]
    is_handed_in: bool
    is_declined: bool


@dataclass(frozen=True, slots=True)
class Applied:
    """An application that was handed in and not withdrawn before the close."""

    application_id: int
    language: str
    country: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Ranked:
    """An application with all that decides its place; `rank` counts from 1 in its language."""

    application_id: int
    rank: int
    language: str
    group: str
    score: Score
    stand: Stand
    override: Override | None
    # Readers who were asked and have not answered.
    open_readings: int
    # Whether fewer have read it than should.
    is_unread: bool
    is_below_least: bool


def rank_all(call: Call, applied: Iterable[Applied], reads: Iterable[Read], now: datetime, draw: str) -> list[Ranked]:
    """Everybody, language by language, the best first; among equals the lot decides, which nobody can influence."""
    by_application: dict[int, list[Read]] = {}
    for read in reads:
        if not read.is_declined:
            by_application.setdefault(read.application_id, []).append(read)
    found = [_placed(call, one, by_application.get(one.application_id, []), now) for one in applied]
    ranked: list[Ranked] = []
    for language in call.places:
        own = [one for one in found if one.language == language]
        own.sort(key=lambda one: (*_order(one), lot_of(draw, one.application_id)))
        ranked += [replace(one, rank=number) for number, one in enumerate(own, start=1)]
    return ranked


def _order(one: Ranked) -> tuple[int, Fraction]:
    kind = {Override.FIRST: 0, None: 1, Override.OUT: 2}[one.override]
    return kind, -(one.score.value if one.score.value is not None else Fraction(-1))


def _placed(call: Call, applied: Applied, reads: Sequence[Read], now: datetime) -> Ranked:
    values = [reading_of(call.criteria, read.scores) for read in reads if read.is_handed_in]
    score = score_of(values)
    stand = stand_of(applied.facts, now)
    override = applied.facts.override
    is_below = score.value is not None and score.value < call.least_score and override is not Override.FIRST
    if stand is Stand.WAITING and (is_below or (score.value is None and override is not Override.FIRST)):
        stand = Stand.GONE
    waits_for_third = needs_another_reader(score, asked=len(reads), expected=call.readers, threshold=call.spread)
    is_unread = override is None and (len(values) < max(call.readers, len(reads)) or waits_for_third)
    return Ranked(
        application_id=applied.application_id,
        rank=0,
        language=applied.language,
        group=call.reserve_of(applied.country),
        score=score,
        stand=stand,
        override=override,
        open_readings=len(reads) - len(values),
        is_unread=is_unread,
        is_below_least=is_below,
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done now: whom to offer a place, who stays on the list and at which place of it."""

    offers: tuple[int, ...]
    waiting: Mapping[int, int]
    held_back: int


def plan_of(call: Call, ranked: Sequence[Ranked], *, is_first_round: bool, is_beginning: bool = False) -> Plan:
    """Seat every language by itself. At the beginning the list is cut to its length; later nobody leaves it so."""
    reserves = {reserve.key: reserve.places for reserve in call.reserves}
    offers: list[int] = []
    waiting: dict[int, int] = {}
    held_back = 0
    for language, places in call.places.items():
        own = [one for one in ranked if one.language == language]
        candidates = [Candidate(one.application_id, one.group, one.stand) for one in own]
        seating = seat(candidates, places, reserves, is_first_round=is_first_round)
        offers += seating.offers
        held_back += seating.held_back
        staying = frozenset(seating.waiting)
        if is_beginning:
            groups = {one.application_id: one.group for one in own}
            in_order = [(number, groups[number]) for number in seating.waiting]
            staying = keep_waiting(in_order, call.waiting, reserves)
        left = (number for number in seating.waiting if number in staying)
        waiting |= {number: place for place, number in enumerate(left, start=1)}
    return Plan(tuple(offers), waiting, held_back)
