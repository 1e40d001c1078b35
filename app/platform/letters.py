"""A letter to one person: a few sentences and at most one thing to do, as text and as HTML, in their language."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, has_request_context, render_template, request

from app.platform.i18n import speaking
from app.platform.outbox import Message, keep_message


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several things that a letter tells: what it is, where it leads, and why the person is told.

    `quoted` is the beginning of somebody else's words, in the language of that code where it is known, with a `remark`
    on how they came to read so; `heading` is the place it belongs to, told once before the first of those that follow
    each other.
    """

    words: str
    address: str
    because: str = ""
    quoted: str = ""
    quoted_language: str = ""
    remark: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What it says. `because` tells why the person gets it; `button` is a label and an address of this site.

    `quoted` are the lines of somebody else's words, set apart so that nobody takes them for ours, and `remark` says how
    they came to read so; `entries` are several things, each with a link; `further` are smaller links under the button.
    `no_more` is an address that ends letters like this one when a mail program asks for it (RFC 8058); empty for
    letters that nobody can do without. `reply_to` is the address for an answer, where one is taken. A letter that
    `is_asked_for` just now goes even to an address that mail did not reach. Letters of one `conversation` stand
    together in mail programs; it is a word of small letters, digits and hyphens, and empty for what stands alone.
    """

    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    because: str
    button: tuple[str, str] | None = None
    quoted: tuple[str, ...] = ()
    quoted_language: str = ""
    remark: str = ""
    further: tuple[tuple[str, str], ...] = ()
    entries: tuple[Entry, ...] = ()
    no_more: str = ""
    reply_to: str = ""
    is_asked_for: bool = False
    conversation: str = ""


def post_letter(compose: Callable[[], Letter], *, to: str, language: str, kind: str) -> None:
    """Compose a letter in this language and keep it for sending, inside the transaction that makes it necessary."""
    written = write_letter(compose, to=to, language=language, kind=kind)
    keep_message(written)


def write_letter(compose: Callable[[], Letter], *, to: str, language: str, kind: str) -> Message:
    """Compose a letter in this language, for whoever keeps many of them at once."""
    with speaking(language):
        letter = compose()
        text = render_template("mail/letter.txt", letter=letter)
        html = render_template("mail/letter.html", letter=letter)
    return Message(
        recipient=to,
        subject=letter.subject,
        text=text,
        html=html,
        kind=kind,
        no_more=letter.no_more,
        reply_to=letter.reply_to,
        is_asked_for=letter.is_asked_for,
        conversation=letter.conversation,
    )


def site_root() -> str:
    """Where people find the site, for links in letters; asked in the request that causes the letter.

    The configured address decides; a request's own is believed only where none is configured, as on a machine where
    somebody tries the site: then no mail leaves it either. What happens there by itself names the usual port.
    """
    configured: str = current_app.config["ADDRESS"]
    if configured or not has_request_context():
        return configured or "http://127.0.0.1:8000"
    return request.host_url.rstrip("/")
