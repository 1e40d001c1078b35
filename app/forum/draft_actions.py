"""Keeping what members have begun to write. Nothing here commits but the job."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, select

from app.forum.drafting import Spot, is_within, is_worth_keeping, with_texts_of
from app.forum.part_models import Draft
from app.platform import clock
from app.platform.database import db, insert_missing, read_values, table_of, transaction

KEPT = timedelta(days=90)
"""After it was saved last."""
MOST_DRAFTS = 100
"""Of one person; beyond them the oldest go."""
FORGET_DRAFTS = "forget-old-drafts"
_draft = table_of(Draft).c
_KEPT = select(_draft.number, _draft.typed).where(
    _draft.user_id == bindparam("user_id"), _draft.spot == bindparam("spot")
)


def keep_draft(user_id: int, spot: Spot, typed: Mapping[str, Any], base: int | None = None) -> Draft:
    """Keep what somebody typed at a form.

    `base` is the number of the draft it goes on from; where another window has saved since, both texts are kept.
    """
    first = {"user_id": user_id, "spot": spot.key, "typed": dict(typed), "number": 1, "saved_at": clock.now()}
    is_first = insert_missing(table_of(Draft), [first]) == 1
    draft = db.session.scalars(_of(user_id, spot).with_for_update().execution_options(populate_existing=True)).one()
    if is_first:
        _forget_beyond_most(user_id)
        return draft
    kept = dict(typed) if base == draft.number else with_texts_of(typed, draft.typed)
    draft.typed, draft.number, draft.saved_at = kept, draft.number + 1, clock.now()
    db.session.flush()
    return draft


def autosave(user_id: int, spot: Spot, typed: Mapping[str, Any], base: int) -> int | None:
    """Keep what a script sends while somebody types; the new number, or None where another window has saved since."""
    mine = db.session.scalar(_of(user_id, spot).with_for_update().execution_options(populate_existing=True))
    if mine is not None and mine.number != base and mine.typed != dict(typed):
        return None
    if not is_worth_keeping(typed):
        drop_draft(user_id, spot)
        return 0
    return keep_draft(user_id, spot, typed, base if mine is None else mine.number).number


def drop_draft(user_id: int, spot: Spot) -> None:
    """Forget what somebody began to write at a form: it was sent, or they do not want it."""
    db.session.execute(delete(Draft).where(Draft.user_id == user_id, Draft.spot == spot.key))


def drop_sent(user_id: int, spot: Spot, base: int, sent: Mapping[str, Any]) -> None:
    """Forget the draft of what was sent; what another window saved since then stays."""
    mine = read_values(_KEPT, user_id=user_id, spot=spot.key).one_or_none()
    if mine is not None and (mine.number == base or is_within(mine.typed, sent)):
        drop_draft(user_id, spot)


def forget_old_drafts() -> None:
    """The job: forget what nobody went on with."""
    with transaction():
        db.session.execute(delete(Draft).where(Draft.saved_at < clock.now() - KEPT))


def _forget_beyond_most(user_id: int) -> None:
    mine = select(Draft.id).where(Draft.user_id == user_id).order_by(Draft.saved_at.desc(), Draft.id.desc())
    oldest = db.session.scalars(mine.offset(MOST_DRAFTS)).all()
    if oldest:
        db.session.execute(delete(Draft).where(Draft.id.in_(oldest)))


def _of(user_id: int, spot: Spot) -> Select[Draft]:
    return select(Draft).where(Draft.user_id == user_id, Draft.spot == spot.key)
