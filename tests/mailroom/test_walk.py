"""A letter leaves by a mail server that wants encryption and a password, is read, is answered, and the answer stands.

The server, the settings, the command that takes mail and the pages are those of a site; only the people are made up.
"""

import email
import email.policy
import ipaddress
import re
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parseaddr
from html import escape
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from app.accounts.models import User
from app.config import settings_from
from app.forum.models import Post
from app.notifications.jobs import mail_notices
from app.notifications.letters import LARGEST
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.jobs import Job, work_off
from app.platform.outbox import prepare_post
from tests.builders import browser_of
from tests.forum.people import said, somebody, talk
from tests.mailroom.samples import BEFORE_BARE, BEFORE_MARKED
from tests.notifications.telling import GATHERED, MINUTE, NOON, html_of, text_of

# An address of this machine that the site takes for that of another one, which has to show a certificate.
HOST = "127.0.0.2"
SITE = "https://forum.example.org"
USER, PASSWORD = "forum", "correct horse/battery"
PROGRAMS = ("gmail", "outlook", "apple")
ANSWERS = {
    "en": "We did, and it rained.",
    "fr": "Nous l’avons fait, et il a plu.",
    "es": "Lo hicimos, y llovió.",
    "pt": "Fizemo-lo, e choveu.",
    "ar": "فعلنا ذلك، وهطل المطر.",
}


class MailServer(Controller):
    """Takes mail from whoever encrypts and knows the password; keeps it with the addresses on the envelope."""

    def __init__(self, certificate: Path, port: int) -> None:
        self.taken: list[tuple[str, list[str], bytes]] = []
        encryption = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        encryption.load_cert_chain(certificate)
        super().__init__(
            self,
            hostname=HOST,
            port=port,
            tls_context=encryption,
            require_starttls=True,
            auth_required=True,
            authenticator=self.know,
        )

    def know(self, _server: object, _session: object, _envelope: object, _mechanism: str, told: object) -> AuthResult:
        """Whether somebody told the password."""
        is_known = told == LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_known, handled=False)

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:
        """Take a message."""
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))  # type: ignore[attr-defined]
        return "250 OK"

    def letter_to(self, person: User) -> tuple[EmailMessage, int]:
        """The last letter that was taken for somebody, as their program reads it, and its size."""
        raw = [content for _sender, recipients, content in self.taken if recipients == [person.email]][-1]
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        return letter, len(raw)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def server(own_app: Flask, certificate: Path, tmp_path: Path) -> Iterator[MailServer]:
    """A mail server, and a site that is set up for it."""
    with socket.create_server((HOST, 0)) as free:
        port = int(free.getsockname()[1])
    given = {
        "ADDRESS": SITE,
        "MAIL": f"smtp://{USER}:{PASSWORD.replace(' ', '%20').replace('/', '%2F')}@{HOST}:{port}",
        "REPLIES": "replies@forum.example.org",
    }
    settings = settings_from({f"LEARNING_FORUM_{name}": value for name, value in given.items()}, tmp_path)
    prepare_post(own_app, settings.mail, settings.mail_from)
    own_app.config["ADDRESS"], own_app.config["REPLIES"] = settings.address, settings.replies
    server = MailServer(certificate, port)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine trusts the server's certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def asked_in(language: str) -> tuple[User, Post]:
    """Somebody who reads this language asked, and a colleague answered them; the mail has left."""
    with clock.stopped_at(NOON):
        asking, colleague = somebody(), somebody(name="Inès Costa")
        with transaction():
            db.session.get_one(User, asking.id).language = language
        answer = said(talk(asking, "Rain & wells"), colleague, "Have you tried it with <two> wells?")
    with clock.stopped_at(NOON + GATHERED):
        mail_notices()
        work_off()
    return asking, answer


def reply_by(program: str, language: str, letter: EmailMessage, person: User) -> bytes:
    """An answer to a letter, as this program writes it: below it stands all that the letter said."""
    answer = f"{ANSWERS[language]} ({program})"
    quoted = text_of(letter).splitlines()
    before = {**BEFORE_MARKED, **BEFORE_BARE}[f"{program}-{language}"]
    before = before.replace("noreply@example.org", str(letter["Reply-To"]))
    below = [f"> {line}".rstrip() for line in quoted] if program != "outlook" else quoted
    sent = EmailMessage()
    sent["From"], sent["To"] = f"{person.name} <{person.email}>", letter["Reply-To"]
    sent["Subject"] = f"Re: {letter['Subject']}"
    sent["Message-ID"] = f"<{program}.{language}@mail.example>"
    sent["In-Reply-To"] = letter["Message-ID"]
    sent["References"] = f"{letter['References']} {letter['Message-ID']}"
    sent.set_content("\n".join([answer, "", before, "", *below, ""]))
    quotation = f"<blockquote>{html_of(letter)}</blockquote>"
    sent.add_alternative(f"<div>{escape(answer)}</div><div>{escape(before)}{quotation}</div>", subtype="html")
    return sent.as_bytes()


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("language", ANSWERS)
def test_a_letter_is_sent_read_answered_by_any_program_and_stands_on_the_page(
    own_app: Flask, server: MailServer, language: str
) -> None:
    asking, answer = asked_in(language)
    letter, size = server.letter_to(asking)
    assert size <= LARGEST
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html_of(letter)
    assert "with <two> wells?" in text_of(letter)
    assert "with &lt;two&gt; wells?" in html_of(letter)
    assert f"{SITE}/forum/posts/{answer.id}" in text_of(letter)

    reply_to = parseaddr(str(letter["Reply-To"]))[1]
    for minutes, program in enumerate(PROGRAMS, 10):
        raw = reply_by(program, language, letter, asking)
        with clock.stopped_at(NOON + minutes * MINUTE):
            taken = own_app.test_cli_runner().invoke(args=["mail", "receive", "--to", reply_to], input=raw)
        assert (taken.exit_code, taken.output) == (0, "posted\n"), program

    page = browser_of(own_app, asking).get(f"/forum/threads/{answer.thread_id}").text
    posted = re.findall(r'<div class="text"[^>]*><p[^>]*>(.*?)</p>\s*</div>', page, re.DOTALL)
    assert posted[2:] == [f"{ANSWERS[language]} ({program})" for program in PROGRAMS]


@pytest.mark.usefixtures("own_app", "trusted")
def test_a_letter_says_to_programs_what_it_is(server: MailServer) -> None:
    asking, _answer = asked_in("en")
    letter, _size = server.letter_to(asking)
    assert letter["To"] == asking.email
    assert parseaddr(str(letter["From"])) == ("Learning Forum", "noreply@forum.example.org")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[^<>@\s]+@forum\.example\.org>", str(letter["Message-ID"]))
    assert re.fullmatch(r"<thread-\d+\.learning-forum@forum\.example\.org>", str(letter["References"]))
    assert letter["In-Reply-To"] == letter["References"]
    assert re.fullmatch(rf"<{SITE}/notices/no-more/\S+>", str(letter["List-Unsubscribe"]))
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # What does not arrive comes back to an address that knows which letter it was.
    returns_to, _recipients, _raw = server.taken[-1]
    assert re.fullmatch(r"replies\+b-\S+@forum\.example\.org", returns_to)


@pytest.mark.usefixtures("own_app")
def test_a_server_that_nobody_vouches_for_gets_neither_password_nor_letter(server: MailServer) -> None:
    asked_in("en")
    assert server.taken == []
    assert "certificate" in db.session.query(Job.failure).filter(Job.kind == "send-mail").scalar()
