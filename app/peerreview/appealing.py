"""Scores that somebody uninvolved looks at again. Nothing here commits."""

from sqlalchemy import select

from app.peerreview.care_models import Appeal
from app.peerreview.completing import complete_if_due
from app.peerreview.exchange_models import ReviewPlace, ReviewResult
from app.peerreview.objections import Cause
from app.peerreview.placing import restand
from app.peerreview.pools import Task
from app.peerreview.publication import Publication
from app.peerreview.telling_reviews import tell_appeal_decided
from app.platform import clock
from app.platform.database import db


def open_appeal_if_due(place: ReviewPlace, result: ReviewResult, publication: Publication) -> Appeal | None:
    """Open an appeal by itself where a result is in doubt, once for a piece of work; what was decided stays so."""
    if not publication.opens_appeal or publication.score is None:
        return None
    if db.session.scalars(select(Appeal.id).where(Appeal.submission_id == place.submission_id).limit(1)).first():
        return None
    appeal = Appeal(
        pool_id=place.pool_id,
        submission_id=place.submission_id,
        cause=Cause(publication.doubts[0].value),
        opened_at=clock.now(),
        score=publication.score,
        low=publication.low if publication.low is not None else publication.score,
        high=publication.high if publication.high is not None else publication.score,
    )
    db.session.add(appeal)
    db.session.flush()
    return appeal


def decide_appeal(task: Task, appeal: Appeal, *, decision: float, reasons: str, by: int) -> None:
    """Give a piece of work the score that somebody uninvolved found; it may be higher or lower than before.

    Whoever calls this holds the pool, and has asked whether they may decide.
    """
    now = clock.now()
    appeal.decided_by, appeal.decided_at = by, now
    appeal.decision, appeal.reasons = decision, reasons
    result = db.session.get_one(ReviewResult, appeal.submission_id, populate_existing=True)
    result.decided_score = decision
    result.final_at = result.final_at or now
    place = db.session.get_one(ReviewPlace, appeal.submission_id, populate_existing=True)
    # What a person has looked at is in no doubt any more, and waits for no further review.
    place.is_disputed = False
    place.needed = min(place.needed, max(task.assignment.reviews_needed, place.done + place.out))
    restand(task, [place])
    complete_if_due(task, place.author_id)
    tell_appeal_decided(task, appeal, place.author_id)
