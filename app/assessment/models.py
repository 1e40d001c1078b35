"""Attempts at quizzes, and the answers in them."""

from datetime import datetime

from sqlalchemy import JSON, Float, ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference, partial_index


class Attempt(Model):
    """One go at a quiz, bound to the revision it began with: an edit never changes questions under somebody's hands."""

    __tablename__ = "attempt"

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(Reference, ForeignKey("enrolment.id", ondelete="CASCADE"))
    unit_key: Mapped[str] = mapped_column(String(100))
    revision_id: Mapped[int] = mapped_column(Reference, ForeignKey("revision.id"))
    # 1 for the first attempt of this person at this quiz.
    number: Mapped[int]
    # Decides which questions are drawn and in which order they and their options stand.
    seed: Mapped[int]
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    # Answers kept before handing in: question keys with what was chosen or typed.
    draft: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    points: Mapped[float | None] = mapped_column(Float)
    most_points: Mapped[int | None]
    percent: Mapped[int | None]
    has_passed: Mapped[bool | None]

    __table_args__ = (
        UniqueConstraint("enrolment_id", "unit_key", "number"),
        partial_index(
            "uq_attempt_open",
            "enrolment_id",
            "unit_key",
            unique=True,
            condition=text("submitted_at IS NULL"),
        ),
    )


class Response(Model):
    """The answer to one question of an attempt handed in, with what it earned."""

    __tablename__ = "response"

    attempt_id: Mapped[int] = mapped_column(Reference, ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    question_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    # Letters of options, or the one text typed; empty when left out.
    answer: Mapped[list[str]] = mapped_column(JSON)
    points: Mapped[float] = mapped_column(Float)
    most_points: Mapped[int]
