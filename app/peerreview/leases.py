"""How long a reader keeps a piece of work, and what a review is worth that comes late.

A lease lasts three days. Opening it renews nothing; the first saved draft renews it once. When it runs out, the place
goes back to the line and the draft stays: nothing written is lost, and nobody is blocked.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(hours=72)
# How long before its end the reader is reminded.
REMINDED = timedelta(hours=24)


class Worth(StrEnum):
    """What a review that is handed in counts for."""

    # For the score of the work, and for what its reader owes.
    SCORE_AND_CREDIT = "score_and_credit"
    # It came after others had taken the place: its comments go to the author, and its reader has done one.
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Lease:
    """A place taken. `drafted_at`: a draft was first saved, `given_back_at`: the reader let it go; or None."""

    began_at: datetime
    ends_at: datetime
    drafted_at: datetime | None = None
    given_back_at: datetime | None = None


def begin(now: datetime) -> Lease:
    """Take a place."""
    return Lease(now, now + LASTS)


def draft_saved(lease: Lease, now: datetime) -> Lease:
    """The lease after a draft was saved: the first renews it, if it still runs. The draft is kept in any case."""
    if lease.drafted_at is not None:
        return lease
    ends_at = now + LASTS if runs(lease, now) else lease.ends_at
    return replace(lease, drafted_at=now, ends_at=ends_at)


def give_back(lease: Lease, now: datetime) -> Lease:
    """The lease after its reader let it go: the place is free at once."""
    return replace(lease, given_back_at=now) if runs(lease, now) else lease


def runs(lease: Lease, now: datetime) -> bool:
    """Whether the place is taken by it."""
    return lease.given_back_at is None and now < lease.ends_at


def reminder_at(lease: Lease) -> datetime:
    """When its reader is reminded that it ends."""
    return lease.ends_at - REMINDED


def worth_of(lease: Lease, now: datetime, needs: int) -> Worth:
    """What a review handed in now is worth; `needs` are the places of the work that nobody else holds."""
    return Worth.SCORE_AND_CREDIT if runs(lease, now) or needs > 0 else Worth.CREDIT
