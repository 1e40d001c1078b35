"""Who sits next in a fishbowl, and that it always goes on to its end."""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.forum.seating import (
    CLOSES_AFTER,
    MESSAGES,
    NOTICE,
    OFFERED_FOR,
    OPEN_SEAT,
    SEATS,
    TAKEN_FOR,
    Deed,
    Nudge,
    Sitting,
    Standing,
    Step,
    Waiting,
    due_steps,
    end_everywhere,
    free_seats,
    in_order,
    next_due,
    planned_day,
)

OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def standing(*sittings: Sitting, line: tuple[Waiting, ...] = (), **facts: object) -> Standing:
    """A fishbowl opened just now and planned for two weeks."""
    kept = Standing(quiet_since=OPENED, ends_at=OPENED + 14 * DAY, sittings=sittings, line=line)
    return replace(kept, **facts)  # type: ignore[arg-type]


def waiting(person: int, hours: float = 0, **facts: object) -> Waiting:
    return replace(Waiting(person, OPENED + hours * HOUR), **facts)  # type: ignore[arg-type]


def sitting(number: int, until: datetime = OPENED + TAKEN_FOR, **facts: object) -> Sitting:
    """Somebody whose number is ten times that of their seat."""
    return replace(Sitting(number, number * 10, until), **facts)  # type: ignore[arg-type]


def deeds(steps: list[Step]) -> list[tuple[Deed, int, int | None]]:
    return [(step.deed, step.number, step.person) for step in steps]


def test_free_seats_are_offered_to_the_line_for_a_day() -> None:
    steps = due_steps(standing(line=(waiting(1), waiting(2, 1))), OPENED)
    assert deeds(steps) == [(Deed.OFFER, 1, 1), (Deed.OFFER, 2, 2)]
    assert {step.until for step in steps} == {OPENED + OFFERED_FOR}


def test_the_open_seat_is_offered_to_nobody() -> None:
    line = tuple(waiting(person) for person in range(1, 7))
    assert [step.number for step in due_steps(standing(line=line), OPENED)] == [1, 2, 3, 4]


def test_fewest_turns_come_first_then_who_asked_first_and_who_is_called_before_all() -> None:
    line = (
        waiting(1, 0, turns=1),
        waiting(2, 3),
        waiting(3, 2),
        waiting(4, 5, turns=2, called_at=OPENED + 6 * HOUR),
        waiting(5, 4, called_at=OPENED + 7 * HOUR),
    )
    assert [one.person for one in in_order(line)] == [4, 5, 3, 2, 1]


def test_an_offer_that_is_not_taken_passes_on() -> None:
    offered = sitting(1, OPENED + OFFERED_FOR, is_taken=False)
    steps = due_steps(standing(offered, line=(waiting(7),)), OPENED + OFFERED_FOR)
    assert deeds(steps)[:2] == [(Deed.LAPSE, 1, 10), (Deed.OFFER, 1, 7)]


def test_time_ends_a_turn_where_somebody_waits() -> None:
    full = [sitting(number) for number in range(1, 5)]
    steps = due_steps(standing(*full, line=(waiting(7),), quiet_since=OPENED + DAY), OPENED + TAKEN_FOR)
    assert deeds(steps) == [
        (Deed.END, 1, 10),
        (Deed.KEEP, 2, 20),
        (Deed.KEEP, 3, 30),
        (Deed.KEEP, 4, 40),
        (Deed.OFFER, 1, 7),
    ]


def test_a_seat_is_kept_beyond_its_time_while_nobody_waits() -> None:
    steps = due_steps(standing(sitting(1, is_warned=True), quiet_since=OPENED + DAY), OPENED + TAKEN_FOR)
    assert deeds(steps) == [(Deed.KEEP, 1, 10)]


def test_who_kept_a_seat_is_given_notice_once_somebody_waits() -> None:
    kept = [sitting(number, is_warned=True, is_kept=True) for number in range(1, 5)]
    now = OPENED + TAKEN_FOR + DAY
    steps = due_steps(standing(*kept, line=(waiting(7),), quiet_since=now), now)
    assert deeds(steps) == [(Deed.GIVE_NOTICE, 1, 10)]
    assert steps[0].until == now + NOTICE


def test_notice_is_given_to_no_more_people_than_wait() -> None:
    under_notice = sitting(1, OPENED + TAKEN_FOR + NOTICE, is_warned=True)
    kept = [sitting(number, is_warned=True, is_kept=True) for number in range(2, 5)]
    now = OPENED + TAKEN_FOR + HOUR
    assert due_steps(standing(under_notice, *kept, line=(waiting(7),), quiet_since=now), now) == []


def test_nobody_loses_a_seat_while_another_is_free() -> None:
    now = OPENED + TAKEN_FOR
    steps = due_steps(standing(sitting(1, is_warned=True), line=(waiting(7),), quiet_since=now), now)
    assert deeds(steps) == [(Deed.KEEP, 1, 10), (Deed.OFFER, 2, 7)]


def test_the_open_seat_is_free_when_its_time_is_over() -> None:
    now = OPENED + TAKEN_FOR
    steps = due_steps(standing(sitting(OPEN_SEAT, is_warned=True), quiet_since=now), now)
    assert deeds(steps) == [(Deed.END, OPEN_SEAT, 50)]


def test_the_seat_of_somebody_who_left_the_site_is_free() -> None:
    assert deeds(due_steps(standing(Sitting(3, None, OPENED + TAKEN_FOR)), OPENED)) == [(Deed.CLEAR, 3, None)]


def test_the_end_of_a_turn_is_told_half_a_day_before() -> None:
    held = standing(sitting(1))
    assert next_due(held) == OPENED + TAKEN_FOR - NOTICE
    assert due_steps(held, OPENED + TAKEN_FOR - NOTICE - HOUR) == []
    assert deeds(due_steps(held, OPENED + TAKEN_FOR - NOTICE)) == [(Deed.WARN, 1, 10)]


@pytest.mark.parametrize(
    ("days", "nudge"), [(2, Nudge.LISTENERS), (7, Nudge.FACILITATOR), (13, Nudge.FACILITATOR), (20, Nudge.TENDERS)]
)
def test_quiet_is_told_to_the_next_who_can_do_something(days: int, nudge: Nudge) -> None:
    steps = due_steps(standing(is_end_told=True), OPENED + days * DAY)
    assert [step.nudge for step in steps] == [nudge]
    assert due_steps(standing(is_end_told=True, nudged=nudge), OPENED + days * DAY) == []


def test_the_planned_end_is_told_once() -> None:
    lively = standing(quiet_since=OPENED + 13 * DAY)
    assert [step.deed for step in due_steps(lively, OPENED + 14 * DAY)] == [Deed.TELL_END]
    assert due_steps(replace(lively, is_end_told=True), OPENED + 14 * DAY) == []


def test_after_four_quiet_weeks_it_closes_by_itself() -> None:
    far = standing(ends_at=OPENED + 100 * DAY)
    assert [step.deed for step in due_steps(far, OPENED + CLOSES_AFTER)] == [Deed.CLOSE]


def test_four_weeks_beyond_the_planned_end_it_closes_however_lively_it_is() -> None:
    end = OPENED + 14 * DAY
    assert [step.deed for step in due_steps(standing(quiet_since=end + 27 * DAY), end + CLOSES_AFTER)] == [Deed.CLOSE]


def test_the_closing_round_offers_no_seats_and_ends_with_whoever_sums_up() -> None:
    over = OPENED + 3 * DAY
    held = standing(round_until=over, line=(waiting(1),))
    assert due_steps(held, OPENED) == []
    assert [step.nudge for step in due_steps(held, over)] == [Nudge.FACILITATOR]
    assert [step.nudge for step in due_steps(held, over + 7 * DAY)] == [Nudge.TENDERS]
    assert [step.deed for step in due_steps(held, over + CLOSES_AFTER)] == [Deed.CLOSE]


def test_a_planned_day_is_over_when_it_is_over_everywhere() -> None:
    moment = end_everywhere(date(2026, 3, 15))
    assert moment == datetime(2026, 3, 16, 12, tzinfo=UTC)
    assert planned_day(moment) == date(2026, 3, 15)


@dataclass
class Person:
    """Somebody awake for some hours of the day in their own zone, or somebody who never reacts."""

    number: int
    zone: int
    reacts: bool
    wants: int
    turns: int = 0

    def is_awake(self, now: datetime) -> bool:
        return self.reacts and 8 <= (now.hour + self.zone) % 24 < 22


@dataclass
class Ring:
    """A fishbowl that is played: the rule does its steps, and people do what they like."""

    people: dict[int, Person]
    chance: random.Random
    now: datetime = OPENED
    sittings: dict[int, Sitting] = field(default_factory=dict)
    messages: dict[int, int] = field(default_factory=dict)
    line: dict[int, Waiting] = field(default_factory=dict)
    waits: list[timedelta] = field(default_factory=list)
    quiet_since: datetime = OPENED
    nudged: Nudge = Nudge.NOBODY
    is_end_told: bool = False
    is_closed: bool = False

    @property
    def standing(self) -> Standing:
        return Standing(
            self.quiet_since,
            OPENED + 14 * DAY,
            tuple(self.sittings.values()),
            tuple(replace(one, turns=self.people[one.person].turns) for one in self.line.values()),
            self.nudged,
            self.is_end_told,
        )

    def steer(self) -> None:
        """Do what is due, and look whether all is as it should be."""
        for step in due_steps(self.standing, self.now):
            self.carry_out(step)
        seated = [one.person for one in self.sittings.values()]
        assert len(self.sittings) <= SEATS + 1
        assert len(set(seated)) == len(seated)
        assert not set(seated) & set(self.line)
        if not self.is_closed:
            assert due_steps(self.standing, self.now) == []
            assert next_due(self.standing) > self.now
            assert not (self.line and free_seats(self.sittings.values()))

    def carry_out(self, step: Step) -> None:
        match step.deed:
            case Deed.LAPSE | Deed.END | Deed.CLEAR:
                del self.sittings[step.number]
            case Deed.KEEP:
                self.sittings[step.number] = replace(self.sittings[step.number], is_kept=True)
            case Deed.WARN | Deed.GIVE_NOTICE:
                assert step.until is not None
                changed = replace(self.sittings[step.number], is_warned=True, is_kept=False, until=step.until)
                self.sittings[step.number] = changed
            case Deed.OFFER:
                assert step.person is not None
                assert step.until is not None
                self.waits.append(self.now - self.line.pop(step.person).asked_at)
                assert step.number not in self.sittings
                self.sittings[step.number] = Sitting(step.number, step.person, step.until, is_taken=False)
            case Deed.NUDGE:
                assert step.nudge > self.nudged
                self.nudged = step.nudge
            case Deed.TELL_END:
                assert not self.is_end_told
                self.is_end_told = True
            case Deed.CLOSE:
                self.is_closed = True
                self.sittings.clear()
                self.line.clear()

    def act(self, one: Person) -> None:
        """Let somebody do something, or nothing."""
        own = next((seat for seat in self.sittings.values() if seat.person == one.number), None)
        if own is None:
            if one.number not in self.line and one.wants and self.chance.random() < 0.3:
                one.wants -= 1
                if OPEN_SEAT not in self.sittings and self.chance.random() < 0.3:
                    self.take(Sitting(OPEN_SEAT, one.number, self.now + TAKEN_FOR))
                else:
                    self.line[one.number] = Waiting(one.number, self.now)
        elif not own.is_taken:
            if self.chance.random() < 0.8:
                self.take(replace(own, is_taken=True, until=self.now + TAKEN_FOR))
            else:
                del self.sittings[own.number]
        elif self.chance.random() < 0.3:
            self.quiet_since, self.nudged = self.now, Nudge.NOBODY
            self.messages[own.number] += 1
            if self.messages[own.number] == MESSAGES:
                del self.sittings[own.number]

    def take(self, seat: Sitting) -> None:
        assert seat.person is not None
        self.people[seat.person].turns += 1
        self.messages[seat.number] = 0
        self.sittings[seat.number] = seat


@settings(max_examples=25)
@given(
    people=st.lists(
        st.builds(Person, st.just(0), st.integers(-11, 13), st.booleans(), st.integers(0, 3)), min_size=0, max_size=12
    ),
    asked=st.integers(0, 12),
    seed=st.integers(0, 2**32),
)
def test_a_fishbowl_of_many_zones_goes_on_to_its_end_whoever_reacts(
    people: list[Person], asked: int, seed: int
) -> None:
    named = {number: replace(one, number=number) for number, one in enumerate(people, 1)}
    ring = Ring(named, random.Random(seed))
    # Some who never react were called forward all the same.
    ring.line = {number: Waiting(number, OPENED, called_at=OPENED) for number in list(named)[:asked]}
    ring.steer()
    # The latest that can be: planned for two weeks, closed four weeks beyond that.
    while not ring.is_closed:
        ring.now += 2 * HOUR
        assert ring.now <= OPENED + 14 * DAY + CLOSES_AFTER + 2 * HOUR
        ring.steer()
        for one in named.values():
            if not ring.is_closed and one.is_awake(ring.now):
                ring.act(one)
                ring.steer()
    # A seat is somebody's for three days at most while others wait: a day to take it, two to speak. Who has fewer turns
    # goes first, so all others may come before somebody, but no one twice.
    longest = (len(named) / SEATS + 1) * (OFFERED_FOR + TAKEN_FOR) + NOTICE + 4 * HOUR
    assert max(ring.waits, default=timedelta()) <= longest
