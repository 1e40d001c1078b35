"""Mail leaves after the work that asks for it is committed, as text and HTML, in the reader's language."""

import email
import email.policy
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from flask import Flask
from sqlalchemy import select

from app.config import BadSettings, settings_from
from app.platform.database import db, transaction
from app.platform.jobs import Job, work_off
from app.platform.letters import Letter, post_letter
from app.platform.outbox import OutgoingMail, SmtpPost, count_unsent
from tests.builders import letters_in

LETTER = Letter(
    subject="Set a new password",
    greeting="Hello Amina <Diallo>,",
    paragraphs=("A sentence & another.",),
    because="You get this because you asked.",
    button=("Set it", "https://example.org/links/abc"),
)


def post(letter: Letter = LETTER, language: str = "en") -> None:
    with transaction():
        post_letter(lambda: letter, to="amina@example.org", language=language, kind="test")


def test_a_letter_is_text_and_html_with_the_same_words(app: Flask) -> None:
    post()
    work_off()
    (letter,) = letters_in(app)
    assert (letter["To"], letter["Subject"]) == ("amina@example.org", "Set a new password")
    assert letter["Auto-Submitted"] == "auto-generated"
    text = letter.get_body(("plain",))
    html = letter.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "Hello Amina <Diallo>," in text.get_content()
    assert "A sentence & another." in text.get_content()
    assert "https://example.org/links/abc" in text.get_content()
    assert "Hello Amina &lt;Diallo&gt;," in html.get_content()
    assert 'href="https://example.org/links/abc"' in html.get_content()


class _ErasedMeanwhile:
    """A post during which somebody has everything about them erased."""

    def deliver(self, _message: EmailMessage, number: int, _returns_to: str) -> None:
        with transaction():
            db.session.delete(db.session.get_one(OutgoingMail, number))

    def greet(self) -> None:
        """Nothing stands in the way."""


def test_a_letter_erased_on_its_way_is_no_failure(app: Flask) -> None:
    app.extensions["post"] = _ErasedMeanwhile()
    post()
    work_off()
    assert set(db.session.scalars(select(Job.failure))) == {""}
    assert not db.session.scalars(select(OutgoingMail)).all()


def test_an_arabic_letter_runs_from_right_to_left(app: Flask) -> None:
    post(language="ar")
    work_off()
    (letter,) = letters_in(app)
    html = letter.get_body(("html",))
    assert html is not None
    assert '<html lang="ar" dir="rtl">' in html.get_content()


def test_a_subject_cannot_add_lines_to_the_head(app: Flask) -> None:
    post(Letter("Hello\r\nBcc: everybody@example.org", "Hello,", ("x",), "y"))
    work_off()
    (letter,) = letters_in(app)
    assert letter["Subject"] == "Hello Bcc: everybody@example.org"
    assert letter["Bcc"] is None


def test_the_words_of_a_letter_are_dropped_once_it_has_left(each_app: Flask) -> None:
    post()
    assert count_unsent() == 1
    work_off()
    mail = db.session.scalars(select(OutgoingMail)).one()
    assert (mail.text, mail.html, mail.subject) == ("", "", "")
    assert mail.sent_at is not None
    assert count_unsent() == 0


def test_the_folder_is_for_the_sites_own_eyes(app: Flask) -> None:
    post()
    work_off()
    folder = Path(app.instance_path) / "outbox"
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


class Kept(MessageHandler):
    """A mail server that keeps what it gets and refuses one address for good, another for now."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[bytes] = []

    async def handle_RCPT(
        self, server: object, session: object, envelope: object, address: str, options: object
    ) -> str:
        if address.startswith("nobody"):
            return "550 No such person here"
        if address.startswith("later"):
            return "451 Try again later"
        envelope.rcpt_tos.append(address)  # type: ignore[attr-defined]
        return "250 OK"

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        self.messages.append(envelope.content)  # type: ignore[attr-defined]
        return "250 OK"

    def handle_message(self, message: object) -> None:
        """Nothing more; the bytes are kept."""


@pytest.fixture
def mail_server(unused_port: int) -> Iterator[Controller]:
    controller = Controller(Kept(), hostname="127.0.0.1", port=unused_port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def test_a_mail_server_gets_the_message_whole(app: Flask, mail_server: Controller) -> None:
    app.extensions["post"] = SmtpPost(f"smtp://127.0.0.1:{mail_server.port}")
    post(LETTER, "ar")
    work_off()
    (content,) = mail_server.handler.messages
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message["To"] == "amina@example.org"
    assert "Learning Forum" in message["From"]


def test_an_address_refused_for_good_is_not_tried_again_and_another_one_is(app: Flask, mail_server: Controller) -> None:
    app.extensions["post"] = SmtpPost(f"smtp://127.0.0.1:{mail_server.port}")
    with transaction():
        post_letter(lambda: LETTER, to="nobody@example.org", language="en", kind="test")
        post_letter(lambda: LETTER, to="later@example.org", language="en", kind="test")
    work_off()
    for_good, for_now = db.session.scalars(select(Job).where(Job.kind == "send-mail").order_by(Job.id)).all()
    assert for_good.given_up_at is not None
    assert "550" in for_good.failure
    assert for_now.given_up_at is None
    assert for_now.tries == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"MAIL": "mail.example.org", "ADDRESS": "https://example.org"}, "MAIL is a mail server"),
        ({"MAIL": "smtp://mail.example.org"}, "ADDRESS is needed"),
        ({"ADDRESS": "example.org"}, "ADDRESS is where people find the site"),
        ({"JOBS": "sometimes"}, "JOBS is either here or elsewhere"),
    ],
)
def test_bad_settings_of_mail_are_told(given: dict[str, str], told: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=told):
        settings_from({f"LEARNING_FORUM_{name}": text for name, text in given.items()}, tmp_path)
