"""A letter that did not arrive: no more goes to its address, its owner reads so on the site, and can mend it."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from app.accounts.models import User
from app.accounts.roles import Role
from app.mailroom.models import Outcome
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.jobs import Job, work_off
from app.platform.letters import Letter, post_letter
from app.platform.outbox import OutgoingMail, SmtpPost
from app.platform.reply_addresses import ReturnOf, read_address, return_address
from app.platform.unreached import note_failure, unreached_since
from tests.builders import browser_of, fields_of, letters_in, person
from tests.mailroom.posting import Board, arrived, boarded
from tests.notifications.telling import HOUR, NOON, mails_at, member, told
from tests.platform.test_outbox import Kept, mail_server, unused_port

__all__ = ["mail_server", "unused_port"]
NOT_REACHED = "Mail does not reach you"


@pytest.fixture
def board(each_app: Flask) -> Iterator[Board]:
    with boarded(each_app) as board:
        yield board


def posted_to(somebody: User, *, is_asked_for: bool = False) -> int:
    """Write somebody a letter; returns its number."""
    letter = Letter("News", "Hello,", ("Something happened.",), "You asked.", is_asked_for=is_asked_for)
    with transaction():
        post_letter(lambda: letter, to=somebody.email, language="en", kind="test")
    return max(mail.id for mail in db.session.query(OutgoingMail))


def report(
    mail_id: int, action: str = "failed", status: str = "5.1.1", *, kind: str = "delivery-status"
) -> EmailMessage:
    """What a mail server sends to a letter's return address (RFC 3464)."""
    made = EmailMessage()
    made["From"] = "Mail Delivery System <MAILER-DAEMON@mx.example.org>"
    made["To"] = return_address(mail_id)
    made["Return-Path"] = "<>"
    made["Auto-Submitted"] = "auto-replied"
    made["Subject"] = "Undelivered Mail Returned to Sender"
    made["Message-ID"] = f"<{mail_id}.{action}.{status}.{clock.now().timestamp()}@mx.example.org>"
    boundary = "report"
    made["MIME-Version"] = "1.0"
    made["Content-Type"] = f'multipart/report; report-type={kind}; boundary="{boundary}"'
    made.set_payload(
        f"--{boundary}\r\nContent-Type: text/plain\r\n\r\nYour message could not be delivered.\r\n"
        f"--{boundary}\r\nContent-Type: message/{kind}\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; elsewhere@example.com\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} No such user\r\n"
        f"--{boundary}\r\nContent-Type: message/rfc822\r\n\r\nSubject: News\r\n\r\nSomething happened.\r\n"
        f"--{boundary}--\r\n"
    )
    return made


def test_a_letter_leaves_with_an_address_that_knows_it(each_app: Flask, board: Board) -> None:
    number = posted_to(member())
    work_off()
    (letter,) = letters_in(each_app)
    assert read_address(str(letter["Return-Path"]).strip("<>")) == ReturnOf(number)


def test_a_report_marks_the_address_that_the_letter_went_to(each_app: Flask, board: Board) -> None:
    amina = member()
    mail = report(posted_to(amina))
    assert [arrived(mail), arrived(mail)] == [Outcome.RETURNED, None]
    assert unreached_since(amina.email) is not None
    assert unreached_since("elsewhere@example.com") is None


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("failed", "4.2.2"), ("failed", "5.7.1")]
)
def test_what_may_still_arrive_marks_nothing(each_app: Flask, board: Board, action: str, status: str) -> None:
    amina = member()
    arrived(report(posted_to(amina), action, status))
    assert unreached_since(amina.email) is None


def test_three_days_of_failure_mark_it(each_app: Flask, board: Board) -> None:
    amina = member()
    number, now = posted_to(amina), clock.now()
    for day in range(3):
        assert unreached_since(amina.email) is None
        with clock.stopped_at(now + timedelta(days=day)):
            assert arrived(report(number, status="4.2.2")) is Outcome.RETURNED
    assert unreached_since(amina.email) is not None


def test_a_server_that_says_it_in_words_is_understood_and_a_person_who_is_away_is_not(
    each_app: Flask, board: Board
) -> None:
    amina, jonas = member(), member()
    for somebody, sender, text in (
        (amina, "mailer-daemon@mx.example.org", "<amina@example.org>: 550 5.1.1 user unknown"),
        (jonas, jonas.email, "I am away until 5.1.11. Ask my colleague, room 5.1.1."),
    ):
        mail = EmailMessage()
        mail["From"], mail["To"] = sender, return_address(posted_to(somebody))
        mail.set_content(text)
        arrived(mail)
    assert unreached_since(amina.email) is not None
    assert unreached_since(jonas.email) is None


def test_nobody_marks_an_address_by_a_letter_that_was_not_sent_to_it(each_app: Flask, board: Board) -> None:
    amina = member()
    mail = report(posted_to(amina))
    mail.replace_header("To", return_address(999_999))
    assert arrived(mail) is Outcome.RETURNED
    mail.replace_header("To", return_address(1).replace("-", "-1", 1))
    mail.replace_header("Message-ID", "<other@mx.example.org>")
    assert arrived(mail) is Outcome.AUTOMATIC
    assert unreached_since(amina.email) is None


def test_no_more_letters_go_there_but_those_that_are_asked_for(each_app: Flask, board: Board) -> None:
    amina = member()
    number = posted_to(amina)
    work_off()
    arrived(report(number))
    before = len(letters_in(each_app))
    posted_to(amina)
    posted_to(amina, is_asked_for=True)
    work_off()
    assert len(letters_in(each_app)) == before + 1
    (held,) = [job for job in db.session.query(Job) if job.given_up_at is not None and "does not reach" in job.failure]
    assert held.tries == 1


def test_no_notices_are_mailed_there_and_none_come_in_a_burst_later(each_app: Flask) -> None:
    amina = member()
    with transaction():
        note_failure(amina.email, "550 5.1.1", is_reported=False)
    told(amina)
    assert mails_at(each_app, NOON + HOUR) == []
    client = browser_of(each_app, amina)
    client.post("/account/mail/again", data=fields_of(client.get("/account").text, "/account/mail/again"))
    assert mails_at(each_app, NOON + 2 * HOUR) == []


def test_the_owner_is_told_on_the_site_and_has_it_tried_again(each_app: Flask) -> None:
    amina = member()
    client = browser_of(each_app, amina)
    assert NOT_REACHED not in client.get("/account").text
    with transaction():
        note_failure(amina.email, "550 5.1.1", is_reported=False)
    assert "Mail to your address came back" in client.get("/notices").text
    for page in ("/account", "/account/notices"):
        shown = client.get(page).text
        assert NOT_REACHED in shown
        assert "/account/security/address" in shown
    answer = client.post("/account/mail/again", data=fields_of(shown, "/account/mail/again"))
    assert (answer.status_code, answer.location) == (303, "/account")
    assert NOT_REACHED not in client.get("/account").text
    work_off()
    assert [letter["To"] for letter in letters_in(each_app)] == [amina.email]
    # The new one comes back too: it is news again.
    with clock.stopped_at(clock.now() + timedelta(minutes=5)), transaction():
        note_failure(amina.email, "550 5.1.1", is_reported=False)
    assert NOT_REACHED in client.get("/account").text
    assert client.get("/notices").text.count("Mail to your address came back") == 2


def test_a_mail_server_that_refuses_marks_the_address_and_gets_its_return_address(
    each_app: Flask, board: Board, mail_server: Controller
) -> None:
    before = each_app.extensions["post"]
    each_app.extensions["post"] = SmtpPost(f"smtp://127.0.0.1:{mail_server.port}")
    senders: list[str] = []

    class Noting(Kept):
        async def handle_MAIL(
            self, server: object, session: object, envelope: object, address: str, options: list[str]
        ) -> str:
            senders.append(address)
            envelope.mail_from = address  # type: ignore[attr-defined]
            return "250 OK"

    mail_server.handler.__class__ = Noting
    try:
        with transaction():
            for address in ("nobody@example.org", "later@example.org", "amina@example.org"):
                post_letter(lambda: Letter("News", "Hello,", (), ""), to=address, language="en", kind="test")
        work_off()
    finally:
        each_app.extensions["post"] = before
    assert [type(read_address(sender)) for sender in senders] == [ReturnOf] * 3
    assert unreached_since("nobody@example.org") is not None
    assert unreached_since("later@example.org") is None


def test_those_who_run_the_site_see_counts_and_nobodys_address(each_app: Flask, board: Board) -> None:
    admin = browser_of(each_app, person(Role.ADMINISTRATOR))
    amina = member()
    arrived(report(posted_to(amina)))
    each_app.extensions.pop("recent", None)
    shown = admin.get("/staff/mail").text
    assert "5.1.1" in shown
    assert "Letters that came back" in shown
    assert amina.email not in shown
