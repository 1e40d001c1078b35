"""Who may see people's accounts, give them roles, and block them. Facts in, verdict out."""

from collections.abc import Iterable

from app.accounts.actors import Actor
from app.accounts.roles import Grant, Role
from app.platform.i18n import _
from app.platform.verdicts import Verdict, allowed, refused

_GIVEN_BY_UCLG_LEARNING = frozenset({Role.FACILITATOR, Role.MENTOR, Role.KNOWLEDGE_MANAGER, Role.ORGANISATION_MANAGER})


def may_see_people(actor: Actor) -> Verdict:
    """Administrators and UCLG Learning."""
    if actor.holds(Role.ADMINISTRATOR):
        return allowed(_("Administrators look after everybody's account."))
    if actor.holds(Role.UCLG_LEARNING):
        return allowed(_("UCLG Learning gives roles to the people who carry the courses."))
    return refused(_("Only administrators and UCLG Learning see everybody's accounts."))


def roles_given_by(actor: Actor) -> frozenset[Role]:
    """The roles that somebody may give and take; nobody may give one that is more than their own."""
    if actor.holds(Role.ADMINISTRATOR):
        return frozenset(Role)
    return _GIVEN_BY_UCLG_LEARNING if actor.holds(Role.UCLG_LEARNING) else frozenset()


def may_change_role(actor: Actor, role: Role, grants: Iterable[Grant]) -> Verdict:
    """Give this role to, or take it from, a person who holds these roles."""
    if role not in roles_given_by(actor):
        return refused(_("You may not give or take this role. Administrators may."))
    return _unless_above(actor, grants)


def may_look_after_account(actor: Actor, grants: Iterable[Grant]) -> Verdict:
    """End the sessions of a person who holds these roles, send them a link to sign in, block and unblock them."""
    given = roles_given_by(actor)
    if not given:
        return refused(_("Only administrators and UCLG Learning look after other people's accounts."))
    if not {grant.role for grant in grants} <= given:
        return refused(_("Only administrators look after the accounts of UCLG Learning and of administrators."))
    return allowed(_("You may give every role that this person holds, so you may look after their account."))


def may_block(actor: Actor, user_id: int, grants: Iterable[Grant]) -> Verdict:
    """As for the whole account, but nobody locks themselves out."""
    if actor.user_id == user_id:
        return refused(_("This is your own account. Somebody else has to block it."))
    return may_look_after_account(actor, grants)


def _unless_above(actor: Actor, grants: Iterable[Grant]) -> Verdict:
    is_above = any(grant.role is Role.ADMINISTRATOR for grant in grants)
    if is_above and not actor.holds(Role.ADMINISTRATOR):
        return refused(_("This person is an administrator. Only administrators change the roles of administrators."))
    return allowed(_("You may give and take this role."))
