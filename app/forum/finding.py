"""Posts as the search finds them, each in all its languages.

Whatever shows, hides, moves, changes or translates posts says so here, in its transaction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from app.forum.kinds import PostState, ThreadKind
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


@dataclass(frozen=True, slots=True)
class Facts:
    """A post, its thread and its category, as far as the search knows of them."""

    id: int
    language: str
    html: str
    made_at: datetime
    author_id: int | None
    state: PostState
    title: str
    kind: ThreadKind
    removed_at: datetime | None
    key: str
    course_slug: str | None


def find_again(*posts: Post) -> None:
    """Let these posts be found as they are now, and those that nobody else sees not at all."""
    _index(_FACTS.where(Post.id.in_([post.id for post in posts])))


def find_new(post: Facts) -> None:
    """Let a post that was just written, and so has no translations, be found, where others than its author see it."""
    if _is_seen(post):
        index.put([_entry(post)])


def find_thread_again(*thread_ids: int) -> None:
    """The same for all posts of these threads."""
    _index(_FACTS.where(Post.thread_id.in_(thread_ids)))


def _index(wanted: Select[*tuple[Any, ...]]) -> None:
    db.session.flush()
    posts = _facts(wanted)
    # What changed its language would else be found in both.
    index.drop(KIND, [str(post.id) for post in posts])
    index.put(_entries(posts))


def _facts(wanted: Select[*tuple[Any, ...]]) -> list[Facts]:
    return [Facts(*row) for row in db.session.execute(wanted)]


def _entries(posts: Sequence[Facts]) -> list[Entry]:
    """Those that somebody else sees, as they were written and in each language that they were put into."""
    written = {post.id: _entry(post) for post in posts if _is_seen(post)}
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


def _is_seen(post: Facts) -> bool:
    return post.state is PostState.SHOWN and post.removed_at is None and bool(post.html)


def _entry(post: Facts) -> Entry:
    return Entry(
        kind=KIND,
        reference=str(post.id),
        language=post.language,
        title=post.title,
        text=text_of(post.html),
        at=post.made_at,
        scope=scope_of_category(post.key),
        author_id=post.author_id,
        course_slug=post.course_slug or "",
        category=post.key,
        thread_kind=post.kind.value,
    )


def all_entries() -> Iterator[Entry]:
    """Every post that somebody else than its author may find, oldest first, in each of its languages."""
    last = 0
    while posts := _facts(_FACTS.where(Post.id > last).order_by(Post.id).limit(_AT_ONCE)):
        last = posts[-1].id
        yield from _entries(posts)
