"""Whether somebody was here since a moment, by all that tells."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_

from app.accounts.models import SignInSession, User
from app.enrolment.models import Enrolment


def was_here_since(moment: datetime) -> ColumnElement[bool]:
    """The condition on an account: registered, signed in, or learning since then."""
    return or_(
        User.created_at >= moment,
        # What is not known is no yes, and its opposite must not be unknown either.
        and_(User.seen_at.is_not(None), User.seen_at >= moment),
        exists().where(SignInSession.user_id == User.id, SignInSession.seen_at >= moment),
        exists().where(Enrolment.user_id == User.id, Enrolment.last_seen_at >= moment),
    )
