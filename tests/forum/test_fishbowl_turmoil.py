"""Whatever people do in a fishbowl, in whatever order and however much later: seats stay right, and it goes on."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.roles import Role
from app.forum import fishbowl_actions as actions
from app.forum.actions import Written, hold, reply
from app.forum.fishbowl_jobs import steer_fishbowls
from app.forum.fishbowl_models import Fishbowl, Seat, SeatWish
from app.forum.fishbowl_steering import held_fishbowl
from app.forum.models import Post, Thread
from app.forum.seating import MESSAGES, OPEN_SEAT
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.errors import DomainError
from tests.builders import person
from tests.forum.fishbowls import fishbowl


class Turmoil:
    """People who ask, sit, speak and leave at random."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.host = person(Role.UCLG_LEARNING)
        self.people = [person(name=f"Person {number}").id for number in range(7)]
        self.thread = fishbowl(self.host)
        self.done: set[str] = set()

    def act(self) -> None:
        """Do one thing, whether or not it can be done."""
        acts: list[Callable[[], object]] = [
            *[self.ask] * 3,
            *[self.take] * 4,
            *[self.speak] * 6,
            *[self.sit] * 2,
            *[self.leave, self.leave_line, self.free, self.call, self.job],
        ]
        chosen = self.chance.choice(acts)
        try:
            if chosen == self.job:
                chosen()
            else:
                with transaction():
                    chosen()
        except DomainError:
            return
        self.done.add(chosen.__name__)

    def somebody(self) -> int:
        return self.chance.choice(self.people)

    def ask(self) -> None:
        actions.ask_for_seat(self.thread.id, self.somebody())

    def take(self) -> None:
        offered = db.session.scalars(
            select(Seat.user_id).where(Seat.ended_at.is_(None), Seat.taken_at.is_(None), Seat.user_id.is_not(None))
        ).all()
        if offered:
            actions.take_offered_seat(self.thread.id, self.chance.choice(offered) or 0)

    def speak(self) -> None:
        sits = db.session.scalars(select(Seat.user_id).where(Seat.ended_at.is_(None), Seat.taken_at.is_not(None))).all()
        who = self.chance.choice([*sits, self.somebody()])
        reply(self.thread.id, who or 0, Written("Words.", "en"), is_held=self.chance.random() < 0.2)

    def sit(self) -> None:
        actions.sit_down(self.thread.id, self.somebody())

    def leave(self) -> None:
        actions.leave_seat(self.thread.id, self.somebody())

    def leave_line(self) -> None:
        actions.leave_line(self.thread.id, self.somebody())

    def free(self) -> None:
        seats = db.session.execute(select(Seat.number, Seat.user_id).where(Seat.ended_at.is_(None))).all()
        if seats:
            number, user_id = self.chance.choice(seats)
            actions.free_seat(self.thread.id, number, user_id, self.host.id, "A pause.")

    def call(self) -> None:
        actions.call_forward(self.thread.id, [self.somebody()], self.host.id, "Your turn.")

    def job(self) -> None:
        steer_fishbowls()

    def look(self) -> None:
        """Compare what is kept with what it is made of."""
        db.session.rollback()
        live = db.session.scalars(select(Seat).where(Seat.ended_at.is_(None))).all()
        people = [seat.user_id for seat in live]
        waiting = set(db.session.scalars(select(SeatWish.user_id)))
        kept = db.session.get_one(Fishbowl, self.thread.id)
        assert len({seat.number for seat in live}) == len(live) <= OPEN_SEAT
        assert len(set(people)) == len(people)
        assert not waiting & set(people)
        assert not (waiting and {1, 2, 3, 4} - {seat.number for seat in live})
        assert max(db.session.scalars(select(Seat.messages)), default=0) <= MESSAGES
        written = select(func.count()).select_from(Post).where(Post.number > 1)
        assert db.session.scalar(written) == sum(db.session.scalars(select(Seat.messages)))
        assert kept.closed_at is None
        assert kept.due_at is not None


@pytest.mark.parametrize("seed", range(3))
def test_seats_stay_right_through_any_turmoil_and_all_is_closed_at_last(app: Flask, seed: int) -> None:
    turmoil, now = Turmoil(seed), clock.now()
    for _time in range(120):
        now += timedelta(minutes=turmoil.chance.choice([1, 10, 120, 300]))
        with clock.stopped_at(now):
            turmoil.act()
            turmoil.look()
    assert len(turmoil.done) > 7
    with clock.stopped_at(now + timedelta(days=43)):
        steer_fishbowls()
        with transaction():
            thread = hold(turmoil.thread.id)
            assert held_fishbowl(thread).closed_at is not None
        assert db.session.scalars(select(Seat).where(Seat.ended_at.is_(None))).all() == []
        assert db.session.get_one(Thread, turmoil.thread.id).locked_at is not None
