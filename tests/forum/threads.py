"""Builds threads."""

from sqlalchemy import select

from app.accounts.models import User
from app.forum.actions import Written, open_thread, reply
from app.forum.category_actions import open_category
from app.forum.kinds import Audience, ThreadKind
from app.forum.models import Category, Post, Thread
from app.platform.database import db, transaction


def category(key: str = "water", audience: Audience = Audience.MEMBERS, title: str = "Water") -> int:
    """The number of a category, made where there is none."""
    known = db.session.scalar(select(Category.id).where(Category.key == key))
    if known is not None:
        return known
    with transaction():
        return open_category(key, audience, {"en": title}, {"en": f"All about {title}"}).id


def opened_thread(
    author: User,
    title: str = "Where do you begin?",
    *,
    category: str = "water",
    kind: ThreadKind = ThreadKind.DISCUSSION,
    text: str = "We are a **small** town.",
    language: str = "en",
) -> Thread:
    """A thread in a category that is there, or is made for all members."""
    number = _number_of(category)
    with transaction():
        return open_thread(number, author.id, kind, title, Written(text, language))


def answered(thread: Thread, author: User, text: str = "With the river.", *, to: Post | None = None) -> Post:
    """An answer to a thread, or to one of its posts."""
    with transaction():
        answer = reply(thread.id, author.id, Written(text, "en"), to.id if to else None)
        return db.session.get_one(Post, answer.id)


def first_post(thread: Thread) -> Post:
    """What a thread begins with."""
    return db.session.scalars(select(Post).where(Post.thread_id == thread.id, Post.number == 1)).one()


def _number_of(key: str) -> int:
    return category(key)
