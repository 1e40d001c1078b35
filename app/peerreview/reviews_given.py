"""What somebody reviewed, and what its authors made of it: reads for the desk. Nobody is named."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, select

from app.peerreview.exchange_models import Review
from app.peerreview.roles import ReaderRole
from app.platform import clock
from app.platform.database import read_values

_review = Review.__table__.c
_MINE = (
    select(
        _review.id,
        _review.began_at,
        _review.ends_at,
        _review.ended_at,
        _review.saved_at,
        _review.handed_in_at,
        _review.thanked_at,
        _review.helpful,
        _review.answer,
    )
    .where(
        _review.reader_id == bindparam("user_id"),
        _review.pool_id == bindparam("pool_id"),
        _review.role == ReaderRole.PEER,
        _review.given_back_at.is_(None),
    )
    .order_by(_review.id)
)


class Doing(StrEnum):
    """How far a review has come."""

    RUNNING = "running"
    # Its time ran out; what is written stays, and it can still be handed in.
    RUN_OUT = "run_out"
    HANDED_IN = "handed_in"


@dataclass(frozen=True, slots=True)
class MyReview:
    """A review of mine; `number` counts mine here. `helpful` runs from 1 to 3, None where its author told nothing."""

    review_id: int
    number: int
    doing: Doing
    began_at: datetime
    ends_at: datetime
    saved_at: datetime | None
    handed_in_at: datetime | None
    is_thanked: bool
    helpful: int | None
    answer: str


def reviews_by(user_id: int, pool_id: int) -> tuple[MyReview, ...]:
    """What somebody reviews or has reviewed as a peer, the latest first; not what they gave back."""
    now = clock.now()
    rows = read_values(_MINE, user_id=user_id, pool_id=pool_id).all()
    mine = [_review_in(row, number, now) for number, row in enumerate(rows, start=1)]
    return tuple(reversed(mine))


def _review_in(row: Row[Any], number: int, now: datetime) -> MyReview:
    if row.handed_in_at is not None:
        doing = Doing.HANDED_IN
    else:
        doing = Doing.RUNNING if row.ended_at is None and row.ends_at > now else Doing.RUN_OUT
    return MyReview(
        review_id=row.id,
        number=number,
        doing=doing,
        began_at=row.began_at,
        ends_at=row.ends_at,
        saved_at=row.saved_at,
        handed_in_at=row.handed_in_at,
        is_thanked=row.thanked_at is not None,
        helpful=row.helpful,
        answer=row.answer,
    )
