"""What has been handed in and completed. No edit of a course takes a completion away: such rows are only added."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Key, Model, Reference


class UnitCompletion(Model):
    """A unit done: read, or passed, or tried, as the course's rule asks."""

    __tablename__ = "unit_completion"

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(Reference, ForeignKey("enrolment.id", ondelete="CASCADE"))
    unit_key: Mapped[str] = mapped_column(String(100))
    revision_id: Mapped[int] = mapped_column(Reference, ForeignKey("revision.id"))
    completed_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("enrolment_id", "unit_key"),)


class UnitHandIn(Model):
    """Work handed in for a unit that is not done by that alone; the row goes when the work is taken back."""

    __tablename__ = "unit_hand_in"

    enrolment_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("enrolment.id", ondelete="CASCADE"), primary_key=True
    )
    unit_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    handed_in_at: Mapped[datetime]


class CourseCompletion(Model):
    """A course completed, under the revision that was current that day."""

    __tablename__ = "course_completion"

    enrolment_id: Mapped[int] = mapped_column(
        Reference, ForeignKey("enrolment.id", ondelete="CASCADE"), primary_key=True
    )
    revision_id: Mapped[int] = mapped_column(Reference, ForeignKey("revision.id"))
    completed_at: Mapped[datetime]

    __table_args__ = (Index("ix_course_completion_completed_at", "completed_at"),)
