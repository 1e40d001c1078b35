"""Reviews of courses, and what they have come to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.peerreview.course_rubric import CourseReviewer
from app.platform.database import Key, Model, Reference, Words, enum_by_value


class CourseReview(Model):
    """What somebody thinks of a course; one of each person, which they may change."""

    __tablename__ = "course_review"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"))
    course_slug: Mapped[str] = mapped_column(String(100), index=True)
    # The edition they completed, and the language they read it in; of fellow authors, what they were shown.
    revision_id: Mapped[int] = mapped_column(Reference, ForeignKey("revision.id"))
    language: Mapped[str] = mapped_column(String(12))
    role: Mapped[CourseReviewer] = mapped_column(enum_by_value(CourseReviewer))
    # By criterion of `course_rubric`, and what they come to, from 0 to 100.
    points: Mapped[dict[str, Any]] = mapped_column(JSON)
    score: Mapped[float]
    # What helped most, and what should change.
    helped: Mapped[Words] = mapped_column(default="")
    change: Mapped[Words] = mapped_column(default="")
    handed_in_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("user_id", "course_slug"),)


class CourseRating(Model):
    """What the reviews of a course had come to when they were last reckoned up, so that no page does it."""

    __tablename__ = "course_rating"

    course_slug: Mapped[str] = mapped_column(String(100), primary_key=True)
    answers: Mapped[int]
    # When the latest of them was written or changed.
    latest_at: Mapped[datetime]
    score: Mapped[int]
    low: Mapped[int]
    high: Mapped[int]
    weighed: Mapped[int]
