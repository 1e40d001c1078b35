"""Builds fishbowls, and lets time pass in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.forum import fishbowl_actions as actions
from app.forum.actions import Written, reply
from app.forum.fishbowl_jobs import steer_fishbowls
from app.forum.fishbowl_models import Fishbowl, Note, NoteState, Seat, SeatEnd, SeatWish
from app.forum.models import Post, Thread
from app.notifications.models import Notice
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import fields_of
from tests.forum.threads import category

QUESTION = "Who should own the water?"
PLANNED = timedelta(days=14)


def fishbowl(facilitator: User, *speakers: User, key: str = "water", days: int = 14) -> Thread:
    """A fishbowl that was opened just now; a seat is offered to the speakers."""
    number = category(key)
    with transaction():
        thread = actions.open_fishbowl(
            number,
            facilitator.id,
            QUESTION,
            Written("Towns do it **differently**.", "en"),
            clock.now() + timedelta(days=days),
            speakers=[one.id for one in speakers],
        )
    db.session.refresh(thread)
    db.session.expunge(thread)
    return thread


def seated(thread: Thread, *people: User) -> None:
    """Let these people sit, each on the next seat."""
    for one in people:
        with transaction():
            actions.ask_for_seat(thread.id, one.id)


def speak(thread: Thread, who: User, text: str = "We own it together.", language: str = "en") -> Post:
    """A message, past the form."""
    with transaction():
        message = reply(thread.id, who.id, Written(text, language))
        return db.session.get_one(Post, message.id)


@contextmanager
def after(**span: float) -> Iterator[None]:
    """A while later, with all done that was due by then."""
    with clock.stopped_at(clock.now() + timedelta(**span)):
        steer_fishbowls()
        yield


def sitting(thread: Thread) -> dict[int, tuple[int | None, bool]]:
    """By number, who has each seat, and whether they took it."""
    db.session.rollback()
    live = select(Seat).where(Seat.thread_id == thread.id, Seat.ended_at.is_(None)).order_by(Seat.number)
    return {seat.number: (seat.user_id, seat.taken_at is not None) for seat in db.session.scalars(live)}


def endings(thread: Thread, who: User) -> list[SeatEnd | None]:
    db.session.rollback()
    wanted = select(Seat.ending).where(Seat.thread_id == thread.id, Seat.user_id == who.id).order_by(Seat.id)
    return list(db.session.scalars(wanted))


def waiting(thread: Thread) -> set[int]:
    db.session.rollback()
    return set(db.session.scalars(select(SeatWish.user_id).where(SeatWish.thread_id == thread.id)))


def kept(thread: Thread) -> Fishbowl:
    db.session.rollback()
    return db.session.get_one(Fishbowl, thread.id)


def notes(thread: Thread) -> list[tuple[str, NoteState, int]]:
    db.session.rollback()
    rows = db.session.scalars(select(Note).where(Note.thread_id == thread.id).order_by(Note.id))
    return [(note.words, note.state, note.support) for note in rows]


def told(user: User) -> list[str]:
    """What the forum told somebody that they have not seen."""
    db.session.rollback()
    rows = db.session.scalars(
        select(Notice.kind).where(Notice.user_id == user.id, Notice.seen_at.is_(None)).order_by(Notice.id)
    )
    return [kind.removeprefix("forum.") for kind in rows if kind.startswith("forum.")]


def press(browser: FlaskClient, address: str, **fields: str) -> TestResponse:
    """Send a form that is but a button, or whose fields are given."""
    token = fields_of(browser.get("/account").text)["csrf_token"]
    return browser.post(address, data={"csrf_token": token, **fields})


def move(browser: FlaskClient, thread: Thread, wish: str) -> int:
    """Press one of the buttons about seats; what it answered."""
    return press(browser, f"/forum/fishbowls/{thread.id}/seats", wish=wish).status_code


def answer(browser: FlaskClient, thread: Thread, text: str = "We own it together.") -> TestResponse:
    """Send the form under the posts."""
    return press(browser, f"/forum/threads/{thread.id}/answers", source=text, language="en")
