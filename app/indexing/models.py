"""The table of what can be found.

What searches it is made by the migration: in SQLite a virtual table that triggers of this one keep in step, in
PostgreSQL an index. Whoever makes this table anew in SQLite, as Alembic's batches do, makes the triggers anew.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference, Words, partial_index

_IS_TRANSLATED = literal_column("translator_id").is_not(None)


class SearchEntry(Model):
    """Something that can be found, in one language."""

    __tablename__ = "search_entry"

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(220))
    language: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(300))
    context: Mapped[str] = mapped_column(String(300))
    text: Mapped[Words]
    # Stems with a space between them, and keys to narrow by: what the databases search.
    title_words: Mapped[Words]
    words: Mapped[Words]
    key_words: Mapped[Words]
    at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    course_slug: Mapped[str] = mapped_column(String(100))
    category: Mapped[str] = mapped_column(String(100))
    # Of what a member translated: the language of the original, and who translated it. No foreign key: SQLite adds one
    # only by making the table anew.
    translated_from: Mapped[str] = mapped_column(String(12))
    translator_id: Mapped[int | None] = mapped_column(Reference)

    __table_args__ = (
        UniqueConstraint("kind", "reference", "language"),
        Index("ix_search_entry_author_id", "author_id"),
        Index("ix_search_entry_course_slug_kind", "course_slug", "kind"),
        partial_index("ix_search_entry_translator_id", "translator_id", condition=_IS_TRANSLATED),
    )
