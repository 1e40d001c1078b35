"""Reads of invitations and of links to join."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from app.accounts.models import Organisation, User
from app.accounts.queries import key_of
from app.accounts.sessions import digest_of
from app.invitations.models import Invitation, InvitationBatch, JoinLink, JoinLinkUse, UnwantedMail
from app.invitations.policy import Target
from app.organisations.queries import ids_above, ids_in_branch, numbered
from app.platform import clock
from app.platform.database import db
from app.platform.outbox import numbers_given_up

# Fewer than both databases take in one statement.
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch without its rows; `maker` is empty when that account is gone."""

    id: int
    made_by: int | None
    maker: str
    made_at: datetime
    organisation_id: int | None
    organisation: str
    course_slug: str
    language: str
    file_name: str
    findings: Mapping[str, Any]
    sent_at: datetime | None
    rows_left: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of the invitations of a batch; each counts once."""

    all: int
    accepted: int
    refused: int
    withdrawn: int
    given_up: int
    expired: int
    waiting: int

    @property
    def sent(self) -> int:
        """Those whose letter has been written and who have not answered yet."""
        ended = self.accepted + self.refused + self.withdrawn + self.given_up + self.expired + self.waiting
        return self.all - ended


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody in a batch; `state` is one of the names of Standing's counts, or "sent"."""

    id: int
    email: str
    name: str
    state: str
    # When that came about; when the letter will have been written is not known.
    since: datetime | None
    letters: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link to join; `organisation` is empty where there is none, `maker` when that account is gone."""

    id: int
    code: str
    made_by: int | None
    maker: str
    made_at: datetime
    organisation_id: int | None
    organisation: str
    country: str
    course_slug: str
    ends_at: datetime
    ended_at: datetime | None
    most_uses: int
    uses: int

    @property
    def is_open(self) -> bool:
        """Whether anybody can still join by it."""
        return self.ended_at is None and self.ends_at > clock.now() and self.uses < self.most_uses


_BATCH = (
    InvitationBatch.id,
    InvitationBatch.made_by,
    func.coalesce(User.name, ""),
    InvitationBatch.made_at,
    InvitationBatch.organisation_id,
    func.coalesce(Organisation.name, ""),
    InvitationBatch.course_slug,
    InvitationBatch.language,
    InvitationBatch.file_name,
    InvitationBatch.findings,
    InvitationBatch.sent_at,
    InvitationBatch.rows_left,
)
_LINK = (
    JoinLink.id,
    JoinLink.code,
    JoinLink.made_by,
    func.coalesce(User.name, ""),
    JoinLink.made_at,
    JoinLink.organisation_id,
    func.coalesce(Organisation.name, ""),
    func.coalesce(Organisation.country, ""),
    JoinLink.course_slug,
    JoinLink.ends_at,
    JoinLink.ended_at,
    JoinLink.most_uses,
    JoinLink.uses,
)


def digest_of_email(email: str) -> str:
    """What an address is found by, and all that is kept of one that wants no invitations."""
    return hashlib.sha256(f"invitation {key_of(email)}".encode()).hexdigest()


def find_batch(batch_id: int) -> Batch | None:
    """A batch, sent or not."""
    found = select(*_BATCH).outerjoin(User, User.id == InvitationBatch.made_by)
    found = found.outerjoin(Organisation, Organisation.id == InvitationBatch.organisation_id)
    row = db.session.execute(found.where(InvitationBatch.id == batch_id)).first()
    return None if row is None else Batch(*row)


def batches_by(user_id: int | None, *, offset: int, limit: int) -> list[Batch]:
    """The batches that somebody made, or everybody, the newest first."""
    found = select(*_BATCH).outerjoin(User, User.id == InvitationBatch.made_by)
    found = found.outerjoin(Organisation, Organisation.id == InvitationBatch.organisation_id)
    found = found.where(*_made_by(InvitationBatch.made_by, user_id)).order_by(InvitationBatch.id.desc())
    return [Batch(*row) for row in db.session.execute(found.offset(offset).limit(limit))]


def count_batches_by(user_id: int | None) -> int:
    """How many batches there are of somebody, or of everybody."""
    found = select(func.count(InvitationBatch.id)).where(*_made_by(InvitationBatch.made_by, user_id))
    return db.session.scalar(found) or 0


def rows_left_of(batch_id: int) -> tuple[int, list[Any]]:
    """How many rows of a batch are still to become invitations, and those rows; none where there is no such batch."""
    found = select(InvitationBatch.rows_left, InvitationBatch.rows).where(InvitationBatch.id == batch_id)
    row = db.session.execute(found).first()
    if row is None or not row.rows_left:
        return 0, []
    return row.rows_left, (row.rows or [])[-row.rows_left :]


def wait_for_making(batch_id: int, target: Target) -> InvitationBatch | None:
    """Wait, inside a transaction, until nobody else makes invitations to the same; the batch as it is by then.

    So two tables that name the same person, worked through at one time, bring one invitation. None when it is gone.
    """
    is_being_made = and_(InvitationBatch.rows_left > 0, *_is_to(target))
    found = select(InvitationBatch).where(or_(InvitationBatch.id == batch_id, is_being_made))
    found = found.order_by(InvitationBatch.id).with_for_update().execution_options(populate_existing=True)
    return next((one for one in db.session.scalars(found) if one.id == batch_id), None)


def faulty_rows_of(batch_id: int) -> list[Any]:
    """What could not be invited of a batch."""
    return db.session.scalar(select(InvitationBatch.faulty).where(InvitationBatch.id == batch_id)) or []


def target_of(course_slug: str, organisation_id: int | None) -> Target:
    """What people are invited to, with what the organisation is a part of."""
    above = frozenset() if organisation_id is None else ids_above(organisation_id)
    return Target(course_slug, organisation_id, above)


def branches_of(organisation_ids: Iterable[int]) -> list[tuple[int, str]]:
    """Number and name of these organisations and of all that is a part of them, by name."""
    numbers = frozenset[int]().union(*(ids_in_branch(number) for number in organisation_ids))
    return [(one.id, one.name) for one in numbered(numbers)]


def unwanted_among(digests: Sequence[str]) -> set[str]:
    """Which of these addresses want no invitations."""
    found: set[str] = set()
    for some in _in_parts(digests):
        found.update(db.session.scalars(select(UnwantedMail.email_digest).where(UnwantedMail.email_digest.in_(some))))
    return found


def invited_among(digests: Sequence[str], target: Target, *, by: int | None) -> set[str]:
    """Which of these addresses have an open or accepted invitation to the same; only those sent by somebody if told."""
    is_same = (*_is_to(target), *_made_by(InvitationBatch.made_by, by))
    found: set[str] = set()
    for some in _in_parts(digests):
        invited = select(Invitation.email_digest).join(InvitationBatch, InvitationBatch.id == Invitation.batch_id)
        invited = invited.where(Invitation.email_digest.in_(some), *is_same, or_(_is_open(), _is_accepted()))
        found.update(db.session.scalars(invited))
    return found


def accounts_among(emails: Sequence[str]) -> set[str]:
    """Which of these addresses have an account, by their keys; for staff alone."""
    found: set[str] = set()
    for some in _in_parts([key_of(email) for email in emails]):
        found.update(db.session.scalars(select(User.email_key).where(User.email_key.in_(some))))
    return found


def standing_of(batch_id: int) -> Standing:
    """What has become of the invitations of a batch."""
    state = _state()
    counted = select(state, func.count()).where(Invitation.batch_id == batch_id).group_by(state)
    counts = {name: number for name, number in db.session.execute(counted)}
    names = ("accepted", "refused", "withdrawn", "given_up", "expired", "waiting")
    return Standing(all=sum(counts.values()), **{name: counts.get(name, 0) for name in names})


def people_in(batch_id: int, *, offset: int, limit: int) -> list[Invitee]:
    """Some of the people of a batch, in the order of its table."""
    since = func.coalesce(Invitation.accepted_at, Invitation.refused_at, Invitation.withdrawn_at, Invitation.written_at)
    found = select(Invitation.id, Invitation.email, Invitation.name, _state(), since, Invitation.letters)
    found = found.where(Invitation.batch_id == batch_id).order_by(Invitation.id).offset(offset).limit(limit)
    return [Invitee(*row) for row in db.session.execute(found)]


def is_to_be_reminded(before: datetime, most: int) -> ColumnElement[bool]:
    """Whether another letter may be written: the last is old enough, and there were not too many."""
    return and_(
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.refused_at.is_(None),
        Invitation.written_at < before,
        Invitation.letters < most,
    )


def count_to_be_reminded(batch_id: int, before: datetime, most: int) -> int:
    """How many of a batch another letter may be written to now."""
    found = select(func.count()).where(Invitation.batch_id == batch_id, is_to_be_reminded(before, most))
    return db.session.scalar(found) or 0


def find_invitation(secret: str) -> tuple[Invitation, InvitationBatch] | None:
    """The invitation whose newest letter holds this secret, if it is still open, with its batch."""
    found = select(Invitation, InvitationBatch).join(InvitationBatch, InvitationBatch.id == Invitation.batch_id)
    row = db.session.execute(found.where(Invitation.secret_digest == digest_of(secret), _is_open())).first()
    return None if row is None else (row[0], row[1])


def inviter_of(made_by: int | None) -> tuple[str, str]:
    """The name of whoever invites, and of where they work; empty when that account is gone or tells nothing."""
    found = select(User.name, func.coalesce(Organisation.name, ""))
    found = found.outerjoin(Organisation, Organisation.id == User.organisation_id).where(User.id == (made_by or 0))
    row = db.session.execute(found).first()
    return ("", "") if row is None else (row[0], row[1])


def find_link(*, code: str = "", link_id: int = 0) -> Link | None:
    """A link to join, by its code or its number."""
    row = db.session.execute(_links().where(JoinLink.code == code if code else JoinLink.id == link_id)).first()
    return None if row is None else Link(*row)


def links_by(user_id: int | None, *, offset: int, limit: int) -> list[Link]:
    """The links that somebody made, or everybody, the newest first."""
    found = _links().where(*_made_by(JoinLink.made_by, user_id)).order_by(JoinLink.id.desc())
    return [Link(*row) for row in db.session.execute(found.offset(offset).limit(limit))]


def count_links_by(user_id: int | None) -> int:
    """How many links there are of somebody, or of everybody."""
    return db.session.scalar(select(func.count(JoinLink.id)).where(*_made_by(JoinLink.made_by, user_id))) or 0


def has_joined_by(link_id: int, user_id: int) -> bool:
    """Whether somebody has used a link already."""
    return db.session.get(JoinLinkUse, (link_id, user_id)) is not None


def _links() -> Any:
    found = select(*_LINK).outerjoin(User, User.id == JoinLink.made_by)
    return found.outerjoin(Organisation, Organisation.id == JoinLink.organisation_id)


def _made_by(column: Any, user_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return () if user_id is None else (column == user_id,)


def _is_to(target: Target) -> tuple[ColumnElement[bool], ...]:
    return (
        InvitationBatch.course_slug == target.course_slug,
        # None becomes IS NULL.
        InvitationBatch.organisation_id == target.organisation_id,
    )


def _in_parts(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))


def _is_accepted() -> ColumnElement[bool]:
    return Invitation.accepted_at.is_not(None)


def _is_open() -> ColumnElement[bool]:
    return and_(
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.refused_at.is_(None),
        Invitation.expires_at > clock.now(),
    )


def _state() -> ColumnElement[str]:
    return case(
        (Invitation.accepted_at.is_not(None), "accepted"),
        (Invitation.refused_at.is_not(None), "refused"),
        (Invitation.withdrawn_at.is_not(None), "withdrawn"),
        (Invitation.written_at.is_(None), "waiting"),
        (Invitation.mail_id.in_(numbers_given_up()), "given_up"),
        (Invitation.expires_at <= clock.now(), "expired"),
        else_="sent",
    )
