"""What has to be known of somebody before they write, and of a text before others read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from app.accounts.actors import Actor
from app.accounts.roles import COURSE_ROLES, Role
from app.forum.care_models import Case, Cause, ConductAccepted, Outcome, Silence
from app.forum.care_policy import Silenced, WritingFacts
from app.forum.conduct import SPAM, VERSION
from app.forum.kinds import Followed, PostState
from app.forum.models import Category, Follow, Post, Reading, Thread
from app.forum.policy import Place
from app.forum.spam import LEAST_TO_LEARN, Lesson, lesson_of
from app.forum.trust import DAY, LOOKS_BACK, Record
from app.platform import clock
from app.platform.database import insert_missing, read_values, table_of

_post, _thread, _read = Post.__table__.c, Thread.__table__.c, Reading.__table__.c
_silence, _accepted, _case = Silence.__table__.c, ConductAccepted.__table__.c, Case.__table__.c
_category, _follow = Category.__table__.c, Follow.__table__.c
# What is kept of a place, in the order of its parts.
_OF_PLACE = ("id", "key", "audience", "course_slug", "titles", "summaries", "position", "archived_at")
_ROLES = (*COURSE_ROLES, Role.UCLG_LEARNING, Role.ADMINISTRATOR)
# Texts to learn from, and to compare with: the newest so many of each.
_MOST_LESSONS, _MOST_COMPARED = 500, 200
# Who wrote fewer posts in a day is far from any limit.
_FEW = 3


_who: BindParameter[Any] = bindparam("user_id")
_long_ago: BindParameter[Any] = bindparam("long_ago")
_is_shown = _post.state == PostState.SHOWN
_is_silence = and_(
    _silence.user_id == _who,
    _silence.until > bindparam("now"),
    _silence.lifted_at.is_(None),
    or_(_silence.category_id.is_(None), _silence.category_id == bindparam("place")),
)
_SILENCE = (
    select(_silence.until, _silence.rule, _silence.reason, _silence.category_id)
    .where(_is_silence)
    .order_by(_silence.until.desc())
    .limit(1)
)
_FACTS = select(
    select(
        func.min(_post.made_at).label("first_post_at"),
        func.count(case((_is_shown, 1))).label("posts_shown"),
        func.coalesce(func.sum(case((_is_shown, _post.helpful), else_=0)), 0).label("helpful"),
        func.count(case((and_(_post.removed_at > _long_ago, _post.removed_by != _who), 1))).label("removals"),
        func.count(case((_post.made_at > bindparam("yesterday"), 1))).label("today"),
    )
    .where(_post.author_id == _who)
    .subquery(),
    select(func.count()).where(_read.user_id == _who).scalar_subquery().label("threads_visited"),
    select(func.coalesce(func.sum(_read.read_up_to), 0))
    .where(_read.user_id == _who)
    .scalar_subquery()
    .label("posts_read"),
    select(func.count())
    .where(_silence.user_id == _who, _silence.until > _long_ago, _silence.lifted_at.is_(None))
    .scalar_subquery()
    .label("silences"),
    exists().where(_is_silence).label("is_silenced"),
    exists().where(_accepted.user_id == _who, _accepted.version == VERSION).label("has_accepted"),
)

_since: BindParameter[Any] = bindparam("since")
_written = union_all(
    select(literal(1).label("is_thread"), _thread.made_at).where(_thread.author_id == _who, _thread.made_at > _since),
    select(literal(0), _post.made_at).where(_post.author_id == _who, _post.made_at > _since),
).subquery()
_WRITTEN = select(_written.c.is_thread, _written.c.made_at)


def writing_facts(actor: Actor, place: Place) -> WritingFacts:
    """All that decides whether somebody may write in a category now; one statement for nearly everybody, else two."""
    user_id, now = actor.user_id, clock.now()
    assert user_id is not None
    has_role = any(actor.holds_anywhere(role) for role in _ROLES)
    asked = {"user_id": user_id, "place": place.id, "now": now}
    row = read_values(_FACTS, **asked, yesterday=now - DAY, long_ago=now - LOOKS_BACK).one()
    record = Record(
        first_post_at=row.first_post_at,
        posts_shown=row.posts_shown,
        threads_visited=row.threads_visited,
        posts_read=row.posts_read,
        helpful=row.helpful,
        removals=row.removals,
        silences=row.silences,
        has_role=has_role,
    )
    threads, posts = _written_since(user_id, now - DAY) if row.today >= _FEW else ((), ())
    return WritingFacts(
        record=record,
        silence=_silence_of(asked) if row.is_silenced else None,
        threads=threads,
        posts=posts,
        has_accepted=bool(row.has_accepted),
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """The post that somebody answers, the category in which it stands, and whether they follow its thread."""

    post_id: int
    number: int
    author_id: int | None
    state: PostState
    category: Place
    follows: bool


_POST_ANSWERED = (
    select(
        _post.id,
        _post.number,
        _post.author_id,
        _post.state,
        exists()
        .where(_follow.user_id == _who, _follow.what == Followed.THREAD, _follow.target == bindparam("target"))
        .label("follows"),
        *(_category[name].label(f"category_{name}") for name in _OF_PLACE),
    )
    .join_from(Post.__table__, Category.__table__, _category.id == bindparam("category_id"))
    .where(_post.thread_id == bindparam("thread_id"))
)
_FIRST_ANSWERED = _POST_ANSWERED.where(_post.number == 1)
_ONE_ANSWERED = _POST_ANSWERED.where(_post.id == bindparam("post_id"))


def find_answered(thread_id: int, category_id: int, user_id: int, post_id: int | None) -> Answered | None:
    """The post of a thread that somebody answers, the first one where they name none; None where it is not there."""
    asked = {"thread_id": thread_id, "target": str(thread_id), "category_id": category_id, "user_id": user_id}
    rows = (
        read_values(_FIRST_ANSWERED, **asked)
        if post_id is None
        else read_values(_ONE_ANSWERED, **asked, post_id=post_id)
    )
    row = rows.one_or_none()
    if row is None:
        return None
    category = Place(*row[-len(_OF_PLACE) :])
    return Answered(row.id, row.number, row.author_id, row.state, category, bool(row.follows))


def accept_conduct(user_id: int) -> None:
    """Note, inside a transaction, that somebody accepted the code of conduct as it reads now."""
    row = {"user_id": user_id, "version": VERSION, "accepted_at": clock.now()}
    insert_missing(table_of(ConductAccepted), [row])


def accepted_at(user_id: int) -> datetime | None:
    """When somebody accepted the code of conduct as it reads now."""
    wanted = select(_accepted.accepted_at).where(_accepted.user_id == user_id, _accepted.version == VERSION)
    moment: datetime | None = read_values(wanted).scalar()
    return moment


@dataclass(frozen=True, slots=True)
class Compared:
    """Texts that a new one is compared with: what was written of late, and what was removed as advertising.

    Of the latter also how many there are, and when the last one was removed.
    """

    recent: Sequence[str]
    removed: Sequence[str]
    removed_number: int
    removed_at: datetime | None


def _is_spam() -> tuple[ColumnElement[bool], ...]:
    # The first of these is the condition of an index.
    return (
        _post.removed_at.is_not(None),
        _post.state == PostState.REMOVED,
        _post.removal_rule == SPAM,
        _post.source != "",
    )


_others = select(_post.source).where(_post.source != "", _post.id != bindparam("post_id")).limit(_MOST_COMPARED)
_recent = _others.where(_post.made_at > bindparam("yesterday")).order_by(_post.made_at.desc()).subquery()
_removed = _others.where(*_is_spam()).order_by(_post.removed_at.desc()).subquery()
_both = union_all(
    select(literal(0).label("is_removed"), _recent.c.source), select(literal(1), _removed.c.source)
).subquery()
_spam = select(func.count().label("number"), func.max(_post.removed_at).label("last_at")).where(*_is_spam()).subquery()
# One row at least, so that the numbers are told where there is nothing to compare with.
_TO_COMPARE = select(_spam.c.number, _spam.c.last_at, _both.c.is_removed, _both.c.source).select_from(
    _spam.outerjoin(_both, true())
)


def texts_to_compare(post_id: int | None = None) -> Compared:
    """The newest texts of the last day, and of what was removed as advertising; without one post. One statement."""
    rows = read_values(_TO_COMPARE, post_id=post_id or 0, yesterday=clock.now() - DAY).all()
    return Compared(
        recent=[row.source for row in rows if row.is_removed == 0],
        removed=[row.source for row in rows if row.is_removed == 1],
        removed_number=rows[0].number,
        removed_at=rows[0].last_at,
    )


def lesson_now(compared: Compared) -> Lesson:
    """What was learned of spam so far; learned anew once something more was removed, or stayed for another day."""
    if compared.removed_number < LEAST_TO_LEARN:
        return Lesson({}, {}, compared.removed_number, 0)
    name = (compared.removed_number, compared.removed_at, clock.today())
    kept: tuple[object, Lesson] | None = current_app.extensions.get("forum lesson")
    if kept is not None and kept[0] == name:
        return kept[1]
    texts = select(_post.source).order_by(_post.id.desc()).limit(_MOST_LESSONS)
    released = select(_case.post_id).where(_case.cause == Cause.SUSPECTED, _case.outcome == Outcome.NOTHING_WRONG)
    stayed = and_(
        _post.state == PostState.SHOWN,
        or_(_post.made_at < clock.now() - 2 * DAY, _post.id.in_(released)),
    )
    spam = read_values(texts.where(*_is_spam())).scalars().all()
    lesson = lesson_of(spam, read_values(texts.where(stayed)).scalars().all())
    current_app.extensions["forum lesson"] = (name, lesson)
    return lesson


def _silence_of(asked: Mapping[str, object]) -> Silenced | None:
    row = read_values(_SILENCE, **asked).first()
    return None if row is None else Silenced(row.until, row.rule, row.reason, row.category_id is None)


def _written_since(user_id: int, since: datetime) -> tuple[list[datetime], list[datetime]]:
    """When somebody opened threads, and when they wrote posts."""
    found: dict[bool, list[datetime]] = {True: [], False: []}
    for row in read_values(_WRITTEN, user_id=user_id, since=since):
        found[bool(row.is_thread)].append(row.made_at)
    return sorted(found[True]), sorted(found[False])
