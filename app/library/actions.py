"""Publishing. A revision is added, never changed."""

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import func, select

from app.content.course import Course
from app.content.dating import dated
from app.content.digest import digest_of
from app.content.paragraphs import with_places
from app.content.pictures import with_sources
from app.content.serial import to_json
from app.library.events import CoursePublished
from app.library.models import CompiledCourse, CourseRecord, MediaVariant, Revision, SourceFile
from app.library.pictures import RASTER, variants_of
from app.library.queries import find_current_revision
from app.platform import clock
from app.platform.database import db
from app.platform.errors import Conflict
from app.platform.events import announce
from app.platform.i18n import _

# Raised whenever the compiler makes other HTML of the same source, so that publishing renews what is kept.
COMPILER = 4


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing came to: the revision that is current now, and whether it is new."""

    number: int
    digest: str
    is_new: bool


def publish(course: Course, files: Mapping[str, bytes], *, based_on: AbstractSet[str], note: str = "") -> Publication:
    """Make these files the current revision of the course.

    `based_on` holds the digests of the revisions that the writer's files were made from; none for a new course.
    Raises Conflict when the current revision is not among them: somebody published in between.
    """
    digest = digest_of(files)
    current = find_current_revision(course.slug)
    if current is not None and current.digest == digest:
        _renew(current, course, files)
        return Publication(current.number, digest, is_new=False)
    if current is not None and current.digest not in based_on:
        raise Conflict(
            _(
                "Edition %(number)s of “%(slug)s” was published after this folder was made from an older one. "
                "Nothing was changed. Pull it into another folder, bring your changes over, and publish that; "
                "or, if it may go, publish with --replacing %(number)s.",
                number=current.number,
                slug=course.slug,
            )
        )
    dates = _dates_of_blocks(course, current)
    revision = Revision(
        course_slug=course.slug,
        number=_next_number(course.slug),
        parent_id=current.id if current else None,
        digest=digest,
        manifest=_keep_files(course, files),
        compiled_with=COMPILER,
        published_at=clock.now(),
        note=note,
        block_dates={digest: day.isoformat() for digest, day in dates.items()},
    )
    db.session.add(revision)
    db.session.flush()
    db.session.add(CompiledCourse(revision_id=revision.id, text=_compiled(course, dates, files)))
    _make_current(revision)
    announce(CoursePublished(course.slug, revision.id, course))
    return Publication(revision.number, digest, is_new=True)


def _renew(revision: Revision, course: Course, files: Mapping[str, bytes]) -> None:
    if revision.compiled_with != COMPILER:
        kept = {block: date.fromisoformat(day) for block, day in revision.block_dates.items()}
        db.session.get_one(CompiledCourse, revision.id).text = _compiled(course, kept, files)
        revision.compiled_with = COMPILER
        db.session.flush()


def _compiled(course: Course, dates: Mapping[str, date], files: Mapping[str, bytes]) -> str:
    """The course as pages need it: with days in its notes, pictures in several widths, and places of paragraphs."""
    return to_json(with_places(with_sources(dated(course, dates), _keep_variants(course, files))))


def _dates_of_blocks(course: Course, parent: Revision | None) -> dict[str, date]:
    """For each block of the original, the day it was first published as it reads now."""
    known = parent.block_dates if parent is not None else {}
    return {block: date.fromisoformat(known[block]) if block in known else clock.today() for block in course.blocks}


def _next_number(slug: str) -> int:
    latest = db.session.scalar(select(func.max(Revision.number)).where(Revision.course_slug == slug))
    return (latest or 0) + 1


def _make_current(revision: Revision) -> None:
    record = db.session.get(CourseRecord, revision.course_slug)
    if record is None:
        db.session.add(CourseRecord(slug=revision.course_slug, current_revision_id=revision.id))
    else:
        record.current_revision_id = revision.id
    db.session.flush()


def _keep_files(course: Course, files: Mapping[str, bytes]) -> dict[str, str]:
    """Keep the files that are not kept yet; returns the manifest."""
    manifest = {path: sha256(content).hexdigest() for path, content in files.items()}
    kept = set(db.session.scalars(select(SourceFile.digest).where(SourceFile.digest.in_(set(manifest.values())))))
    types = {file.path: file.content_type for file in course.media}
    fresh = {digest: path for path, digest in manifest.items() if digest not in kept}
    for digest, path in fresh.items():
        db.session.add(SourceFile(digest=digest, content=files[path], media_type=types.get(path)))
    db.session.flush()
    return manifest


def _keep_variants(course: Course, files: Mapping[str, bytes]) -> dict[str, list[int]]:
    """Make the pictures of the course in the widths screens need; returns the widths by the digest in their address."""
    pictures = {sha256(files[one.path]).hexdigest(): one for one in course.media if one.content_type in RASTER}
    made: dict[str, list[int]] = defaultdict(list)
    rows = db.session.execute(
        select(MediaVariant.digest, MediaVariant.width)
        .where(MediaVariant.digest.in_(pictures))
        .order_by(MediaVariant.width)
    )
    for digest, width in rows:
        made[digest].append(width)
    for digest, picture in pictures.items():
        if digest in made:
            continue
        for width, content in variants_of(files[picture.path]).items():
            db.session.add(MediaVariant(digest=digest, width=width, content=content))
            made[digest].append(width)
    db.session.flush()
    return {pictures[digest].digest[:32]: widths for digest, widths in made.items()}
