"""Reads of one thread: its posts, and how far somebody has read it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, exists, select
from sqlalchemy.orm import aliased

from app.accounts.models import Organisation, User
from app.forum.care_models import ThreadStep
from app.forum.kinds import Followed, PostState
from app.forum.models import Follow, Post, PostVersion, Reading
from app.platform.database import read_values

_post, _read, _follow = Post.__table__.c, Reading.__table__.c, Follow.__table__.c
_version, _step = PostVersion.__table__.c, ThreadStep.__table__.c
_author, _organisation = aliased(User.__table__), aliased(Organisation.__table__)
_answered, _answered_author = aliased(Post.__table__), aliased(User.__table__)


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote something; `name` is empty for somebody who left."""

    id: int | None
    name: str = ""
    organisation: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class PostKept:
    """A post with its author and what it answers."""

    id: int
    number: int
    author: Author
    language: str
    html: str
    made_at: datetime
    edited_at: datetime | None
    state: PostState
    removed_at: datetime | None
    removed_by: int | None
    removal_reason: str
    removal_rule: str
    helpful: int
    # The post it answers: number and author; None for an answer to the first one.
    reply_to: int | None
    reply_to_id: int | None
    reply_to_author: str


@dataclass(frozen=True, slots=True)
class Attention:
    """What a reader has to do with a thread: how far they have read, and whether they follow it."""

    read_up_to: int | None
    is_followed: bool
    # Whether anything was done to the thread by those who look after it.
    has_steps: bool


_POSTS = (
    select(
        _post.id,
        _post.number,
        _post.author_id,
        _post.language,
        _post.html,
        _post.made_at,
        _post.edited_at,
        _post.state,
        _post.removed_at,
        _post.removed_by,
        _post.removal_reason,
        _post.removal_rule,
        _post.helpful,
        _post.reply_to_id,
        _author.c.name,
        _author.c.country,
        _organisation.c.name.label("organisation"),
        _answered.c.number.label("reply_to"),
        _answered_author.c.name.label("reply_to_author"),
    )
    .select_from(Post.__table__)
    .outerjoin(_author, _author.c.id == _post.author_id)
    .outerjoin(_organisation, _organisation.c.id == _author.c.organisation_id)
    .outerjoin(_answered, _answered.c.id == _post.reply_to_id)
    .outerjoin(_answered_author, _answered_author.c.id == _answered.c.author_id)
)


_BETWEEN = _POSTS.where(
    _post.thread_id == bindparam("thread_id"), _post.number.between(bindparam("first"), bindparam("last"))
).order_by(_post.number)
_reader: BindParameter[Any] = bindparam("user_id")
_thread_read: BindParameter[Any] = bindparam("thread_id")
_ATTENTION = select(
    select(_read.read_up_to)
    .where(_read.user_id == _reader, _read.thread_id == _thread_read)
    .scalar_subquery()
    .label("read_up_to"),
    exists()
    .where(_follow.user_id == _reader, _follow.what == Followed.THREAD, _follow.target == bindparam("target"))
    .label("is_followed"),
    exists().where(_step.thread_id == _thread_read).label("has_steps"),
)


def posts_between(thread_id: int, first: int, last: int) -> list[PostKept]:
    """The posts of a thread with these numbers, in their order; one statement."""
    return [_kept(row) for row in read_values(_BETWEEN, thread_id=thread_id, first=first, last=last)]


def posts_with(post_ids: Collection[int]) -> list[PostKept]:
    """These posts."""
    return [_kept(row) for row in read_values(_POSTS.where(_post.id.in_(post_ids)).order_by(_post.number))]


def attention_of(user_id: int, thread_id: int) -> Attention:
    """What somebody has to do with a thread; one statement."""
    row = read_values(_ATTENTION, user_id=user_id, thread_id=thread_id, target=str(thread_id)).one()
    return Attention(row.read_up_to, bool(row.is_followed), bool(row.has_steps))


@dataclass(frozen=True, slots=True)
class VersionKept:
    """How a post read from one moment on."""

    source: str
    written_at: datetime


def versions_of(post_id: int) -> list[VersionKept]:
    """How a post read before it was changed, the oldest first."""
    rows = read_values(
        select(_version.source, _version.written_at).where(_version.post_id == post_id).order_by(_version.id)
    )
    return [VersionKept(row.source, row.written_at) for row in rows]


def _kept(row: object) -> PostKept:
    kept = row._mapping  # type: ignore[attr-defined]
    return PostKept(
        id=kept["id"],
        number=kept["number"],
        author=Author(kept["author_id"], kept["name"] or "", kept["organisation"] or "", kept["country"] or ""),
        language=kept["language"],
        html=kept["html"],
        made_at=kept["made_at"],
        edited_at=kept["edited_at"],
        state=kept["state"],
        removed_at=kept["removed_at"],
        removed_by=kept["removed_by"],
        removal_reason=kept["removal_reason"],
        removal_rule=kept["removal_rule"],
        helpful=kept["helpful"],
        reply_to=kept["reply_to"],
        reply_to_id=kept["reply_to_id"],
        reply_to_author=kept["reply_to_author"] or "",
    )
