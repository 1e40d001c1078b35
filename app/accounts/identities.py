"""Who people are at their organisations: found, linked and unlinked. Nothing here commits.

An account is never taken over: who has one already signs in to it as before, and then links it.
"""

from collections.abc import Sequence

from sqlalchemy import delete, select

from app.accounts.actions import Registration, register
from app.accounts.models import User
from app.accounts.outside import Claims
from app.accounts.second_steps import not_you
from app.accounts.ways_in import OutsideIdentity
from app.accounts.writing import Notice, write_to
from app.platform import clock
from app.platform.database import count_changed, db
from app.platform.errors import Conflict, NotFound
from app.platform.i18n import _


def find_user_by_identity(issuer: str, subject: str) -> User | None:
    """The account of whoever this issuer calls by this subject."""
    return db.session.scalar(
        select(User)
        .join(OutsideIdentity, OutsideIdentity.user_id == User.id)
        .where(OutsideIdentity.issuer == issuer, OutsideIdentity.subject == subject)
    )


def identities_of(user_id: int) -> Sequence[OutsideIdentity]:
    """Somebody's identities at organisations, the oldest first."""
    mine = select(OutsideIdentity).where(OutsideIdentity.user_id == user_id)
    return db.session.scalars(mine.order_by(OutsideIdentity.id)).all()


def register_identity(claims: Claims, *, language: str) -> User:
    """Make an account for somebody whose verified address has none. It has no password until they set one by mail."""
    name = claims.name or claims.email.partition("@")[0]
    user = register(Registration(name=name[:120], email=claims.email, password_hash="", language=language))
    user.email_confirmed_at = clock.now()
    _keep(user.id, claims.issuer, claims.subject)
    return user


def link_identity(user: User, issuer: str, subject: str, organisation: str, *, language: str) -> None:
    """Let this identity sign in to the account; raises Conflict when it signs in to another."""
    owner = find_user_by_identity(issuer, subject)
    if owner is not None and owner.id != user.id:
        raise Conflict(_("This sign-in of %(name)s belongs to another account here already.", name=organisation))
    if owner is None:
        _keep(user.id, issuer, subject)
        write_to(user, lambda: _linked(organisation), language=language, kind="organisation")


def unlink_identity(user: User, identity_id: int, organisation: str, *, language: str) -> None:
    """Let this identity sign in no more; raises NotFound when it is not one of this person's."""
    mine = (OutsideIdentity.id == identity_id, OutsideIdentity.user_id == user.id)
    unlinked = count_changed(delete(OutsideIdentity).where(*mine))
    if not unlinked:
        raise NotFound(_("There is no such link, or it was removed already."))
    write_to(user, lambda: _unlinked(organisation), language=language, kind="organisation")


def _keep(user_id: int, issuer: str, subject: str) -> None:
    db.session.add(OutsideIdentity(user_id=user_id, issuer=issuer, subject=subject, linked_at=clock.now()))
    db.session.flush()


def _linked(organisation: str) -> Notice:
    return Notice(
        _("Your organisation opens your account"),
        (_("Who signs in at %(name)s as you can use your account from now on.", name=organisation), not_you()),
    )


def _unlinked(organisation: str) -> Notice:
    return Notice(
        _("Your organisation does not open your account any more"),
        (_("Signing in at %(name)s does not lead to your account any more.", name=organisation), not_you()),
    )
