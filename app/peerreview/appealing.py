"""Scores that somebody uninvolved looks at again. Nothing here commits."""

from sqlalchemy import select

from app.peerreview.care_models import Appeal
from app.peerreview.exchange_models import ReviewPlace, ReviewResult
from app.peerreview.objections import Cause
from app.peerreview.publication import Publication
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
