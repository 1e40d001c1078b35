"""What becomes of somebody's work and reviews when their account is erased. Nothing here commits."""

from sqlalchemy import select, update

from app.peerreview.actions import withdraw_all
from app.peerreview.exchange_models import Review, ReviewCall, ReviewPlace
from app.peerreview.models import Submission
from app.peerreview.placing import restand_one
from app.peerreview.pools import lock_pool
from app.peerreview.roles import ReaderRole
from app.platform import clock
from app.platform.database import db


def leave_reviews(user_id: int) -> None:
    """Take their work out of every line, free what they were reading, and drop what they wrote and did not hand in.

    What they gave to others stays, and counts; the words in it are the data map's to keep or empty.
    """
    withdraw_all(user_id)
    now = clock.now()
    unfinished = select(Review).where(Review.reader_id == user_id, Review.handed_in_at.is_(None))
    for review in db.session.scalars(unfinished.order_by(Review.id)).all():
        held = review.ended_at is None and review.given_back_at is None
        review.points, review.comments, review.overall = {}, {}, ""
        review.given_back_at = review.given_back_at or now
        if held and review.submission_id is not None and review.role is not ReaderRole.STAFF:
            lock_pool(review.pool_id)
            place = db.session.get_one(ReviewPlace, review.submission_id, populate_existing=True)
            place.out = max(0, place.out - 1)
            restand_one(place)
    mine = select(Submission.id).where(Submission.author_id == user_id)
    answered = update(Review).where(Review.submission_id.in_(mine), Review.answer != "")
    db.session.execute(answered.values(answer=""))
    called = update(ReviewCall).where(ReviewCall.user_id == user_id, ReviewCall.answered_at.is_(None))
    db.session.execute(called.where(ReviewCall.taken_at.is_(None)).values(taken_at=now))
    db.session.flush()
