"""What staff may do with reviews and appeals, and who of them. Facts in, verdict out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from app.accounts.actors import Actor
from app.accounts.roles import EVERYWHERE, Role
from app.peerreview.allocation import Refusal, Waiting
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, allowed, refused

# An appeal that somebody took and did not decide for so long is anybody's again.
APPEAL_IS_KEPT = timedelta(days=7)


class Written(Protocol):
    """The moments of a review that staff look at."""

    submission_id: int | None
    given_back_at: datetime | None
    ended_at: datetime | None
    handed_in_at: datetime | None
    excluded_at: datetime | None
    is_held: bool


@dataclass(frozen=True, slots=True)
class Involvement:
    """What somebody has to do with a piece of work that was appealed."""

    is_author: bool = False
    # They were ever handed it, as a peer, a mentor or staff.
    has_read_it: bool = False
    is_colleague: bool = False
    has_conflict: bool = False


def may_facilitate_some(actor: Actor) -> Verdict:
    """Whoever may see the reviews of some course."""
    if actor.holds_anywhere(Role.FACILITATOR):
        return allowed(_("You facilitate a course."))
    if actor.holds(Role.UCLG_LEARNING) or actor.holds(Role.ADMINISTRATOR):
        return allowed(_("UCLG Learning looks after all courses."))
    return refused(_("Only facilitators and UCLG Learning see the reviews of courses."))


def courses_facilitated(actor: Actor) -> frozenset[str] | None:
    """The courses whose reviews somebody may see; None for all."""
    scopes = actor.scopes_of(Role.FACILITATOR)
    if actor.holds(Role.UCLG_LEARNING) or actor.holds(Role.ADMINISTRATOR) or EVERYWHERE in scopes:
        return None
    return scopes


def may_exclude(review: Written) -> Verdict:
    """Take a review out of the score: once it is handed in, and until it is out."""
    if review.handed_in_at is None or review.submission_id is None:
        return refused(_("This review is not handed in, so it counts in no score yet."))
    if review.excluded_at is not None:
        return refused(_("This review is out of the score already."))
    return ALLOWED


def may_include(review: Written) -> Verdict:
    """Count a review that was taken out."""
    if review.excluded_at is None:
        return refused(_("This review was not taken out of the score."))
    return ALLOWED


def may_hold(review: Written) -> Verdict:
    """Keep the words of a review from its author."""
    if review.is_held:
        return refused(_("The words of this review are held already."))
    if review.handed_in_at is None:
        return refused(_("This review is not handed in, so its author sees nothing of it."))
    return ALLOWED


def may_release(review: Written) -> Verdict:
    """Let its author read a review whose words were held."""
    if not review.is_held:
        return refused(_("The words of this review are not held."))
    return ALLOWED


def may_replace(review: Written) -> Verdict:
    """End a lease, so that somebody else may take the place."""
    if review.handed_in_at is not None:
        return refused(_("This review is handed in. It can be taken out of the score."))
    if review.given_back_at is not None or review.ended_at is not None:
        return refused(_("This place is free already."))
    return ALLOWED


def may_give_to_mentors(work: Waiting, granted_at: datetime | None, *, has_mentors: bool) -> Verdict:
    """Let mentors write what is missing, although its author has not done their part or the day has not come."""
    if not work.is_open or not work.needs:
        return refused(_("This work needs no further review now."))
    if granted_at is not None:
        return refused(_("Mentors have it already."))
    if not has_mentors:
        return refused(_("Nobody mentors this course. Give somebody the role of a mentor first."))
    return ALLOWED


def may_decide(who: Involvement) -> Verdict:
    """Look at a score again: somebody who has nothing to do with the work, its author or its reviews."""
    if who.is_author:
        return refused(_("This is your own work, so somebody else decides."))
    if who.has_read_it:
        return refused(_("You have reviewed this work, so somebody else decides."))
    if who.is_colleague:
        return refused(_("Its author belongs to your organisation, so somebody else decides."))
    if who.has_conflict:
        return refused(_("One of you has declared a conflict of interest, so somebody else decides."))
    return ALLOWED


def may_take_appeal(
    who: Involvement, *, user_id: int, taken_by: int | None, taken_at: datetime | None, is_decided: bool, now: datetime
) -> Verdict:
    """Take an appeal: somebody uninvolved, unless another has it in their hands."""
    if is_decided:
        return refused(_("This appeal is decided. What was decided stays."))
    is_kept = taken_by is not None and taken_by != user_id and taken_at is not None and now < taken_at + APPEAL_IS_KEPT
    if is_kept:
        return refused(_("Somebody else is looking at it. After a week without a decision you may take it over."))
    return may_decide(who)


def words_about_reader(refusal: Refusal) -> str:
    """Why somebody cannot be asked for a review of a work, for staff."""
    return {
        Refusal.OWN: _("It is their own work."),
        Refusal.OTHER_TASK: _("They wrote for another version of the assignment."),
        Refusal.CLOSED: _("This work is not in the line."),
        Refusal.LANGUAGE: _("They do not read its language."),
        Refusal.HELD_BEFORE: _("They have had this work before."),
        Refusal.MUTUAL: _("The author has reviewed their work."),
        Refusal.SAME_ORGANISATION: _("They belong to the author's organisation."),
        Refusal.CONFLICT: _("One of the two has declared a conflict of interest."),
        Refusal.ADJACENT: _("They handed in within a day of the author."),
    }[refusal]
