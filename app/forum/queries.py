"""Reads of categories and threads. Who may read what is a part of each statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    select,
)

from app.accounts.actors import Actor
from app.accounts.models import User
from app.directory.models import Profile
from app.enrolment.models import Enrolment
from app.forum.kinds import Followed
from app.forum.models import Category, Follow, ForumVisit, Post, Thread
from app.forum.part_models import Draft
from app.forum.policy import Place, may_read
from app.forum.visits import Visit
from app.library.models import CourseRecord, Revision
from app.library.queries import REVISION_COLUMNS, edition_behind
from app.platform.database import db, read_values
from app.platform.errors import NotFound
from app.platform.i18n import _

_category, _enrolled = Category.__table__.c, Enrolment.__table__.c
_visit, _follow, _draft = ForumVisit.__table__.c, Follow.__table__.c, Draft.__table__.c
_user, _profile = User.__table__.c, Profile.__table__.c
_course, _revision = CourseRecord.__table__.c, Revision.__table__.c


@dataclass(frozen=True, slots=True)
class Attendance:
    """When somebody was in the forum, until when all is read to them, and the languages in their profile."""

    visit: Visit | None
    caught_up_at: datetime | None
    languages: tuple[str, ...]
    # Whether they have begun anything that they did not send.
    has_drafts: bool


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


def _with_course(places: Select[Any]) -> Select[Any]:
    """Beside each category the part that whoever asks has in its course, and the edition of the course."""
    is_own_part = and_(
        _enrolled.course_slug == _category.course_slug,
        _enrolled.user_id == bindparam("user_id"),
        _enrolled.left_at.is_(None),
    )
    return (
        places.outerjoin(Enrolment.__table__, is_own_part)
        .outerjoin(CourseRecord.__table__, _course.slug == _category.course_slug)
        .outerjoin(Revision.__table__, _revision.id == _course.current_revision_id)
        .add_columns(*_PLACE, *REVISION_COLUMNS)
    )


_PLACES = _with_course(select().select_from(Category.__table__)).order_by(_category.position, _category.id)
_SEEN = _with_course(
    select(Thread)
    .join(Category.__table__, _category.id == Thread.category_id)
    .where(Thread.id == bindparam("thread_id"))
)


def places_for(actor: Actor) -> list[Place]:
    """All categories, in their order, each with whether whoever asks takes part in its course; one statement."""
    return [_place(row) for row in read_values(_PLACES, user_id=actor.user_id)]


def _place(row: Row[Any]) -> Place:
    return Place(
        id=row.id,
        key=row.key,
        audience=row.audience,
        course_slug=row.course_slug,
        titles=row.titles,
        summaries=row.summaries,
        position=row.position,
        archived_at=row.archived_at,
        takes_part=bool(row.takes_part),
        reads_in=row.reads_in,
        edition=None if row.revision_id is None else edition_behind(row),
    )


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
    """A thread and its category as whoever asks stands to it; one statement."""
    row = db.session.execute(_SEEN, {"thread_id": thread_id, "user_id": actor.user_id}).one_or_none()
    return None if row is None else (row.Thread, _place(row))


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
    select(
        _visit.seen_at,
        _visit.last_visit_at,
        _visit.caught_up_at,
        _profile.languages,
        exists().where(_draft.user_id == bindparam("user_id")).label("has_drafts"),
    )
    .select_from(User.__table__)
    .outerjoin(ForumVisit.__table__, _visit.user_id == _user.id)
    .outerjoin(Profile.__table__, _profile.user_id == _user.id)
    .where(_user.id == bindparam("user_id"))
)


def attendance_of(user_id: int) -> Attendance:
    """What `find_visit` and `caught_up_of` tell, and what somebody's profile says; one statement."""
    row = read_values(_ATTENDANCE, user_id=user_id).one()
    visit = Visit(row.seen_at, row.last_visit_at) if row.seen_at is not None else None
    return Attendance(visit, row.caught_up_at, tuple((row.languages or "").split()), bool(row.has_drafts))


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
