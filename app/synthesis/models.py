"""Syntheses: what is being written, what their authors were asked, and what was published."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference, Words, enum_by_value
from app.synthesis.consenting import Answer
from app.synthesis.reach import Reach

LONGEST_TITLE = 160
LONGEST_TEXT = 20_000
LONGEST_SENTENCE = 600


class Synthesis(Model):
    """A synthesis as it is being written; what readers see is its newest version."""

    __tablename__ = "synthesis"

    id: Mapped[Key]
    category_id: Mapped[int] = mapped_column(Reference, ForeignKey("forum_category.id", ondelete="CASCADE"))
    # Counts those of its category, from 1.
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    language: Mapped[str] = mapped_column(String(12))
    first_day: Mapped[date]
    last_day: Mapped[date]
    introduction: Mapped[Words]
    # Who is to read it, which is what authors are asked about.
    reach: Mapped[Reach] = mapped_column(enum_by_value(Reach))
    # Who reads it now; None as long as it is a draft, and once it was taken back.
    shown_to: Mapped[Reach | None] = mapped_column(enum_by_value(Reach))
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    # When its newest version was published.
    revised_at: Mapped[datetime | None]
    # Goes up with each save, so that one window knows of another.
    saves: Mapped[int] = mapped_column(default=0)

    __table_args__ = (UniqueConstraint("category_id", "number"),)


class SynthesisSection(Model):
    """A part of a synthesis under its heading."""

    __tablename__ = "synthesis_section"

    id: Mapped[Key]
    synthesis_id: Mapped[int] = mapped_column(Reference, ForeignKey("synthesis.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    heading: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    text: Mapped[Words]
    saves: Mapped[int] = mapped_column(default=0)


class SynthesisQuotation(Model):
    """A passage of a post, and whether its author lets it stand in a synthesis. Its words never change."""

    __tablename__ = "synthesis_quotation"

    id: Mapped[Key]
    synthesis_id: Mapped[int] = mapped_column(Reference, ForeignKey("synthesis.id", ondelete="CASCADE"), index=True)
    post_id: Mapped[int] = mapped_column(Reference, ForeignKey("forum_post.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    words: Mapped[Words]
    # Of the words; another one than that of the post where they stand in its translation.
    language: Mapped[str] = mapped_column(String(12))
    # Who was to read it when its author was asked.
    reach: Mapped[Reach] = mapped_column(enum_by_value(Reach))
    asked_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    answer: Mapped[Answer | None] = mapped_column(enum_by_value(Answer))
    answered_at: Mapped[datetime | None]
    # When they last agreed, and to which version of the words (`consenting.CONSENT`).
    agreed_at: Mapped[datetime | None]
    consent_version: Mapped[int | None]

    __table_args__ = (Index("ix_synthesis_quotation_author_id_asked_at", "author_id", "asked_at"),)


class SynthesisItem(Model):
    """A post, or work that is shown, in a section of a synthesis."""

    __tablename__ = "synthesis_item"

    id: Mapped[Key]
    section_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("synthesis_section.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    post_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("forum_post.id", ondelete="SET NULL"), index=True)
    shown_work_id: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("shown_work.id", ondelete="SET NULL"), index=True
    )
    # What those who write the synthesis say about it.
    sentence: Mapped[Words]
    quotation_id: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("synthesis_quotation.id", ondelete="SET NULL"), index=True
    )
    saves: Mapped[int] = mapped_column(default=0)


class SynthesisVersion(Model):
    """What was published, as `written.Written`; it never changes."""

    __tablename__ = "synthesis_version"

    id: Mapped[Key]
    synthesis_id: Mapped[int] = mapped_column(Reference, ForeignKey("synthesis.id", ondelete="CASCADE"))
    number: Mapped[int]
    published_at: Mapped[datetime]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (UniqueConstraint("synthesis_id", "number"),)
