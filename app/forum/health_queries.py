"""Reads of how the forum does, in the categories that somebody may know of. Figures, and no names."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from app.forum.care_models import Case
from app.forum.health import LOOKS_BACK, WEEKS, Waited
from app.forum.kinds import PostState, ThreadKind
from app.forum.models import Post, Thread
from app.platform import clock
from app.platform.database import db, read_values

_case, _post, _thread = Case.__table__.c, Post.__table__.c, Thread.__table__.c
_answer = aliased(Post.__table__)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Questions of a language that nobody but who asked has written in, and since when the oldest waits."""

    language: str
    questions: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many posts wait for a decision, and since when the oldest does."""

    number: int
    oldest_at: datetime | None
    overdue: int


@dataclass(frozen=True, slots=True)
class Week:
    """How many people wrote in a week."""

    begins_at: datetime
    people: int


def waits_in(category_ids: Collection[int]) -> list[Waited]:
    """The threads of the last ninety days, and when each was first answered by somebody else."""
    since = clock.now() - LOOKS_BACK
    first = (
        select(func.min(_answer.c.made_at))
        .where(_answer.c.thread_id == _thread.id, *_is_by_another())
        .correlate(Thread.__table__)
        .scalar_subquery()
    )
    rows = read_values(
        select(_thread.language, _thread.made_at, first.label("answered_at")).where(
            _thread.category_id.in_(category_ids),
            _thread.made_at > since,
            _thread.kind.not_in((ThreadKind.ANNOUNCEMENT, ThreadKind.FISHBOWL)),
            _thread.removed_at.is_(None),
            _thread.merged_into_id.is_(None),
        )
    )
    return [Waited(row.language, row.made_at, row.answered_at) for row in rows]


def unanswered_in(category_ids: Collection[int]) -> list[Unanswered]:
    """Open questions without an answer by anybody else, by language; the oldest first."""
    answered = select(_answer.c.id).where(_answer.c.thread_id == _thread.id, *_is_by_another()).exists()
    oldest = func.min(_thread.made_at)
    rows = read_values(
        select(_thread.language, func.count().label("questions"), oldest.label("oldest_at"))
        .where(
            _thread.category_id.in_(category_ids),
            _thread.kind == ThreadKind.QUESTION,
            _thread.accepted_post_id.is_(None),
            _thread.removed_at.is_(None),
            _thread.archived_at.is_(None),
            _thread.locked_at.is_(None),
            _thread.merged_into_id.is_(None),
            ~answered,
        )
        .group_by(_thread.language)
        .order_by(oldest)
    )
    return [Unanswered(row.language, row.questions, row.oldest_at) for row in rows]


def waiting_in(category_ids: Collection[int], overdue_after: timedelta) -> Waiting:
    """What waits for a decision."""
    is_overdue = case((_case.waiting_since <= clock.now() - overdue_after, 1))
    row = db.session.execute(
        select(
            func.count().label("number"),
            func.min(_case.waiting_since).label("oldest_at"),
            func.count(is_overdue).label("overdue"),
        )
        .select_from(Case.__table__)
        .join(Post.__table__, _post.id == _case.post_id)
        .join(Thread.__table__, _thread.id == _post.thread_id)
        .where(_case.waiting_since.is_not(None), _thread.category_id.in_(category_ids))
    ).one()
    return Waiting(row.number, row.oldest_at, row.overdue)


def people_by_week(category_ids: Collection[int]) -> list[Week]:
    """How many different people wrote in each of the last weeks, the newest first; a week begins on Monday."""
    monday = clock.beginning_of(clock.today() - timedelta(days=clock.today().weekday()))
    begins = [monday - timedelta(weeks=back) for back in range(WEEKS)]
    counts = [
        func.count(
            case(((_post.made_at >= start) & (_post.made_at < start + timedelta(weeks=1)), _post.author_id)).distinct()
        ).label(f"week_{number}")
        for number, start in enumerate(begins)
    ]
    row = db.session.execute(
        select(*counts)
        .select_from(Post.__table__)
        .join(Thread.__table__, _thread.id == _post.thread_id)
        .where(_thread.category_id.in_(category_ids), _post.made_at >= begins[-1], _post.state == PostState.SHOWN)
    ).one()
    return [Week(start, count) for start, count in zip(begins, row, strict=True)]


def _is_by_another() -> tuple[ColumnElement[bool], ...]:
    return (
        _answer.c.number > 1,
        _answer.c.state == PostState.SHOWN,
        func.coalesce(_answer.c.author_id, 0) != func.coalesce(_thread.author_id, 0),
    )
