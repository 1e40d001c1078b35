"""Reads a message as it came: who sent it, to which addresses, its words and its files. Pure: bytes in, a value out.

Nothing in a message is believed to be whole or well-formed: what cannot be decoded is read as well as it goes, and what
is built to take long to read (many parts within parts) is not read at all.
"""

import email
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses

from app.mailroom.plain import text_of_html, unflowed

LARGEST = 30 * 1024 * 1024
"""Of a message as it comes, in bytes."""
MOST_PARTS, DEEPEST = 100, 10
_LONGEST_HTML = 2 * 1024 * 1024
_LONGEST_TEXT = 200_000
# Pictures within the text that are smaller belong to a signature.
_LOGO = 12 * 1024
_TO = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "X-Forwarded-To", "To", "Cc")
# What belongs to the letter rather than to what somebody wants to hand in.
_NO_FILES = frozenset(
    {
        "application/ms-tnef",
        "application/pgp-encrypted",
        "application/pgp-keys",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "text/calendar",
        "text/directory",
        "text/vcard",
        "text/x-vcard",
    }
)
# Ways of Python to write text that no mail program means, some of them slow to read.
_NO_LETTERS = frozenset(
    {"unicode_escape", "unicode-escape", "raw_unicode_escape", "raw-unicode-escape", "punycode", "idna"}
)
_SURROGATES = re.compile("[\ud800-\udfff]")


class Unreadable(Exception):
    """A message that is too large or too deeply packed to be read."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that came with a message, as its sender named it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """What a report says became of one letter: "failed" or "delayed", and the server's status."""

    action: str
    code: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message. `sender` is empty where it does not say clearly who wrote it; headers are by their small names."""

    sender: str
    recipients: tuple[str, ...]
    message_id: str
    subject: str
    headers: dict[str, tuple[str, ...]]
    text: str
    enclosures: tuple[Enclosure, ...]
    is_report: bool
    failed: tuple[Failed, ...]
    # What tells this message from every other, also where it names itself by nothing.
    digest: str

    def header(self, name: str) -> str:
        """What a header says, in small letters; empty where it is not there."""
        return " ".join(self.headers.get(name, ())).strip().lower()


def read_message(raw: bytes) -> Parcel:
    """Read a message; raises Unreadable."""
    if len(raw) > LARGEST:
        raise Unreadable(f"The message has more than {LARGEST} bytes.")
    # What mail programs on the same machine write before the message.
    if raw.startswith((b"From ", b">From ")):
        raw = raw.partition(b"\n")[2]
    try:
        message = email.message_from_bytes(raw)
        parts = list(_parts(message))
    except RecursionError:
        raise Unreadable("The message is packed too deeply.") from None
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in message.raw_items():
        headers[name.lower()] = (*headers.get(name.lower(), ()), _decoded(value))
    message_id = " ".join(headers.get("message-id", ())).strip()
    named = f"id {message_id}".encode("utf-8", "replace") if message_id else raw
    return Parcel(
        sender=_sender(headers),
        recipients=tuple(dict.fromkeys(_addresses(headers, _TO))),
        message_id=message_id,
        subject=" ".join(headers.get("subject", ())).strip(),
        headers=headers,
        text=_text_of(message),
        enclosures=tuple(_enclosures(parts)),
        is_report=message.get_content_type() == "multipart/report",
        failed=tuple(_failed(parts)),
        digest=hashlib.sha256(named).hexdigest(),
    )


def _parts(message: Message) -> Iterator[tuple[Message, str]]:
    """The parts that hold something, each with the kind of the part around it; a letter within the letter is one."""
    seen = 0
    waiting: list[tuple[Message, str, int]] = [(message, "", 0)]
    while waiting:
        part, around, level = waiting.pop(0)
        seen += 1
        if seen > MOST_PARTS or level > DEEPEST:
            raise Unreadable("The message has too many parts.")
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            inner = [one for one in part.get_payload() if isinstance(one, Message)]
            waiting[:0] = [(one, part.get_content_type(), level + 1) for one in inner]
        else:
            yield part, around


def _text_of(part: Message) -> str:
    """The words of a message: those in plain text where there are any, else those of its HTML."""
    for wanted in ("text/plain", "text/html"):
        words = "\n\n".join(text for text in _texts(part, wanted) if text.strip())
        if words.strip():
            return words[:_LONGEST_TEXT]
    return ""


def _texts(part: Message, wanted: str) -> Iterator[str]:
    for one, _around in _parts(part):
        if one.get_content_type() == wanted and not _is_file(one):
            text = _words_of(one)
            if wanted == "text/html":
                yield text_of_html(text[:_LONGEST_HTML])
            elif _parameter(one, "format") == "flowed":
                yield unflowed(text, drops_space=_parameter(one, "delsp") == "yes")
            else:
                yield text


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name_of(part))


def _words_of(part: Message) -> str:
    """The text of a part, in the letters it says, or else in those that people most often mean."""
    content = _content_of(part)[:_LONGEST_HTML]
    told = _parameter(part, "charset")
    for charset in ("" if told in _NO_LETTERS else told, "utf-8", "cp1252"):
        if charset:
            with suppress(LookupError, UnicodeError, ValueError):
                return _clean(content.decode(charset))
    return _clean(content.decode("utf-8", "replace"))


def _clean(text: str) -> str:
    """Without what no database keeps, and with one kind of line."""
    return _SURROGATES.sub("", text).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _content_of(part: Message) -> bytes:
    if part.is_multipart():
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, Message) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _enclosures(parts: Sequence[tuple[Message, str]]) -> Iterator[Enclosure]:
    for part, around in parts:
        kind = part.get_content_type()
        is_text = kind in {"text/plain", "text/html"} and not _is_file(part)
        is_alternative = around == "multipart/alternative"
        is_of_report = around == "multipart/report" or kind.startswith("message/delivery")
        if is_text or is_alternative or is_of_report or kind in _NO_FILES:
            continue
        content = _content_of(part)
        if around == "multipart/related" and part["Content-ID"] and len(content) < _LOGO:
            continue
        yield Enclosure(_name_of(part) or f"file.{part.get_content_subtype()}", content)


def _failed(parts: Sequence[tuple[Message, str]]) -> Iterator[Failed]:
    """What a report by RFC 3464 says of each recipient."""
    for part, _around in parts:
        if part.get_content_type() not in {"message/delivery-status", "message/global-delivery-status"}:
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else ():
            if isinstance(block, Message) and block["Action"]:
                yield Failed(_decoded(block["Action"]).lower(), _decoded(block["Status"] or ""))


def _sender(headers: dict[str, tuple[str, ...]]) -> str:
    """Who wrote it, if it names one and the same person however often."""
    found = set(_addresses(headers, ("From",)))
    return found.pop() if len(found) == 1 else ""


def _addresses(headers: dict[str, tuple[str, ...]], names: Sequence[str]) -> Iterator[str]:
    for name in names:
        with suppress(ValueError, IndexError, AttributeError):
            for _shown, address in getaddresses(list(headers.get(name.lower(), ()))):
                if "@" in address:
                    yield address.strip().lower()


def _decoded(value: object) -> str:
    """A header as people read it."""
    raw = str(value)
    # Some programs write letters as they are, mostly in UTF-8; Python keeps such bytes as halves of signs.
    with suppress(UnicodeError):
        raw = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    raw = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", raw)
    with suppress(LookupError, UnicodeError, ValueError):
        raw = str(make_header(decode_header(raw)))
    return " ".join(raw.replace("\0", "").split())


def _parameter(part: Message, name: str) -> str:
    with suppress(LookupError, UnicodeError, ValueError, TypeError):
        value = part.get_param(name)
        return collapse_rfc2231_value(value).strip().lower() if value else ""
    return ""


def _name_of(part: Message) -> str:
    with suppress(LookupError, UnicodeError, ValueError, TypeError):
        return _decoded(part.get_filename() or "")[:200]
    return ""
