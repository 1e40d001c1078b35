"""Mail: written into the database with the work that asks for it, and sent by a job that tries again.

A site without a mail server keeps its messages as files in `outbox/` under the instance folder, where an administrator
or a test reads them.
"""

import email
import email.policy
import os
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app
from sqlalchemy import Select, String, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from app.platform import clock
from app.platform.database import Key, Model, Words, db, table_of, transaction
from app.platform.flowing import flowed
from app.platform.jobs import Hopeless, Job, enqueue, enqueue_all
from app.platform.reply_addresses import return_address
from app.platform.unreached import note_failure, note_taken, status_in, unreached_since

SEND_MAIL = "send-mail"
_SECONDS = 20
KEPT = timedelta(days=30)
_LONGEST_SUBJECT = 300


class _OneLine(UnstructuredHeader):
    """A header that holds an address or a name: broken into lines, as Python would, not every program reads it."""

    name: str

    def fold(self, *, policy: email.policy.Policy) -> str:
        """The name and the address, however long."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
for _name in ("in-reply-to", "list-unsubscribe", "message-id", "references", "reply-to", "return-path"):
    _HEADERS.map_to_type(_name, _OneLine)  # type: ignore[arg-type]
_POLICY = email.policy.EmailPolicy(header_factory=_HEADERS)
# The signs that travel as they are.
_PLAIN = bytes(range(127))


class OutgoingMail(Model):
    """A message on its way, or sent; its words are dropped once it has gone."""

    __tablename__ = "outgoing_mail"

    id: Mapped[Key]
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[Words]
    html: Mapped[Words]
    # What it was about, as "confirm-address", for administrators.
    kind: Mapped[str] = mapped_column(String(40))
    # Where a mail program asks for no more such messages; empty where nobody may, and once it has gone.
    no_more: Mapped[str] = mapped_column(String(500), default="")
    # Where an answer goes; empty where nobody takes one, and once it has gone.
    reply_to: Mapped[str] = mapped_column(String(320), default="")
    # Whether its recipient asked for it just now: then it goes even where mail did not arrive before.
    is_asked_for: Mapped[bool] = mapped_column(default=False)
    # What mail programs put it together with, as "thread-7"; empty where it stands alone, and once it has gone.
    conversation: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is written, before it is kept."""

    recipient: str
    subject: str
    text: str
    html: str
    kind: str
    no_more: str = ""
    reply_to: str = ""
    is_asked_for: bool = False
    conversation: str = ""


class NotTaken(Exception):
    """A mail server does not take mail to an address; `code` is what it said, as "550 5.1.1 No such user"."""

    def __init__(self, code: str) -> None:
        super().__init__(f"The mail server does not take mail to this address ({status_in(code)}).")
        self.code = code

    @property
    def is_final(self) -> bool:
        """Whether trying again is of no use."""
        return self.code.startswith("5")


class Post(Protocol):
    """What takes messages away."""

    def deliver(self, message: EmailMessage, number: int, returns_to: str) -> None:
        """Take a message, which comes back to this address where it does not arrive.

        Raises NotTaken where the recipient is refused, and anything else when it may arrive later.
        """

    def greet(self) -> None:
        """See whether a message would be taken, without one; raises what stands in the way."""


class FolderPost:
    """Keeps messages as files, for a site without a mail server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, message: EmailMessage, number: int, returns_to: str) -> None:
        """Write the message to a file that nobody else on the machine reads."""
        message["Return-Path"] = f"<{returns_to}>"
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{number:08}.eml"
        path.touch(mode=0o600)
        path.write_bytes(message.as_bytes())

    def greet(self) -> None:
        """The folder must be there, or one that can be made."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise PermissionError(f"{self.folder} cannot be written to.")


class SmtpPost:
    """Hands messages to a mail server: `smtp://user:password@host:587` (with STARTTLS) or `smtps://…:465`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._is_encrypted_at_once = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._is_encrypted_at_once else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        # A server on the same machine has no certificate to show.
        self._is_local = self._host in {"localhost", "127.0.0.1", "::1"}

    def deliver(self, message: EmailMessage, number: int, returns_to: str) -> None:
        """Send the message."""
        try:
            with self._connection() as server:
                server.send_message(message, from_addr=returns_to)
        except smtplib.SMTPRecipientsRefused as refusal:
            # A message has one recipient.
            code, said = next(iter(refusal.recipients.values()))
            raise NotTaken(f"{code} {said.decode('utf-8', 'replace')}") from None

    def greet(self) -> None:
        """Connect, encrypt and sign in as for a message, and leave without one; raises what stands in the way."""
        with self._connection() as server:
            server.noop()

    def _connection(self) -> smtplib.SMTP:
        trusted = ssl.create_default_context()
        server: smtplib.SMTP
        if self._is_encrypted_at_once:
            server = smtplib.SMTP_SSL(self._host, self._port, timeout=_SECONDS, context=trusted)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=_SECONDS)
        try:
            if not self._is_encrypted_at_once and not self._is_local:
                server.starttls(context=trusted)
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server


def prepare_post(app: Flask, mail_url: str, sender: str) -> None:
    """Tell the application who takes its messages away, and in whose name they go."""
    app.extensions["post"] = SmtpPost(mail_url) if mail_url else FolderPost(_outbox_of(app))
    app.config["MAIL_FROM"] = sender
    app.config["HAS_MAIL_SERVER"] = bool(mail_url)


def _outbox_of(app: Flask) -> Path:
    return Path(app.instance_path) / "outbox"


def has_mail_server() -> bool:
    """Whether messages leave this machine, rather than being kept as files."""
    return bool(current_app.config["HAS_MAIL_SERVER"])


def post_of_this_site() -> Post:
    """What takes this site's messages away."""
    post: Post = current_app.extensions["post"]
    return post


def keep_for_sending(recipient: str, subject: str, text: str, html: str, kind: str) -> None:
    """Note a message inside the transaction that makes it necessary; it leaves when that is committed."""
    keep_message(Message(recipient, subject, text, html, kind))


def keep_message(message: Message) -> None:
    """The same, of a message as it was written."""
    mail = OutgoingMail(**_columns(message, clock.now()))
    db.session.add(mail)
    db.session.flush()
    enqueue(SEND_MAIL, mail_id=mail.id)


def _columns(message: Message, now: datetime) -> dict[str, Any]:
    return {**asdict(message), "subject": _one_line(message.subject), "created_at": now}


def keep_all_for_sending(messages: Sequence[Message]) -> Mapping[str, int]:
    """Note messages to as many people as `keep_for_sending` does one, by two statements; numbers by recipient."""
    if not messages:
        return {}
    now = clock.now()
    mail = table_of(OutgoingMail)
    kept = db.session.connection().execute(
        insert(mail).returning(mail.c.recipient, mail.c.id),
        [_columns(one, now) for one in messages],
    )
    numbers = {recipient: number for recipient, number in kept}
    enqueue_all(SEND_MAIL, [{"mail_id": number} for number in sorted(numbers.values())])
    return numbers


def numbers_given_up() -> Select[tuple[int]]:
    """The numbers of messages that nobody tries to send any more, as a part of other statements."""
    given_up = (Job.kind == SEND_MAIL, Job.given_up_at.is_not(None), Job.done_at.is_(None))
    return select(Job.arguments["mail_id"].as_integer()).where(*given_up)


def _one_line(subject: str) -> str:
    return " ".join(subject.split())[:_LONGEST_SUBJECT]


def send_mail(mail_id: int) -> None:
    """The job: hand one message over, and drop its words."""
    mail = db.session.get(OutgoingMail, mail_id)
    if mail is None or mail.sent_at is not None:
        return
    if not mail.is_asked_for and unreached_since(mail.recipient) is not None:
        raise Hopeless(
            "Mail does not reach this address, so nothing goes there until its owner says that it works again."
        )
    message, recipient = _as_email(mail), mail.recipient
    # No connection is held while a mail server takes its time.
    db.session.rollback()
    try:
        post_of_this_site().deliver(message, mail_id, return_address(mail_id) or current_app.config["MAIL_FROM"])
    except NotTaken as refusal:
        with transaction():
            note_failure(recipient, refusal.code, is_reported=False)
        if refusal.is_final:
            raise Hopeless(str(refusal)) from None
        raise
    with transaction():
        note_taken(recipient)
        sent = db.session.get(OutgoingMail, mail_id)
        # Erased while it was on its way: nothing is left to note.
        if sent is not None:
            sent.sent_at = clock.now()
            sent.subject = sent.text = sent.html = sent.no_more = sent.reply_to = sent.conversation = ""
            db.session.flush()


def forget_sent_mail() -> None:
    """Drop what was written a month ago, sent or not, and the files of a site without a mail server."""
    last = clock.now() - KEPT
    with transaction():
        db.session.execute(delete(OutgoingMail).where(OutgoingMail.created_at < last))
    drop_kept_letters(lambda letter: letter["Date"].datetime < last)


def drop_kept_letters(is_meant: Callable[[EmailMessage], bool]) -> int:
    """Delete the letters, of those kept as files, that are meant; returns how many."""
    dropped = 0
    for path in sorted(_outbox_of(current_app).glob("*.eml")):
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if is_meant(letter):
            path.unlink(missing_ok=True)
            dropped += 1
    return dropped


def words_of(letter: EmailMessage) -> str:
    """All that a letter says, head and body, as its reader sees it."""
    parts = [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
    return "\n".join([str(letter["To"]), str(letter["Subject"]), *parts])


def count_unsent() -> int:
    """How many messages have not left yet."""
    return db.session.scalar(select(func.count()).where(OutgoingMail.sent_at.is_(None))) or 0


def size_as_sent(message: Message) -> int:
    """How many bytes a message will be on its way, with all that belongs to it."""
    return len(_as_email(OutgoingMail(id=0, **_columns(message, clock.now()))).as_bytes())


def _as_email(mail: OutgoingMail) -> EmailMessage:
    sender = current_app.config["MAIL_FROM"]
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(str(current_app.jinja_env.globals["site_name"]), addr_spec=sender)
    message["To"] = Address(addr_spec=mail.recipient)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    domain = sender.partition("@")[2]
    message["Message-ID"] = make_msgid(f"{mail.id}.learning-forum", domain=domain)
    if mail.conversation:
        # No letter has this name. All of one conversation answer to it, so programs that thread by it find them.
        message["In-Reply-To"] = message["References"] = f"<{mail.conversation}.learning-forum@{domain}>"
    # Programs that answer for people who are away leave such messages alone.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    # By this we know our own letters when a mailbox sends them back.
    message["X-Loop"] = sender
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    if mail.no_more:
        message["List-Unsubscribe"] = f"<{mail.no_more}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(flowed(mail.text), cte=_encoding_of(mail.text), params={"format": "flowed"})
    message.add_alternative(mail.html, subtype="html", cte=_encoding_of(mail.html))
    return message


def _encoding_of(text: str) -> str:
    """How a text travels in plain signs and short lines, which no server changes on the way: in the shorter form.

    Where many signs are no plain letters, as in Arabic, each would become three to six signs.
    """
    strange = len(text.encode().translate(None, _PLAIN))
    return "base64" if strange * 6 > len(text) else "quoted-printable"
