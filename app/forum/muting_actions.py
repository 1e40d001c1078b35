"""Whom somebody does not want to hear of. Nothing here commits."""

from sqlalchemy import delete

from app.forum.actions import unfollow
from app.forum.kinds import Followed
from app.forum.part_models import MutedPerson
from app.platform import clock
from app.platform.database import db, insert_missing, table_of


def mute(user_id: int, muted_id: int) -> None:
    """Fold what that person writes, and tell nothing of them; whoever follows them does so no longer."""
    insert_missing(table_of(MutedPerson), [{"user_id": user_id, "muted_id": muted_id, "since": clock.now()}])
    unfollow(user_id, Followed.PERSON, muted_id)


def unmute(user_id: int, muted_id: int) -> None:
    """Show what that person writes as that of all others."""
    db.session.execute(delete(MutedPerson).where(MutedPerson.user_id == user_id, MutedPerson.muted_id == muted_id))
