"""What is kept beside a thread of its posts, counted anew. The thread's row is held by whoever calls this."""

from sqlalchemy import case, func, select

from app.forum.kinds import PostState
from app.forum.models import Post, Thread
from app.platform.database import db


def recount(thread: Thread) -> None:
    """Let the thread's numbers say what its posts are: how many, how many answers all see, and which is the newest."""
    db.session.flush()
    is_answer = case(((Post.number > 1) & (Post.state == PostState.SHOWN), 1))
    counted = db.session.execute(
        select(func.count(Post.id), func.count(is_answer)).where(Post.thread_id == thread.id)
    ).one()
    thread.last_number, thread.replies = counted
    newest = db.session.execute(
        select(Post.made_at, Post.author_id)
        .where(Post.thread_id == thread.id, Post.state == PostState.SHOWN)
        .order_by(Post.number.desc())
        .limit(1)
    ).first()
    thread.last_post_at, thread.last_author_id = newest or (thread.made_at, thread.author_id)
    db.session.flush()
