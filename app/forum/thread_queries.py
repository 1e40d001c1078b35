"""Reads of one thread: its posts, and how far somebody has read it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from app.accounts.models import Organisation, User
from app.forum.kinds import PostState
from app.forum.models import Post, PostVersion, Reading
from app.platform.database import read_values

_post, _read, _version = Post.__table__.c, Reading.__table__.c, PostVersion.__table__.c
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
_READ_UP_TO = select(_read.read_up_to).where(
    _read.user_id == bindparam("user_id"), _read.thread_id == bindparam("thread_id")
)


def posts_between(thread_id: int, first: int, last: int) -> list[PostKept]:
    """The posts of a thread with these numbers, in their order; one statement."""
    return [_kept(row) for row in read_values(_BETWEEN, thread_id=thread_id, first=first, last=last)]


def posts_with(post_ids: Collection[int]) -> list[PostKept]:
    """These posts."""
    return [_kept(row) for row in read_values(_POSTS.where(_post.id.in_(post_ids)).order_by(_post.number))]


def read_up_to(user_id: int, thread_id: int) -> int:
    """The number of the last post of a thread that somebody was shown; 0 for who never came."""
    return read_values(_READ_UP_TO, user_id=user_id, thread_id=thread_id).scalar() or 0


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


def _kept(row: Sequence[Any]) -> PostKept:
    # Taken apart at once: to look for each value by its name takes longer than to read it.
    (
        id_,
        number,
        author_id,
        language,
        html,
        made_at,
        edited_at,
        state,
        removed_at,
        removed_by,
        removal_reason,
        removal_rule,
        helpful,
        reply_to_id,
        name,
        country,
        organisation,
        reply_to,
        reply_to_author,
    ) = row
    return PostKept(
        id=id_,
        number=number,
        author=Author(author_id, name or "", organisation or "", country or ""),
        language=language,
        html=html,
        made_at=made_at,
        edited_at=edited_at,
        state=state,
        removed_at=removed_at,
        removed_by=removed_by,
        removal_reason=removal_reason,
        removal_rule=removal_rule,
        helpful=helpful,
        reply_to=reply_to,
        reply_to_id=reply_to_id,
        reply_to_author=reply_to_author or "",
    )
