"""Who reviews courses, and who reads what came of it. Facts in, verdict out."""

from app.accounts.actors import Actor
from app.accounts.roles import Role
from app.platform.i18n import _
from app.platform.verdicts import Verdict, allowed, refused


def may_review_course(actor: Actor, slug: str, *, has_completed: bool) -> Verdict:
    """Who completed it, and who writes other courses; never who looks after this one."""
    if actor.holds(Role.KNOWLEDGE_MANAGER, slug):
        return refused(_("You look after this course, so others say what they think of it, and you read it."))
    if has_completed:
        return allowed(_("They completed this course."))
    if actor.holds_anywhere(Role.KNOWLEDGE_MANAGER):
        return allowed(_("They look after another course."))
    return refused(_("Whoever has completed this course can say here what they think of it."))


def may_see_course_reviews(actor: Actor, slug: str) -> Verdict:
    """Knowledge managers of this course, and UCLG Learning."""
    if actor.holds(Role.UCLG_LEARNING) or actor.holds(Role.KNOWLEDGE_MANAGER, slug):
        return allowed(_("They write this course, or look after all of them."))
    return refused(_("Only the knowledge managers of this course and UCLG Learning read what was said about it."))
