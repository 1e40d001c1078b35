"""Certificates. What stands on one is copied at issue, so that it never changes afterwards."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference


class Certificate(Model):
    """A statement that somebody completed a course."""

    __tablename__ = "certificate"

    id: Mapped[Key]
    # Unguessable; whoever has it may verify.
    code: Mapped[str] = mapped_column(String(32), unique=True)
    enrolment_id: Mapped[int | None] = mapped_column(
        Reference, ForeignKey("enrolment.id", ondelete="SET NULL"), unique=True
    )
    course_slug: Mapped[str] = mapped_column(String(100))
    revision_id: Mapped[int] = mapped_column(Reference, ForeignKey("revision.id"))
    learner_name: Mapped[str] = mapped_column(String(120))
    course_title: Mapped[str] = mapped_column(String(300))
    course_language: Mapped[str] = mapped_column(String(12))
    # Effort of the course in minutes.
    minutes: Mapped[int]
    revision_number: Mapped[int]
    completed_on: Mapped[date] = mapped_column(Date)
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revocation_reason: Mapped[str] = mapped_column(Text, default="")
    # When its holder had their account erased; the name went with it.
    withdrawn_at: Mapped[datetime | None]
