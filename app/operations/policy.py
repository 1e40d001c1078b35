"""Who looks after the running site. Facts in, verdict out."""

from app.accounts.actors import Actor
from app.accounts.roles import Role
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, allowed, refused

# What UCLG Learning answers for: the roles and accounts that they may change themselves.
_OF_PEOPLE = ("person.", "role.")


def may_see_index(page_count: int) -> Verdict:
    """Whoever may see one of the pages that it lists."""
    if page_count:
        return ALLOWED
    return refused(_("These pages are for those who run the site. What you learn is under “My learning”."))


def may_run_site(actor: Actor) -> Verdict:
    """Jobs, storage, settings and why somebody may see a page: administrators."""
    if actor.holds(Role.ADMINISTRATOR):
        return allowed(_("Administrators keep the site running."))
    return refused(_("Only administrators see how the site itself is running."))


def may_see_mail(actor: Actor) -> Verdict:
    """Whether letters leave: administrators mend it, UCLG Learning is asked by people who wait for one."""
    if actor.holds(Role.ADMINISTRATOR):
        return allowed(_("Administrators keep the site running."))
    if actor.holds(Role.UCLG_LEARNING):
        return allowed(_("UCLG Learning answers people who wait for a letter."))
    return refused(_("Only administrators and UCLG Learning see whether mail leaves the site."))


def may_see_audit(actor: Actor) -> Verdict:
    """What staff did: administrators all of it, UCLG Learning what concerns people and roles."""
    if actor.holds(Role.ADMINISTRATOR):
        return allowed(_("Administrators see all that staff did."))
    if actor.holds(Role.UCLG_LEARNING):
        return allowed(_("UCLG Learning sees who gave and took roles."))
    return refused(_("Only administrators and UCLG Learning see what staff did."))


def actions_in_view(actor: Actor) -> tuple[str, ...] | None:
    """How the actions begin whose lines somebody may read; None for all."""
    return None if actor.holds(Role.ADMINISTRATOR) else _OF_PEOPLE
