"""Who may see what people have completed. Facts in, verdict out."""

from collections.abc import Collection

from app.accounts.actors import Actor
from app.accounts.roles import EVERYWHERE, Role
from app.platform.i18n import _
from app.platform.verdicts import Verdict, allowed, refused


def may_see_completions(actor: Actor) -> Verdict:
    """UCLG Learning, and facilitators in the courses they facilitate: the report names people."""
    if actor.holds(Role.UCLG_LEARNING):
        return allowed(_("UCLG Learning sees what everybody has completed."))
    if actor.holds_anywhere(Role.FACILITATOR):
        return allowed(_("Facilitators see what people have completed in their own courses."))
    return refused(
        _(
            "This report names people, so only UCLG Learning and facilitators see it. What you have done yourself is under “My learning”."
        )
    )


def may_see_organisation(actor: Actor, ids_above: Collection[int]) -> Verdict:
    """Whoever looks after the organisation or one that it is part of, and who answers for the whole site."""
    if actor.holds(Role.UCLG_LEARNING) or actor.holds(Role.ADMINISTRATOR):
        return allowed(_("You see the figures of every organisation."))
    if any(actor.holds(Role.ORGANISATION_MANAGER, str(number)) for number in ids_above):
        return allowed(_("You look after this organisation."))
    return refused(_("Only those who look after an organisation see its figures."))


def may_see_some_organisations(actor: Actor) -> Verdict:
    """Whoever looks after any organisation, and who answers for the whole site."""
    if actor.holds_anywhere(Role.ORGANISATION_MANAGER):
        return allowed(_("You look after an organisation."))
    return may_see_organisation(actor, ())


def courses_in_view(actor: Actor) -> frozenset[str] | None:
    """The courses whose learners they may see; None for all."""
    scopes = actor.scopes_of(Role.FACILITATOR)
    return None if actor.holds(Role.UCLG_LEARNING) or EVERYWHERE in scopes else scopes
