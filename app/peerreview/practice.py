"""Which model examples somebody scores together, in which order, and when they may do so again. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from app.peerreview.calibration import ExampleError, State, Try, state_of

# A weak one, a middling one, a strong one.
IN_A_TRY = 3
# Who has seen all examples sleeps on it before they score the same ones again.
REST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scored:
    """An example that somebody scored; `size` is how many make up that try, `truth` what staff gave."""

    attempt: int
    key: str
    size: int
    score: float
    truth: float
    scored_at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try as far as it has come, in the order in which it was scored."""

    number: int
    scored: tuple[Scored, ...]

    @property
    def size(self) -> int:
        """How many examples make it up."""
        return self.scored[-1].size

    @property
    def is_whole(self) -> bool:
        """Whether all of them are scored; before that it says nothing of anybody."""
        return len(self.scored) >= self.size

    @property
    def as_try(self) -> Try:
        """What it says of how near somebody is to staff."""
        return Try(tuple(ExampleError(0, one.score, one.truth, ()) for one in self.scored))


@dataclass(frozen=True, slots=True)
class Practice:
    """How far somebody has come with examples, and what comes next.

    `whole` are the tries that count, `begun` the one that goes on. `key` is the example to score next, of the try
    `number`, in which it is the one at `position`; None where there is none, or none before `opens_at`.
    """

    whole: tuple[Attempt, ...]
    begun: Attempt | None
    number: int
    key: str | None
    position: int
    size: int
    opens_at: datetime | None
    has_examples: bool

    @property
    def state(self) -> State:
        """What follows for their reviews, as far as examples tell."""
        return state_of([attempt.as_try for attempt in self.whole], has_examples=self.has_examples)


def attempts_in(scored: Iterable[Scored]) -> tuple[Attempt, ...]:
    """The tries of one person, in order; `scored` stands in the order in which it was scored."""
    by_number: dict[int, list[Scored]] = {}
    for one in scored:
        by_number.setdefault(one.attempt, []).append(one)
    return tuple(Attempt(number, tuple(by_number[number])) for number in sorted(by_number))


def practice_of(seed: str, truths: Mapping[str, float], scored: Iterable[Scored], now: datetime) -> Practice:
    """How far somebody has come. `truths` are the examples in a language they read, with what staff gave them.

    `seed` names the person and is known to nobody else, so nobody foresees which examples come, or in which order. A
    try whose other examples were taken out of the course is whole as it is.
    """
    attempts = attempts_in(scored)
    last = attempts[-1] if attempts else None
    if last is not None and not last.is_whole and truths.keys() - _keys(last):
        earlier = attempts[:-1]
        drawn = draw(seed, last.number, truths, _seen(earlier), size=last.size)
        key = next(one for one in (*drawn, *sorted(truths)) if one not in _keys(last))
        return Practice(earlier, last, last.number, key, len(last.scored) + 1, last.size, None, has_examples=True)
    number = last.number + 1 if last else 1
    seen = _seen(attempts)
    drawn = draw(seed, number, truths, seen)
    is_fresh = seen.isdisjoint(drawn)
    opens_at = None if is_fresh or last is None else last.scored[-1].scored_at + REST
    is_open = bool(drawn) and (opens_at is None or now >= opens_at)
    return Practice(
        whole=attempts,
        begun=None,
        number=number,
        key=drawn[0] if is_open else None,
        position=1,
        size=len(drawn),
        opens_at=None if is_open else opens_at,
        has_examples=bool(truths or attempts),
    )


def draw(
    seed: str, attempt: int, truths: Mapping[str, float], seen: frozenset[str], *, size: int = IN_A_TRY
) -> tuple[str, ...]:
    """The examples of a try, in order: fresh ones where there are enough, one from each part of the scale."""
    size = min(size, len(truths))
    if not size:
        return ()
    fresh = truths.keys() - seen
    ranked = sorted(fresh if len(fresh) >= size else truths, key=lambda key: (truths[key], key))
    parts = (ranked[part * len(ranked) // size : (part + 1) * len(ranked) // size] for part in range(size))
    chosen = [min(part, key=lambda key: _lot(f"{seed}:{attempt}", key)) for part in parts]
    return tuple(sorted(chosen, key=lambda key: _lot(f"{seed}:{attempt}:in order", key)))


def _seen(attempts: Sequence[Attempt]) -> frozenset[str]:
    return frozenset(one.key for attempt in attempts for one in attempt.scored)


def _keys(attempt: Attempt) -> frozenset[str]:
    return frozenset(one.key for one in attempt.scored)


def _lot(seed: str, key: str) -> bytes:
    return sha256(f"{seed}:{key}".encode()).digest()
