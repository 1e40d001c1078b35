"""Posts as the search finds them: whatever shows, hides, moves or changes posts says so here, in its transaction."""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row, Select, select

from app.forum.kinds import PostState
from app.forum.models import Category, Post, Thread
from app.indexing import actions as index
from app.indexing.entries import Entry, scope_of_category
from app.platform.database import db

KIND = "post"
_AT_ONCE = 500
_FACTS = (
    select(
        Post.id,
        Post.language,
        Post.html,
        Post.made_at,
        Post.author_id,
        Post.state,
        Thread.title,
        Thread.kind,
        Thread.removed_at,
        Category.key,
        Category.course_slug,
    )
    .join(Thread, Thread.id == Post.thread_id)
    .join(Category, Category.id == Thread.category_id)
)


def find_again(*posts: Post) -> None:
    """Let these posts be found as they are now, and those that nobody else sees not at all."""
    _index(_FACTS.where(Post.id.in_([post.id for post in posts])))


def find_thread_again(*thread_ids: int) -> None:
    """The same for all posts of these threads."""
    _index(_FACTS.where(Post.thread_id.in_(thread_ids)))


def _index(wanted: Select[*tuple[Any, ...]]) -> None:
    db.session.flush()
    rows = db.session.execute(wanted).all()
    # What changed its language would else be found in both.
    index.drop(KIND, [str(row.id) for row in rows])
    index.put([_entry(row) for row in rows if _is_seen(row)])


def _is_seen(row: Row[*tuple[Any, ...]]) -> bool:
    return row.state is PostState.SHOWN and row.removed_at is None and bool(row.html)


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(
        kind=KIND,
        reference=str(row.id),
        language=row.language,
        title=row.title,
        text=str(Markup(row.html).striptags()),
        at=row.made_at,
        scope=scope_of_category(row.key),
        author_id=row.author_id,
        course_slug=row.course_slug or "",
        category=row.key,
        thread_kind=row.kind.value,
    )


def all_entries() -> Iterator[Entry]:
    """Every post that somebody else than its author may find, oldest first."""
    last = 0
    while rows := db.session.execute(_FACTS.where(Post.id > last).order_by(Post.id).limit(_AT_ONCE)).all():
        last = rows[-1].id
        yield from (_entry(row) for row in rows if _is_seen(row))
