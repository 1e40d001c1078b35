"""Which of several people may read a category: what `policy.may_read` says, asked for many at once."""

from collections.abc import Collection

from sqlalchemy import select

from app.accounts.actors import Actor
from app.accounts.models import RoleGrant, User
from app.accounts.roles import Grant
from app.enrolment.models import Enrolment
from app.forum.models import Category
from app.forum.policy import Place, may_read
from app.platform.database import db


def who_still_read(user_ids: Collection[int], category: Category | Place) -> set[int]:
    """Those of these people who have an account that is open, and may read the category; three statements."""
    people = set(db.session.scalars(select(User.id).where(User.id.in_(user_ids), User.blocked_at.is_(None))))
    taking_part = set(
        db.session.scalars(
            select(Enrolment.user_id).where(
                Enrolment.user_id.in_(people),
                Enrolment.course_slug == category.course_slug,
                Enrolment.left_at.is_(None),
            )
        )
    )
    grants: dict[int, set[Grant]] = {}
    for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.user_id.in_(people))):
        grants.setdefault(grant.user_id, set()).add(Grant(grant.role, grant.scope))
    return {
        user_id
        for user_id in people
        if may_read(
            Actor(user_id, grants=frozenset(grants.get(user_id, ()))), place_behind(category, user_id in taking_part)
        )
    }


def place_behind(category: Category | Place, takes_part: bool) -> Place:
    """A category as the policy sees it."""
    return Place(
        id=category.id,
        key=category.key,
        audience=category.audience,
        course_slug=category.course_slug,
        titles=category.titles,
        summaries=category.summaries,
        position=category.position,
        archived_at=category.archived_at,
        takes_part=takes_part,
    )
