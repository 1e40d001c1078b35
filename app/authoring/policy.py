"""Who may look at courses before they are published."""

from app.accounts.actors import Actor
from app.accounts.models import Role
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, refused


def may_preview(actor: Actor) -> Verdict:
    """Knowledge managers and UCLG Learning."""
    if actor.role in (Role.KNOWLEDGE_MANAGER, Role.UCLG_LEARNING):
        return ALLOWED
    return refused(_("Drafts of courses are open to knowledge managers. The published courses are open to everybody."))
