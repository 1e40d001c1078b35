"""Who may see that accounts were erased. Facts in, verdict out."""

from app.accounts.actors import Actor
from app.accounts.roles import Role
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, refused


def may_see_erasures(actor: Actor) -> Verdict:
    """Administrators and UCLG Learning answer those who ask whether it was done. The list names nobody."""
    if actor.holds(Role.ADMINISTRATOR) or actor.holds(Role.UCLG_LEARNING):
        return ALLOWED
    return refused(_("This list is for those who answer questions about privacy. Your own data is under “Your data”."))
