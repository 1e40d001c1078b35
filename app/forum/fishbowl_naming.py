"""Whom a facilitator names: who may be named in a post, who waits or left a note, who wrote in the category."""

from collections.abc import Collection

from sqlalchemy import exists, func, or_, select

from app.accounts.models import Organisation, User
from app.forum.fishbowl_models import Note, NoteState, SeatWish
from app.forum.kinds import PostState
from app.forum.mention_queries import nameable_in
from app.forum.mentions import Circle, Nameable, Naming, spellings, tried_names
from app.forum.models import Category, Post, Thread
from app.forum.readers import who_still_read
from app.platform.database import read_values

_user, _organisation = User.__table__.c, Organisation.__table__.c
_MOST = 60


def people_named(typed: str, category: Category, thread_id: int | None = None) -> list[int]:
    """The people that a text names with an @, in the order in which they stand there; all of them read the category."""
    tried = tried_names(typed)
    if not tried:
        return []
    people = [*nameable_in(typed, category, thread_id), *_known_there(tried, category, thread_id)]
    pieces = Naming(spellings(people)).pieces(typed)
    return list(dict.fromkeys(piece.person.user_id for piece in pieces if not isinstance(piece, str)))


def _known_there(names: Collection[str], category: Category, thread_id: int | None) -> list[Nameable]:
    """Those who are called so and whose names are read there already, though the who-is-who may not have them."""
    wrote = (
        exists()
        .where(
            Post.author_id == _user.id,
            Post.state == PostState.SHOWN,
            Thread.id == Post.thread_id,
            Thread.category_id == category.id,
            Thread.removed_at.is_(None),
        )
        .label("wrote")
    )
    waits = exists().where(SeatWish.user_id == _user.id, SeatWish.thread_id == (thread_id or 0))
    asks = exists().where(
        Note.author_id == _user.id, Note.thread_id == (thread_id or 0), Note.state != NoteState.REMOVED
    )
    is_near = or_(waits, asks)
    rows = read_values(
        select(_user.id, _user.name, _organisation.name.label("organisation"), is_near.label("is_near"))
        .select_from(User.__table__)
        .outerjoin(Organisation.__table__, _organisation.id == _user.organisation_id)
        .where(func.lower(_user.name).in_(names), or_(is_near, wrote))
        .limit(_MOST)
    ).all()
    readers = who_still_read({row.id for row in rows}, category) if rows else set()
    return [
        Nameable(row.id, row.name, row.organisation or "", None, Circle.THREAD if row.is_near else Circle.LISTED)
        for row in rows
        if row.id in readers
    ]
