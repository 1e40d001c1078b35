"""Who may write and read syntheses. Facts in, verdict out."""

from app.accounts.actors import Actor
from app.forum.policy import Place, may_read, may_tend
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, allowed, refused
from app.synthesis.reach import Reach


def may_write(actor: Actor, place: Place) -> Verdict:
    """Make, edit, publish and take back: those who look after the category."""
    if may_tend(actor, place):
        return allowed(_("Those who look after a category write its syntheses."))
    return refused(_("Only those who look after this category write its syntheses."))


def may_see(actor: Actor, place: Place, shown_to: Reach | None) -> Verdict:
    """Read a published one: whoever it was published for, and those who wrote it; a draft is nobody's to read."""
    if shown_to is None:
        return refused(_("This synthesis is not published."))
    if shown_to is Reach.PUBLIC or may_tend(actor, place):
        return ALLOWED
    if shown_to is Reach.MEMBERS and actor.is_signed_in:
        return ALLOWED
    return may_read(actor, place)
