"""Files that people handed in; what is in them lies under the instance folder, by digest."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.files.kinds import Kind
from app.files.naming import LONGEST
from app.platform.database import Key, Model, Reference, enum_by_value


class StoredFile(Model):
    """A file of somebody. Whoever refers to it does so with ON DELETE SET NULL or CASCADE: it goes with its owner."""

    __tablename__ = "stored_file"

    id: Mapped[Key]
    # SHA-256 of the content as it is kept, in hexadecimal signs; files with the same content share it.
    digest: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[Kind] = mapped_column(enum_by_value(Kind))
    # As its owner called it; reviewers are shown `naming.neutral_name`.
    name: Mapped[str] = mapped_column(String(LONGEST))
    size: Mapped[int] = mapped_column(BigInteger)
    owner_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    kept_at: Mapped[datetime]
    # Since when nothing refers to it; None while it is needed.
    dropped_at: Mapped[datetime | None] = mapped_column(index=True)
