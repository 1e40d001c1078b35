"""Copies that people asked for, and accounts to be erased or erased."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference, enum_by_value, partial_index


class DataExport(Model):
    """Everything about a person in one file, as they asked for it."""

    __tablename__ = "data_export"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    # None while it is being made.
    made_at: Mapped[datetime | None]
    size: Mapped[int | None]
    # A ZIP; None while it is being made.
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class Cause(StrEnum):
    """Why an account is erased."""

    ASKED = "asked"
    BY_LETTER = "by_letter"
    UNUSED = "unused"


class Erasure(Model):
    """An account that will be erased, or the proof that one was: then without any word of whose it was."""

    __tablename__ = "erasure"

    id: Mapped[Key]
    # Told to the person by letter; with it they can ask later whether it was done.
    number: Mapped[str] = mapped_column(String(20), unique=True)
    # None once it is done.
    user_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="SET NULL"))
    cause: Mapped[Cause] = mapped_column(enum_by_value(Cause))
    # Whether what they wrote for others goes too.
    takes_words: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    # How many rows of each table were deleted, and how many were emptied of the person.
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    __table_args__ = (
        partial_index(
            "uq_erasure_waiting",
            "user_id",
            unique=True,
            condition=text("done_at IS NULL"),
        ),
    )
