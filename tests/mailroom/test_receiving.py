"""An answer by mail is posted once, as its sender; whatever is not posted, whoever wrote it is told of once."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import User
from app.files.models import StoredFile
from app.mailroom.models import Outcome, ReceivedMail
from app.mailroom.queries import MOST_LETTERS
from app.mailroom.receiving import forget_received_mail
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.jobs import work_off
from app.platform.outbox import OutgoingMail
from app.platform.reply_addresses import GOOD_FOR, AnswerTo, ReturnOf, answer_address, read_address, return_address
from app.platform.telling import Thing
from tests.mailroom.posting import POST, REPLIES, Board, answered, arrived, boarded, letters_about, message
from tests.notifications.telling import html_of, member, text_of

NOT_POSTED = "Your answer was not posted"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


@pytest.fixture
def board(each_app: Flask) -> Iterator[Board]:
    with boarded(each_app) as board:
        yield board


def told_of(app: Flask, subject: str = NOT_POSTED) -> list[EmailMessage]:
    work_off()
    return letters_about(app, subject)


def outcomes() -> list[Outcome]:
    return list(db.session.scalars(select(ReceivedMail.outcome).order_by(ReceivedMail.id)))


def test_an_answer_is_posted_without_what_it_quotes(each_app: Flask, board: Board) -> None:
    amina = member()
    text = "I agree.\n\nOn 20/11/2026 10:15, Learning Forum wrote:\n> Somebody answered you.\n"
    assert answered(amina, text) is Outcome.POSTED
    assert board.posts == [(amina.id, 7, "I agree.", ())]
    work_off()
    assert told_of(each_app) == []


def test_a_message_is_taken_once_however_often_it_comes(each_app: Flask, board: Board) -> None:
    amina = member()
    assert [answered(amina) for _time in range(3)] == [Outcome.POSTED, None, None]
    assert len(board.posts) == 1
    assert outcomes() == [Outcome.POSTED]


def test_a_message_without_a_name_of_its_own_is_taken_once_too(board: Board) -> None:
    amina = member()
    assert [answered(amina, Message_ID="") for _time in range(2)] == [Outcome.POSTED, None]


def test_the_address_that_the_mail_server_knows_goes_before_what_the_message_says(board: Board) -> None:
    amina = member()
    other = answer_address(amina.id, Thing("post", 9))
    assert arrived(message(amina, answer_address(amina.id, POST)), to=f"<{other.upper()}>") is Outcome.POSTED
    assert board.posts[0][1] == 9


def test_a_mail_passed_on_cannot_be_answered_in_somebody_elses_name(each_app: Flask, board: Board) -> None:
    amina = member(name="Amina Diallo")
    mail = message("Eve <eve@example.net>", answer_address(amina.id, POST), "Buy this.")
    assert arrived(mail) is Outcome.REFUSED
    assert board.posts == []
    (letter,) = told_of(each_app)
    assert letter["To"] == "eve@example.net"
    for words in ("Amina", amina.email, "Buy this."):
        assert words not in text_of(letter) + html_of(letter)


def test_two_senders_at_once_are_nobody(board: Board) -> None:
    amina = member()
    mail = message(f"{amina.email}, eve@example.net", answer_address(amina.id, POST))
    assert arrived(mail) is Outcome.REFUSED
    assert board.posts == []


def test_where_it_is_refused_the_words_come_back_and_nothing_stays(each_app: Flask, board: Board) -> None:
    amina = member()
    board.is_locked = True
    mail = message(amina, answer_address(amina.id, POST), "I agree <b>wholly</b>.")
    mail.add_attachment(b"Some figures.", maintype="text", subtype="plain", filename="figures.txt")
    assert arrived(mail) is Outcome.REFUSED
    (letter,) = told_of(each_app)
    assert letter["To"] == amina.email
    for words in ("The board is locked.", "I agree <b>wholly</b>.", "/board/7"):
        assert words in text_of(letter)
    assert "&lt;b&gt;wholly" in html_of(letter)
    assert db.session.scalars(select(StoredFile)).all() == []


def test_what_an_action_raises_is_told_as_well(each_app: Flask, board: Board) -> None:
    board.is_gone = True
    assert answered(member()) is Outcome.REFUSED
    assert "The post was deleted." in text_of(told_of(each_app)[0])


def test_a_letter_about_an_answer_is_in_its_writers_language(each_app: Flask, board: Board) -> None:
    amina = member()
    with transaction():
        db.session.execute(update(User).where(User.id == amina.id).values(language="fr"))
    answered(amina, "> Only this.")
    work_off()
    assert [one["Subject"] for one in letters_about(each_app, "Votre réponse n’a pas été publiée")] != []


def test_after_three_months_an_address_is_good_no_more(each_app: Flask, board: Board) -> None:
    amina = member()
    address = answer_address(amina.id, POST)
    now = clock.now()
    with clock.stopped_at(now + GOOD_FOR):
        assert arrived(message(amina, address, "In time.")) is Outcome.POSTED
    with clock.stopped_at(now + GOOD_FOR + timedelta(days=1)):
        assert arrived(message(amina, address, "Too late.")) is Outcome.REFUSED
        (letter,) = told_of(each_app)
    assert "Too late." in text_of(letter)


def test_what_nobody_can_answer_is_told_so(each_app: Flask, board: Board) -> None:
    assert answered(member(), thing=Thing("riddle", 1)) is Outcome.REFUSED
    assert "This cannot be answered by mail." in text_of(told_of(each_app)[0])


@pytest.mark.parametrize("text", ["", "> Only a quotation.", "-- \nAmina"])
def test_an_answer_without_words_is_not_posted(each_app: Flask, board: Board, text: str) -> None:
    assert answered(member(), text) is Outcome.REFUSED
    assert "no words of yours" in text_of(told_of(each_app)[0])


def test_files_come_by_the_rules_of_the_site_and_none_loses_the_others(each_app: Flask, board: Board) -> None:
    amina = member()
    mail = message(amina, answer_address(amina.id, POST))
    mail.add_attachment(PICTURE, maintype="image", subtype="png", filename="../../plan.png")
    mail.add_attachment(b"MZ\x90\0 a program", maintype="application", subtype="octet-stream", filename="run.exe")
    mail.add_attachment(b"A table." * 10_000, maintype="text", subtype="plain", filename="large.txt")
    mail.add_attachment(b"Notes.", maintype="text", subtype="plain", filename="notes.txt")
    mail.add_attachment(b"One too many.", maintype="text", subtype="plain", filename="third.txt")
    assert arrived(mail) is Outcome.POSTED
    ((_user, _number, text, files),) = board.posts
    assert (text, [file.name for file in files]) == ("I agree.", ["plan.png", "notes.txt"])
    (letter,) = told_of(each_app, "Your answer was posted without some files")
    for name in ("run.exe", "large.txt", "third.txt"):
        assert f"{name}: " in text_of(letter)


def test_a_file_alone_is_an_answer(board: Board) -> None:
    amina = member()
    mail = message(amina, answer_address(amina.id, POST), "")
    mail.add_attachment(b"Notes.", maintype="text", subtype="plain", filename="notes.txt")
    assert arrived(mail) is Outcome.POSTED


AUTOMATIC = {
    "away": {"Auto_Submitted": "auto-replied"},
    "away with a comment": {"Auto_Submitted": "auto-replied; owner-email=x"},
    "bulk": {"Precedence": "bulk"},
    "exchange": {"X_Auto_Response_Suppress": "All"},
    "old responder": {"X_Autoreply": "yes"},
    "a list": {"List_Id": "<talk.example.org>"},
    "no way back": {"Return_Path": "<>"},
    "our own letter": {"X_Loop": "noreply@localhost"},
    "our own number": {"Message_ID": "<1.2.3.44.learning-forum@localhost>"},
    "says so in French": {"subject": "Réponse automatique : absence"},
    "says so in Arabic": {"subject": "رد تلقائي: خارج المكتب"},
}


@pytest.mark.parametrize("name", AUTOMATIC)
def test_a_machine_is_neither_posted_nor_answered(each_app: Flask, board: Board, name: str) -> None:
    amina = member()
    assert answered(amina, "I am away until Monday.", POST, **AUTOMATIC[name]) is Outcome.AUTOMATIC
    work_off()
    assert board.posts == []
    assert db.session.scalars(select(OutgoingMail)).all() == []


@pytest.mark.parametrize(
    "sender", ["mailer-daemon@example.net", "noreply@localhost", REPLIES, "no-reply+7@shop.example"]
)
def test_a_sender_that_is_nobody_is_a_machine(board: Board, sender: str) -> None:
    amina = member()
    assert arrived(message(sender, answer_address(amina.id, POST))) is Outcome.AUTOMATIC


def test_a_person_who_says_that_no_machine_wrote_is_posted(board: Board) -> None:
    assert answered(member(), Auto_Submitted="no") is Outcome.POSTED


@pytest.mark.parametrize(
    "to", [REPLIES, "replies+r-1-2-post-7-aaaaaaaaaaaaaaaa@example.org", "replies+x@example.org", "other@example.org"]
)
def test_what_comes_to_no_address_of_ours_is_let_go(each_app: Flask, board: Board, to: str) -> None:
    assert arrived(message(member(), to)) is Outcome.UNKNOWN
    assert told_of(each_app) == []
    assert board.posts == []


def test_what_came_to_no_address_of_ours_may_come_again_to_one(board: Board) -> None:
    amina = member()
    mail = message(amina, "undisclosed-recipients:;")
    assert [arrived(mail), arrived(mail)] == [Outcome.UNKNOWN, Outcome.UNKNOWN]
    assert arrived(mail, answer_address(amina.id, POST)) is Outcome.POSTED


def test_a_blocked_or_erased_person_posts_nothing(each_app: Flask, board: Board) -> None:
    blocked, erased = member(), member()
    with transaction():
        db.session.execute(update(User).where(User.id == blocked.id).values(blocked_at=clock.now()))
        db.session.execute(update(User).where(User.id == erased.id).values(email=""))
    assert [answered(blocked), answered(erased)] == [Outcome.UNKNOWN, Outcome.UNKNOWN]
    assert (board.posts, told_of(each_app)) == ([], [])


def test_nobody_is_written_to_without_end(each_app: Flask, board: Board) -> None:
    amina = member()
    board.is_locked = True
    for number in range(MOST_LETTERS + 5):
        assert answered(amina, f"Number {number}") is Outcome.REFUSED
    assert len(told_of(each_app)) == MOST_LETTERS


def test_an_address_says_whose_it_is_and_nobody_can_make_another(each_app: Flask, board: Board) -> None:
    address = answer_address(35, Thing("post", 36**7))
    local, _at, domain = address.partition("@")
    assert (len(local) <= 64, domain, local) == (True, "example.org", local.lower())
    assert read_address(address.upper()) == AnswerTo(35, Thing("post", 36**7), is_expired=False)
    assert read_address(return_address(12)) == ReturnOf(12)
    assert read_address(address.replace("+r-z-", "+r-y-")) is None
    assert read_address(return_address(12).replace("+b-c-", "+b-d-")) is None
    assert read_address(address.replace("example.org", "example.com")) is None


def test_the_longest_address_fits_before_the_at(each_app: Flask, board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(each_app.config, "REPLIES", "replies.de@example.org")
    address = answer_address(10**9, Thing("abcdefghijkl", 10**11))
    assert len(address.partition("@")[0]) <= 64
    assert read_address(address) == AnswerTo(10**9, Thing("abcdefghijkl", 10**11), is_expired=False)


def test_without_an_address_for_answers_there_is_none(each_app: Flask) -> None:
    assert (answer_address(1, POST), return_address(1), read_address("replies+b-1-x@example.org")) == ("", "", None)


def test_what_came_is_forgotten_when_no_address_is_good_any_more(each_app: Flask, board: Board) -> None:
    amina = member()
    answered(amina)
    with clock.stopped_at(clock.now() + GOOD_FOR):
        forget_received_mail()
        assert outcomes() == [Outcome.POSTED]
    with clock.stopped_at(clock.now() + GOOD_FOR + timedelta(days=2)):
        forget_received_mail()
    assert outcomes() == []
