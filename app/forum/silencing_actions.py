"""Keeping somebody from writing for a time, and letting them write again. Nothing here commits."""

from datetime import timedelta

from app.forum.care_models import Silence
from app.forum.care_notices import SILENCE_LIFTED, SILENCED
from app.platform import audit, clock
from app.platform.database import db
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.telling import take_back, tell


def silence(
    user_id: int, category_id: int | None, days: int, rule: str, reason: str, by: int, case_id: int | None = None
) -> Silence:
    """Let somebody not write for so many days, in a category or in all; they are told why and until when."""
    now = clock.now()
    kept = Silence(
        user_id=user_id,
        category_id=category_id,
        case_id=case_id,
        rule=rule,
        reason=reason,
        since=now,
        until=now + timedelta(days=days),
        given_by=by,
    )
    db.session.add(kept)
    db.session.flush()
    where = "everywhere" if category_id is None else category_id
    audit.note(by, "forum.silenced", "person", user_id, days=days, rule=rule, category=where)
    tell(SILENCED, user_id, about=f"silence-{kept.id}", leads_to=silence_address(kept.id))
    return kept


def lift(silence_id: int, by: int) -> None:
    """Let somebody write again before their time."""
    kept = db.session.get(Silence, silence_id, with_for_update=True, populate_existing=True)
    if kept is None:
        raise NotFound(_("There is no such silence."))
    now = clock.now()
    if kept.lifted_at is not None or kept.until <= now:
        return
    kept.lifted_at, kept.lifted_by = now, by
    db.session.flush()
    audit.note(by, "forum.silence-lifted", "person", kept.user_id, silence=kept.id)
    take_back(SILENCED, f"silence-{kept.id}")
    tell(SILENCE_LIFTED, kept.user_id, about=f"silence-{kept.id}", leads_to="/forum")


def silence_address(silence_id: int) -> str:
    """Where somebody reads why they may not write."""
    return f"/forum/silences/{silence_id}"
