"""A year of learners who hand in and review, to see who is served when: the production rules and others, side by side.

Events wait in a heap; each carries its moment, which is all the clock there is. Who comes, when, in which language
and with which intentions follows from the seed alone, so that every rule serves the same people. What they do is drawn
from the seed and the name of the occasion: the third review of the fifth learner takes as long under every rule, and
two worlds that differ in one thing are alike in all others. What the world assumes beyond the stated one is written
where it happens, marked "Assumed".
"""

import heapq
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from statistics import fmean

from app.peerreview import mentoring
from app.peerreview.allocation import Handout, Lines, Reader, Rules, Waiting, choose, draw_of, lines_of
from app.peerreview.duties import (
    CALL_LASTS,
    Duties,
    Hold,
    OnCall,
    Slot,
    duties_of,
    hold_of,
    next_round_at,
    whom_to_call,
)
from app.peerreview.leases import LASTS, Lease, Worth, begin, worth_of

START = datetime(2026, 1, 1, tzinfo=UTC)
TASK = "world"
DAY = timedelta(days=1)
ARRIVALS_END = 365.0
COUNTED_FROM, COUNTED_UNTIL = 30.0, 335.0
# What a database numbers the first learner, so that the lots of hand-outs fall alike there.
FIRST_USER = 1000
# Canvas knows no end of a lease.
NEVER = timedelta(days=10_000)


@dataclass(frozen=True, slots=True)
class Course:
    """How many come a day, in which languages, and how they take part."""

    arrivals: float
    languages: tuple[tuple[str, float], ...] = (("en", 1.0),)
    # The share that reads a second of the languages.
    second_language: float = 0.0
    # The share of calls that are answered; None where nobody is called.
    answered: float | None = 0.5
    answer_days: float = 1.5
    has_mentors: bool = True


BUSY = Course(2.0)
QUIET = Course(0.3)
THREE_LANGUAGES = Course(0.3, (("en", 0.5), ("es", 0.3), ("fr", 0.2)))


@dataclass(slots=True, eq=False)
class Learner:
    """Somebody, their work, and their part."""

    number: int
    came_at: datetime
    language: str
    reads: frozenset[str]
    # How many reviews they mean to do, and whether that is all they owe.
    intends: int
    is_full: bool
    lot: int
    done: int = 0
    # When each review of their work was completed.
    reviewed: list[datetime] = field(default_factory=list)
    leases: list[Lease] = field(default_factory=list)
    held: set[int] = field(default_factory=set)
    readers: set[int] = field(default_factory=set)
    slots: list[Slot] = field(default_factory=list)
    nothing_since: datetime | None = None
    writes_until: datetime = START
    called_at: datetime | None = None
    is_called: bool = False
    settled_at: datetime | None = None
    # How often they were called, for whatever work.
    calls: int = 0
    # Of their work: rounds of calls and when the last went out, how often whom, and reviews mentors still owe.
    rounds: int = 0
    round_at: datetime | None = None
    has_round_ahead: bool = False
    called: dict[int, int] = field(default_factory=dict)
    mentors_asked: int = 0
    mentors_awaited: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1 of the work of those who meant to do their part, and reviews per submission of all."""

    within_7: float
    within_14: float
    never: float
    reviews: float
    by_mentors: float
    # Of all work handed in between day 30 and day 335, that without its reviews.
    never_of_all: float
    # Of theirs handed in during the last 30 days before nobody comes any more, that without its reviews.
    never_at_the_end: float

    def percent(self) -> tuple[float, float, float]:
        """Within 7 days, within 14, never."""
        return 100 * self.within_7, 100 * self.within_14, 100 * self.never


class Year:
    """One year of one course under one way of handing out work."""

    def __init__(
        self, course: Course, way: "Way", needed: int, owed: int, seed: int, days: float = ARRIVALS_END
    ) -> None:
        self.course = course
        self.way = way
        self.needed = needed
        self.owed = owed
        # The blackout is not relaxed where mentors are the better way out.
        relaxed = None if course.has_mentors else timedelta(hours=48)
        self.rules = Rules(needed=needed, owed=owed, relaxed_after=relaxed)
        self.seed = seed
        self.chance = Random(f"behaviour {seed}")
        self.learners: list[Learner] = []
        self.by_mentors = 0
        # Work that may still be handed out, in the order it came; and those who are on call.
        self.open: dict[int, Learner] = {}
        self.on_call: dict[int, Learner] = {}
        self._heap: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._count = 0
        for learner in arrivals(course, owed, seed, days):
            self.at(learner.came_at, partial(self._hand_in, learner))

    def run(self) -> "Year":
        """Let it pass, until nothing is left to happen."""
        while self._heap:
            now, _number, happens = heapq.heappop(self._heap)
            happens(now)
        return self

    def at(self, moment: datetime, happens: Callable[[datetime], None]) -> None:
        """Let something happen."""
        self._count += 1
        heapq.heappush(self._heap, (moment, self._count, happens))

    def draw(self, occasion: str) -> float:
        """A number from 0 up to 1, the same whenever this happens in a world of this seed."""
        return draw_of(f"{self.seed} {occasion}")

    def after(self, days: float, occasion: str) -> timedelta:
        """A time of this mean, exponential."""
        return DAY * (-days * math.log(1 - self.draw(occasion)))

    # The learners

    def _hand_in(self, learner: Learner, now: datetime) -> None:
        self.learners.append(learner)
        self.open[learner.number] = learner
        if self.way.holds and self.course.answered is not None:
            self._call_for(learner, now)
        if self.way.holds and self.course.has_mentors:
            self.at(now + mentoring.promised_after(self.needed), partial(self._ask_mentors, learner))
        if learner.intends:
            self.at(now + self.after(5 / 24, f"begins {learner.number}"), partial(self._ask, learner))

    def _ask(self, learner: Learner, now: datetime) -> None:
        if learner.done >= learner.intends:
            return
        works = self.way.hand_out(self, learner, now)
        if works:
            learner.nothing_since = None
            self._begin(learner, works, now)
        elif self.way.holds:
            learner.nothing_since = learner.nothing_since or now
            learner.slots += [Slot(now)] * self.duties(learner, now).left
            self.on_call[learner.number] = learner
            self._settle(learner, now)
        elif (now - learner.came_at).days < 45:
            # Assumed: where there are no holds, whoever finds nothing comes back, as long as a hold would last.
            self.at(now + self.after(1, f"comes back {learner.number} {now}"), partial(self._ask, learner))

    def _begin(self, learner: Learner, works: Sequence[Learner], now: datetime, *, is_called: bool = False) -> None:
        """Write the reviews handed out, one after another; the next is asked for when the last of them is through."""
        moment = now
        for number, work in enumerate(works):
            if number:
                moment += self.rest(learner)
            learner.held.add(work.number)
            work.readers.add(learner.number)
            lease = replace(begin(now), ends_at=now + self.way.lease)
            work.leases.append(lease)
            if self.abandons(learner):
                if self.way.lease < NEVER:
                    self.at(lease.ends_at, partial(self._run_out, work, lease))
                    # The lease runs out, then the learner goes on: one who gave up comes back when told so.
                    moment = lease.ends_at
            else:
                moment += self.writing(learner)
                self.at(moment, partial(self._complete, learner, work, lease))
        learner.writes_until = moment
        if not is_called:
            self.at(moment + self.rest(learner), partial(self._ask, learner))

    def abandons(self, learner: Learner) -> bool:
        """Whether they abandon the review they have just begun."""
        return self.draw(f"abandons {learner.number} {len(learner.held)}") < 0.08

    def writing(self, learner: Learner) -> timedelta:
        """How long they write it."""
        return self.after(1.5 / 24, f"writes {learner.number} {len(learner.held)}")

    def rest(self, learner: Learner) -> timedelta:
        """How long they pause after it."""
        return self.after(3 / self.owed, f"rests {learner.number} {len(learner.held)}")

    def _run_out(self, work: Learner, lease: Lease, now: datetime) -> None:
        if lease in work.leases:
            work.leases.remove(lease)
        self._need_again(work, now)

    def _need_again(self, work: Learner, now: datetime) -> None:
        if self.way.holds and self.needs(work):
            self._call_for(work, now)
            self._ask_mentors(work, now)

    def _complete(self, learner: Learner | None, work: Learner, lease: Lease, now: datetime) -> None:
        if lease in work.leases:
            work.leases.remove(lease)
        counts = worth_of(lease, now, self.needs(work)) is Worth.SCORE_AND_CREDIT
        if counts or not self.way.holds:
            work.reviewed.append(now)
        if len(work.reviewed) >= self.needed and self.way.holds:
            self.open.pop(work.number, None)
        if learner is None:
            self.by_mentors += 1
            return
        learner.done += 1
        if learner.number in self.on_call:
            on_call = [i for i, slot in enumerate(learner.slots) if hold_of(slot, now) is Hold.ON_CALL]
            if on_call:
                learner.slots[on_call[0]] = replace(learner.slots[on_call[0]], is_filled=True)
            self._keep_on_call(learner, now)
        self._settle(learner, now)

    def _keep_on_call(self, learner: Learner, now: datetime) -> None:
        if not any(hold_of(slot, now) is Hold.ON_CALL for slot in learner.slots):
            self.on_call.pop(learner.number, None)

    def _settle(self, learner: Learner, now: datetime) -> None:
        """Note when somebody has done their part, and when they no longer have, because they ignored calls."""
        if self.duties(learner, now).is_settled:
            if learner.settled_at is None:
                learner.settled_at = now
                if self.way.holds and self.course.has_mentors:
                    self._ask_mentors(learner, now)
        else:
            learner.settled_at = None

    # Calls

    def _call_for(self, work: Learner, now: datetime) -> None:
        """Send a round of calls, or see to it that one goes out when it may."""
        if self.course.answered is None or work.has_round_ahead:
            return
        moment = next_round_at(work.rounds, work.round_at, now, self.needs(work))
        if moment is None:
            return
        if moment > now:
            work.has_round_ahead = True
            self.at(moment, partial(self._round_due, work))
            return
        work.rounds += 1
        work.round_at = now
        waiting = self.waiting(work, now)
        for person in list(self.on_call.values()):
            # Duties that lived their time are void.
            self._keep_on_call(person, now)
        people = [
            OnCall(
                self.reader(one),
                held_at=one.slots[0].held_at,
                called_at=one.called_at,
                is_busy=one.is_called or one.writes_until > now,
                times_for_this=work.called.get(one.number, 0),
            )
            for one in self.on_call.values()
            if one.number != work.number
        ]
        called = whom_to_call(waiting, people, awaited=0, rate=self.course.answered, now=now, rules=self.rules)
        for number in called:
            self._call(self.on_call[number], work, now)
        self._call_for(work, now)

    def _round_due(self, work: Learner, now: datetime) -> None:
        work.has_round_ahead = False
        self._call_for(work, now)

    def _call(self, person: Learner, work: Learner, now: datetime) -> None:
        person.is_called = True
        person.called_at = now
        work.called[person.number] = work.called.get(person.number, 0) + 1
        answer = self.answers_after(person)
        if answer is not None:
            self.at(now + answer, partial(self._answer, person, work))
        else:
            self.at(now + CALL_LASTS, partial(self._ignore, person))

    def answers_after(self, person: Learner) -> timedelta | None:
        """How long somebody takes to answer the call that has just come; None when they do not."""
        person.calls += 1
        # Assumed: whoever is on call answers, also those who at first meant to do less.
        if self.draw(f"answers {person.number} {person.calls}") >= (self.course.answered or 0.0):
            return None
        # "After mean 1.5 days, at most 3".
        return min(self.after(self.course.answer_days, f"comes {person.number} {person.calls}"), CALL_LASTS)

    def _answer(self, person: Learner, work: Learner, now: datetime) -> None:
        person.is_called = False
        person.slots = [replace(slot, ignored=0) for slot in person.slots]
        if not any(hold_of(slot, now) is Hold.ON_CALL for slot in person.slots):
            self._keep_on_call(person, now)
            return
        # The work they were called for comes first; where others were faster, whatever else waits.
        first = self.waiting(work, now)
        found = self.choice(person, Lines(reciprocators=[first], others=[first]), now) if first.needs else None
        found = found or self.choice(person, lines_of(self.waiting(one, now) for one in self.open.values()), now)
        if found is not None:
            person.nothing_since = None
            self._begin(person, [found], now, is_called=True)

    def _ignore(self, person: Learner, now: datetime) -> None:
        person.is_called = False
        person.slots = [
            replace(slot, ignored=slot.ignored + 1) if not slot.is_filled else slot for slot in person.slots
        ]
        self._keep_on_call(person, now)
        self._settle(person, now)

    # Mentors

    def _ask_mentors(self, work: Learner, now: datetime) -> None:
        if not self.course.has_mentors:
            return
        case = mentoring.Case(self.waiting(work, now), settled_at=work.settled_at)
        if mentoring.route_of(case, now) is not mentoring.Route.MENTORS:
            return
        # As in the reference, no other mentor is asked where one let it pass.
        for _review in range(self.needs(work) - work.mentors_awaited):
            work.mentors_awaited += 1
            answer = self.mentor_after(work)
            if answer is not None:
                self.at(now + answer, partial(self._mentor_answers, work))

    def mentor_after(self, work: Learner) -> timedelta | None:
        """How long the mentor takes who has just been asked for a review of this; None when they let it pass."""
        work.mentors_asked += 1
        occasion = f"{work.number} {work.mentors_asked}"
        return self.after(2, f"mentor comes {occasion}") if self.draw(f"mentor answers {occasion}") < 0.9 else None

    def _mentor_answers(self, work: Learner, now: datetime) -> None:
        work.mentors_awaited -= 1
        if self.needs(work):
            self._complete(None, work, begin(now), now)

    # As the production rules see it

    def needs(self, work: Learner) -> int:
        """How many more reviews of it must be begun."""
        return max(0, self.needed - len(work.reviewed) - len(work.leases))

    def duties(self, learner: Learner, now: datetime) -> Duties:
        """What they owe."""
        return duties_of(self.owed, learner.done, 0, learner.slots, now)

    def waiting(self, work: Learner, now: datetime) -> Waiting:
        """Their work, in line."""
        return Waiting(
            submission_id=work.number,
            author_id=work.number,
            task=TASK,
            language=work.language,
            submitted_at=work.came_at,
            needed=self.needed,
            done=len(work.reviewed),
            out=len(work.leases),
            author_done=work.done,
            author_is_settled=work.settled_at is not None,
            lot=work.lot,
        )

    def reader(self, learner: Learner) -> Reader:
        """Them, asking for work. Assumed: everybody is of an organisation of their own, and no country is told."""
        return Reader(
            user_id=learner.number,
            task=TASK,
            languages=learner.reads,
            submitted_at=learner.came_at,
            held=frozenset(learner.held),
            readers_of_mine=frozenset(learner.readers),
            nothing_since=learner.nothing_since,
        )

    def choice(self, learner: Learner, lines: Lines, now: datetime) -> Learner | None:
        """What production hands out."""
        found = choose(self.reader(learner), lines, draw=self.lot_of(learner), now=now, rules=self.rules)
        return self.learners_by_number(found.submission_id) if isinstance(found, Handout) else None

    def lot_of(self, learner: Learner) -> float:
        """Which tier their next review is looked for in first; as production draws it for a pool of this secret."""
        return draw_of(f"{self.secret}:{FIRST_USER + learner.number}:{len(learner.held)}")

    @property
    def secret(self) -> str:
        """What production adds to its lots."""
        return f"world {self.seed}"

    def learners_by_number(self, number: int) -> Learner:
        """Numbers are given in the order in which people come."""
        return self.learners[number]

    def readable(self, learner: Learner) -> list[Learner]:
        """What another rule may hand out: not one's own, not what one held."""
        return [
            work
            for work in self.learners
            if work.language in learner.reads and work is not learner and work.number not in learner.held
        ]

    # What came of it

    def figures(self) -> Figures:
        """Count."""
        counted = [one for one in self.learners if COUNTED_FROM <= _day(one.came_at) < COUNTED_UNTIL]
        full = [one for one in counted if one.is_full]
        late = [one for one in self.learners if one.is_full and _day(one.came_at) >= COUNTED_UNTIL]
        waits = [self._wait(one) for one in full]
        reviews = sum(len(one.reviewed) for one in self.learners)
        return Figures(
            within_7=fmean(wait <= 7 for wait in waits),
            within_14=fmean(wait <= 14 for wait in waits),
            never=fmean(wait == float("inf") for wait in waits),
            reviews=reviews / len(self.learners),
            by_mentors=self.by_mentors / reviews,
            never_of_all=fmean(self._wait(one) == float("inf") for one in counted),
            never_at_the_end=fmean(self._wait(one) == float("inf") for one in late) if late else 0.0,
        )

    def _wait(self, one: Learner) -> float:
        """Days until it had its reviews."""
        if len(one.reviewed) < self.needed:
            return float("inf")
        return (sorted(one.reviewed)[self.needed - 1] - one.came_at) / DAY


def _day(moment: datetime) -> float:
    return (moment - START) / DAY


def arrivals(course: Course, owed: int, seed: int, days: float = ARRIVALS_END) -> Iterable[Learner]:
    """Who comes in a year, or in its first days."""
    chance = Random(f"arrivals {seed}")
    names = [name for name, _share in course.languages]
    shares = [share for _name, share in course.languages]
    day = chance.expovariate(course.arrivals)
    number = 0
    while day < days:
        language = chance.choices(names, shares)[0]
        second = chance.random()
        other = chance.choice([name for name in names if name != language] or names)
        kind, some = chance.random(), chance.randint(1, max(1, owed - 2))
        yield Learner(
            number=number,
            came_at=START + DAY * day,
            language=language,
            reads=frozenset({language, other} if second < course.second_language else {language}),
            intends=owed if kind < 0.6 else some if kind < 0.8 else 0,
            is_full=kind < 0.6,
            lot=chance.getrandbits(30),
        )
        number += 1
        day += chance.expovariate(course.arrivals)


# Ways of handing out work


@dataclass(frozen=True, slots=True)
class Way:
    """A way of handing out work: how, for how long, and whether what is not needed is held."""

    hand_out: Callable[[Year, Learner, datetime], Sequence[Learner]]
    holds: bool = False
    lease: timedelta = LASTS


def by_production(year: Year, learner: Learner, now: datetime) -> Sequence[Learner]:
    """§4.2: the functions of `app.peerreview`."""
    found = year.choice(learner, lines_of(year.waiting(one, now) for one in year.open.values()), now)
    return [] if found is None else [found]


def by_age_in_both_tiers(year: Year, learner: Learner, now: datetime) -> Sequence[Learner]:
    """§4.2, had it said no more than "order inside a tier: submitted_at", and not "most reviews done first"."""
    lines = lines_of(year.waiting(one, now) for one in year.open.values())
    lines = replace(lines, others=sorted(lines.others, key=lambda work: (work.submitted_at, work.lot)))
    found = year.choice(learner, lines, now)
    return [] if found is None else [found]


def by_two_tiers(year: Year, learner: Learner, now: datetime) -> Sequence[Learner]:
    """The two tiers alone: without blackout, mutual pairs and holds."""
    lines = lines_of(year.waiting(one, now) for one in year.learners)
    rules = replace(year.rules, blackout=timedelta(seconds=-1))
    reader = replace(year.reader(learner), readers_of_mine=frozenset())
    found = choose(reader, lines, draw=year.lot_of(learner), now=now, rules=rules)
    if isinstance(found, Handout):
        return [year.learners_by_number(found.submission_id)]
    return []


def by_ora2(year: Year, learner: Learner, now: datetime) -> Sequence[Learner]:
    """Open edX: the oldest in need; when nobody is, any at random (`get_submission_for_over_grading`)."""
    readable = year.readable(learner)
    in_need = next((work for work in readable if year.needs(work)), None)
    if in_need is not None:
        return [in_need]
    return [year.chance.choice(readable)] if readable else []


def by_canvas(year: Year, learner: Learner, now: datetime) -> Sequence[Learner]:
    """Canvas 2026 (`PeerReview::AllocationService`): all at once, those with the fewest, then the oldest; no end.

    Assumed: people take as many as they mean to do, and one more for each they abandon.
    """
    readable = year.readable(learner)
    readable.sort(key=lambda work: (len(work.reviewed) + len(work.leases), work.came_at))
    return readable[: learner.intends - learner.done]


def by_fewest(year: Year, learner: Learner, now: datetime) -> Sequence[Learner]:
    """CrowdGrader and Expertiza: the one with the fewest reviews, at random among equals."""
    readable = year.readable(learner)
    if not readable:
        return []
    return [min(readable, key=lambda work: (len(work.reviewed) + len(work.leases), year.chance.random()))]


PRODUCTION = Way(by_production, holds=True)
OTHERS_BY_AGE = Way(by_age_in_both_tiers, holds=True)
TWO_TIERS = Way(by_two_tiers)
ORA2 = Way(by_ora2, lease=timedelta(hours=8))
CANVAS = Way(by_canvas, lease=NEVER)
FEWEST = Way(by_fewest)


def mean_of(years: Iterable[Figures]) -> Figures:
    """The mean figures of several years."""
    years = tuple(years)
    return Figures(*(fmean(getattr(year, name) for year in years) for name in Figures.__slots__))
