"""What staff did, and who: written once and changed by nobody.

The database itself refuses to change or delete a line. Lines name people by number only, so that a person who is erased
leaves nothing here that could be found.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, insert
from sqlalchemy.orm import Mapped, mapped_column

from app.platform import clock
from app.platform.database import Key, Model, Reference, db, table_of, write_values

# Keys, states and moments have neither spaces nor this sign.
_LIKE_A_NAME = re.compile(r"[\s@]")


class AuditEntry(Model):
    """One thing that was done."""

    __tablename__ = "audit_entry"

    id: Mapped[Key]
    done_at: Mapped[datetime] = mapped_column(index=True)
    # Who did it; None for the command line and for what happens by itself.
    actor_id: Mapped[int | None] = mapped_column(Reference, index=True)
    # What was done, as "role.granted".
    action: Mapped[str] = mapped_column(String(60), index=True)
    # What it was done to, as "person" and its number, or "course" and its slug.
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_key: Mapped[str] = mapped_column(String(100))
    # Further facts: numbers, keys and states, never names or addresses of people.
    details: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_key"),)


def note(actor_id: int | None, action: str, subject_kind: str, subject_key: object, **details: Any) -> None:
    """Write a line, inside the transaction that does the thing; raises ValueError for what reads like a name.

    A line stays for ever, so a name in it could never be erased.
    """
    _refuse_names(action, subject_key, details)
    db.session.add(
        AuditEntry(
            done_at=clock.now(),
            actor_id=actor_id,
            action=action,
            subject_kind=subject_kind,
            subject_key=str(subject_key),
            details=details,
        )
    )
    db.session.flush()


def note_all(actor_id: int | None, action: str, subject_kind: str, keys: Iterable[object], **details: Any) -> None:
    """Write a line for each of these, when the same was done to many; raises as `note` does."""
    keys = list(keys)
    _refuse_names(action, *keys, details)
    line = {
        "done_at": clock.now(),
        "actor_id": actor_id,
        "action": action,
        "subject_kind": subject_kind,
        "details": details,
    }
    lines = [line | {"subject_key": str(key)} for key in keys]
    if lines:
        write_values(insert(table_of(AuditEntry)), lines)


def _refuse_names(action: str, *told: object) -> None:
    for text in _texts_in(told):
        if _LIKE_A_NAME.search(text):
            raise ValueError(f"The audit log keeps numbers, keys and states; {action!r} tells it {text!r}.")


def _texts_in(told: object) -> Iterator[str]:
    match told:
        case str():
            yield told
        case dict():
            for key, value in told.items():
                yield from _texts_in(key)
                yield from _texts_in(value)
        case list() | tuple() | set() | frozenset():
            for value in told:
                yield from _texts_in(value)
