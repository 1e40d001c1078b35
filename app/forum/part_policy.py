"""Who may mark, vote, accept an answer and say what became of an idea. Facts in, verdict out."""

from app.accounts.actors import Actor
from app.forum.kinds import IdeaStatus, PostState, ThreadKind
from app.forum.models import Post, Thread
from app.forum.policy import Place, may_see_thread, may_tend
from app.platform.i18n import _
from app.platform.verdicts import ALLOWED, Verdict, refused


def may_mark(actor: Actor, place: Place, thread: Thread, post: Post) -> Verdict:
    """Everybody who reads a post but its author says that it helped."""
    may = may_see_thread(actor, place, thread)
    if not may:
        return may
    if post.author_id is not None and post.author_id == actor.user_id:
        return refused(_("Others say whether what you wrote helped them."))
    if post.state is not PostState.SHOWN:
        return refused(_("This post was removed, or waits until somebody has looked at it."))
    return ALLOWED


def may_vote(actor: Actor, place: Place, thread: Thread) -> Verdict:
    """Everybody who reads an idea supports it, until it is decided or its thread is closed."""
    may = may_see_thread(actor, place, thread)
    if not may:
        return may
    if thread.kind is not ThreadKind.IDEA:
        return refused(_("Only ideas are supported by votes."))
    if _is_archived(place, thread) or thread.locked_at is not None:
        return refused(_("This thread is closed: it can be read, and nothing is added."))
    if thread.status in (IdeaStatus.DONE, IdeaStatus.DECLINED):
        return refused(_("This idea is decided, so votes are not counted any more."))
    return ALLOWED


def may_accept(actor: Actor, place: Place, thread: Thread) -> Verdict:
    """Whoever asked a question, or looks after the category, says which answer is the one."""
    may = may_see_thread(actor, place, thread)
    if not may:
        return may
    if thread.kind is not ThreadKind.QUESTION:
        return refused(_("Only questions have an accepted answer."))
    if _is_archived(place, thread):
        return refused(_("This thread is archived: it can be read, and nothing is added."))
    if thread.author_id is not None and thread.author_id == actor.user_id:
        return ALLOWED
    if may_tend(actor, place):
        return ALLOWED
    return refused(_("Whoever asked the question accepts an answer, or those who look after the category."))


def may_set_status(actor: Actor, place: Place, thread: Thread) -> Verdict:
    """Those who look after the category say what became of an idea."""
    if thread.kind is not ThreadKind.IDEA:
        return refused(_("Only ideas have a status."))
    return may_tend(actor, place)


def _is_archived(place: Place, thread: Thread) -> bool:
    return place.archived_at is not None or thread.archived_at is not None or thread.removed_at is not None
