"""Reads about erasures, and about the session of whoever asks for one."""

from datetime import timedelta

from sqlalchemy import func, select

from app.accounts.models import SignInSession
from app.platform import clock
from app.platform.database import db
from app.platform.paging import PageOf
from app.privacy.models import Erasure

# Whoever signed in so recently need not tell their password again.
RECENT = timedelta(minutes=15)
_ROWS = 50


def signed_in_recently(session_id: int) -> bool:
    """Whether this session began a moment ago."""
    since = db.session.scalar(select(SignInSession.signed_in_at).where(SignInSession.id == session_id))
    return since is not None and clock.now() - since <= RECENT


def page_of_erasures(number: int) -> PageOf[Erasure]:
    """Erasures that were done, the latest first; a number beyond the last page means the last."""
    is_done = Erasure.done_at.is_not(None)
    total = db.session.scalar(select(func.count()).select_from(Erasure).where(is_done)) or 0
    number = min(max(1, number), PageOf((), 1, _ROWS, total).last)
    done = select(Erasure).where(is_done).order_by(Erasure.done_at.desc(), Erasure.id.desc())
    return PageOf(db.session.scalars(done.offset((number - 1) * _ROWS).limit(_ROWS)).all(), number, _ROWS, total)


def count_waiting() -> int:
    """How many accounts wait for their day."""
    return db.session.scalar(select(func.count()).select_from(Erasure).where(Erasure.done_at.is_(None))) or 0
