"""Reads of the audit log. Its lines hold numbers; the names are those that people have today."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, or_, select

from app.accounts.people_queries import names_of
from app.accounts.queries import find_user_by_email
from app.operations.audit_filters import AuditFilters
from app.platform import clock
from app.platform.audit import AuditEntry
from app.platform.database import db

_PERSON = "person"
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A line with the names that belong to its numbers; an empty name for the command line, or somebody who is gone."""

    entry: AuditEntry
    actor: str
    subject: str

    @property
    def details(self) -> str:
        """Its further facts, in one line."""
        return ", ".join(f"{name}: {value}" for name, value in sorted(self.entry.details.items()) if value != "")


def find_entries(filters: AuditFilters, *, before: int | None, limit: int) -> list[AuditLine]:
    """Lines that match, the latest first, from before a line's number."""
    found = select(AuditEntry).where(*_conditions(filters)).order_by(AuditEntry.id.desc()).limit(limit)
    if before is not None:
        found = found.where(AuditEntry.id < before)
    return _named(list(db.session.scalars(found)))


def all_entries(filters: AuditFilters) -> Iterator[list[AuditLine]]:
    """All lines that match, the latest first, batch by batch."""
    before: int | None = None
    while batch := find_entries(filters, before=before, limit=_BATCH):
        yield batch
        before = batch[-1].entry.id


def noted_actions(within: tuple[str, ...] | None) -> list[str]:
    """The actions that were ever noted, of those that may be read."""
    found = db.session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action))
    return [one for one in found if within is None or one.startswith(within)]


def _named(entries: list[AuditEntry]) -> list[AuditLine]:
    actors = {one.actor_id for one in entries if one.actor_id is not None}
    people = {int(one.subject_key) for one in entries if _is_person(one)}
    names = names_of(actors | people) if actors | people else {}
    return [
        AuditLine(
            entry,
            names.get(entry.actor_id, "") if entry.actor_id is not None else "",
            names.get(int(entry.subject_key), "") if _is_person(entry) else "",
        )
        for entry in entries
    ]


def _is_person(entry: AuditEntry) -> bool:
    return entry.subject_kind == _PERSON and entry.subject_key.isdecimal()


def _conditions(filters: AuditFilters) -> Iterator[ColumnElement[bool]]:
    if filters.within is not None:
        yield or_(*(AuditEntry.action.startswith(one, autoescape=True) for one in filters.within))
    if filters.person:
        yield _about(filters.person)
    if filters.action:
        yield AuditEntry.action == filters.action
    if filters.subject:
        kind, _colon, key = filters.subject.partition(":")
        if key:
            yield AuditEntry.subject_kind == kind
            yield AuditEntry.subject_key == key
        else:
            yield or_(AuditEntry.subject_kind == kind, AuditEntry.subject_key == kind)
    if filters.done_from is not None:
        yield AuditEntry.done_at >= clock.beginning_of(filters.done_from)
    if filters.done_to is not None:
        yield AuditEntry.done_at <= clock.end_of(filters.done_to)


def _about(address: str) -> ColumnElement[bool]:
    user = find_user_by_email(address)
    if user is None:
        return false()
    is_subject = (AuditEntry.subject_kind == _PERSON) & (AuditEntry.subject_key == str(user.id))
    return or_(AuditEntry.actor_id == user.id, is_subject)
