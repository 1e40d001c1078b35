"""Whoever looks after a category is told when a busy quarter passed and no synthesis tells of it: once."""

from datetime import timedelta

from sqlalchemy import func, select

from app.forum.kinds import PostState
from app.forum.models import Category, Post, Thread
from app.library.queries import titles_by_slug
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.i18n import language
from app.synthesis.models import Synthesis
from app.synthesis.periods import quarter_before
from app.synthesis.telling import tell_due

REMIND_OF_QUARTER = "remind-of-syntheses"
MANY_POSTS = 30
"""From so many posts on, a quarter is worth a synthesis."""
TOLD_FOR = timedelta(days=60)


def remind_of_quarter() -> None:
    """The job: look at the quarter that is over; a notice about the same quarter is made once."""
    quarter = quarter_before(clock.today())
    # Notices that were seen are forgotten after three months, and nobody is told a second time.
    if clock.today() - quarter.last > TOLD_FOR:
        return
    told = select(Synthesis.category_id).where(Synthesis.last_day >= quarter.first, Synthesis.first_day <= quarter.last)
    busy = (
        select(Thread.category_id)
        .join(Post, Post.thread_id == Thread.id)
        .where(
            Post.state == PostState.SHOWN,
            Thread.removed_at.is_(None),
            Post.made_at.between(clock.beginning_of(quarter.first), clock.end_of(quarter.last)),
        )
        .group_by(Thread.category_id)
        .having(func.count() > MANY_POSTS)
    )
    wanted = select(Category).where(Category.id.in_(busy), Category.id.not_in(told), Category.archived_at.is_(None))
    with transaction():
        titles = titles_by_slug()
        for category in db.session.scalars(wanted.order_by(Category.id)).all():
            title = titles.get(category.course_slug or "") or category.titles.get(language(), category.key)
            tell_due(category, title, f"{quarter.first:%Y-%m}")
