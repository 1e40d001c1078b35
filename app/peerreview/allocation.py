"""Which waiting work a person is handed when they ask for a review, or why there is none for them now.

Work is handed out one at a time, inside one transaction. Whoever did their own reviews is served first, the longest
waiting before others; one draw in ten goes to the rest, so that nobody waits for ever. What is served already is never
handed out to keep people busy: the duty is put on hold instead (`app.peerreview.duties`).

The caller passes each line as an iterable in order. The choice stops at the first fitting work, so a line may be a
generator that asks the database page by page. A query keeps this order and may leave out whatever is refused below:

    reciprocators   needs > 0 AND author_is_settled      ORDER BY submitted_at, lot
    others          needs > 0 AND NOT author_is_settled  ORDER BY author_done DESC, submitted_at, lot
    disputed        needs <= 0 AND out = 0 AND disputed  ORDER BY submitted_at, lot

all WHERE task = :task AND is_open AND language IN :languages AND author_id <> :reader, and best with an index over
(task, author_is_settled, submitted_at, lot) of the rows that need a review. NOT EXISTS (a lease of :reader on it,
open or over) and author_id NOT IN :readers_of_mine are worth asking there too, because a reader may have held, and a
pair may have exchanged, many. Whoever has read enough of their own country (`wants_other_countries`) may be asked for
in the order (country = :country) before all else: the choice is the same, and it stops earlier. Pages of twenty are
enough: what is left to refuse (organisations, conflicts, the day around one's own work) is rare; that day may be left
out too while `blackout_holds`.

Two who ask at one instant must not both see the same place free, nor be handed each other's work: the transaction takes
a lock for the task before it reads the lines.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Rules:
    """What is set for an assignment: times, and shares from 0 to 1."""

    # R and K: the reviews a piece of work needs, and those its author owes.
    needed: int = 2
    owed: int = 3
    # Of ten draws, nine look among reciprocators first.
    reciprocators_first: float = 0.9
    # Friends who hand in together must not find each other: nobody reads what came this close to their own work.
    blackout: timedelta = timedelta(hours=24)
    # How long a reader finds nothing before that is relaxed; None where mentors read, who are the better way out.
    relaxed_after: timedelta | None = timedelta(hours=48)
    most_of_own_country: float = 0.5


STANDARD = Rules()


class Refusal(StrEnum):
    """Why a person may not read a piece of work."""

    OWN = "own"
    OTHER_TASK = "other_task"
    # Withdrawn, or reported and not yet looked at.
    CLOSED = "closed"
    LANGUAGE = "language"
    HELD_BEFORE = "held_before"
    MUTUAL = "mutual"
    SAME_ORGANISATION = "same_organisation"
    CONFLICT = "conflict"
    ADJACENT = "adjacent"


class Tier(StrEnum):
    """The three lines, in the order of their claim."""

    RECIPROCATORS = "reciprocators"
    OTHERS = "others"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A piece of work handed in. `task` names activity and version of the rubric; an empty country is not told.

    `done` and `out` are its reviews completed and its leases running; `lot` is drawn when it is handed in and breaks
    ties.
    """

    submission_id: int
    author_id: int
    task: str
    language: str
    submitted_at: datetime
    # How many reviews it needs: R, or one more where the first did not settle it.
    needed: int
    done: int = 0
    out: int = 0
    # Reviews its author has done, and whether that is all they owe or the rest is on hold (`duties.Duties.is_settled`).
    author_done: int = 0
    author_is_settled: bool = False
    # The interval of its score straddles the pass mark, or its reviews lie more than 25 points apart.
    is_disputed: bool = False
    is_open: bool = True
    country: str = ""
    organisations: frozenset[int] = frozenset()
    lot: int = 0

    @property
    def needs(self) -> int:
        """How many more reviews must be begun."""
        return max(0, self.needed - self.done - self.out)

    @property
    def tier(self) -> Tier | None:
        """The line it stands in; None when it waits for nobody new."""
        if not self.is_open:
            return None
        if self.needs:
            return Tier.RECIPROCATORS if self.author_is_settled else Tier.OTHERS
        return Tier.DISPUTED if self.is_disputed and not self.out else None


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who asks for a review of a task. `submitted_at` is None for mentors and others who hand in nothing.

    `held` are the submissions they were ever handed, `readers_of_mine` everybody who was ever handed theirs: a review
    may still come from a lease that ran out.
    """

    user_id: int
    task: str
    languages: frozenset[str]
    submitted_at: datetime | None = None
    organisations: frozenset[int] = frozenset()
    country: str = ""
    held: frozenset[int] = frozenset()
    readers_of_mine: frozenset[int] = frozenset()
    # People with whom either of the two declared a conflict.
    conflicts: frozenset[int] = frozenset()
    # Reviews they began in this task, and those of them whose authors are of their own country.
    begun: int = 0
    begun_of_own_country: int = 0
    # Since when they have found nothing fit to read; None when they found something the last time.
    nothing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """The work that waits, each line in order; see the head of this file."""

    reciprocators: Iterable[Waiting] = ()
    others: Iterable[Waiting] = ()
    disputed: Iterable[Waiting] = ()

    def of(self, tier: Tier) -> Iterable[Waiting]:
        """One of the three."""
        return {Tier.RECIPROCATORS: self.reciprocators, Tier.OTHERS: self.others, Tier.DISPUTED: self.disputed}[tier]


@dataclass(frozen=True, slots=True)
class Handout:
    """The work handed out, the line it came from, and whether the day around the reader's own was set aside."""

    submission_id: int
    tier: Tier
    is_relaxed: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing fits: the duty goes on hold. `refusals` says why, for what was looked at; empty when nothing waits."""

    nothing_since: datetime
    refusals: tuple[tuple[Refusal, int], ...] = ()


def draw_of(what: str) -> float:
    """A number from 0 up to 1 that anybody can draw again from the name of the occasion."""
    return int.from_bytes(sha256(what.encode()).digest()[:6]) / 2**48


def lines_of(waiting: Iterable[Waiting]) -> Lines:
    """Put what waits into its lines, where all of it is at hand."""
    in_tier: dict[Tier | None, list[Waiting]] = {tier: [] for tier in (*Tier, None)}
    for work in waiting:
        in_tier[work.tier].append(work)
    return Lines(
        reciprocators=sorted(in_tier[Tier.RECIPROCATORS], key=_age),
        others=sorted(in_tier[Tier.OTHERS], key=lambda work: (-work.author_done, *_age(work))),
        disputed=sorted(in_tier[Tier.DISPUTED], key=_age),
    )


def _age(work: Waiting) -> tuple[datetime, int, int]:
    return work.submitted_at, work.lot, work.submission_id


def refusal_of(work: Waiting, reader: Reader, rules: Rules = STANDARD) -> Refusal | None:
    """Why this reader may not read this work, the lasting reasons first; None when they may. Need is another matter."""
    if work.author_id == reader.user_id:
        return Refusal.OWN
    if work.task != reader.task:
        return Refusal.OTHER_TASK
    if not work.is_open:
        return Refusal.CLOSED
    if work.language not in reader.languages:
        return Refusal.LANGUAGE
    if work.submission_id in reader.held:
        return Refusal.HELD_BEFORE
    if work.author_id in reader.readers_of_mine:
        return Refusal.MUTUAL
    if not work.organisations.isdisjoint(reader.organisations):
        return Refusal.SAME_ORGANISATION
    if work.author_id in reader.conflicts:
        return Refusal.CONFLICT
    if reader.submitted_at is not None and abs(work.submitted_at - reader.submitted_at) <= rules.blackout:
        return Refusal.ADJACENT
    return None


def wants_other_countries(reader: Reader, rules: Rules = STANDARD) -> bool:
    """Whether one more of their own country would be more than the share they may read of it."""
    if not reader.country:
        return False
    return reader.begun_of_own_country + 1 > rules.most_of_own_country * (reader.begun + 1)


def blackout_holds(reader: Reader, now: datetime, rules: Rules = STANDARD) -> bool:
    """Whether the day around the reader's own work is closed to them; no other rule is ever relaxed."""
    if rules.relaxed_after is None or reader.nothing_since is None:
        return True
    return now - reader.nothing_since < rules.relaxed_after


def choose(reader: Reader, lines: Lines, *, draw: float, now: datetime, rules: Rules = STANDARD) -> Handout | Hold:
    """Choose what the reader is handed; `draw` is a number from 0 up to 1, such as `draw_of` gives.

    Each line is read once, and only as far as it must be.
    """
    order = [Tier.RECIPROCATORS, Tier.OTHERS, Tier.DISPUTED]
    if draw >= rules.reciprocators_first:
        order[:2] = [Tier.OTHERS, Tier.RECIPROCATORS]
    search = _Search(reader, rules)
    for tier in order:
        found = search.first_fit(lines.of(tier), tier)
        if found is not None:
            return Handout(found.submission_id, tier)
    if search.adjacent is not None and not blackout_holds(reader, now, rules):
        work, tier = search.adjacent
        return Handout(work.submission_id, tier, is_relaxed=True)
    return Hold(reader.nothing_since or now, tuple(sorted(search.refusals.items())))


class _Search:
    """One walk along the lines, which remembers what might do if nothing better comes."""

    def __init__(self, reader: Reader, rules: Rules) -> None:
        self.reader = reader
        self.rules = rules
        self.refusals: dict[Refusal, int] = {}
        # The first that only came too close to the reader's own work.
        self.adjacent: tuple[Waiting, Tier] | None = None

    def first_fit(self, line: Iterable[Waiting], tier: Tier) -> Waiting | None:
        """The first the reader may read, of another country where they read enough of their own and there is one."""
        seeks_others = wants_other_countries(self.reader, self.rules)
        of_own_country: Waiting | None = None
        for work in line:
            # The line may have moved since it was asked for.
            if work.tier is not tier:
                continue
            refusal = refusal_of(work, self.reader, self.rules)
            if refusal is not None:
                self.refusals[refusal] = self.refusals.get(refusal, 0) + 1
                if refusal is Refusal.ADJACENT and self.adjacent is None:
                    self.adjacent = work, tier
            elif not seeks_others or work.country != self.reader.country:
                return work
            elif of_own_country is None:
                of_own_country = work
        return of_own_country
