"""Who may see what people have completed. Facts in, verdict out."""

from app.accounts.actors import Actor
from app.accounts.models import Role
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, refused


def may_see_completions(actor: Actor) -> Verdict:
    """UCLG Learning alone: the report names people."""
    if actor.role is Role.UCLG_LEARNING:
        return ALLOWED
    return refused(
        _(
            "This report names people, so only UCLG Learning sees it. What you have done yourself is under “My learning”."
        )
    )
