"""Who may look at courses before they are published."""

from app.accounts.actors import Actor
from app.accounts.roles import Role
from app.platform.i18n import _
from app.platform.verdicts import Verdict, allowed, refused


def may_see_drafts(actor: Actor) -> Verdict:
    """Knowledge managers of whatever course, and UCLG Learning."""
    if actor.holds(Role.UCLG_LEARNING):
        return allowed(_("UCLG Learning sees all drafts."))
    if actor.holds_anywhere(Role.KNOWLEDGE_MANAGER):
        return allowed(_("Knowledge managers see the drafts of their courses."))
    return refused(_("Drafts of courses are open to knowledge managers. The published courses are open to everybody."))


def may_preview(actor: Actor, slug: str) -> Verdict:
    """Knowledge managers of this course, and UCLG Learning."""
    if actor.holds(Role.UCLG_LEARNING) or actor.holds(Role.KNOWLEDGE_MANAGER, slug):
        return allowed(_("They write this course, or look after all of them."))
    if actor.holds_anywhere(Role.KNOWLEDGE_MANAGER):
        return refused(_("This draft belongs to the knowledge managers of another course. Yours are under “Drafts”."))
    return may_see_drafts(actor)
