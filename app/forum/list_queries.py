"""Reads of lists of threads: which there are, how many, and what is new in each to whoever reads.

Each statement is made once for each way in which lists are chosen, with places for its values.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, String, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.forum.kinds import Followed, IdeaStatus, PostState, ThreadKind
from app.forum.models import Follow, Post, Reading, Thread
from app.forum.part_models import ThreadTopic
from app.forum.wishes import ANY_LANGUAGE, Show, Wish
from app.platform.database import read_values
from app.platform.paging import PageOf

PAGE = 20
_thread, _post, _read = Thread.__table__.c, Post.__table__.c, Reading.__table__.c
_follow, _topic = Follow.__table__.c, ThreadTopic.__table__.c
_starter = aliased(User.__table__)


@dataclass(frozen=True, slots=True)
class Line:
    """A thread in a list, as its reader sees it."""

    id: int
    category_id: int
    kind: ThreadKind
    title: str
    language: str
    author: str
    last_post_at: datetime
    last_number: int
    replies: int
    votes: int
    status: IdeaStatus | None
    is_answered: bool
    is_pinned: bool
    is_locked: bool
    # How many posts are new to the reader, and whether they have never opened it.
    unread: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Threads(PageOf[Line]):
    """A page of threads in the reader's languages, and how many there are in others."""

    others: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """What the lists of a category show: how many threads, how many of them in some languages, and the newest post."""

    threads: int
    in_languages: int
    last_post_at: datetime


def threads_in(
    category_ids: Collection[int],
    user_id: int,
    wish: Wish,
    *,
    caught_up_at: datetime | None,
    pinned_first: bool,
    among: Select[tuple[int]] | None = None,
    counted: tuple[int, int] | None = None,
) -> Threads:
    """A page of the threads in these categories, of all or some, those with the newest posts first.

    What is pinned at the top is shown in whatever language it is. `counted`, where that is known: how many of the
    threads are in languages that their reader reads, and how many are not.
    """
    choice = _Choice(
        show=wish.show,
        has_kind=wish.kind is not None,
        has_language=wish.language not in ("", ANY_LANGUAGE),
        has_topic=bool(wish.topic),
        has_caught_up=caught_up_at is not None,
        is_in_mine=wish.is_in_mine,
        pinned_first=pinned_first,
    )
    counting, listing = _statements(choice) if among is None else _statements_among(choice, among)
    asked = {
        "category_ids": list(category_ids),
        "user_id": user_id,
        "kind": wish.kind,
        "language": wish.language,
        "topic": wish.topic,
        "mine": list(wish.mine),
        "caught_up_at": caught_up_at,
        "followed": _followed_by(user_id) if wish.show is Show.FOLLOWED else [],
    }
    total, others = counted or _numbers_of(counting, asked)
    page = min(max(1, wish.page), max(1, -(-total // PAGE)))
    rows = read_values(listing, **asked, passed_over=(page - 1) * PAGE)
    return Threads([_line(row, caught_up_at) for row in rows], page, PAGE, total, others)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What decides how the statements for a list of threads read, apart from their values."""

    show: Show
    has_kind: bool
    has_language: bool
    has_topic: bool
    has_caught_up: bool
    is_in_mine: bool
    pinned_first: bool


@lru_cache(maxsize=256)
def _statements(choice: _Choice) -> tuple[Select[Any], Select[Any]]:
    return _statements_among(choice, None)


def _statements_among(choice: _Choice, among: Select[tuple[int]] | None) -> tuple[Select[Any], Select[Any]]:
    """What counts the threads in languages that are read and the others, and what lists a page of the former."""
    chosen = _chosen(choice)
    if among is not None:
        chosen = chosen.where(_thread.id.in_(among))
    is_read = _is_read(choice.pinned_first)
    fitting = func.count(case((is_read, 1))) if choice.is_in_mine else func.count()
    counted: list[ColumnElement[Any]] = [func.count().label("whole"), fitting.label("fitting")]
    order: list[ColumnElement[Any]] = [_thread.last_post_at.desc(), _thread.id.desc()]
    if choice.pinned_first:
        order.insert(0, _thread.pinned_at.is_(None))
    listing = (
        (chosen.where(is_read) if choice.is_in_mine else chosen)
        .outerjoin(_starter, _starter.c.id == _thread.author_id)
        .add_columns(_starter.c.name.label("author"))
        .order_by(*order)
        .limit(PAGE)
        .offset(bindparam("passed_over"))
    )
    return chosen.with_only_columns(*counted), listing


def is_listed() -> list[ColumnElement[bool]]:
    """What holds of the threads that lists show."""
    return [_thread.removed_at.is_(None), _thread.archived_at.is_(None), _thread.merged_into_id.is_(None)]


_LISTED = (
    select(
        _thread.category_id,
        func.count().label("threads"),
        func.count(case((_thread.language.in_(bindparam("languages", expanding=True)), 1))).label("in_languages"),
        func.max(_thread.last_post_at).label("last_post_at"),
    )
    .where(_thread.category_id.in_(bindparam("category_ids", expanding=True)), *is_listed())
    .group_by(_thread.category_id)
)


def listed_in(category_ids: Sequence[int], languages: Sequence[str]) -> dict[int, Listed]:
    """By category, what its lists show; those without any threads are left out."""
    rows = read_values(_LISTED, category_ids=list(category_ids), languages=list(languages))
    return {row.category_id: Listed(row.threads, row.in_languages, row.last_post_at) for row in rows}


def _is_mine() -> list[ColumnElement[bool]]:
    """What is listed, and what somebody wrote that waits until it is looked at."""
    is_held = and_(_thread.held_at.is_not(None), _thread.author_id == bindparam("user_id"))
    return [or_(_thread.removed_at.is_(None), is_held), *is_listed()[1:]]


def _chosen(choice: _Choice) -> Select[Any]:
    reader: BindParameter[Any] = bindparam("user_id")
    table = Thread.__table__.outerjoin(Reading.__table__, and_(_read.thread_id == _thread.id, _read.user_id == reader))
    chosen: Select[Any] = (
        select(
            _thread.id,
            _thread.category_id,
            _thread.kind,
            _thread.title,
            _thread.language,
            _thread.last_post_at,
            _thread.last_number,
            _thread.replies,
            _thread.votes,
            _thread.status,
            _thread.accepted_post_id,
            _thread.pinned_at,
            _thread.locked_at,
            _read.read_up_to,
        )
        .select_from(table)
        .where(
            _thread.category_id.in_(bindparam("category_ids", expanding=True)),
            *(_is_mine() if choice.show is Show.MINE else is_listed()),
        )
    )
    if choice.has_kind:
        chosen = chosen.where(_thread.kind == bindparam("kind"))
    if choice.has_language:
        chosen = chosen.where(_thread.language == bindparam("language"))
    if choice.has_topic:
        topic = bindparam("topic", type_=String)
        # A goal stands for its targets, too. No key holds a sign that LIKE understands.
        is_about = or_(_topic.topic == topic, _topic.topic.like(topic + ".%"))
        chosen = chosen.where(_thread.id.in_(select(_topic.thread_id).where(is_about)))
    match choice.show:
        case Show.UNREAD:
            is_begun = _read.read_up_to < _thread.last_number
            is_fresh: ColumnElement[bool] = _read.read_up_to.is_(None)
            if choice.has_caught_up:
                is_fresh = and_(is_fresh, _thread.last_post_at > bindparam("caught_up_at"))
            chosen = chosen.where(or_(is_begun, is_fresh))
        case Show.UNANSWERED:
            chosen = chosen.where(_thread.kind == ThreadKind.QUESTION, _thread.accepted_post_id.is_(None))
        case Show.FOLLOWED:
            chosen = chosen.where(_thread.id.in_(bindparam("followed", expanding=True)))
        case Show.MINE:
            written = select(_post.thread_id).where(_post.author_id == reader, _post.state != PostState.REMOVED)
            chosen = chosen.where(_thread.id.in_(written))
    return chosen


def _numbers_of(counting: Select[Any], asked: Mapping[str, object]) -> tuple[int, int]:
    """How many of the chosen threads are in languages that their reader reads, and how many are not."""
    row = read_values(counting, **asked).one()
    return row.fitting, row.whole - row.fitting


def _is_read(pinned_first: bool) -> ColumnElement[bool]:
    is_mine = _thread.language.in_(bindparam("mine", expanding=True))
    return or_(is_mine, _thread.pinned_at.is_not(None)) if pinned_first else is_mine


def _followed_by(user_id: int) -> list[int]:
    """The numbers of the threads that somebody follows."""
    followed = select(_follow.target).where(_follow.user_id == user_id, _follow.what == Followed.THREAD)
    return [int(target) for target in read_values(followed).scalars()]


def _line(row: Sequence[Any], caught_up_at: datetime | None) -> Line:
    # Taken apart at once: to look for each value by its name takes longer than to read it.
    (
        id_,
        category_id,
        kind,
        title,
        language,
        last_post_at,
        last_number,
        replies,
        votes,
        status,
        accepted_post_id,
        pinned_at,
        locked_at,
        read_up_to,
        author,
    ) = row
    is_old = caught_up_at is not None and last_post_at <= caught_up_at
    return Line(
        id=id_,
        category_id=category_id,
        kind=kind,
        title=title,
        language=language,
        author=author or "",
        last_post_at=last_post_at,
        last_number=last_number,
        replies=replies,
        votes=votes,
        status=status,
        is_answered=accepted_post_id is not None,
        is_pinned=pinned_at is not None,
        is_locked=locked_at is not None,
        unread=0 if read_up_to is None and is_old else max(0, last_number - (read_up_to or 0)),
        is_new=read_up_to is None and not is_old,
    )
