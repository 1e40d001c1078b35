"""What came by mail, without its words: so that each message is taken once, and staff see what comes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference, enum_by_value


class Outcome(StrEnum):
    """What became of a message."""

    POSTED = "posted"
    # Its sender was told why.
    REFUSED = "refused"
    # Written by a machine, or a letter of ours that came back.
    AUTOMATIC = "automatic"
    # It said that a letter of ours did not arrive.
    RETURNED = "returned"
    # To no address that we made.
    UNKNOWN = "unknown"


class ReceivedMail(Model):
    """A message that came."""

    __tablename__ = "received_mail"

    id: Mapped[Key]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    # Whose answer it was; None where nobody's.
    user_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    outcome: Mapped[Outcome] = mapped_column(enum_by_value(Outcome))
    received_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (Index("ix_received_mail_user_id_received_at", "user_id", "received_at"),)
