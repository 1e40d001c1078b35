"""Published courses as the database keeps them: files as written, revisions that never change, which one is current."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.database import Key, Model, Reference


class SourceFile(Model):
    """A file of a course, kept once however many revisions hold it."""

    __tablename__ = "source_file"

    # SHA-256 of the content, in hex.
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    # Set for files that learners may fetch; texts, which hold the answers of quizzes, have none.
    media_type: Mapped[str | None] = mapped_column(String(100))


class MediaVariant(Model):
    """A picture in a certain width, as WebP; made at publishing, and can be made again from the file."""

    __tablename__ = "media_variant"

    digest: Mapped[str] = mapped_column(
        String(64), ForeignKey("source_file.digest", ondelete="CASCADE"), primary_key=True
    )
    width: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Revision(Model):
    """One edition of a course. What was written never changes; what is compiled can always be made again from it."""

    __tablename__ = "revision"

    id: Mapped[Key]
    course_slug: Mapped[str] = mapped_column(String(100))
    number: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(Reference, ForeignKey("revision.id"))
    digest: Mapped[str] = mapped_column(String(64))
    # Paths in the course folder, each with the digest of its file.
    manifest: Mapped[dict[str, str]] = mapped_column(JSON)
    compiled_with: Mapped[int]
    published_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text, default="")
    # For each block of the original text, by its digest, the day it was first published, in ISO form.
    block_dates: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)

    __table_args__ = (UniqueConstraint("course_slug", "number"),)


class CompiledCourse(Model):
    """What pages are made from, of one revision.

    It has a table of its own because it is long: SQLite would go through all of it, at every page, to reach what
    stands behind it in a row.
    """

    __tablename__ = "compiled_course"

    revision_id: Mapped[int] = mapped_column(Reference, ForeignKey("revision.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class CourseRecord(Model):
    """A course that has been published, and the revision learners see."""

    __tablename__ = "course"

    slug: Mapped[str] = mapped_column(String(100), primary_key=True)
    current_revision_id: Mapped[int] = mapped_column(Reference, ForeignKey("revision.id"), index=True)

    current: Mapped[Revision] = relationship(lazy="raise_on_sql")
