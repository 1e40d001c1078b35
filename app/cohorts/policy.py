"""Who may apply, read, choose and enrol. Facts in, verdict out."""

from enum import Enum

from app.accounts.actors import Actor
from app.accounts.roles import Role
from app.cohorts.standing import Phase, State
from app.content.calls import EnrolmentRule
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, allowed, refused


class SeatHeld(Enum):
    """What somebody has of a course whose learners are chosen."""

    NEVER = "never"
    HELD = "held"
    GIVEN_UP = "given up"


def may_select(actor: Actor, slug: str) -> Verdict:
    """Whoever leads this course, and UCLG Learning: they see who applied, and make the offers."""
    if actor.holds(Role.UCLG_LEARNING):
        return allowed(_("UCLG Learning chooses learners in every course."))
    if actor.holds(Role.FACILITATOR, slug) or actor.holds(Role.KNOWLEDGE_MANAGER, slug):
        return allowed(_("They lead this course."))
    return refused(
        _("Applications name people, so only who leads this course sees them. Your own are under “Applications”.")
    )


def courses_to_select(actor: Actor) -> frozenset[str] | None:
    """The courses in which somebody may choose learners; None for all."""
    scopes = actor.scopes_of(Role.FACILITATOR) | actor.scopes_of(Role.KNOWLEDGE_MANAGER)
    return None if actor.holds(Role.UCLG_LEARNING) or "" in scopes else scopes


def may_see_calls(actor: Actor) -> Verdict:
    """Whoever may choose learners in any course."""
    if actor.holds(Role.UCLG_LEARNING):
        return allowed(_("UCLG Learning chooses learners in every course."))
    # None for who leads all.
    if courses_to_select(actor) != frozenset():
        return allowed(_("They lead a course."))
    return refused(_("Whoever leads a course sees who applied to it. Your own are under “Applications”."))


def may_apply(phase: Phase) -> Verdict:
    """Everybody, while the call is open."""
    if phase is Phase.COMING:
        return refused(_("This call is not open yet. Come back on the day it opens."))
    if phase is not Phase.OPEN:
        return refused(_("This call is closed, so nothing was changed. What you handed in before it closed counts."))
    return ALLOWED


def may_withdraw(state: State) -> Verdict:
    """Whoever handed in and has no seat yet; a seat is given up by leaving the course."""
    if state in (State.HANDED_IN, State.READING, State.WAITING, State.OFFERED):
        return ALLOWED
    return refused(_("There is no application to withdraw."))


def may_answer(state: State) -> Verdict:
    """Whoever has an open offer."""
    if state is State.OFFERED:
        return ALLOWED
    if state is State.EXPIRED:
        return refused(_("The time to answer is over, and the place went to the next person. Nothing was changed."))
    return refused(_("There is no offer to answer. Nothing was changed."))


def may_make_offers(phase: Phase, *, offers_began: bool, unread: int, candidates: int) -> Verdict:
    """Once everything is read, and before the cohort starts."""
    if offers_began:
        return refused(_("The offers are made. The waiting list moves by itself now."))
    if phase in (Phase.COMING, Phase.OPEN):
        return refused(_("Offers can be made once the call is closed and everything is read."))
    if phase in (Phase.RUNNING, Phase.OVER):
        return refused(_("This cohort has started; its waiting list moves no more."))
    if unread:
        return refused(
            _(
                "%(num)s applications are not read by all their readers yet. Wait for them, or decide on each of these by hand.",
                num=unread,
            )
        )
    if not candidates:
        return refused(_("Nobody has handed in an application."))
    return ALLOWED


def may_override(state: State, *, offers_began: bool) -> Verdict:
    """While no offer was made or refused to this person."""
    if state in (State.HANDED_IN, State.READING, State.WAITING) or (state is State.NO_SEAT and offers_began):
        return ALLOWED
    return refused(_("This application has an answer already, and that stands. Nothing was changed."))


def may_enrol(rule: EnrolmentRule, seat: SeatHeld, *, was_enrolled: bool) -> Verdict:
    """Everybody where enrolment is open; elsewhere who has a seat, or came before learners were chosen."""
    if rule is EnrolmentRule.OPEN or seat is SeatHeld.HELD or (was_enrolled and seat is SeatHeld.NEVER):
        return ALLOWED
    if seat is SeatHeld.GIVEN_UP:
        return refused(_("You gave up your seat, and it went to somebody else. You can apply again in the next call."))
    return refused(_("The learners of this course are chosen among those who apply. Look at the call to see when."))
