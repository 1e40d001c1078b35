"""Whoever leaves reports unanswered is reminded: once after two days, and UCLG Learning after two more."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import or_, select

from app.forum.care_models import Case
from app.forum.care_notices import CASES_WAIT
from app.forum.models import Category, Post, Thread
from app.forum.tenders import uclg_learning, who_tend
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.telling import tell

REMIND = "remind-of-forum-reports"
REMINDED_AFTER = (timedelta(hours=48), timedelta(hours=96))
"""Those who look after the category first; then UCLG Learning."""


def remind_of_cases() -> None:
    """The job: tell each person in one sentence how much waits too long; nobody is told twice on a day."""
    now = clock.now()
    with transaction():
        due = [
            (Case.reminded == stage) & (Case.waiting_since <= now - after) for stage, after in enumerate(REMINDED_AFTER)
        ]
        waiting = db.session.execute(
            select(Case, Post.author_id, Category.course_slug)
            .join(Post, Post.id == Case.post_id)
            .join(Thread, Thread.id == Post.thread_id)
            .join(Category, Category.id == Thread.category_id)
            .where(Case.waiting_since.is_not(None), or_(*due))
            .order_by(Case.id)
            .with_for_update(of=Case)
        ).all()
        told: Counter[int] = Counter()
        for case, author_id, course_slug in waiting:
            barred = (author_id, case.settled_by)
            told.update(who_tend(course_slug, barred) if case.reminded == 0 else uclg_learning(barred))
            case.reminded += 1
        db.session.flush()
        for number in sorted(set(told.values())):
            people = [user_id for user_id, count in told.items() if count == number]
            about = f"waiting-{clock.today().isoformat()}"
            tell(CASES_WAIT, *people, about=about, leads_to="/forum/reports", number=number)
