"""Work that learners write and hand in, with its versions. What happened is kept as moments, never as a state."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.peerreview.stages import Kind
from app.platform.database import Key, Model, Reference, Words, enum_by_value


class Submission(Model):
    """One person's work for one assignment in one round; a further round begins where work may be handed in again."""

    __tablename__ = "submission"

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(Reference, ForeignKey("enrolment.id", ondelete="CASCADE"))
    # Both follow from the enrolment; they stand here for the line in which work waits for its readers.
    author_id: Mapped[int] = mapped_column(Reference, ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    course_slug: Mapped[str] = mapped_column(String(100))
    unit_key: Mapped[str] = mapped_column(String(100))
    # 1 for the first.
    round: Mapped[int]
    # The edition of the course it was begun with; once it is handed in, the one whose rubric it is judged by.
    revision_id: Mapped[int] = mapped_column(Reference, ForeignKey("revision.id"))
    # The language of what was handed in; until then, of what is being written.
    language: Mapped[str] = mapped_column(String(12))
    begun_at: Mapped[datetime]
    # The version that its author goes on with.
    current_number: Mapped[int]
    # Since when it stands in the line: a change before anybody has opened it keeps its place.
    handed_in_at: Mapped[datetime | None]
    # The version that reviewers see.
    handed_in_number: Mapped[int | None]
    # When the first reviewer opened it.
    opened_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("enrolment_id", "unit_key", "round"),
        Index("ix_submission_line", "course_slug", "unit_key", "handed_in_at"),
    )


class SubmissionVersion(Model):
    """What was written, as it was at one moment. It never changes; one kept by itself may give way to the next."""

    __tablename__ = "submission_version"

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(Reference, ForeignKey("submission.id", ondelete="CASCADE"))
    # Counts on from round to round, so that one number names a version among all of an assignment's.
    number: Mapped[int]
    kind: Mapped[Kind] = mapped_column(enum_by_value(Kind))
    # Names the window it was written in, until that is loaded anew: so a window never collides with itself.
    window_key: Mapped[str] = mapped_column(String(24), default="")
    language: Mapped[str] = mapped_column(String(12))
    source: Mapped[Words]
    # What was filled into the assignment's fields, by their key.
    filled: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    links: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Numbers of files handed in with it, in order.
    file_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    digest: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("submission_id", "number"),)
