"""Addresses that mail does not reach: what mail servers say is counted, and nothing more goes where it came back.

Only digests of addresses are kept. One refusal for good is enough; what fails for a while must do so on three days.
What says something of us or of one message, and nothing of the address, does not count.
"""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.platform import clock
from app.platform.database import Model, db, transaction
from app.platform.events import announce

FORGET_FAILURES = "forget-old-failures-of-mail"
MOST_FAILURES = 3
APART = timedelta(hours=20)
"""Failures within the same day are one."""
FORGOTTEN = timedelta(days=30)
"""After so long a failure counts no more."""
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# Of refusals for good, those that speak of the address: there is none (5.1.*), it is switched off (5.2.1), or its
# domain takes no mail (5.4.4). A full mailbox (5.2.2) may be emptied.
_OF_THE_ADDRESS = re.compile(r"5\.1\.[012346]\b|5\.1\.10\b|5\.2\.1\b|5\.4\.4\b|5\.5\.0\b|5\.0\.0\b")
_FOR_NOW = re.compile(r"[45]\.2\.[0235]\b|[45]\.4\.[147]\b|4\.1\.\d|4\.2\.1\b|4\.3\.\d|4\.0\.0\b|4\.4\.\d")

# Servers that refuse us, or take us for a sender of advertisements, often give no status of their own.
_OF_US = re.compile(r"spam|block|black|banned|policy|reputation|denied|listed|spf|dkim|dmarc|grey|gray|\brate\b", re.I)


class Failure(StrEnum):
    """What a refusal says of an address: that it takes no mail, that it takes none now, or nothing."""

    FOR_GOOD = "for good"
    FOR_NOW = "for now"
    NOTHING = "nothing"


class UnreachedAddress(Model):
    """What is known of an address whose mail failed."""

    __tablename__ = "unreached_address"

    email_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    # On so many days it failed for a while.
    failures: Mapped[int]
    failed_at: Mapped[datetime] = mapped_column(index=True)
    # What the mail server said last, as "5.1.1" or "550".
    code: Mapped[str] = mapped_column(String(12))
    # Whether the last failure was reported later: then it tells nothing that the next server takes a letter.
    is_reported: Mapped[bool]
    # Since when nothing is sent there; None as long as we still try.
    unreached_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class AddressUnreached:
    """From now on nothing is sent to this address."""

    email: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an address: failures on so many days, the last of them at that moment."""

    failures: int
    failed_at: datetime


def failure_in(code: str) -> Failure:
    """What a mail server's answer says of the address: "550 5.1.1 No such user", "452" or the status of a report."""
    if found := _ENHANCED.search(code):
        told = found[0]
        if _OF_THE_ADDRESS.fullmatch(told):
            return Failure.FOR_GOOD
        return Failure.FOR_NOW if _FOR_NOW.fullmatch(told) else Failure.NOTHING
    if _OF_US.search(code):
        return Failure.NOTHING
    # Without such a status: 550, 551 and 553 speak of the mailbox, 554 of anything, 552 says that it is full.
    plain = code.strip()[:3]
    if plain in {"550", "551", "553"}:
        return Failure.FOR_GOOD
    return Failure.FOR_NOW if plain in {"450", "452", "552"} else Failure.NOTHING


def status_in(code: str) -> str:
    """The status alone, as "5.1.1" or "550": the words beside it often repeat the address."""
    found = _ENHANCED.search(code)
    return found[0] if found else code.strip()[:3]


def failures_after(known: Known | None, failure: Failure, now: datetime) -> int:
    """On how many days it failed, with this failure; for good is as often as it takes."""
    if failure is Failure.FOR_GOOD:
        return MOST_FAILURES
    if known is None or now - known.failed_at > FORGOTTEN:
        return 1
    return known.failures + (now - known.failed_at >= APART)


def digest_of_address(email: str) -> str:
    """What an address is found by."""
    return hashlib.sha256(f"unreached {' '.join(email.split()).casefold()}".encode()).hexdigest()


def note_failure(email: str, code: str, *, is_reported: bool) -> None:
    """Note what a mail server said of an address, inside a transaction; whoever is reached no more is announced."""
    failure, now = failure_in(code), clock.now()
    if failure is Failure.NOTHING:
        return
    digest = digest_of_address(email)
    kept = db.session.scalar(select(UnreachedAddress).where(UnreachedAddress.email_digest == digest).with_for_update())
    failures = failures_after(None if kept is None else Known(kept.failures, kept.failed_at), failure, now)
    if kept is None:
        kept = UnreachedAddress(email_digest=digest, failed_at=now, unreached_at=None)
        db.session.add(kept)
    elif now - kept.failed_at >= APART:
        kept.failed_at = now
    kept.failures, kept.is_reported = failures, is_reported
    kept.code = status_in(code)
    is_new = kept.unreached_at is None and failures >= MOST_FAILURES
    if is_new:
        kept.unreached_at = now
    db.session.flush()
    if is_new:
        announce(AddressUnreached(email))


def forget_failures(email: str) -> None:
    """Write to this address again: its owner says that it works, or has shown it."""
    db.session.execute(delete(UnreachedAddress).where(UnreachedAddress.email_digest == digest_of_address(email)))


def note_taken(email: str) -> None:
    """A mail server took a letter: what it refused for a while before counts no more."""
    passing = delete(UnreachedAddress).where(
        UnreachedAddress.email_digest == digest_of_address(email),
        UnreachedAddress.unreached_at.is_(None),
        UnreachedAddress.is_reported.is_(False),
    )
    db.session.execute(passing)


def unreached_since(email: str) -> datetime | None:
    """Since when nothing is sent to this address; None where mail is."""
    known = select(UnreachedAddress.unreached_at).where(UnreachedAddress.email_digest == digest_of_address(email))
    return db.session.scalar(known)


def unreached_among(emails: Collection[str]) -> set[str]:
    """Those of these addresses to which nothing is sent."""
    digests = {digest_of_address(email): email for email in emails if email}
    known = select(UnreachedAddress.email_digest).where(
        UnreachedAddress.email_digest.in_(digests), UnreachedAddress.unreached_at.is_not(None)
    )
    return {digests[digest] for digest in db.session.scalars(known)}


def forget_old_failures() -> None:
    """The job: drop what failed a while ago and not often enough."""
    old = delete(UnreachedAddress).where(
        UnreachedAddress.unreached_at.is_(None), UnreachedAddress.failed_at < clock.now() - FORGOTTEN
    )
    with transaction():
        db.session.execute(old)
