"""People write to each other through the site: no address is told, nobody is flooded, abuse is reported and stopped."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.queries import get_user
from app.accounts.roles import Role
from app.directory.actions import forget_old_messages, report
from app.directory.models import ContactMessage, Profile
from app.platform import clock
from app.platform.audit import AuditEntry
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from tests.builders import apart, browser_of, fields_of, letters_in, person, send
from tests.directory.profiles import listed, sent

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
_numbers = count(1)


def reported(name: str = "Jonas Berg") -> int:
    """A message that was reported; its number."""
    sender, _own = listed(f"{name} {next(_numbers)}")
    recipient, number = listed("Amina Diallo")
    message = sent(sender.id, number, "Buy <b>this</b>!")
    with transaction():
        report(message, recipient.id, "It sells something.")
    return message


def texts_of(app: Flask) -> list[tuple[str, str, str]]:
    """To whom letters went, their text and their HTML."""
    work_off()
    told = []
    for letter in letters_in(app):
        plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
        assert plain is not None
        assert html is not None
        told.append((letter["To"], plain.get_content(), html.get_content()))
    return told


def test_a_message_goes_to_one_and_as_a_copy_to_the_other_and_shows_no_address(each_app: Flask) -> None:
    sender, own = listed("Jonas Berg", organisation="City of Riverton")
    recipient, number = listed("Amina Diallo")
    client = browser_of(each_app, sender)
    answer = send(client, f"/people/{number}/write", {"text": "Could we talk?\r\n\r\nBest wishes"})
    assert (answer.status_code, answer.location) == (303, f"/people/{number}")
    (to, text, html), (copy_to, copy, copy_html) = texts_of(each_app)
    assert (to, copy_to) == (recipient.email, sender.email)
    assert "Jonas Berg (City of Riverton)" in text
    assert "> Could we talk?" in text
    assert "> Best wishes" in text
    assert f"/people/{own}/write" in text
    assert "/people/messages/" in text
    assert "> Could we talk?" in copy
    assert "/people/messages/" not in copy
    for body in (text, html):
        assert sender.email not in body
    for body in (copy, copy_html):
        assert recipient.email not in body
    for letter in letters_in(each_app):
        assert letter["Reply-To"] is None
        assert letter["Cc"] is None
        assert letter["From"].addresses[0].addr_spec == "noreply@localhost"
        assert not {sender.email, recipient.email} & {
            str(letter["From"]),
            str(letter["Subject"]),
            str(letter["Sender"]),
        }


def test_the_link_in_the_letter_leads_to_an_answer(app: Flask) -> None:
    sender, own = listed("Jonas Berg")
    recipient, number = listed("Amina Diallo")
    addresses = [sender.email, recipient.email]
    sent(sender.id, number)
    (_to, text, _html), _copy = texts_of(app)
    assert f"https://forum.example.org/people/{own}/write" in text
    send(browser_of(app, recipient), f"/people/{own}/write", {"text": "Yes, gladly."})
    assert [to for to, text, _html in texts_of(app) if "Yes, gladly" in text] == addresses


def test_letters_speak_the_language_of_whoever_gets_them(app: Flask) -> None:
    sender, _own = listed("Jonas Berg")
    recipient, number = listed("Amina Diallo")
    with transaction():
        get_user(recipient.id).language = "ar"
        get_user(sender.id).language = "fr"
    sent(sender.id, number)
    (_to, _text, html), (_copy_to, _copy, copy_html) = texts_of(app)
    assert '<html lang="ar" dir="rtl">' in html
    assert '<html lang="fr" dir="ltr">' in copy_html


@pytest.mark.parametrize("name", ["Jonas\r\nBcc: all@example.org", "Jonas\nReply-To: me@example.org\n\nHello"])
def test_nothing_somebody_types_adds_a_line_to_the_head_of_a_letter(app: Flask, name: str) -> None:
    sender, _own = listed("Jonas Berg")
    with transaction():
        get_user(sender.id).name = name
    _recipient, number = listed("Amina Diallo")
    sent(sender.id, number, "Bcc: all@example.org\r\nReply-To: me@example.org\r\n\r\n.\r\nMAIL FROM")
    work_off()
    letters = letters_in(app)
    assert len(letters) == 2
    for letter in letters:
        assert set(letter.keys()) == {
            *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"),
            *("Return-Path", "X-Loop", "X-Auto-Response-Suppress"),
        }


def test_html_in_a_message_or_a_name_stays_text(app: Flask) -> None:
    sender, _own = listed("<img src=x>")
    recipient, number = listed("Amina Diallo")
    message = sent(sender.id, number, '<script>alert(1)</script>\n<a href="https://evil.example">Click</a>')
    for _to, text, html in texts_of(app):
        assert "<script>alert(1)</script>" in text
        assert "<script" not in html
        assert "<img" not in html
        assert "evil.example&#34;" in html or "&#34;https://evil.example" in html
    shown = browser_of(app, recipient).get(f"/people/messages/{message}").text
    assert "<script>alert" not in shown
    assert "<img src=x>" not in shown


@pytest.mark.parametrize(("text", "status"), [("", 422), (" \r\n ", 422), ("x" * 2001, 422), ("x\r\n" * 1000, 303)])
def test_a_message_has_words_and_not_too_many(app: Flask, text: str, status: int) -> None:
    sender, _own = listed("Jonas Berg")
    _recipient, number = listed("Amina Diallo")
    answer = send(browser_of(app, sender), f"/people/{number}/write", {"text": text})
    assert answer.status_code == status
    if status == 422:
        assert text.strip() in answer.text
        assert texts_of(app) == []


def test_a_message_sent_twice_arrives_once(app: Flask) -> None:
    sender, _own = listed("Jonas Berg")
    _recipient, number = listed("Amina Diallo")
    client = browser_of(app, sender)
    form = {**fields_of(client.get(f"/people/{number}/write").text), "text": "Hello"}
    assert [client.post(f"/people/{number}/write", data=form).status_code for _time in range(2)] == [303, 303]
    assert len(texts_of(app)) == 2


def refused(client: FlaskClient, number: int) -> str:
    """What is said to somebody who may not write, who typed something all the same."""
    form = {**fields_of(client.get("/account").text), "text": "Words that took an hour."}
    answer = client.post(f"/people/{number}/write", data=form)
    assert answer.status_code == 403
    assert "Words that took an hour." in answer.text
    assert client.get(f"/people/{number}/write").status_code == 403
    return answer.text


@pytest.mark.parametrize("state", ["no profile", "not listed", "takes no letters"])
def test_who_cannot_be_answered_cannot_write(app: Flask, state: str) -> None:
    if state == "no profile":
        sender = person(name="Jonas Berg")
    else:
        sender, _own = listed("Jonas Berg", is_listed=state != "not listed", takes_letters=state != "takes no letters")
    _recipient, number = listed("Amina Diallo")
    assert "Be listed yourself" in refused(browser_of(app, sender), number)
    assert texts_of(app) == []


def test_who_takes_no_letters_gets_none(app: Flask) -> None:
    sender, _own = listed("Jonas Berg")
    _recipient, number = listed("Amina Diallo", takes_letters=False)
    assert "takes no messages" in refused(browser_of(app, sender), number)
    assert texts_of(app) == []


def test_a_blocked_sender_is_told_nothing_of_it_and_can_be_let_in_again(each_app: Flask) -> None:
    sender, own = listed("Jonas Berg")
    recipient, number = listed("Amina Diallo")
    _other, off = listed("Somebody", takes_letters=False)
    message = sent(sender.id, number)
    hers, his = browser_of(each_app, recipient), browser_of(each_app, sender)
    block = send(hers, f"/people/messages/{message}", to=f"/people/messages/{message}/block")
    assert block.status_code == 303
    refusal = refused(his, number)
    assert refusal.count("takes no messages through this site") == 1
    assert "block" not in refusal.partition("<main")[2].partition("</main>")[0].lower()
    assert "Somebody takes no messages through this site" in refused(his, off)
    assert "You have blocked Jonas Berg" in refused(hers, own)
    shown = hers.get("/account/profile").text
    lift = next(part for part in shown.split('"') if part.startswith("/account/profile/blocks/"))
    assert his.post(lift, data=fields_of(his.get("/account").text, "/sign-out")).status_code == 404
    assert send(hers, "/account/profile", to=lift).status_code == 303
    assert his.get(f"/people/{number}/write").status_code == 200


def test_one_person_is_written_to_twice_a_day_and_no_more(each_app: Flask) -> None:
    sender, _own = listed("Jonas Berg")
    _recipient, number = listed("Amina Diallo")
    with clock.stopped_at(NOON):
        client = browser_of(each_app, sender)
        for _time in range(2):
            assert send(client, f"/people/{number}/write", {"text": "Hello"}).status_code == 303
        assert "2 times within a day" in refused(client, number)
    with clock.stopped_at(NOON + timedelta(hours=24, seconds=1)):
        assert send(client, f"/people/{number}/write", {"text": "Hello"}).status_code == 303


def test_ten_messages_a_day_are_all(app: Flask) -> None:
    sender, _own = listed("Jonas Berg")
    client = browser_of(app, sender)
    for number in range(10):
        _user, profile = listed(f"Person {number}")
        sent(sender.id, profile)
    _last, profile = listed("The Eleventh")
    assert "10 messages within a day" in refused(client, profile)


def test_a_message_is_seen_by_whoever_got_it_alone(app: Flask) -> None:
    sender, _own = listed("Jonas Berg")
    recipient, number = listed("Amina Diallo")
    message = sent(sender.id, number)
    for user, status in ((recipient, 200), (sender, 404), (person(Role.UCLG_LEARNING), 404)):
        client = browser_of(app, user)
        assert client.get(f"/people/messages/{message}").status_code == status
        form = {**fields_of(client.get("/account").text), "reason": ""}
        for what in ("report", "block") if status == 404 else ():
            assert client.post(f"/people/messages/{message}/{what}", data=form).status_code == 404


def test_a_report_needs_a_reason_and_reaches_uclg_learning(each_app: Flask) -> None:
    sender, _own = listed("Jonas Berg")
    recipient, number = listed("Amina Diallo")
    message = sent(sender.id, number, "Buy this!")
    hers = browser_of(each_app, recipient)
    address = f"/people/messages/{message}"
    assert send(hers, address, {"reason": " "}, to=f"{address}/report").status_code == 422
    assert send(hers, address, {"reason": "It sells something."}, to=f"{address}/report").status_code == 303
    assert "You have reported this message" in hers.get(address).text
    shown = browser_of(each_app, person(Role.UCLG_LEARNING)).get("/people/reports").text
    assert "Buy this!" in shown
    assert "It sells something." in shown
    assert "Jonas Berg to Amina Diallo" in shown


@pytest.mark.parametrize(("step", "is_barred"), [("settle", False), ("stop", True)])
def test_a_settled_report_is_noted_and_may_stop_who_wrote(app: Flask, step: str, is_barred: bool) -> None:
    message = reported()
    staff = person(Role.UCLG_LEARNING)
    client = browser_of(app, staff)
    assert send(client, "/people/reports", {"step": step}, to=f"/people/reports/{message}").status_code == 303
    kept = db.session.get_one(ContactMessage, message)
    assert kept.settled_at is not None
    bars = db.session.scalars(select(Profile.is_barred).where(Profile.user_id == kept.sender_id)).one()
    assert bars is is_barred
    actions = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.actor_id == staff.id)))
    assert actions == {"report.settled"} | ({"messages.stopped"} if is_barred else set())


def test_who_was_stopped_writes_to_nobody_until_allowed_again(app: Flask) -> None:
    message = reported()
    sender = apart(db.session.get_one(User, db.session.get_one(ContactMessage, message).sender_id))
    _other, number = listed("Somebody Else")
    staff, his = browser_of(app, person(Role.UCLG_LEARNING)), browser_of(app, sender)
    send(staff, "/people/reports", {"step": "stop"}, to=f"/people/reports/{message}")
    assert "UCLG Learning has stopped your messages" in refused(his, number)
    # A profile changed or withdrawn does not lift it.
    send(his, "/account/profile", to="/account/profile/withdraw")
    send(his, "/account/profile/change", {"answer": "I am back.", "is_listed": "y", "takes_letters": "y"})
    assert "UCLG Learning has stopped your messages" in refused(his, number)
    send(staff, "/people/reports", {"step": "allow"}, to=f"/people/reports/{message}")
    assert his.get(f"/people/{number}/write").status_code == 200


def test_messages_are_forgotten_after_three_months_but_open_reports_are_not(each_app: Flask) -> None:
    with clock.stopped_at(NOON):
        kept = reported()
        sender, _own = listed("Jonas Berg")
        _recipient, number = listed("Amina Diallo")
        sent(sender.id, number)
    with clock.stopped_at(NOON + timedelta(days=89)):
        forget_old_messages()
    assert len(db.session.scalars(select(ContactMessage)).all()) == 2
    with clock.stopped_at(NOON + timedelta(days=91)):
        forget_old_messages()
    assert db.session.scalars(select(ContactMessage.id)).all() == [kept]


def test_an_answer_to_who_is_no_longer_listed_is_not_offered(app: Flask) -> None:
    sender, own = listed("Jonas Berg")
    recipient, number = listed("Amina Diallo")
    message = sent(sender.id, number)
    send(browser_of(app, sender), "/account/profile", to="/account/profile/withdraw")
    client = browser_of(app, recipient)
    shown = client.get(f"/people/messages/{message}").text
    assert "is not listed any more" in shown
    assert f"/people/{own}/write" not in shown
