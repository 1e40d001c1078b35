"""Keeping files and letting them go. Nothing here commits but the job."""

from datetime import timedelta

from sqlalchemy import delete, update

from app.files.cleaning import CleanFile
from app.files.keeping import forget_contents, keep_content
from app.files.models import StoredFile
from app.files.queries import digests_in_use, room_used_by
from app.platform import clock
from app.platform.database import count_changed, db, transaction
from app.platform.errors import CannotBe
from app.platform.i18n import _, show_size

KEPT = timedelta(days=1)
"""After it was dropped: whoever has a page open that shows the file still finds it."""

MOST_ROOM = 100 * 1024 * 1024
"""For the files of one person, in bytes: they must fit into the copy of their data, too."""


def keep_file(owner_id: int, file: CleanFile) -> StoredFile:
    """Keep a file of somebody; raises CannotBe when all their files would take too much room."""
    size = len(file.content)
    if room_used_by(owner_id) + size > MOST_ROOM:
        raise CannotBe(
            _(
                "Your files would take more than %(size)s together. Take back one that you do not need any more, then try again.",
                size=show_size(MOST_ROOM),
            )
        )
    stored = StoredFile(
        digest=keep_content(file.content),
        kind=file.kind,
        name=file.name,
        size=size,
        owner_id=owner_id,
        kept_at=clock.now(),
        dropped_at=None,
    )
    db.session.add(stored)
    db.session.flush()
    return stored


def drop_file(file_id: int) -> bool:
    """Let a file go that nothing refers to any more; says whether it was there. Its content goes a day later."""
    dropping = update(StoredFile).where(StoredFile.id == file_id, StoredFile.dropped_at.is_(None))
    return count_changed(dropping.values(dropped_at=clock.now())) > 0


def forget_dropped_files() -> None:
    """The job: delete files that were dropped, and all content that no file has any more."""
    with transaction():
        db.session.execute(delete(StoredFile).where(StoredFile.dropped_at < clock.now() - KEPT))
    forget_contents(digests_in_use())
