"""Who may invite whom, and who sees what became of it. Facts in, verdict out."""

from dataclasses import dataclass

from app.accounts.actors import Actor
from app.accounts.roles import Role
from app.platform.i18n import _
from app.platform.verdicts import Verdict, allowed, refused


@dataclass(frozen=True, slots=True)
class Target:
    """What people are invited to: a course, an organisation, both, or just the site.

    `ancestors` are the numbers of the organisations that this one belongs to, directly or through others.
    """

    course_slug: str = ""
    organisation_id: int | None = None
    ancestors: frozenset[int] = frozenset()

    @property
    def branch(self) -> frozenset[int]:
        """The organisation with all it belongs to; managers of any of these look after it."""
        return self.ancestors if self.organisation_id is None else self.ancestors | {self.organisation_id}


def is_staff(actor: Actor) -> bool:
    """Administrators and UCLG Learning, who may know who has an account."""
    return actor.holds(Role.ADMINISTRATOR) or actor.holds(Role.UCLG_LEARNING)


def may_invite(actor: Actor) -> Verdict:
    """Whether there is anything at all that they may invite to."""
    if is_staff(actor):
        return allowed(_("Administrators and UCLG Learning invite anybody."))
    if actor.holds_anywhere(Role.ORGANISATION_MANAGER):
        return allowed(_("Organisation managers invite people into their organisation."))
    if actor.holds_anywhere(Role.FACILITATOR):
        return allowed(_("Facilitators invite people to their courses."))
    return refused(
        _("Invitations are sent by UCLG Learning, by organisation managers and by the facilitators of a course.")
    )


def may_invite_to(actor: Actor, target: Target) -> Verdict:
    """Staff to everything; managers into their branch, also for a course; facilitators to their course alone."""
    if is_staff(actor):
        return allowed(_("Administrators and UCLG Learning invite anybody."))
    if target.organisation_id is not None:
        if any(actor.holds(Role.ORGANISATION_MANAGER, str(number)) for number in target.branch):
            return allowed(_("They look after this organisation, or one that it belongs to."))
        return refused(_("You can invite people only into organisations that you look after."))
    if target.course_slug and actor.holds(Role.FACILITATOR, target.course_slug):
        return allowed(_("They facilitate this course."))
    if actor.holds_anywhere(Role.ORGANISATION_MANAGER):
        return refused(_("Choose the organisation that you invite people into."))
    if target.course_slug:
        return refused(_("You can invite people only to courses that you facilitate."))
    return may_invite(actor) and refused(_("Choose the course that you invite people to."))


def may_see(actor: Actor, made_by: int | None, target: Target) -> Verdict:
    """Staff see all; others what they sent themselves, for as long as they may invite to the same.

    Those who look after the same course or organisation do not see it: a list of invitations is a list of addresses.
    """
    if is_staff(actor):
        return allowed(_("Administrators and UCLG Learning see all invitations."))
    if actor.user_id is None or made_by != actor.user_id:
        return refused(_("These invitations were sent by somebody else."))
    return may_invite_to(actor, target)
