"""Posts as the search finds them, each in all its languages.

Whatever shows, hides, moves, changes or translates posts says so here, in its transaction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, Select, select

from app.forum.kinds import PostState
from app.forum.models import Category, Post, Thread
from app.forum.translation_models import Translation
from app.forum.writing import text_of
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


# A row of _FACTS is post, thread and category at once.
_Facts = Row[*tuple[Any, ...]]


def find_again(*posts: Post) -> None:
    """Let these posts be found as they are now, and those that nobody else sees not at all."""
    _index(_FACTS.where(Post.id.in_([post.id for post in posts])))


def find_new(category: Category, thread: Thread, post: Post) -> None:
    """Let a post that was just written, and so has no translations, be found, where others than its author see it."""
    if _is_seen(post, thread):
        index.put([_entry(post, thread, category)])


def find_thread_again(*thread_ids: int) -> None:
    """The same for all posts of these threads."""
    _index(_FACTS.where(Post.thread_id.in_(thread_ids)))


def _index(wanted: Select[*tuple[Any, ...]]) -> None:
    db.session.flush()
    rows = db.session.execute(wanted).all()
    # What changed its language would else be found in both.
    index.drop(KIND, [str(row.id) for row in rows])
    index.put(_entries(rows))


def _entries(rows: Sequence[_Facts]) -> list[Entry]:
    """Those that somebody else sees, as they were written and in each language that they were put into."""
    written = {row.id: _entry(row, row, row) for row in rows if _is_seen(row, row)}
    if not written:
        return []
    translations = db.session.execute(
        select(Translation.post_id, Translation.language, Translation.html, Translation.author_id)
        # Of words that went with an account, nothing is left.
        .where(Translation.post_id.in_(written), Translation.html != "")
        .order_by(Translation.post_id, Translation.language)
    )
    translated = [
        replace(
            written[one.post_id],
            language=one.language,
            text=text_of(one.html),
            translated_from=written[one.post_id].language,
            translator_id=one.author_id,
        )
        for one in translations
        # A post may have been written anew in that language since.
        if one.language != written[one.post_id].language
    ]
    return [*written.values(), *translated]


def _is_seen(post: Post | _Facts, thread: Thread | _Facts) -> bool:
    return post.state is PostState.SHOWN and thread.removed_at is None and bool(post.html)


def _entry(post: Post | _Facts, thread: Thread | _Facts, category: Category | _Facts) -> Entry:
    return Entry(
        kind=KIND,
        reference=str(post.id),
        language=post.language,
        title=thread.title,
        text=text_of(post.html),
        at=post.made_at,
        scope=scope_of_category(category.key),
        author_id=post.author_id,
        course_slug=category.course_slug or "",
        category=category.key,
        thread_kind=thread.kind.value,
    )


def all_entries() -> Iterator[Entry]:
    """Every post that somebody else than its author may find, oldest first, in each of its languages."""
    last = 0
    while rows := db.session.execute(_FACTS.where(Post.id > last).order_by(Post.id).limit(_AT_ONCE)).all():
        last = rows[-1].id
        yield from _entries(rows)
