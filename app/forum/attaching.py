"""Files that belong to posts: they come with a post, and go with it. Nothing here commits."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select

from app.files.actions import drop_file, keep_file
from app.forum.attached import MOST_FILES, NewFile
from app.forum.part_models import PostFile
from app.platform.database import db
from app.platform.errors import CannotBe
from app.platform.i18n import ngettext


def attach(post_id: int, owner_id: int, files: Sequence[NewFile]) -> None:
    """Add files to a post; raises CannotBe beyond the most it may have, or where there is no room for them."""
    if not files:
        return
    there = db.session.scalar(select(func.count()).where(PostFile.post_id == post_id)) or 0
    if there + len(files) > MOST_FILES:
        raise CannotBe(
            ngettext(
                "A post has at most one file. Nothing was changed.",
                "A post has at most %(num)s files. Take one out first; nothing was changed.",
                MOST_FILES,
            )
        )
    for file in files:
        stored = keep_file(owner_id, file.clean)
        db.session.add(PostFile(post_id=post_id, file_id=stored.id, description=file.description))
    db.session.flush()


def detach(post_id: int, numbers: Collection[int] | None = None) -> None:
    """Take files out of a post, all of them where no numbers are told; their content goes a day later."""
    of_post = select(PostFile).where(PostFile.post_id == post_id)
    chosen = of_post if numbers is None else of_post.where(PostFile.id.in_(numbers))
    for one in db.session.scalars(chosen).all():
        db.session.execute(delete(PostFile).where(PostFile.id == one.id))
        drop_file(one.file_id)
