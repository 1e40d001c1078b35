"""Which unit of a course, or which paragraph of a lesson, a thread is about."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Model, Reference, Words


class ThreadAnchor(Model):
    """The place in a course that a thread is about. It goes along with the lesson from edition to edition."""

    __tablename__ = "forum_anchor"

    thread_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("forum_thread.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    course_slug: Mapped[str] = mapped_column(String(100))
    unit_key: Mapped[str] = mapped_column(String(100))
    # The paragraph as it read when the thread was opened, and its language; empty for the unit as a whole.
    quote: Mapped[Words]
    quote_language: Mapped[str] = mapped_column(String(12))
    # The paragraph as it was found last, with those around it.
    words: Mapped[Words]
    before: Mapped[Words]
    after: Mapped[Words]
    language: Mapped[str] = mapped_column(String(12))
    # Its number among all paragraphs of the lesson; 0 for the unit as a whole.
    position: Mapped[int]
    total: Mapped[int]
    # Whether it was looked for in the edition below and not found.
    is_gone: Mapped[bool]
    revision_id: Mapped[int] = mapped_column(Reference)

    __table_args__ = (Index("ix_forum_anchor_course_slug_unit_key", "course_slug", "unit_key"),)
