"""Reads of published courses. The heavy part, the compiled text, is read once a revision and then kept in memory."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, func, select, true

from app.library import shelf
from app.library.editions import Edition
from app.library.models import CompiledCourse, CourseRecord, MediaVariant, Revision, SourceFile
from app.platform.database import db, read_values
from app.platform.errors import NotFound
from app.platform.i18n import _

# What tells a revision from others without its text; other floors add these to statements of their own. Columns of the
# table rather than of the class: they are read at every page, and SQLAlchemy spares the steps it takes for objects.
_revision = Revision.__table__.c
REVISION_COLUMNS = (
    _revision.id.label("revision_id"),
    _revision.digest.label("revision_digest"),
    _revision.number.label("revision_number"),
    _revision.published_at.label("revision_published_at"),
    _revision.compiled_with.label("revision_compiled_with"),
)
_course = CourseRecord.__table__.c
_CURRENT = (
    select(*REVISION_COLUMNS)
    .select_from(Revision.__table__)
    .join(CourseRecord.__table__, _course.current_revision_id == _revision.id)
)
_CURRENT_OF_ONE = _CURRENT.where(_course.slug == bindparam("slug"))
_CURRENT_OF_ALL = _CURRENT.order_by(_course.slug)


def find_edition(slug: str) -> Edition | None:
    """The edition of a course that learners see now."""
    facts = read_values(_CURRENT_OF_ONE, slug=slug).first()
    return None if facts is None else edition_behind(facts)


def get_edition(slug: str) -> Edition:
    """The edition of a course that learners see now; raises NotFound when there is no such course."""
    edition = find_edition(slug)
    if edition is None:
        raise NotFound(_("There is no course at this address. It may have been renamed; look in the list of courses."))
    return edition


def all_editions() -> list[Edition]:
    """The current editions of all courses."""
    return [edition_behind(facts) for facts in read_values(_CURRENT_OF_ALL)]


def edition_of_revision(revision_id: int) -> Edition:
    """A certain edition, which need not be the current one."""
    return edition_behind(db.session.execute(select(*REVISION_COLUMNS).where(_revision.id == revision_id)).one())


def edition_behind(facts: Row) -> Edition:  # type: ignore[type-arg]
    """The edition that a row with REVISION_COLUMNS speaks of, from memory or from the database."""
    key = (facts.revision_digest, facts.revision_id, facts.revision_compiled_with)
    edition = shelf.find(key)
    if edition is not None:
        return edition
    wanted = select(CompiledCourse.text).where(CompiledCourse.revision_id == facts.revision_id)
    compiled = db.session.execute(wanted).scalar_one()
    return shelf.keep(key, compiled=compiled, number=facts.revision_number, published_at=facts.revision_published_at)


def titles_by_slug() -> dict[str, str]:
    """The titles of all published courses, in the language each was written in."""
    return {edition.course.slug: edition.course.title for edition in all_editions()}


def media_in_all() -> tuple[int, int]:
    """How many files of courses are kept that learners may fetch, widths of pictures among them, and their bytes."""
    number = size = 0
    for kept, condition in ((SourceFile, SourceFile.media_type.is_not(None)), (MediaVariant, true())):
        counted = select(func.count(), func.coalesce(func.sum(func.length(kept.content)), 0)).where(condition)
        found, length = db.session.execute(counted).one()
        number, size = number + found, size + int(length)
    return number, size


@dataclass(frozen=True, slots=True)
class Media:
    """A file that learners may fetch."""

    content: bytes
    media_type: str


def find_media(digest_start: str) -> Media | None:
    """A media file by the beginning of its digest, 32 hex digits."""
    row = db.session.execute(
        select(SourceFile.content, SourceFile.media_type)
        .where(SourceFile.digest.startswith(digest_start, autoescape=True), SourceFile.media_type.is_not(None))
        .limit(1)
    ).first()
    return None if row is None or row.media_type is None else Media(row.content, row.media_type)


def find_media_variant(digest_start: str, width: int) -> Media | None:
    """A picture in a certain width, by the beginning of its file's digest."""
    content = db.session.scalar(
        select(MediaVariant.content)
        .where(MediaVariant.digest.startswith(digest_start, autoescape=True), MediaVariant.width == width)
        .limit(1)
    )
    return None if content is None else Media(content, "image/webp")


def find_current_revision(slug: str) -> Revision | None:
    """The current revision's row without its text and files."""
    return db.session.scalar(
        select(Revision)
        .join(CourseRecord, CourseRecord.current_revision_id == Revision.id)
        .where(CourseRecord.slug == slug)
    )


def revisions_of(slug: str) -> list[tuple[int, str, datetime, str]]:
    """Number, digest, date and note of every revision, newest first."""
    return [
        (number, digest, published_at, note)
        for number, digest, published_at, note in db.session.execute(
            select(Revision.number, Revision.digest, Revision.published_at, Revision.note)
            .where(Revision.course_slug == slug)
            .order_by(Revision.number.desc())
        )
    ]


def files_of(revision: Revision) -> dict[str, bytes]:
    """The source files of a revision, as they were written."""
    contents = {
        digest: content
        for digest, content in db.session.execute(
            select(SourceFile.digest, SourceFile.content).where(SourceFile.digest.in_(set(revision.manifest.values())))
        )
    }
    return {path: contents[digest] for path, digest in revision.manifest.items()}
