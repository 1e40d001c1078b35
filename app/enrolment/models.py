"""Enrolments: one row a person and course, kept when they leave so that nothing is lost when they come back."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference


class Enrolment(Model):
    """A person taking part in a course."""

    __tablename__ = "enrolment"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    # Courses are referred to by their slug, which outlives every revision.
    course_slug: Mapped[str] = mapped_column(String(100))
    # What the learner hopes for, in their own words; empty when they left it out.
    expectation: Mapped[str] = mapped_column(Text, default="")
    enrolled_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    # The language they read the course in, when they have chosen one; empty otherwise.
    content_language: Mapped[str] = mapped_column(String(12), default="")
    # Where to resume.
    last_unit_key: Mapped[str | None] = mapped_column(String(100))
    last_seen_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("user_id", "course_slug"),
        Index("ix_enrolment_course", "course_slug", "enrolled_at", "id"),
        Index("ix_enrolment_enrolled", "enrolled_at", "id"),
    )
