"""The year as production's steering lets it pass, still without a database: what `on_a_database` is held to.

It differs from the stated world in four things. Whoever becomes free is called at once where somebody waits, and a
round in which nobody could be called is none. A call is over as soon as others have taken the work: it is held against
nobody, and its person may be called again. How many answer is told from the calls themselves. A mentor who lets it pass
is followed by another.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from app.peerreview import mentoring
from app.peerreview.allocation import Lines, lines_of
from app.peerreview.calling import REMEMBERED
from app.peerreview.duties import (
    CALL_LASTS,
    Call,
    Hold,
    OnCall,
    answer_rate,
    answers_among,
    hold_of,
    next_round_at,
    whom_to_call,
)
from app.peerreview.leases import Lease, begin
from app.peerreview.mentoring import MENTOR_TAKES, Route, Step, next_step
from tests.peerreview.worlds.a_year import ARRIVALS_END, Course, Learner, Way, Year

A_MOMENT = timedelta(seconds=1)


@dataclass(slots=True, eq=False)
class Called:
    """Somebody called for a piece of work, and what became of it."""

    person: Learner
    work: Learner
    at: datetime
    answered_at: datetime | None = None
    taken_at: datetime | None = None
    is_ignored: bool = False

    @property
    def is_awaited(self) -> bool:
        """Whether it may still be answered."""
        return self.answered_at is None and self.taken_at is None and not self.is_ignored


@dataclass(slots=True, eq=False)
class Request:
    """A mentor asked for a review of a piece of work."""

    asked_at: datetime
    is_taken: bool = False


@dataclass(slots=True)
class Desk:
    """What is kept of a piece of work while it waits."""

    calls: list[Called] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)


class SteeredYear(Year):
    """A year in which whatever is due happens as soon as anything happens at all."""

    def __init__(self, course: Course, way: Way, needed: int, owed: int, seed: int, days: float = ARRIVALS_END) -> None:
        self.desks: defaultdict[int, Desk] = defaultdict(Desk)
        self.calls: list[Called] = []
        super().__init__(course, way, needed, owed, seed, days)

    def _call_for(self, work: Learner, now: datetime) -> None:
        self.steer(now)

    def _ask_mentors(self, work: Learner, now: datetime) -> None:
        self.steer(now)

    def _ask(self, learner: Learner, now: datetime) -> None:
        super()._ask(learner, now)
        if learner.number in self.on_call:
            self.steer(now)

    def _begin(self, learner: Learner, works: Sequence[Learner], now: datetime, *, is_called: bool = False) -> None:
        super()._begin(learner, works, now, is_called=is_called)
        for work in works:
            self._call_off(work, now)

    def _complete(self, learner: Learner | None, work: Learner, lease: Lease, now: datetime) -> None:
        super()._complete(learner, work, lease, now)
        self._call_off(work, now)
        self.steer(now)

    def _call_off(self, work: Learner, now: datetime) -> None:
        """Let go whoever was called for work that needs nobody more."""
        if self.needs(work):
            return
        for call in self.desks[work.number].calls:
            if call.is_awaited:
                call.taken_at = now
                call.person.is_called = False

    def steer(self, now: datetime) -> None:
        """Note who let a call pass, call people, and ask mentors."""
        self._note_ignored(now)
        waiting = sorted(
            (work for work in self.open.values() if self.needs(work)),
            key=lambda work: (work.settled_at is None, work.came_at),
        )
        for person in list(self.on_call.values()):
            # Duties that lived their time are void.
            self._keep_on_call(person, now)
        if self.course.answered is not None:
            for work in waiting:
                self._send_round(work, now)
        if self.course.has_mentors:
            for work in waiting:
                self._send_requests(work, now)

    def _send_round(self, work: Learner, now: datetime) -> None:
        if next_round_at(work.rounds, work.round_at, now, self.needs(work)) != now:
            return
        people = [
            OnCall(
                self.reader(one),
                held_at=min(slot.held_at for slot in one.slots if hold_of(slot, now) is Hold.ON_CALL),
                is_busy=one.is_called or one.writes_until > now,
                times_for_this=work.called.get(one.number, 0),
            )
            for one in self.on_call.values()
            if one is not work
        ]
        if all(one.is_busy for one in people):
            return
        calls = (Call(one.at, one.answered_at, one.taken_at) for one in self.calls[-REMEMBERED:])
        rate = answer_rate(*answers_among(calls, now))
        called = whom_to_call(self.waiting(work, now), people, awaited=0, rate=rate, now=now, rules=self.rules)
        if called:
            work.rounds += 1
            work.round_at = now
            self.at(now + CALL_LASTS, self.steer)
        for number in called:
            self._call(self.on_call[number], work, now)

    def _call(self, person: Learner, work: Learner, now: datetime) -> None:
        call = Called(person, work, now)
        self.desks[work.number].calls.append(call)
        self.calls.append(call)
        person.is_called = True
        work.called[person.number] = work.called.get(person.number, 0) + 1
        answer = self.answers_after(person)
        if answer is not None:
            # Just before it ends, at the latest.
            self.at(now + min(answer, CALL_LASTS - A_MOMENT), partial(self._come, call))

    def _come(self, call: Called, now: datetime) -> None:
        """Come, also for a call that is over."""
        person = call.person
        if person.writes_until > now:
            # They go on writing; the call may be answered after that, and in this world is not.
            return
        if call.is_awaited:
            person.is_called = False
        call.answered_at = now
        person.slots = [
            slot if hold_of(slot, now) is Hold.CANCELLED else replace(slot, ignored=0) for slot in person.slots
        ]
        first = self.waiting(call.work, now)
        found = self.choice(person, Lines(reciprocators=[first], others=[first]), now) if first.needs else None
        found = found or self.choice(person, lines_of(self.waiting(one, now) for one in self.open.values()), now)
        if found is not None:
            person.nothing_since = None
            self._begin(person, [found], now, is_called=True)

    def _note_ignored(self, now: datetime) -> None:
        passed = [call for call in self.calls if call.is_awaited and now >= call.at + CALL_LASTS]
        for call in passed:
            call.is_ignored = True
            person = call.person
            person.is_called = False
            person.slots = [
                replace(slot, ignored=slot.ignored + 1) if hold_of(slot, now) is Hold.ON_CALL else slot
                for slot in person.slots
            ]
            self._settle(person, now)

    def _send_requests(self, work: Learner, now: datetime) -> None:
        case = mentoring.Case(self.waiting(work, now), settled_at=work.settled_at)
        if mentoring.route_of(case, now) is not Route.MENTORS:
            return
        requests = self.desks[work.number].requests
        needs = self.needs(work)
        chains: list[list[datetime]] = [[] for _review in range(needs)]
        for number, request in enumerate(one for one in requests if not one.is_taken):
            chains[number % needs].append(request.asked_at)
        for chain in chains:
            if next_step(chain, now) is Step.ASK:
                request = Request(now)
                requests.append(request)
                self.at(now + MENTOR_TAKES, self.steer)
                answer = self.mentor_after(work)
                if answer is not None:
                    self.at(now + answer, partial(self._mentor_comes, work, request))

    def _mentor_comes(self, work: Learner, request: Request, now: datetime) -> None:
        if self.needs(work):
            request.is_taken = True
            self._complete(None, work, begin(now), now)
