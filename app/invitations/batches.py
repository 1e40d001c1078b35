"""Batches of invitations: keep what was read, look at it again, send it whole or not at all.

A table may hold ten thousand people, so what is done for each is done by statements for many, and those of a table that
was sent are made by a job in portions: whoever sends it waits for none of that, and nor does anybody else. No letter
leaves before all invitations are made. Nothing here commits but the jobs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, not_, null, select, update

from app.accounts.queries import key_of
from app.invitations.columns import Column
from app.invitations.models import Invitation, InvitationBatch
from app.invitations.policy import Target
from app.invitations.queries import (
    Batch,
    accounts_among,
    digest_of_email,
    find_batch,
    invited_among,
    is_to_be_reminded,
    rows_left_of,
    unwanted_among,
    wait_for_making,
)
from app.invitations.table import Fault, FaultKind, FaultyRow, Row, Table
from app.platform import audit, clock
from app.platform.database import count_changed, db, table_of, transaction, write_values
from app.platform.errors import Conflict
from app.platform.i18n import _
from app.platform.jobs import enqueue

MAKE_INVITATIONS = "make-invitations"
WRITE_LETTERS = "write-invitations"
# As many invitations are made at a time.
PORTION = 500
GOOD_FOR = timedelta(days=30)
# What was read and not sent is kept so long, and what was faulty.
KEPT = timedelta(days=7)
# People who never answered are forgotten so long after their invitation ended.
_FORGOTTEN_AFTER = timedelta(days=60)
# Between two letters to one person; and how many of them there are at most.
PAUSE = timedelta(days=2)
MOST_LETTERS = 3
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Sifted:
    """A table after a look into the database: whom to invite, what is faulty, and what there is to say of it."""

    rows: tuple[Row, ...]
    faulty: tuple[FaultyRow, ...]
    findings: dict[str, Any]


def sift(table: Table, target: Target, *, by: int, is_staff: bool) -> Sifted:
    """Take out who wants no invitations and who has one already. Only staff are told who has an account.

    Others hear of their own invitations alone: anything else would tell them who is here.
    """
    digests = {row.number: digest_of_email(row.email) for row in table.rows}
    known = list(digests.values())
    unwanted = unwanted_among(known)
    invited = invited_among(known, target, by=None if is_staff else by)
    ready: list[Row] = []
    taken_out: list[FaultyRow] = []
    for row in table.rows:
        digest = digests[row.number]
        if digest in unwanted or digest in invited:
            kind = FaultKind.REFUSED if digest in unwanted else FaultKind.INVITED
            taken_out.append(FaultyRow(row.number, row.cells, (Fault(kind, Column.EMAIL, row.email),)))
        else:
            ready.append(row)
    accounts = accounts_among([row.email for row in ready]) if is_staff else set()
    faulty = tuple(sorted((*table.faulty, *taken_out), key=lambda row: row.number))
    kinds = [row.faults[0].kind for row in faulty]
    first = [[row.name, row.email, row.language, key_of(row.email) in accounts] for row in ready[:_SHOWN]]
    findings = {
        "ready": len(ready),
        "faulty": len(faulty),
        "twice": kinds.count(FaultKind.TWICE),
        "refused": kinds.count(FaultKind.REFUSED),
        "invited": kinds.count(FaultKind.INVITED),
        "accounts": len(accounts) if is_staff else None,
        "is_guessed": table.is_guessed,
        "unused": list(table.unused),
        "first": first,
        "tells_organisations": target.organisation_id is not None and any(row.organisation for row in ready),
    }
    return Sifted(tuple(ready), faulty, findings)


def keep_batch(sifted: Sifted, target: Target, *, by: int, language: str, file_name: str) -> int:
    """Keep a table to be looked at before it is sent; returns the number of the batch."""
    batch = InvitationBatch(
        made_by=by,
        made_at=clock.now(),
        organisation_id=target.organisation_id,
        course_slug=target.course_slug,
        language=language,
        file_name=file_name,
        **_kept(sifted),
    )
    db.session.add(batch)
    db.session.flush()
    return batch.id


def mend_batch(batch_id: int, sifted: Sifted, *, file_name: str) -> None:
    """Put another table in the place of the one that was read; raises Conflict when it has been sent."""
    _change_unsent(batch_id, file_name=file_name, made_at=clock.now(), **_kept(sifted))


def drop_batch(batch_id: int) -> None:
    """Forget a table that was not sent; raises Conflict when it has been."""
    unsent = delete(InvitationBatch).where(InvitationBatch.id == batch_id, InvitationBatch.sent_at.is_(None))
    if not count_changed(unsent):
        raise _sent_already()


def send_batch(batch: Batch, target: Target, *, by: int, is_staff: bool, root: str) -> int:
    """Have all invitations of a batch made and their letters written; returns how many there are.

    Raises Conflict when it has been sent, or another table was put in its place.
    """
    people: int = batch.findings["ready"]
    # Of people who were shown there is no need any more.
    sent = {"sent_at": clock.now(), "rows_left": people, "findings": {**batch.findings, "first": []}}
    _change_unsent(batch.id, InvitationBatch.made_at == batch.made_at, **sent)
    enqueue(MAKE_INVITATIONS, batch_id=batch.id, root=root, only_by=None if is_staff else by)
    audit.note(
        by,
        "invitations.sent",
        "invitation_batch",
        batch.id,
        people=people,
        organisation=target.organisation_id,
        course=target.course_slug,
    )
    return people


def make_invitations(batch_id: int, root: str, only_by: int | None) -> None:
    """The job: make the next invitations of a batch and ask for those after them, or for the letters after the last.

    Who was invited, or asked not to be, since the table was read is left out. What a portion makes and that it is done
    are one transaction, so a crash invites nobody twice, and of two workers one does it.
    """
    left, kept = rows_left_of(batch_id)
    batch = find_batch(batch_id)
    if batch is None or not left:
        return
    # Rows are fewer than were to come when somebody who stood among them was erased meanwhile.
    portion = [Row(*cells) for cells in kept[:PORTION]]
    left_after = len(kept) - len(portion)
    digests = [digest_of_email(row.email) for row in portion]
    target = Target(batch.course_slug, batch.organisation_id)
    with transaction():
        current = wait_for_making(batch_id, target)
        if current is None or current.rows_left != left:
            return
        left_out = unwanted_among(digests) | invited_among(digests, target, by=only_by)
        made = [
            {
                "batch_id": batch_id,
                "email": row.email,
                "email_digest": digest,
                "name": row.name,
                "organisation": row.organisation,
                "country": row.country,
                "language": row.language,
                "letters": 0,
                "expires_at": clock.now() + GOOD_FOR,
            }
            for row, digest in zip(portion, digests, strict=True)
            if digest not in left_out
        ]
        if made:
            write_values(insert(table_of(Invitation)), made)
        fewer = left - left_after - len(made)
        told = current.findings
        current.findings = told | {"ready": told["ready"] - fewer, "left_out": told.get("left_out", 0) + fewer}
        current.rows_left = left_after
        if not left_after:
            current.rows = []
        db.session.flush()
        if left_after:
            enqueue(MAKE_INVITATIONS, batch_id=batch_id, root=root, only_by=only_by)
        else:
            enqueue(WRITE_LETTERS, batch_id=batch_id, root=root)


def remind(batch_id: int, *, by: int, root: str) -> int:
    """Have another letter written to whoever has not answered; returns to how many. Earlier letters' links end."""
    now = clock.now()
    again = update(Invitation).where(Invitation.batch_id == batch_id, is_to_be_reminded(now - PAUSE, MOST_LETTERS))
    people = count_changed(again.values(written_at=null(), mail_id=null(), expires_at=now + GOOD_FOR))
    if people:
        enqueue(WRITE_LETTERS, batch_id=batch_id, root=root)
        audit.note(by, "invitations.reminded", "invitation_batch", batch_id, people=people)
    return people


def withdraw(batch: Batch, *, by: int, invitation_id: int | None = None) -> int:
    """End one invitation of a batch, or all that nobody has answered, made or not; returns how many ended."""
    whose = [Invitation.batch_id == batch.id]
    people = 0
    if invitation_id is not None:
        whose.append(Invitation.id == invitation_id)
    else:
        people = _make_no_more(batch)
    ended = update(Invitation).where(
        *whose, Invitation.accepted_at.is_(None), Invitation.refused_at.is_(None), Invitation.withdrawn_at.is_(None)
    )
    people += count_changed(ended.values(withdrawn_at=clock.now(), secret_digest=null()))
    if people:
        audit.note(by, "invitations.withdrawn", "invitation_batch", batch.id, people=people)
    return people


def _make_no_more(batch: Batch) -> int:
    """Drop the rows of a batch that have not become invitations yet; returns how many there were."""
    current = wait_for_making(batch.id, Target(batch.course_slug, batch.organisation_id))
    if current is None or not current.rows_left:
        return 0
    people = current.rows_left
    current.findings = current.findings | {"ready": current.findings["ready"] - people, "stopped": people}
    current.rows, current.rows_left = [], 0
    db.session.flush()
    return people


def forget_old_invitations() -> None:
    """The job: drop tables that were not sent, rows that could not be, and people who never answered."""
    now = clock.now()
    with transaction():
        is_old = InvitationBatch.made_at < now - KEPT
        db.session.execute(delete(InvitationBatch).where(is_old, InvitationBatch.sent_at.is_(None)))
        # A table whose invitations are being made is needed; one that nobody could make in a week is not.
        is_left = and_(InvitationBatch.rows_left > 0, InvitationBatch.sent_at < now - KEPT)
        never_written = select(InvitationBatch.id).where(is_left)
        db.session.execute(delete(Invitation).where(Invitation.batch_id.in_(never_written)))
        is_needed = and_(InvitationBatch.rows_left > 0, InvitationBatch.sent_at >= now - KEPT)
        forgotten = update(InvitationBatch).where(is_old, not_(is_needed))
        db.session.execute(forgotten.values(rows=[], rows_left=0, faulty=[]))
        silent = (Invitation.accepted_at.is_(None), Invitation.expires_at < now - _FORGOTTEN_AFTER)
        db.session.execute(delete(Invitation).where(*silent))


def faulty_rows(kept: Sequence[Any]) -> list[FaultyRow]:
    """Faulty rows as they were before they were kept."""
    return [
        FaultyRow(
            number,
            tuple(cells),
            tuple(Fault(FaultKind(kind), column, value, other) for kind, column, value, other in faults),
        )
        for number, cells, faults in kept
    ]


def _kept(sifted: Sifted) -> dict[str, Any]:
    return {
        "rows": [[row.number, *row.cells] for row in sifted.rows],
        "faulty": [
            [
                row.number,
                list(row.cells),
                [[one.kind.value, str(one.column), one.value, one.other] for one in row.faults],
            ]
            for row in sifted.faulty
        ],
        "findings": sifted.findings,
    }


def _change_unsent(batch_id: int, *conditions: ColumnElement[bool], **values: Any) -> None:
    is_unsent = (InvitationBatch.id == batch_id, InvitationBatch.sent_at.is_(None))
    if not count_changed(update(InvitationBatch).where(*is_unsent, *conditions).values(values)):
        raise _sent_already()


def _sent_already() -> Conflict:
    return Conflict(
        _(
            "These invitations were sent or changed a moment ago, perhaps in another window. Open the page again; nobody is invited twice."
        )
    )
