"""Members, and what they wrote, as values that outlive a request."""

from typing import Any, TypeVar

from app.accounts.models import RoleGrant, User
from app.accounts.roles import Role
from app.forum.models import Post, Thread
from app.forum.writing_queries import accept_conduct
from app.platform import clock
from app.platform.database import Model, db, transaction
from tests.builders import person
from tests.forum.threads import answered, first_post, opened_thread

Row = TypeVar("Row", bound=Model)


def somebody(role: Role | None = None, *, name: str = "Amina Diallo") -> User:
    """Somebody who accepted the code of conduct, and is trusted as far as those who carry courses are."""
    user = person(role, name=name)
    with transaction():
        accept_conduct(user.id)
        # Past the action, which would tell them so.
        granted = RoleGrant(user_id=user.id, role=Role.MENTOR, scope="a-course-elsewhere", granted_at=clock.now())
        db.session.add(granted)
    return _settled(user)


def talk(author: User, *told: Any, **named: Any) -> Thread:
    """A thread, as `opened_thread` builds it."""
    return _settled(opened_thread(author, *told, **named))


def said(thread: Thread, author: User, *told: Any, **named: Any) -> Post:
    """An answer, as `answered` builds it."""
    return _settled(answered(thread, author, *told, **named))


def opening_of(thread: Thread) -> Post:
    """What a thread begins with."""
    return _settled(first_post(thread))


def _settled(row: Row) -> Row:
    db.session.refresh(row)
    db.session.expunge(row)
    return row
