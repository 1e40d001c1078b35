"""What is done with a message that came: an answer is posted, a returned letter is noted, a machine is left alone.

Each message is taken once. Whoever wrote what cannot be posted is told so once, by a letter; a machine never is. Only
these functions commit, since nobody above them knows when a message is done.
"""

import logging
import secrets
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete

from app.files.cleaning import CleanFile, clean_file
from app.files.naming import told_name
from app.files.refusals import Refusal, Unfit, too_many
from app.mailroom.answers import Answerable, find_answerable
from app.mailroom.automatic import is_automatic
from app.mailroom.letters import Writer, tell_left_out, tell_refused, tell_strange_sender
from app.mailroom.models import Outcome, ReceivedMail
from app.mailroom.queries import Correspondent, find_correspondent, may_be_told, recipient_of
from app.mailroom.quotes import answer_in
from app.mailroom.reading import Parcel, read_message
from app.mailroom.reports import failures_in
from app.platform import clock
from app.platform.database import db, insert_missing, table_of, transaction
from app.platform.errors import DomainError
from app.platform.i18n import _, speaking
from app.platform.letters import site_root
from app.platform.reply_addresses import GOOD_FOR, AnswerTo, ReturnOf, is_ours, read_address
from app.platform.unreached import note_failure

log = logging.getLogger(__name__)

FORGET_RECEIVED = "forget-received-mail"
# As long as an address is good, so that no message is taken a second time.
KEPT = GOOD_FOR + timedelta(days=1)


class _NotPosted(Exception):
    """An answer was not taken; the message is the reason."""


def receive(raw: bytes, to: str = "") -> Outcome | None:
    """Take a message; `to` is the address it came to, where the mail server says it. None for one that came before.

    Raises Unreadable for what is no message that could be read.
    """
    parcel = read_message(raw)
    meant = _meant(parcel, to)
    if isinstance(meant, ReturnOf):
        return _note_return(parcel, meant)
    if is_automatic(parcel, _own_addresses()) or is_ours(parcel.sender):
        return _settle(parcel, Outcome.AUTOMATIC)
    if meant is None:
        log.info("A message came to no address that the site made.")
        return _settle(parcel, Outcome.UNKNOWN)
    return _take_answer(parcel, meant)


def forget_received_mail() -> None:
    """The job: drop what is known of messages to addresses that are not good any more."""
    with transaction():
        db.session.execute(delete(ReceivedMail).where(ReceivedMail.received_at < clock.now() - KEPT))


def _meant(parcel: Parcel, to: str) -> AnswerTo | ReturnOf | None:
    """What the address says that it came to; a mail server's word goes before what the message says of itself."""
    for address in (to, *parcel.recipients):
        meant = read_address(address.strip().strip("<>"))
        if meant is not None:
            return meant
    return None


def _own_addresses() -> frozenset[str]:
    return frozenset({str(current_app.config["MAIL_FROM"]).lower()})


def _note_return(parcel: Parcel, meant: ReturnOf) -> Outcome | None:
    """What comes to a return address is a report, or a program that answers for somebody who is away."""
    failures = failures_in(parcel)
    outcome = Outcome.RETURNED if failures else Outcome.AUTOMATIC
    with transaction():
        if not _is_new(parcel, outcome):
            return None
        recipient = recipient_of(meant.mail_id)
        for code in failures if recipient else ():
            note_failure(recipient or "", code, is_reported=True)
    return outcome


def _take_answer(parcel: Parcel, meant: AnswerTo) -> Outcome | None:
    person, answerable = find_correspondent(meant.user_id), find_answerable(meant.thing)
    if person is None or person.is_blocked:
        return _settle(parcel, Outcome.UNKNOWN)
    page = f"{site_root()}{answerable.page(meant.thing.number)}" if answerable else site_root()
    writer = Writer(person.user_id, person.name, person.email, person.language)
    with speaking(person.language):
        if parcel.sender.casefold() != person.email.strip().casefold():
            return _refuse_stranger(parcel, person, page)
        text = answer_in(parcel.text)
        try:
            if answerable is None:
                raise _NotPosted(_("This cannot be answered by mail."))
            if meant.is_expired:
                raise _NotPosted(
                    _("The mail that you answered is older than three months, and such old mails cannot be answered.")
                )
            return _post(parcel, meant, answerable, writer, text, page)
        except (_NotPosted, DomainError) as not_posted:
            reason = not_posted.sentence if isinstance(not_posted, DomainError) else str(not_posted)
            return _refuse(parcel, writer, reason, page, text)


def _post(
    parcel: Parcel, meant: AnswerTo, answerable: Answerable, writer: Writer, text: str, page: str
) -> Outcome | None:
    """Post the answer with those of its files that may be kept; raises what stands in its way."""
    files, refused = _files_of(parcel, answerable)
    if not text and not files:
        raise _NotPosted(
            _(
                "We found no words of yours in the mail: perhaps they stand within what you quote, or below your signature."
            )
        )
    with transaction():
        if not _is_new(parcel, Outcome.POSTED, writer.user_id):
            return None
        verdict = answerable.take(meant.user_id, meant.thing.number, text, files)
        if not verdict:
            raise _NotPosted(verdict.reason)
        if refused:
            tell_left_out(writer, refused, page)
    return Outcome.POSTED


def _files_of(parcel: Parcel, answerable: Answerable) -> tuple[tuple[CleanFile, ...], tuple[Refusal, ...]]:
    """The files that came, by the rules that hold on the site; none loses the others."""
    clean: list[CleanFile] = []
    refused: list[Refusal] = []
    for file in parcel.enclosures:
        try:
            if len(clean) == answerable.most_files:
                raise Unfit(too_many(answerable.most_files))
            clean.append(clean_file(file.content, file.name, answerable.rule))
        except Unfit as unfit:
            refused.append(Refusal(told_name(file.name), unfit.reason))
    return tuple(clean), tuple(refused)


def _refuse(parcel: Parcel, writer: Writer, reason: str, page: str, text: str) -> Outcome | None:
    with transaction():
        if not _is_new(parcel, Outcome.REFUSED, writer.user_id):
            return None
        if may_be_told(writer.user_id):
            tell_refused(writer, reason, page, text=text)
    return Outcome.REFUSED


def _refuse_stranger(parcel: Parcel, person: Correspondent, page: str) -> Outcome | None:
    """Somebody else has the mail, or the same person another address: whoever wrote is told, and nobody else."""
    with transaction():
        if not _is_new(parcel, Outcome.REFUSED, person.user_id):
            return None
        if parcel.sender and may_be_told(person.user_id):
            tell_strange_sender(Writer(person.user_id, "", parcel.sender, person.language), page)
    return Outcome.REFUSED


def _settle(parcel: Parcel, outcome: Outcome) -> Outcome | None:
    with transaction():
        return outcome if _is_new(parcel, outcome) else None


def _is_new(parcel: Parcel, outcome: Outcome, user_id: int | None = None) -> bool:
    """Note a message, inside a transaction; whether it did not come before. Of two at once, one is new."""
    # What came to no address of ours may come again, once the mail server is set right.
    digest = secrets.token_hex(32) if outcome is Outcome.UNKNOWN else parcel.digest
    row = {"digest": digest, "user_id": user_id, "outcome": outcome, "received_at": clock.now()}
    return insert_missing(table_of(ReceivedMail), [row]) == 1
