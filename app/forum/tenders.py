"""Who looks after a category, and who is asked when they do not."""

from collections.abc import Iterable

from sqlalchemy import and_, or_, select

from app.accounts.models import RoleGrant, User
from app.accounts.roles import EVERYWHERE, Role
from app.platform.database import db


def who_tend(course_slug: str | None, without: Iterable[int | None] = ()) -> set[int]:
    """The facilitators of a category; UCLG Learning where it has none but these."""
    scopes = {EVERYWHERE, course_slug or EVERYWHERE}
    return _holding(Role.FACILITATOR, scopes, without) or uclg_learning(without)


def uclg_learning(without: Iterable[int | None] = ()) -> set[int]:
    """Everybody of UCLG Learning but these."""
    return _holding(Role.UCLG_LEARNING, {EVERYWHERE}, without)


def tends(user_id: int, course_slug: str | None) -> bool:
    """Whether somebody looks after a category, as `policy.may_tend` says of whoever asks."""
    scopes = {EVERYWHERE, course_slug or EVERYWHERE}
    grants = select(RoleGrant.id).where(
        RoleGrant.user_id == user_id,
        or_(
            RoleGrant.role == Role.UCLG_LEARNING,
            and_(RoleGrant.role == Role.FACILITATOR, RoleGrant.scope.in_(scopes)),
        ),
    )
    return db.session.scalars(grants).first() is not None


def _holding(role: Role, scopes: set[str], without: Iterable[int | None]) -> set[int]:
    wanted = (
        select(RoleGrant.user_id)
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.role == role, RoleGrant.scope.in_(scopes), User.blocked_at.is_(None))
    )
    return set(db.session.scalars(wanted)) - set(without)
