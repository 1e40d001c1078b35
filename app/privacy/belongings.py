"""Which rows are about a person, table by table, as the data map says; reads only."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select
from sqlalchemy import Table as SqlTable

from app.accounts.models import User
from app.invitations.queries import digest_of_email
from app.platform.database import Model, db
from app.platform.unreached import digest_of_address
from app.privacy.columns import Either, Path, Table
from app.privacy.datamap import tables_of_people


@dataclass(frozen=True, slots=True)
class Whom:
    """A person as their traces name them."""

    user_id: int
    name: str
    email: str
    email_key: str

    def is_named_in(self, text: str) -> bool:
        """Whether the address stands there, or the full name; one word alone may be anybody's."""
        folded = text.casefold()
        return self.email_key in folded or (" " in self.name and self.name.casefold() in folded)


def whom(user: User) -> Whom:
    """Somebody with an account, as their traces name them."""
    return Whom(user.id, user.name, user.email, user.email_key)


def sql_table(name: str) -> SqlTable:
    """The table of this name."""
    return Model.metadata.tables[name]


def belongs_to(person: Whom, table: Table) -> ColumnElement[bool]:
    """The condition under which a row of the table is about the person."""
    rows = sql_table(table.name)
    if isinstance(table.whose, Path):
        return _leads_to(person, rows, table.whose.steps)
    if isinstance(table.whose, Either):
        return or_(*(_leads_to(person, rows, way.steps) for way in table.whose.ways))
    return _FOUND[table.name](person, rows)


def rows_of(person: Whom, table: Table) -> Sequence[Mapping[str, Any]]:
    """All rows of the table that are about the person, the oldest first."""
    rows = sql_table(table.name)
    found = db.session.execute(select(rows).where(belongs_to(person, table)).order_by(*rows.primary_key))
    return [dict(row) for row in found.mappings()]


def count_rows(person: Whom) -> Mapping[str, int]:
    """How many rows of each table are about the person, of those that have any."""
    counted = {}
    for table in tables_of_people():
        rows = select(func.count()).select_from(sql_table(table.name)).where(belongs_to(person, table))
        counted[table.name] = db.session.scalar(rows) or 0
    return {name: number for name, number in counted.items() if number}


def _leads_to(person: Whom, rows: SqlTable, steps: tuple[str, ...]) -> ColumnElement[bool]:
    step, *rest = steps
    column = rows.c[step]
    if not rest:
        return column == person.user_id
    (key,) = column.foreign_keys
    return column.in_(select(key.column).where(_leads_to(person, key.column.table, tuple(rest))))


def _own_organisation(person: Whom, rows: SqlTable) -> ColumnElement[bool]:
    return rows.c.id.in_(select(User.organisation_id).where(User.id == person.user_id))


def _letters(person: Whom, rows: SqlTable) -> ColumnElement[bool]:
    return or_(rows.c.recipient == person.email, func.lower(rows.c.recipient) == person.email_key)


def _noted(person: Whom, rows: SqlTable) -> ColumnElement[bool]:
    is_subject = and_(rows.c.subject_kind == "person", rows.c.subject_key == str(person.user_id))
    return or_(rows.c.actor_id == person.user_id, is_subject)


def _jobs(person: Whom, rows: SqlTable) -> ColumnElement[bool]:
    return rows.c.id.in_(list(_jobs_that_name(person, rows)))


def _jobs_that_name(person: Whom, rows: SqlTable) -> Iterator[int]:
    """Few jobs wait at any time, and done ones have forgotten what they were about; so each is read."""
    columns = (rows.c.id, rows.c.arguments, rows.c.failure)
    for job_id, arguments, failure in db.session.execute(select(*columns).where(rows.c.done_at.is_(None))):
        told = f"{json.dumps(arguments, ensure_ascii=False)}\n{failure}"
        if arguments.get("user_id") == person.user_id or person.is_named_in(told):
            yield job_id


def _invited(person: Whom, rows: SqlTable) -> ColumnElement[bool]:
    return or_(rows.c.email_digest == digest_of_email(person.email), rows.c.accepted_by == person.user_id)


def _tables_to_invite(person: Whom, rows: SqlTable) -> ColumnElement[bool]:
    stands_in = (func.lower(cast(told, Text)).contains(person.email_key) for told in (rows.c.rows, rows.c.faulty))
    return or_(rows.c.made_by == person.user_id, *stands_in)


_FOUND: Mapping[str, Callable[[Whom, SqlTable], ColumnElement[bool]]] = {
    "organisation": _own_organisation,
    "invitation": _invited,
    "invitation_batch": _tables_to_invite,
    "unwanted_mail": lambda person, rows: rows.c.email_digest == digest_of_email(person.email),
    "unreached_address": lambda person, rows: rows.c.email_digest == digest_of_address(person.email),
    "organisation_invitation": lambda person, rows: rows.c.email_key == person.email_key,
    "pending_registration": lambda person, rows: rows.c.email_key == person.email_key,
    "outgoing_mail": _letters,
    "audit_entry": _noted,
    "job": _jobs,
}
