"""People, threads and posts as values that outlive the session, and what people were told."""

from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.forum.models import Post, Thread
from app.notifications.models import Notice
from app.platform.database import db
from tests import builders
from tests.forum import threads


def person(*positional: Any, **named: Any) -> User:
    """Somebody with an account."""
    return builders.apart(builders.person(*positional, **named))


def opened_thread(*positional: Any, **named: Any) -> Thread:
    """A thread that is open."""
    thread = threads.opened_thread(*positional, **named)
    db.session.refresh(thread)
    db.session.expunge(thread)
    return thread


def answered(*positional: Any, **named: Any) -> Post:
    """An answer to a thread."""
    return _apart(threads.answered(*positional, **named))


def first_post(thread: Thread) -> Post:
    """What a thread begins with."""
    return _apart(threads.first_post(thread))


def told(user: User) -> list[str]:
    """The kinds of what somebody was told of the forum, in their order."""
    of_forum = Notice.kind.startswith("forum.")
    return list(db.session.scalars(select(Notice.kind).where(Notice.user_id == user.id, of_forum).order_by(Notice.id)))


def unseen(user: User) -> list[str]:
    """What of that they have not seen yet."""
    is_open = (Notice.user_id == user.id) & Notice.kind.startswith("forum.") & Notice.seen_at.is_(None)
    return list(db.session.scalars(select(Notice.kind).where(is_open).order_by(Notice.id)))


def _apart(post: Post) -> Post:
    db.session.refresh(post)
    db.session.expunge(post)
    return post
