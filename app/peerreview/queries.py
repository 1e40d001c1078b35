"""Reads of work and its versions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, select

from app.files.models import StoredFile
from app.files.naming import neutral_name
from app.files.queries import find_file
from app.peerreview.attached import number_among
from app.peerreview.models import Submission, SubmissionVersion
from app.peerreview.stages import Kind, Stage, stage_of
from app.peerreview.work import Work
from app.peerreview.writing import Kept
from app.platform.database import read_values

_submission, _version = Submission.__table__.c, SubmissionVersion.__table__.c
_handed_in = SubmissionVersion.__table__.alias("handed_in").c
_WORK = (_version.source, _version.language, _version.filled, _version.links, _version.file_ids)
# A version never changes, so a language that staff put right stands with the submission.
_HANDED_IN_WORK = (_version.source, _submission.language, _version.filled, _version.links, _version.file_ids)
_VERSION = (_version.number, _version.kind, _version.window_key, _version.digest, _version.saved_at)
_MINE = and_(
    _submission.enrolment_id == bindparam("enrolment_id"), _submission.unit_key.in_(bindparam("keys", expanding=True))
)
_MY_WORK = (
    select(
        _submission.id,
        _submission.unit_key,
        _submission.round,
        _submission.revision_id,
        _submission.handed_in_at,
        _submission.handed_in_number,
        _submission.opened_at,
        _submission.withdrawn_at,
        _submission.language.label("language_now"),
        _handed_in.digest.label("handed_in_digest"),
        _handed_in.language.label("language_said"),
        *_VERSION,
        *_WORK,
    )
    .select_from(Submission.__table__)
    .join(
        SubmissionVersion.__table__,
        and_(_version.submission_id == _submission.id, _version.number == _submission.current_number),
    )
    .outerjoin(
        _handed_in.number.table,
        and_(_handed_in.submission_id == _submission.id, _handed_in.number == _submission.handed_in_number),
    )
    .where(_MINE)
    .order_by(_submission.round.desc())
    .limit(1)
)
_VERSIONS = (
    select(_submission.round, _submission.handed_in_number, _submission.current_number, *_VERSION, _version.file_ids)
    .join(SubmissionVersion.__table__, _version.submission_id == _submission.id)
    .where(_MINE)
    .order_by(_version.number.desc())
)
_ONE_VERSION = (
    select(_submission.round, *_VERSION, *_WORK)
    .join(SubmissionVersion.__table__, _version.submission_id == _submission.id)
    .where(_MINE, _version.number == bindparam("number"))
)
_PAPER = (
    select(
        _submission.author_id,
        _submission.course_slug,
        _submission.unit_key,
        _submission.revision_id,
        _version.number,
        *_HANDED_IN_WORK,
    )
    .join(
        SubmissionVersion.__table__,
        and_(_version.submission_id == _submission.id, _version.number == _submission.handed_in_number),
    )
    .where(
        _submission.id == bindparam("submission_id"),
        _submission.handed_in_at.is_not(None),
        _submission.withdrawn_at.is_(None),
    )
)


_FILES_NEEDED = (
    select(_version.file_ids)
    .join(Submission.__table__, _version.submission_id == _submission.id)
    .where(_submission.author_id == bindparam("author_id"))
)


@dataclass(frozen=True, slots=True)
class MyWork:
    """Somebody's work for an assignment in its latest round, with the version they go on with."""

    submission_id: int
    unit_key: str
    round: int
    revision_id: int
    version: Kept
    work: Work
    handed_in_at: datetime | None
    handed_in_number: int | None
    opened_at: datetime | None
    withdrawn_at: datetime | None
    # Whether what is handed in differs from the version they go on with.
    has_changed: bool
    # The language of what is handed in: as its author said, or as staff put it right. Until then, of what is written.
    language: str

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return stage_of(self.handed_in_at, self.opened_at, self.withdrawn_at)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in a list."""

    round: int
    version: Kept
    is_current: bool
    is_handed_in: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One version with all that is in it."""

    round: int
    version: Kept
    work: Work


@dataclass(frozen=True, slots=True)
class Paper:
    """What a reviewer reads: the work as it was handed in, and the edition of the course whose rubric it is held to."""

    submission_id: int
    author_id: int
    course_slug: str
    unit_key: str
    revision_id: int
    # Of the version that was handed in.
    number: int
    work: Work


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file for a reviewer: they are given it under this name, since its own may tell whose it is."""

    file: StoredFile
    called: str


def find_work(enrolment_id: int, unit_keys: Sequence[str]) -> MyWork | None:
    """A person's work for an assignment, under any of the keys it has had; None when they have not begun."""
    row = read_values(_MY_WORK, enrolment_id=enrolment_id, keys=list(unit_keys)).first()
    if row is None:
        return None
    return MyWork(
        submission_id=row.id,
        unit_key=row.unit_key,
        round=row.round,
        revision_id=row.revision_id,
        version=_kept(row),
        work=replace(_work(row), language=_language_to_go_on_in(row)),
        handed_in_at=row.handed_in_at,
        handed_in_number=row.handed_in_number,
        opened_at=row.opened_at,
        withdrawn_at=row.withdrawn_at,
        has_changed=row.handed_in_digest not in (None, row.digest),
        language=row.language_now,
    )


def versions_of(enrolment_id: int, unit_keys: Sequence[str]) -> list[VersionLine]:
    """All versions of a person's work for an assignment, of all rounds, the latest first."""
    rows = read_values(_VERSIONS, enrolment_id=enrolment_id, keys=list(unit_keys))
    return [
        VersionLine(row.round, _kept(row), row.number == row.current_number, row.number == row.handed_in_number)
        for row in rows
    ]


def find_version(enrolment_id: int, unit_keys: Sequence[str], number: int) -> Version | None:
    """One version of a person's own work."""
    row = read_values(_ONE_VERSION, enrolment_id=enrolment_id, keys=list(unit_keys), number=number).first()
    return None if row is None else Version(row.round, _kept(row), _work(row))


def find_paper(submission_id: int) -> Paper | None:
    """What reviewers see of a submission; None when it is not handed in, or no longer."""
    row = read_values(_PAPER, submission_id=submission_id).first()
    if row is None:
        return None
    return Paper(submission_id, row.author_id, row.course_slug, row.unit_key, row.revision_id, row.number, _work(row))


def find_file_of_paper(submission_id: int, file_id: int) -> PaperFile | None:
    """A file of what reviewers see, for somebody who may read that; None when it is no part of it, or no longer."""
    paper = find_paper(submission_id)
    number = number_among(paper.work.file_ids, file_id) if paper else None
    file = find_file(file_id) if number else None
    if paper is None or number is None or file is None or file.owner_id != paper.author_id:
        return None
    return PaperFile(file, neutral_name(number, file.kind))


def files_needed_by(author_id: int) -> set[int]:
    """The numbers of the files that any version of somebody's work holds."""
    return {number for (held,) in read_values(_FILES_NEEDED, author_id=author_id) for number in held}


def _language_to_go_on_in(row: Row[Any]) -> str:
    """Where staff put right what its author had said of the language, whatever says the same still is right as well."""
    language: str = row.language_now if row.language == row.language_said else row.language
    return language


def _kept(row: Row[Any]) -> Kept:
    return Kept(row.number, Kind(row.kind), row.window_key, row.digest, row.saved_at, tuple(row.file_ids))


def _work(row: Row[Any]) -> Work:
    return Work(row.source, row.language, row.filled, tuple(row.links), tuple(row.file_ids))
