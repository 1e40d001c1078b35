"""What people may be trusted with beyond learning, and where: pure values.

A role is held in a scope: one course, one organisation with all that belongs to it, or everywhere. Nothing follows from
a role in a scope for any other scope.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

EVERYWHERE = ""


class Role(StrEnum):
    """What a person does on the platform beyond learning, which everybody may."""

    FACILITATOR = "facilitator"
    MENTOR = "mentor"
    KNOWLEDGE_MANAGER = "knowledge_manager"
    ORGANISATION_MANAGER = "organisation_manager"
    UCLG_LEARNING = "uclg_learning"
    ADMINISTRATOR = "administrator"


COURSE_ROLES = frozenset({Role.FACILITATOR, Role.MENTOR, Role.KNOWLEDGE_MANAGER})
ORGANISATION_ROLES = frozenset({Role.ORGANISATION_MANAGER})


class Grant(NamedTuple):
    """A role in a scope: a course's slug, an organisation's number, or EVERYWHERE."""

    role: Role
    scope: str = EVERYWHERE


NO_GRANTS: frozenset[Grant] = frozenset()


def holds(grants: Iterable[Grant], role: Role, scope: str = EVERYWHERE) -> bool:
    """Whether these grants include the role for this scope, either named or everywhere."""
    return any(grant.role == role and grant.scope in (scope, EVERYWHERE) for grant in grants)


def fault_of_scope(role: Role, scope: str) -> str | None:
    """What is wrong with a role in this scope: "needless", "number" or "missing"; None when it fits."""
    if role in COURSE_ROLES:
        return None
    if role in ORGANISATION_ROLES:
        if not scope:
            return "missing"
        return None if scope.isascii() and scope.isdecimal() else "number"
    return "needless" if scope else None
