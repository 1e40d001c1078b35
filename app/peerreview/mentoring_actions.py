"""What mentors answer when they are asked. Nothing here commits."""

from app.peerreview.exchange_models import MentorRequest
from app.peerreview.placing import STEER_POOL
from app.platform import clock
from app.platform.database import db
from app.platform.jobs import enqueue


def decline(request_id: int) -> None:
    """Let somebody else be asked; what was answered before stays as it was."""
    request = db.session.get_one(MentorRequest, request_id, with_for_update=True, populate_existing=True)
    if request.taken_at is None and request.declined_at is None:
        request.declined_at = clock.now()
        db.session.flush()
        enqueue(STEER_POOL, pool_id=request.pool_id)
