"""Who may read, write and look after what in the forum. Facts in, verdict out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.accounts.actors import Actor
from app.accounts.roles import COURSE_ROLES, Role
from app.forum.fishbowl_floor import Floor, may_speak
from app.forum.kinds import Audience, PostState, ThreadKind
from app.forum.models import Post, Thread
from app.library.editions import Edition
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, allowed, refused


@dataclass(frozen=True, slots=True)
class Place:
    """A category, and whether whoever asks takes part in its course."""

    id: int
    key: str
    audience: Audience
    course_slug: str | None
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    position: int
    archived_at: datetime | None
    takes_part: bool = False
    # The language in which they chose to read the course; empty where they chose none.
    reads_in: str = ""
    # Of a course what learners see of it now, where that was read along.
    edition: Edition | None = None


def may_arrange_categories(actor: Actor) -> Verdict:
    """Make categories, rename and archive them."""
    if actor.holds(Role.UCLG_LEARNING) or actor.holds(Role.ADMINISTRATOR):
        return allowed(_("UCLG Learning and administrators arrange the categories of the forum."))
    return refused(_("Only UCLG Learning and administrators arrange the categories of the forum."))


def may_tend(actor: Actor, place: Place) -> Verdict:
    """Look after what is written in a category: UCLG Learning and facilitators; of a course also its own."""
    if actor.holds(Role.UCLG_LEARNING):
        return allowed(_("UCLG Learning looks after the whole forum."))
    if actor.holds(Role.FACILITATOR, place.course_slug or ""):
        return allowed(_("Facilitators look after what is written in their categories."))
    return refused(_("Only facilitators of this category and UCLG Learning may do this."))


def may_read(actor: Actor, place: Place) -> Verdict:
    """Members read what is for all; a course's category is read by whoever takes part in it or carries it."""
    if not actor.is_signed_in:
        return refused(_("The forum is for members. Please sign in."))
    match place.audience:
        case Audience.MEMBERS:
            return ALLOWED
        case Audience.COURSE:
            carries = any(actor.holds(role, place.course_slug or "") for role in COURSE_ROLES)
            if place.takes_part or carries or may_tend(actor, place):
                return ALLOWED
            return refused(_("This category is for those who take part in its course. Enrol in the course to join in."))
        case Audience.STAFF:
            return may_tend(actor, place)


def may_open_thread(actor: Actor, place: Place, kind: ThreadKind = ThreadKind.DISCUSSION) -> Verdict:
    """Whoever reads a category opens threads in it; who looks after it makes announcements and fishbowls."""
    may = may_read(actor, place)
    if not may:
        return may
    if place.archived_at is not None:
        return refused(_("This category is archived: what is there can be read, and nothing is added."))
    return may_tend(actor, place) if kind in (ThreadKind.ANNOUNCEMENT, ThreadKind.FISHBOWL) else ALLOWED


def may_see_thread(actor: Actor, place: Place, thread: Thread) -> Verdict:
    """Whoever reads the category, unless the thread was removed; one that is held is also seen by its author."""
    may = may_read(actor, place)
    if not may or thread.removed_at is None:
        return may
    is_own = thread.author_id is not None and thread.author_id == actor.user_id
    return may if thread.held_at is not None and is_own else may_tend(actor, place)


def may_reply(actor: Actor, place: Place, thread: Thread, floor: Floor | None = None) -> Verdict:
    """Whoever may add to a thread; in a fishbowl whoever has the floor, so nobody where that is not known."""
    may = may_add(actor, place, thread)
    if not may or thread.kind is not ThreadKind.FISHBOWL:
        return may
    return may_speak(floor) if floor is not None else refused(_("In a fishbowl those who hold a seat write."))


def may_add(actor: Actor, place: Place, thread: Thread) -> Verdict:
    """Whoever sees a thread that is open, whether or not they may answer there."""
    may = may_see_thread(actor, place, thread)
    if not may:
        return may
    if thread.held_at is not None:
        return refused(_("This thread waits until somebody has looked at it. Then everybody sees it and can answer."))
    if place.archived_at is not None or thread.archived_at is not None or thread.removed_at is not None:
        return refused(_("This thread is archived: it can be read, and nothing is added."))
    if thread.locked_at is not None:
        return refused(_("This thread is closed: it can be read, and nothing is added."))
    return ALLOWED


def may_see_words(actor: Actor, place: Place, post: Post) -> bool:
    """Whether somebody who sees the thread reads this post, rather than that it was removed."""
    if post.state is PostState.SHOWN:
        return True
    is_own = post.author_id is not None and post.author_id == actor.user_id
    return post.state is PostState.HELD and (is_own or bool(may_tend(actor, place)))


def may_change_post(actor: Actor, place: Place, thread: Thread, post: Post) -> Verdict:
    """Its author, as long as the thread is open, seat or not; how it read before stays visible."""
    if post.author_id is None or post.author_id != actor.user_id:
        return refused(_("Only whoever wrote a post may change it."))
    if post.state is PostState.REMOVED:
        return refused(_("This post was removed, so it cannot be changed."))
    return may_add(actor, place, thread)


def may_remove_post(actor: Actor, place: Place, thread: Thread, post: Post) -> Verdict:
    """Its author, or whoever looks after the category, with a reason."""
    if post.state is PostState.REMOVED:
        return refused(_("This post was removed already."))
    if post.author_id is not None and post.author_id == actor.user_id:
        return may_see_thread(actor, place, thread)
    return may_tend(actor, place)
