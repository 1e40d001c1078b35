"""What mail servers say decides whether an address is written to any more; what says nothing of it does not count."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.platform import clock
from app.platform.database import transaction
from app.platform.unreached import (
    FORGOTTEN,
    MOST_FAILURES,
    Failure,
    Known,
    failure_in,
    failures_after,
    forget_failures,
    forget_old_failures,
    note_failure,
    note_taken,
    unreached_among,
    unreached_since,
)

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADDRESS = "Amina@example.org"


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("550 5.1.1 <amina@example.org>: Recipient address rejected: User unknown", Failure.FOR_GOOD),
        ("550 No such user here", Failure.FOR_GOOD),
        ("553 sorry, no mailbox here by that name", Failure.FOR_GOOD),
        ("5.1.10", Failure.FOR_GOOD),
        ("550 5.2.1 The account is disabled", Failure.FOR_GOOD),
        ("5.4.4 (Host not found)", Failure.FOR_GOOD),
        ("552 5.2.2 Mailbox full", Failure.FOR_NOW),
        ("452 4.2.2 Over quota", Failure.FOR_NOW),
        ("450 Mailbox busy", Failure.FOR_NOW),
        ("552 Mailbox full", Failure.FOR_NOW),
        ("4.4.7", Failure.FOR_NOW),
        ("550 5.7.1 Blocked by a list", Failure.NOTHING),
        ("550 5.7.26 Unauthenticated mail", Failure.NOTHING),
        ("550 Message rejected as spam", Failure.NOTHING),
        ("550 Your host is blacklisted", Failure.NOTHING),
        ("450 Greylisted, come back later", Failure.NOTHING),
        ("451 4.7.1 Greylisting in action", Failure.NOTHING),
        ("552 5.3.4 Message too big", Failure.NOTHING),
        ("554 Transaction failed", Failure.NOTHING),
        ("421 Service not available", Failure.NOTHING),
        ("5.1.8 Bad sender", Failure.NOTHING),
        ("", Failure.NOTHING),
    ],
)
def test_what_an_answer_says_of_the_address(code: str, failure: Failure) -> None:
    assert failure_in(code) is failure


@pytest.mark.parametrize(
    ("known", "failure", "failures"),
    [
        (None, Failure.FOR_GOOD, MOST_FAILURES),
        (None, Failure.FOR_NOW, 1),
        (Known(1, NOW - HOUR), Failure.FOR_NOW, 1),
        (Known(1, NOW - DAY), Failure.FOR_NOW, 2),
        (Known(2, NOW - DAY), Failure.FOR_NOW, 3),
        (Known(2, NOW - FORGOTTEN - HOUR), Failure.FOR_NOW, 1),
    ],
)
def test_what_fails_for_a_while_must_do_so_on_three_days(known: Known | None, failure: Failure, failures: int) -> None:
    assert failures_after(known, failure, NOW) == failures


def fails(code: str, at: datetime = NOW, *, is_reported: bool = False) -> None:
    with clock.stopped_at(at), transaction():
        note_failure(ADDRESS, code, is_reported=is_reported)


def test_one_refusal_for_good_is_enough(each_app: Flask) -> None:
    fails("550 5.1.1 No such user")
    assert unreached_since(" amina@EXAMPLE.org ") == NOW
    assert unreached_among(["other@example.org", "amina@example.org", ""]) == {"amina@example.org"}


def test_three_days_of_a_full_mailbox_are_enough_and_many_tries_of_a_day_are_not(each_app: Flask) -> None:
    for hour in range(10):
        fails("452 4.2.2 Full", NOW + hour * HOUR)
    fails("452 4.2.2 Full", NOW + DAY)
    assert unreached_since(ADDRESS) is None
    fails("452 4.2.2 Full", NOW + 2 * DAY)
    assert unreached_since(ADDRESS) == NOW + 2 * DAY


def test_what_failed_long_ago_begins_anew(each_app: Flask) -> None:
    fails("452 4.2.2 Full")
    begin = NOW + FORGOTTEN + DAY
    for day in range(3):
        assert unreached_since(ADDRESS) is None
        fails("452 4.2.2 Full", begin + day * DAY)
    assert unreached_since(ADDRESS) == begin + 2 * DAY


def test_what_says_nothing_of_the_address_is_not_kept(each_app: Flask) -> None:
    for day in range(5):
        fails("550 5.7.1 Blocked", NOW + day * DAY)
    assert unreached_since(ADDRESS) is None


def test_a_letter_that_is_taken_makes_up_for_refusals_but_not_for_reports(each_app: Flask) -> None:
    for day in range(3):
        fails("452 4.2.2 Full", NOW + day * DAY)
        with transaction():
            note_taken(ADDRESS)
    assert unreached_since(ADDRESS) is None
    for day in range(3, 6):
        fails("4.2.2", NOW + day * DAY, is_reported=True)
        with transaction():
            note_taken(ADDRESS)
    assert unreached_since(ADDRESS) == NOW + 5 * DAY


def test_its_owner_has_it_tried_again(each_app: Flask) -> None:
    fails("550 5.1.1 No such user")
    with transaction():
        forget_failures("AMINA@example.org")
    assert unreached_since(ADDRESS) is None


def test_what_failed_a_while_ago_is_forgotten_and_what_is_unreached_is_not(each_app: Flask) -> None:
    fails("452 4.2.2 Full")
    with transaction():
        note_failure("other@example.org", "550 5.1.1", is_reported=False)
    with clock.stopped_at(NOW + FORGOTTEN + HOUR):
        forget_old_failures()
        fails("452 4.2.2 Full", clock.now())
        fails("452 4.2.2 Full", clock.now() + DAY)
    assert unreached_since(ADDRESS) is None
    assert unreached_since("other@example.org") is not None
