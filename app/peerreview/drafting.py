"""A review while it is written: no window overwrites unseen what another saved. Nothing here commits."""

from app.content.course import Assignment
from app.peerreview.exchange_models import Review
from app.peerreview.placing import hold_task
from app.peerreview.pools import Task
from app.peerreview.reviewing import Written, hand_in_review, save_review
from app.platform.database import db


def base_of(review: Review) -> str:
    """Names what is saved, for a window to say what it goes on from; empty before the first save."""
    return review.saved_at.isoformat() if review.saved_at else ""


def written_in(review: Review) -> Written:
    """What is saved."""
    return Written(review.points, review.comments, review.overall, review.language)


def is_same(one: Written, other: Written) -> bool:
    """Whether two texts say the same; a comment of nothing but space is none."""
    comments = [{key: text for key, text in each.comments.items() if text.strip()} for each in (one, other)]
    return comments[0] == comments[1] and (dict(one.points), one.overall, one.language) == (
        dict(other.points),
        other.overall,
        other.language,
    )


def save_draft(task: Task, review: Review, written: Written, base: str) -> bool:
    """Keep a draft that goes on from `base`; nothing is kept, and False given, when another window saved since.

    What is saved already may be sent once more: its answer was lost on the way.
    """
    hold_task(task)
    db.session.refresh(review)
    if base_of(review) == base:
        save_review(task, review, written)
        return True
    return is_same(written_in(review), written)


def hand_in_draft(task: Task, review: Review, assignment: Assignment, base: str) -> bool:
    """Hand in what was shown; not so, and False, when another window saved something else since."""
    hold_task(task)
    db.session.refresh(review)
    if base_of(review) != base:
        return False
    hand_in_review(task, review, assignment)
    return True
