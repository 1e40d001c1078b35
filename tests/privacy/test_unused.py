"""Accounts that nobody uses get a letter, time, and then go; everybody else stays."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import SignInSession, User
from app.accounts.roles import Role
from app.accounts.sessions import forget_old_sessions
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from app.platform.outbox import OutgoingMail
from app.privacy.models import Cause, Erasure
from app.privacy.unused import warn_unused_accounts
from tests.builders import course_files, enrolled, person, published, sign_in

START = datetime.fromisoformat("2027-01-01T12:00:00+00:00")
YEAR = timedelta(days=365)


@pytest.fixture
def old(each_app: Flask) -> Iterator[Flask]:
    """A site with a mail server; the tests never let a letter leave."""
    each_app.config["HAS_MAIL_SERVER"] = True
    with clock.stopped_at(START):
        yield each_app


def warned(after: timedelta) -> list[str]:
    """Who gets a letter so long after the beginning."""
    with clock.stopped_at(START + after):
        warn_unused_accounts()
    db.session.rollback()
    return list(db.session.scalars(select(OutgoingMail.recipient).order_by(OutgoingMail.id)))


def test_a_letter_comes_a_month_before_three_years_are_over(old: Flask) -> None:
    somebody = person()
    assert warned(3 * YEAR - timedelta(days=31)) == []
    assert warned(3 * YEAR - timedelta(days=29)) == [somebody.email]
    assert warned(3 * YEAR - timedelta(days=28)) == [somebody.email]
    letter = db.session.scalars(select(OutgoingMail)).one()
    assert "sign in before" in letter.text
    assert db.session.scalars(select(Erasure)).one().cause is Cause.UNUSED


def test_whoever_does_nothing_is_erased_a_month_later(old: Flask) -> None:
    person(email="gone@example.org")
    warned(3 * YEAR)
    for days, emails in ((29, {"gone@example.org"}), (31, {""})):
        with clock.stopped_at(START + 3 * YEAR + timedelta(days=days)):
            work_off()
        assert set(db.session.scalars(select(User.email))) == emails


def test_whoever_signs_in_stays_and_gets_another_three_years(old: Flask) -> None:
    somebody = person()
    warned(3 * YEAR)
    with clock.stopped_at(START + 3 * YEAR + timedelta(days=10)):
        sign_in(old.test_client(), somebody)
    with clock.stopped_at(START + 3 * YEAR + timedelta(days=31)):
        work_off()
    assert db.session.scalars(select(User.email)).all() == [somebody.email]
    assert db.session.scalars(select(Erasure)).all() == []


def test_learning_and_sessions_count_as_being_here_also_when_sessions_are_forgotten(old: Flask) -> None:
    published(course_files(lessons=1))
    learner, visitor = person(), person()
    with clock.stopped_at(START + YEAR):
        enrolled(learner)
        sign_in(old.test_client(), visitor)
    with clock.stopped_at(START + 2 * YEAR):
        forget_old_sessions()
    assert db.session.scalars(select(SignInSession)).all() == []
    assert warned(3 * YEAR) == []
    assert set(warned(4 * YEAR)) == {learner.email, visitor.email}


def test_whoever_has_a_role_is_never_meant(old: Flask) -> None:
    person(Role.ADMINISTRATOR)
    assert warned(9 * YEAR) == []


def test_the_setting_turns_it_off_or_changes_the_years(old: Flask) -> None:
    somebody = person()
    old.config["UNUSED_YEARS"] = 0
    assert warned(9 * YEAR) == []
    old.config["UNUSED_YEARS"] = 5
    assert warned(4 * YEAR) == []
    assert warned(5 * YEAR) == [somebody.email]


def test_where_no_mail_leaves_the_site_nobody_goes(old: Flask) -> None:
    person()
    old.config["HAS_MAIL_SERVER"] = False
    assert warned(9 * YEAR) == []


def test_an_erased_account_is_not_warned_again(old: Flask) -> None:
    person()
    warned(3 * YEAR)
    with clock.stopped_at(START + 3 * YEAR + timedelta(days=31)):
        work_off()
    with transaction():
        db.session.execute(update(User).values(seen_at=None))
    assert warned(9 * YEAR) == []
