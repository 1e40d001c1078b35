"""What mentors answer when they are asked. Nothing here commits."""

from app.peerreview.exchange_models import MentorRequest
from app.peerreview.placing import steer_soon
from app.peerreview.telling_reviews import mentors_need_not
from app.platform import clock
from app.platform.database import db


def decline(request_id: int) -> None:
    """Let somebody else be asked; what was answered before stays as it was."""
    request = db.session.get_one(MentorRequest, request_id, with_for_update=True, populate_existing=True)
    if request.taken_at is None and request.declined_at is None:
        request.declined_at = clock.now()
        db.session.flush()
        mentors_need_not(request.submission_id, [request.mentor_id])
        steer_soon(request.pool_id)
