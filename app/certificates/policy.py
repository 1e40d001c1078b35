"""Who may open a certificate. Verifying one by its code is open to all and needs no permission."""

from app.accounts.actors import Actor
from app.accounts.models import Role
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, refused


def may_see_certificate(actor: Actor, owner_id: int | None) -> Verdict:
    """Its owner and UCLG Learning open a certificate; `owner_id` is None when the account was deleted."""
    if actor.role is Role.UCLG_LEARNING:
        return ALLOWED
    if owner_id is not None and actor.user_id == owner_id:
        return ALLOWED
    return refused(_("A certificate is opened by the person who earned it; everybody else may verify its code."))
