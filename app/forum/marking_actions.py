"""Marks, votes, accepted answers and the status of ideas. Nothing here commits."""

from sqlalchemy import delete, select, update

from app.forum.actions import hold
from app.forum.kinds import IdeaStatus, PostState, ThreadKind
from app.forum.models import Post, Thread
from app.forum.notices import ACCEPTED
from app.forum.part_models import HelpfulMark, IdeaVote
from app.forum.telling_posts import about_post, tell_accepted
from app.platform import clock
from app.platform.database import count_changed, db, insert_missing, table_of
from app.platform.errors import CannotBe
from app.platform.i18n import _
from app.platform.telling import take_back


def mark_helpful(post_id: int, user_id: int) -> None:
    """Count somebody among those whom a post helped, once."""
    row = {"post_id": post_id, "user_id": user_id, "marked_at": clock.now()}
    _count_helpful(post_id, insert_missing(table_of(HelpfulMark), [row]))


def unmark_helpful(post_id: int, user_id: int) -> None:
    """Count them no longer."""
    mine = delete(HelpfulMark).where(HelpfulMark.post_id == post_id, HelpfulMark.user_id == user_id)
    _count_helpful(post_id, -count_changed(mine))


def vote(thread_id: int, user_id: int) -> None:
    """Count somebody among those who support an idea, once; raises CannotBe where it was merged meanwhile."""
    _hold_votes(thread_id)
    row = {"thread_id": thread_id, "user_id": user_id, "voted_at": clock.now()}
    _count_votes(thread_id, insert_missing(table_of(IdeaVote), [row]))


def take_vote_back(thread_id: int, user_id: int) -> None:
    """Count them no longer."""
    _hold_votes(thread_id)
    mine = delete(IdeaVote).where(IdeaVote.thread_id == thread_id, IdeaVote.user_id == user_id)
    _count_votes(thread_id, -count_changed(mine))


def accept(thread_id: int, post_id: int, by: int) -> None:
    """Let an answer be the accepted one, in place of the one before; raises CannotBe when it is gone meanwhile."""
    thread = hold(thread_id)
    post = db.session.scalar(
        select(Post).where(Post.id == post_id, Post.thread_id == thread_id).execution_options(populate_existing=True)
    )
    if thread.kind is not ThreadKind.QUESTION or post is None or post.number == 1 or post.state is not PostState.SHOWN:
        raise CannotBe(_("This answer was moved or removed meanwhile. Nothing was changed; please look again."))
    if thread.accepted_post_id == post_id:
        return
    _tell_no_more(thread)
    thread.accepted_post_id = post_id
    db.session.flush()
    if post.author_id != by:
        tell_accepted(thread, post)


def accept_no_longer(thread_id: int) -> None:
    """Let no answer of a question be the accepted one."""
    thread = hold(thread_id)
    _tell_no_more(thread)
    thread.accepted_post_id = None
    db.session.flush()


def set_status(thread_id: int, status: IdeaStatus) -> None:
    """Say what became of an idea."""
    thread = hold(thread_id)
    if thread.kind is not ThreadKind.IDEA:
        raise CannotBe(_("Only ideas have a status."))
    thread.status = status
    db.session.flush()


def _count_helpful(post_id: int, more: int) -> None:
    if more:
        db.session.execute(
            update(Post).where(Post.id == post_id).values(helpful=Post.helpful + more),
            execution_options={"synchronize_session": False},
        )


def _hold_votes(thread_id: int) -> None:
    if hold(thread_id).merged_into_id is not None:
        raise CannotBe(_("This thread was merged into another one. Nothing was changed; do it there."))


def _count_votes(thread_id: int, more: int) -> None:
    if more:
        db.session.execute(
            update(Thread).where(Thread.id == thread_id).values(votes=Thread.votes + more),
            execution_options={"synchronize_session": False},
        )


def _tell_no_more(thread: Thread) -> None:
    if thread.accepted_post_id is not None:
        take_back(ACCEPTED, about_post(thread.accepted_post_id))
