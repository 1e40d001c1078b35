"""Who may do what with a review they were handed, and who may review at all. Facts in, verdict out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from app.accounts.actors import Actor
from app.accounts.roles import EVERYWHERE, Role
from app.peerreview.calibration import State
from app.platform.i18n import _, ngettext
from app.platform.verdicts import ALLOWED, Verdict, allowed, refused


class Held(Protocol):
    """The moments of a review."""

    given_back_at: datetime | None
    handed_in_at: datetime | None


def may_ask(*, has_handed_in: bool, calibration: State) -> Verdict:
    """Ask for work to review: after one's own work, and after the examples where there are some."""
    if not has_handed_in:
        return refused(_("Hand in your own work first; then you review the work of others."))
    if calibration is State.NOT_BEGUN:
        return refused(_("Score the examples first. They show what the levels mean, and take a few minutes."))
    return ALLOWED


def may_write_review(review: Held) -> Verdict:
    """Until it is handed in or given back; also after its lease ran out, since nothing written is lost."""
    if review.handed_in_at is not None:
        return refused(_("This review is handed in. It stays as it is."))
    if review.given_back_at is not None:
        return refused(
            _("You gave this work back, or its author withdrew it. What you wrote is kept and goes nowhere.")
        )
    return ALLOWED


def may_hand_in_review(review: Held, missing: Sequence[str]) -> Verdict:
    """When it may be written, and every criterion has a level."""
    may = may_write_review(review)
    if not may or not missing:
        return may
    return refused(
        ngettext("One criterion has no level yet.", "%(num)s criteria have no level yet.", len(missing))
        + " "
        + _("What you wrote is kept.")
    )


def may_give_back(review: Held) -> Verdict:
    """Until it is handed in."""
    return may_write_review(review)


def may_mentor(actor: Actor, slug: str) -> Verdict:
    """See the mentors' queue of a course and write what waits there."""
    if actor.holds(Role.MENTOR, slug):
        return allowed(_("You mentor this course."))
    return may_facilitate(actor, slug)


def may_facilitate(actor: Actor, slug: str) -> Verdict:
    """See all that is exchanged in a course, decide reports and appeals, take reviews out of scores."""
    if actor.holds(Role.FACILITATOR, slug):
        return allowed(_("You facilitate this course."))
    if actor.holds(Role.UCLG_LEARNING) or actor.holds(Role.ADMINISTRATOR):
        return allowed(_("UCLG Learning looks after all courses."))
    return refused(_("Only facilitators of this course and UCLG Learning see its reviews."))


def may_read_for_review(reader_id: int, user_id: int) -> Verdict:
    """Open what somebody was handed: its reader alone, so that nobody learns who reads what."""
    if reader_id == user_id:
        return allowed(_("It was handed to them to review."))
    return refused(_("What somebody was handed to review is shown to nobody else."))


def may_see_queue(actor: Actor) -> Verdict:
    """See the mentors' queue, which is of the courses one mentors or facilitates."""
    if actor.holds_anywhere(Role.MENTOR):
        return allowed(_("They mentor a course."))
    if actor.holds_anywhere(Role.FACILITATOR):
        return allowed(_("They facilitate a course."))
    if actor.holds(Role.UCLG_LEARNING) or actor.holds(Role.ADMINISTRATOR):
        return allowed(_("UCLG Learning looks after all courses."))
    return refused(_("Only mentors and facilitators see what waits for mentors."))


def courses_to_mentor(actor: Actor) -> frozenset[str] | None:
    """The courses whose queue somebody sees; None for all."""
    scopes = actor.scopes_of(Role.MENTOR) | actor.scopes_of(Role.FACILITATOR)
    is_for_all = actor.holds(Role.UCLG_LEARNING) or actor.holds(Role.ADMINISTRATOR) or EVERYWHERE in scopes
    return None if is_for_all else scopes
