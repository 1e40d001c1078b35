"""Who may open a certificate. Verifying one by its code is open to all and needs no permission."""

from app.accounts.actors import Actor
from app.accounts.roles import Role
from app.platform.i18n import _
from app.platform.verdicts import Verdict, allowed, refused


def may_see_certificate(actor: Actor, owner_id: int | None) -> Verdict:
    """Its owner and UCLG Learning open a certificate; `owner_id` is None when the account was deleted."""
    if actor.holds(Role.UCLG_LEARNING):
        return allowed(_("UCLG Learning opens every certificate."))
    if owner_id is not None and actor.user_id == owner_id:
        return allowed(_("It is their own certificate."))
    return refused(_("A certificate is opened by the person who earned it; everybody else may verify its code."))
