"""Who may show work to others, and who looks at it before it is public. Facts in, verdict out."""

from app.accounts.actors import Actor
from app.accounts.roles import EVERYWHERE, Role
from app.peerreview.rounds import Round
from app.peerreview.sharing import State
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, allowed, refused


def is_accepted(one: Round) -> bool:
    """Whether work came to what is needed, as its author sees it: a final score, and passed where that is asked."""
    return one.is_final and not one.is_withdrawn and one.has_passed is not False


def may_share(one: Round, state: State | None, *, has_words: bool) -> Verdict:
    """Offer work as an example: accepted work that is not offered already, and that holds something to read."""
    if not is_accepted(one):
        return refused(_("You can show work to others once its score is final and it has passed."))
    if state in (State.WAITING, State.PUBLIC):
        return refused(_("You show this work to others already. Withdraw it first if you want to change something."))
    if not has_words:
        return refused(_("Files are not shown to others, and there is nothing else in this work."))
    return ALLOWED


def may_stop_sharing(author_id: int, user_id: int) -> Verdict:
    """Its author, at any time, also when they have left the course."""
    return ALLOWED if author_id == user_id else refused(_("Only its author withdraws an example."))


def may_see_shown_work(actor: Actor) -> Verdict:
    """See the list of what waits, which is of the courses one looks after."""
    if actor.holds_anywhere(Role.FACILITATOR) or actor.holds_anywhere(Role.KNOWLEDGE_MANAGER):
        return allowed(_("They look after a course."))
    if actor.holds(Role.UCLG_LEARNING) or actor.holds(Role.ADMINISTRATOR):
        return allowed(_("UCLG Learning looks after all courses."))
    return refused(_("Only those who look after a course decide which work is shown as an example."))


def may_look_at(actor: Actor, slug: str) -> Verdict:
    """Read what somebody wants to show in this course, before it is public."""
    if actor.holds(Role.FACILITATOR, slug) or actor.holds(Role.KNOWLEDGE_MANAGER, slug):
        return allowed(_("They look after this course."))
    if actor.holds(Role.UCLG_LEARNING) or actor.holds(Role.ADMINISTRATOR):
        return allowed(_("UCLG Learning looks after all courses."))
    return refused(_("Only those who look after a course decide which work is shown as an example."))


def may_accept(state: State, author_id: int, user_id: int) -> Verdict:
    """What waits, and is somebody else's: nobody overlooks as much as in what they wrote themselves."""
    if author_id == user_id:
        return refused(_("This is your own work. Somebody else has to look at it."))
    if state is not State.WAITING:
        return refused(_("This work does not wait any more. The list shows what still does."))
    return ALLOWED


def may_decline(state: State) -> Verdict:
    """What waits, and what is public: a name may be noticed later."""
    if state not in (State.WAITING, State.PUBLIC):
        return refused(_("This work does not wait any more. The list shows what still does."))
    return ALLOWED


def courses_looked_after(actor: Actor) -> frozenset[str] | None:
    """The courses whose shown work somebody decides on; None for all."""
    scopes = actor.scopes_of(Role.FACILITATOR) | actor.scopes_of(Role.KNOWLEDGE_MANAGER)
    is_for_all = actor.holds(Role.UCLG_LEARNING) or actor.holds(Role.ADMINISTRATOR) or EVERYWHERE in scopes
    return None if is_for_all else scopes
