"""Posts in other languages than they were written in."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference, Words


class Translation(Model):
    """A post as a member, or a machine that a member asked, put it in another language; the newest replaces others."""

    __tablename__ = "forum_translation"

    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(Reference, ForeignKey("forum_post.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(12))
    source: Mapped[Words]
    html: Mapped[Words]
    # Who translated it, or let the machine do so.
    author_id: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    made_at: Mapped[datetime]
    is_machine: Mapped[bool]
    # The name of the machine; empty for what people translated.
    provider: Mapped[str] = mapped_column(String(60))

    __table_args__ = (UniqueConstraint("post_id", "language"),)
