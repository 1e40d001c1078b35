"""Mail programs put the mails about one thread together."""

from email.message import EmailMessage

from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.forum.models import Thread
from app.platform import clock
from app.platform.database import db
from app.platform.outbox import OutgoingMail
from tests.forum.people import said, somebody, talk
from tests.notifications.telling import DAY, GATHERED, NOON, mails_at, told


def letter_of_day(app: Flask, day: int, other: User, *threads: Thread) -> EmailMessage:
    """The mail of a day on which somebody answered what these threads' authors wrote in them."""
    with clock.stopped_at(NOON + day * DAY):
        for thread in threads:
            author = db.session.get_one(User, thread.author_id)
            said(thread, other, to=said(thread, author, "And you?"))
    return mails_at(app, NOON + day * DAY + GATHERED)[-1]


def test_mails_about_one_thread_belong_together(each_app: Flask) -> None:
    with clock.stopped_at(NOON - DAY):
        asker, other = somebody(), somebody()
        first, second = talk(asker), talk(asker, "Another")
    letters = [letter_of_day(each_app, day, other, thread) for day, thread in enumerate((first, second, first))]
    belongs_to = [letter["References"] for letter in letters]
    assert belongs_to == [f"<thread-{thread.id}.learning-forum@localhost>" for thread in (first, second, first)]
    assert [letter["In-Reply-To"] for letter in letters] == belongs_to
    assert len({letter["Message-ID"] for letter in letters}) == 3
    # With the words of what has gone, nothing says any more what it was about.
    assert set(db.session.scalars(select(OutgoingMail.conversation))) == {""}


def test_a_mail_about_several_threads_or_none_stands_alone(each_app: Flask) -> None:
    with clock.stopped_at(NOON - DAY):
        asker, other = somebody(), somebody()
        threads = talk(asker), talk(asker, "Another")
    gathered = letter_of_day(each_app, 0, other, *threads)
    told(asker, at=NOON + 2 * DAY)
    (*_before, of_a_certificate) = mails_at(each_app, NOON + 2 * DAY + GATHERED)
    for letter in (gathered, of_a_certificate):
        assert letter["To"] == asker.email
        assert letter["References"] is letter["In-Reply-To"] is None
