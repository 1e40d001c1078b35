"""Reads of categories and threads. Who may read what is a part of each statement."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.actors import Actor
from app.accounts.models import User
from app.directory.models import Profile
from app.enrolment.models import Enrolment
from app.forum.kinds import Followed, IdeaStatus, PostState, ThreadKind
from app.forum.models import Category, Follow, ForumVisit, Post, Reading, Thread
from app.forum.part_models import ThreadTopic
from app.forum.policy import Place, may_read
from app.forum.visits import Visit
from app.forum.wishes import ANY_LANGUAGE, Show, Wish
from app.platform.database import db, read_values
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.paging import PageOf

PAGE = 20
_category, _thread, _post = Category.__table__.c, Thread.__table__.c, Post.__table__.c
_enrolled, _read, _visit, _follow = (
    Enrolment.__table__.c,
    Reading.__table__.c,
    ForumVisit.__table__.c,
    Follow.__table__.c,
)
_user, _profile = User.__table__.c, Profile.__table__.c
_starter, _last = aliased(User.__table__), aliased(User.__table__)


@dataclass(frozen=True, slots=True)
class Line:
    """A thread in a list, as its reader sees it."""

    id: int
    category_id: int
    kind: ThreadKind
    title: str
    language: str
    author_id: int | None
    author: str
    made_at: datetime
    last_post_at: datetime
    last_author: str
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
class Attendance:
    """When somebody was in the forum, until when all is read to them, and the languages in their profile."""

    visit: Visit | None
    caught_up_at: datetime | None
    languages: tuple[str, ...]


_PLACE = (
    _category.id,
    _category.key,
    _category.audience,
    _category.course_slug,
    _category.titles,
    _category.summaries,
    _category.position,
    _category.archived_at,
    _enrolled.id.is_not(None).label("takes_part"),
    func.coalesce(_enrolled.content_language, "").label("reads_in"),
)
_takes_part = and_(
    _enrolled.course_slug == _category.course_slug,
    _enrolled.user_id == bindparam("user_id"),
    _enrolled.left_at.is_(None),
)
_PLACES = (
    select(*_PLACE)
    .select_from(Category.__table__)
    .outerjoin(Enrolment.__table__, _takes_part)
    .order_by(_category.position, _category.id)
)
_THREAD_AND_PLACE = (
    select(Thread, *_PLACE)
    .join(Category.__table__, _category.id == Thread.category_id)
    .outerjoin(Enrolment.__table__, _takes_part)
    .where(Thread.id == bindparam("thread_id"))
)


def places_for(actor: Actor) -> list[Place]:
    """All categories, in their order, each with whether whoever asks takes part in its course; one statement."""
    return [Place(**row) for row in read_values(_PLACES, user_id=actor.user_id).mappings()]


def readable(places: Collection[Place], actor: Actor) -> list[Place]:
    """Those of the categories that somebody may read."""
    return [place for place in places if may_read(actor, place)]


def get_place(actor: Actor, key: str) -> Place:
    """A category by what stands in its address; raises NotFound, also where that there is one is not theirs to know."""
    place = next((one for one in places_for(actor) if one.key == key), None)
    if place is None:
        raise NotFound(_("There is no such category in the forum."))
    return place


def place_of(actor: Actor, category_id: int) -> Place:
    """A category that is there, by its number."""
    return next(one for one in places_for(actor) if one.id == category_id)


def find_thread(actor: Actor, thread_id: int) -> tuple[Thread, Place] | None:
    """A thread and the category in which it stands; one statement."""
    row = db.session.execute(_THREAD_AND_PLACE, {"thread_id": thread_id, "user_id": actor.user_id}).one_or_none()
    return None if row is None else (row[0], Place(*row[1:]))


def get_thread(thread_id: int) -> Thread:
    """A thread; raises NotFound."""
    thread = db.session.get(Thread, thread_id)
    if thread is None:
        raise no_thread()
    return thread


def get_post(post_id: int) -> Post:
    """A post; raises NotFound."""
    post = db.session.get(Post, post_id)
    if post is None:
        raise NotFound(_("There is no such post. It may have been removed."))
    return post


def find_post_in(thread_id: int, post_id: int) -> Post | None:
    """A post of this thread."""
    return db.session.scalar(select(Post).where(Post.id == post_id, Post.thread_id == thread_id))


def first_post_of(thread: Thread) -> Post:
    """What a thread is about."""
    return db.session.scalars(select(Post).where(Post.thread_id == thread.id, Post.number == 1)).one()


def no_thread() -> NotFound:
    """What is raised for a thread that is not there, or of which its reader may not know."""
    return NotFound(
        _("There is no such thread. It may have been removed, or belong to a course in which you take no part.")
    )


def find_visit(user_id: int) -> Visit | None:
    """When somebody was in the forum; None when they never were."""
    row = read_values(select(_visit.seen_at, _visit.last_visit_at).where(_visit.user_id == user_id)).first()
    return None if row is None else Visit(row.seen_at, row.last_visit_at)


_ATTENDANCE = (
    select(_visit.seen_at, _visit.last_visit_at, _visit.caught_up_at, _profile.languages)
    .select_from(User.__table__)
    .outerjoin(ForumVisit.__table__, _visit.user_id == _user.id)
    .outerjoin(Profile.__table__, _profile.user_id == _user.id)
    .where(_user.id == bindparam("user_id"))
)


def attendance_of(user_id: int) -> Attendance:
    """What `find_visit` and `caught_up_of` tell, and what somebody's profile says; one statement."""
    row = read_values(_ATTENDANCE, user_id=user_id).one()
    visit = Visit(row.seen_at, row.last_visit_at) if row.seen_at is not None else None
    return Attendance(visit, row.caught_up_at, tuple((row.languages or "").split()))


def caught_up_of(user_id: int) -> datetime | None:
    """Until when all is read to somebody; None for who never came."""
    moment: datetime | None = read_values(select(_visit.caught_up_at).where(_visit.user_id == user_id)).scalar()
    return moment


def follows(user_id: int, what: Followed, target: int | str) -> bool:
    """Whether somebody follows it."""
    wanted = select(_follow.since).where(
        _follow.user_id == user_id, _follow.what == what, _follow.target == str(target)
    )
    return read_values(wanted).first() is not None


def threads_in(
    category_ids: Collection[int],
    user_id: int,
    wish: Wish,
    *,
    caught_up_at: datetime | None,
    pinned_first: bool,
    among: Select[tuple[int]] | None = None,
) -> Threads:
    """A page of the threads in these categories, of all or some, those with the newest posts first.

    What is pinned at the top is shown in whatever language it is.
    """
    chosen = _chosen(category_ids, user_id, wish, caught_up_at)
    if among is not None:
        chosen = chosen.where(_thread.id.in_(among))
    order: list[ColumnElement[Any]] = [_thread.last_post_at.desc(), _thread.id.desc()]
    if pinned_first:
        order.insert(0, _thread.pinned_at.is_(None))
    total, others = _numbers_of(chosen, wish, pinned_first)
    if wish.is_in_mine:
        chosen = chosen.where(_is_read(wish, pinned_first))
    page = min(max(1, wish.page), max(1, -(-total // PAGE)))
    rows = read_values(
        chosen.outerjoin(_starter, _starter.c.id == _thread.author_id)
        .outerjoin(_last, _last.c.id == _thread.last_author_id)
        .add_columns(_starter.c.name.label("author"), _last.c.name.label("last_author"))
        .order_by(*order)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return Threads([_line(row, caught_up_at) for row in rows], page, PAGE, total, others)


def is_listed() -> list[ColumnElement[bool]]:
    """What holds of the threads that lists show."""
    return [_thread.removed_at.is_(None), _thread.archived_at.is_(None), _thread.merged_into_id.is_(None)]


_NEWEST = (
    select(_thread.category_id, func.count().label("number"), func.max(_thread.last_post_at).label("moment"))
    .where(_thread.category_id.in_(bindparam("category_ids", expanding=True)), *is_listed())
    .group_by(_thread.category_id)
)


def newest_of_each(category_ids: Sequence[int]) -> dict[int, tuple[int, datetime]]:
    """By category, how many threads it shows and when something was last written; those without any are left out."""
    rows = read_values(_NEWEST, category_ids=list(category_ids))
    return {row.category_id: (row.number, row.moment) for row in rows}


def _is_mine(user_id: int) -> list[ColumnElement[bool]]:
    """What is listed, and what somebody wrote that waits until it is looked at."""
    is_held = and_(_thread.held_at.is_not(None), _thread.author_id == user_id)
    return [or_(_thread.removed_at.is_(None), is_held), *is_listed()[1:]]


def _chosen(
    category_ids: Collection[int], user_id: int, wish: Wish, caught_up_at: datetime | None
) -> Select[tuple[object, ...]]:
    table = Thread.__table__.outerjoin(Reading.__table__, and_(_read.thread_id == _thread.id, _read.user_id == user_id))
    chosen = (
        select(
            _thread.id,
            _thread.category_id,
            _thread.kind,
            _thread.title,
            _thread.language,
            _thread.author_id,
            _thread.made_at,
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
        .where(_thread.category_id.in_(category_ids), *(_is_mine(user_id) if wish.show is Show.MINE else is_listed()))
    )
    if wish.kind is not None:
        chosen = chosen.where(_thread.kind == wish.kind)
    if wish.language and wish.language != ANY_LANGUAGE:
        chosen = chosen.where(_thread.language == wish.language)
    if wish.topic:
        of_target = ThreadTopic.topic.startswith(f"{wish.topic}.", autoescape=True)
        about = select(ThreadTopic.thread_id).where(or_(ThreadTopic.topic == wish.topic, of_target))
        chosen = chosen.where(_thread.id.in_(about))
    match wish.show:
        case Show.UNREAD:
            is_begun = _read.read_up_to < _thread.last_number
            is_fresh: ColumnElement[bool] = _read.read_up_to.is_(None)
            if caught_up_at is not None:
                is_fresh = and_(is_fresh, _thread.last_post_at > caught_up_at)
            chosen = chosen.where(or_(is_begun, is_fresh))
        case Show.UNANSWERED:
            chosen = chosen.where(_thread.kind == ThreadKind.QUESTION, _thread.accepted_post_id.is_(None))
        case Show.FOLLOWED:
            followed = select(_follow.target).where(_follow.user_id == user_id, _follow.what == Followed.THREAD)
            chosen = chosen.where(_thread.id.in_(_numbers(followed)))
        case Show.MINE:
            written = select(_post.thread_id).where(_post.author_id == user_id, _post.state != PostState.REMOVED)
            chosen = chosen.where(_thread.id.in_(written))
    return chosen


def _numbers_of(chosen: Select[tuple[object, ...]], wish: Wish, pinned_first: bool) -> tuple[int, int]:
    """How many of the chosen threads are in languages that their reader reads, and how many are not."""
    fitting = func.count(case((_is_read(wish, pinned_first), 1))) if wish.is_in_mine else func.count()
    counted: list[ColumnElement[Any]] = [func.count().label("whole"), fitting.label("fitting")]
    row = read_values(chosen.with_only_columns(*counted)).one()
    return row.fitting, row.whole - row.fitting


def _is_read(wish: Wish, pinned_first: bool) -> ColumnElement[bool]:
    is_mine = _thread.language.in_(wish.mine)
    return or_(is_mine, _thread.pinned_at.is_not(None)) if pinned_first else is_mine


def _numbers(followed: Select[tuple[str]]) -> list[int]:
    return [int(target) for target in read_values(followed).scalars()]


def _line(row: object, caught_up_at: datetime | None) -> Line:
    kept = row._mapping  # type: ignore[attr-defined]
    read_up_to: int | None = kept["read_up_to"]
    is_old = caught_up_at is not None and kept["last_post_at"] <= caught_up_at
    unread = kept["last_number"] - (read_up_to or 0)
    return Line(
        id=kept["id"],
        category_id=kept["category_id"],
        kind=kept["kind"],
        title=kept["title"],
        language=kept["language"],
        author_id=kept["author_id"],
        author=kept["author"] or "",
        made_at=kept["made_at"],
        last_post_at=kept["last_post_at"],
        last_author=kept["last_author"] or "",
        last_number=kept["last_number"],
        replies=kept["replies"],
        votes=kept["votes"],
        status=kept["status"],
        is_answered=kept["accepted_post_id"] is not None,
        is_pinned=kept["pinned_at"] is not None,
        is_locked=kept["locked_at"] is not None,
        unread=0 if read_up_to is None and is_old else max(0, unread),
        is_new=read_up_to is None and not is_old,
    )
