"""Accounts that nobody has used for years: a letter, time to come back, and then erasure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import exists, not_, select

from app.accounts.models import RoleGrant, User
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.outbox import has_mail_server
from app.privacy.erasing import ask_for_erasure
from app.privacy.models import Cause, Erasure
from app.privacy.presence import was_here_since
from app.privacy.retention import UNUSED_WARNING

_YEAR = timedelta(days=365)
# Letters a day, so that the mail server is not taken aback by the first run of an old site.
_MOST = 200


def warn_unused_accounts() -> None:
    """The job: write to people who have not been here for the years the site waits, and note when their account goes.

    Where no mail leaves the site nobody would be warned, so nobody is erased.
    """
    years, root = int(current_app.config["UNUSED_YEARS"]), str(current_app.config["ADDRESS"])
    if not years or not has_mail_server():
        return
    for user_id in _unused_since(clock.now() - years * _YEAR + UNUSED_WARNING):
        with transaction():
            user = db.session.get_one(User, user_id)
            ask_for_erasure(user, Cause.UNUSED, root=root, language="", grace=UNUSED_WARNING)


def _unused_since(moment: datetime) -> Sequence[int]:
    """Learners who were not here since; whoever has a role keeps the account until somebody takes the role away."""
    return db.session.scalars(
        select(User.id)
        .where(
            User.email != "",
            not_(was_here_since(moment)),
            not_(exists().where(RoleGrant.user_id == User.id)),
            not_(exists().where(Erasure.user_id == User.id)),
        )
        .order_by(User.id)
        .limit(_MOST)
    ).all()
