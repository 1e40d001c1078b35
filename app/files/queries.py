"""Reads of files that people handed in."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from app.files.keeping import has_content
from app.files.models import StoredFile
from app.platform.database import db
from app.platform.errors import NotFound
from app.platform.i18n import _


def find_file(file_id: int) -> StoredFile | None:
    """The file of this number, if it is needed still."""
    return db.session.scalar(select(StoredFile).where(StoredFile.id == file_id, StoredFile.dropped_at.is_(None)))


def get_file(file_id: int) -> StoredFile:
    """The file of this number; raises NotFound once it was dropped."""
    found = find_file(file_id)
    if found is None:
        raise NotFound(_("There is no such file, or it was taken away."))
    return found


def files_of(owner_id: int) -> Sequence[StoredFile]:
    """All that somebody handed in and that is needed, the oldest first."""
    mine = select(StoredFile).where(StoredFile.owner_id == owner_id, StoredFile.dropped_at.is_(None))
    return db.session.scalars(mine.order_by(StoredFile.id)).all()


def files_with(file_ids: Sequence[int]) -> list[StoredFile]:
    """The files of these numbers that are needed, in this order; asks nothing when there are none."""
    if not file_ids:
        return []
    these = select(StoredFile).where(StoredFile.id.in_(file_ids), StoredFile.dropped_at.is_(None))
    found = {file.id: file for file in db.session.scalars(these)}
    return [found[number] for number in file_ids if number in found]


def room_used_by(owner_id: int) -> int:
    """How many bytes somebody's files take together."""
    mine = select(func.sum(StoredFile.size)).where(StoredFile.owner_id == owner_id, StoredFile.dropped_at.is_(None))
    return int(db.session.scalar(mine) or 0)


def digests_in_use() -> set[str]:
    """Of every file that has a row, dropped lately or not."""
    return set(db.session.scalars(select(StoredFile.digest).distinct()))


def files_without_content() -> Iterator[int]:
    """The numbers of files whose content is not there, or not whole, as after half a restore."""
    columns = (StoredFile.id, StoredFile.digest, StoredFile.size)
    for file_id, digest, size in db.session.execute(select(*columns).order_by(StoredFile.id)).all():
        if not has_content(digest, size):
            yield file_id
