"""Links that anybody who has them joins by. Nothing here commits."""

import secrets
from datetime import datetime

from sqlalchemy import update

from app.invitations.models import JoinLink
from app.invitations.policy import Target
from app.platform import audit, clock
from app.platform.database import count_changed, db

MOST_USES = 10_000


def make_link(target: Target, *, by: int, ends_at: datetime, most_uses: int) -> int:
    """Make a link by which people join; returns its number."""
    link = JoinLink(
        code=secrets.token_urlsafe(18),
        made_by=by,
        made_at=clock.now(),
        organisation_id=target.organisation_id,
        course_slug=target.course_slug,
        ends_at=ends_at,
        most_uses=most_uses,
    )
    db.session.add(link)
    db.session.flush()
    audit.note(
        by, "join_link.made", "join_link", link.id, organisation=target.organisation_id, course=target.course_slug
    )
    return link.id


def end_link(link_id: int, *, by: int) -> None:
    """Let nobody join by a link any more."""
    ended = update(JoinLink).where(JoinLink.id == link_id, JoinLink.ended_at.is_(None))
    if count_changed(ended.values(ended_at=clock.now())):
        audit.note(by, "join_link.ended", "join_link", link_id)
