"""Who may see and change what of organisations. Facts in, verdict out.

`above` is the organisation's number and those of everything it is a part of today: whoever manages one of these manages
the organisation. Managing it gives no power over anything beside it or above it.
"""

from collections.abc import Collection

from app.accounts.actors import Actor
from app.accounts.roles import Role
from app.platform.i18n import _
from app.platform.verdicts import Verdict, allowed, refused


def may_arrange(actor: Actor) -> Verdict:
    """UCLG Learning and administrators list organisations, link and merge them, and see what needs an owner."""
    if actor.holds(Role.UCLG_LEARNING) or actor.holds(Role.ADMINISTRATOR):
        return allowed(_("UCLG Learning looks after all organisations."))
    return refused(_("UCLG Learning does this for all organisations."))


def may_manage(actor: Actor, above: Collection[int]) -> Verdict:
    """Managers of the organisation, or of what it is a part of, tell its facts and see and arrange its people."""
    if may_arrange(actor):
        return may_arrange(actor)
    if any(actor.holds(Role.ORGANISATION_MANAGER, str(number)) for number in above):
        return allowed(_("They manage this organisation or one that it is a part of."))
    return refused(_("This is open to the managers of this organisation and to UCLG Learning."))


def may_see(actor: Actor, above: Collection[int], *, is_listed: bool, is_member: bool) -> Verdict:
    """Everybody sees a listed organisation; its own people, its managers and UCLG Learning also one that is not."""
    if is_listed:
        return allowed(_("Everybody sees a listed organisation."))
    if is_member:
        return allowed(_("They belong to this organisation."))
    return may_manage(actor, above)


def may_see_names(actor: Actor) -> Verdict:
    """Who speaks for an organisation, and who holds a title, is told to people with an account only."""
    if actor.is_signed_in:
        return allowed(_("Everybody with an account sees these names."))
    return refused(_("Sign in to see who speaks for this organisation."))
