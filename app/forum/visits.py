"""What counts as a visit of the forum, so that a member can be told what is new since the last one. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

PAUSE = timedelta(hours=1)
"""Who comes back after so long pays another visit."""
NOTED_EVERY = timedelta(minutes=10)
"""That somebody is still there is written down so seldom, since each page would be a write otherwise."""


@dataclass(frozen=True, slots=True)
class Visit:
    """When somebody was last seen, and when the visit before this one ended; None on the first visit."""

    seen_at: datetime
    last_visit_at: datetime | None


def going_on(visit: Visit | None, now: datetime) -> Visit:
    """The visit of somebody who looks now."""
    if visit is None:
        return Visit(now, None)
    if now - visit.seen_at > PAUSE:
        return Visit(now, visit.seen_at)
    return Visit(max(now, visit.seen_at), visit.last_visit_at)


def is_worth_noting(visit: Visit | None, now: datetime) -> bool:
    """Whether what is kept of a visit is too old by now."""
    return visit is None or now - visit.seen_at >= NOTED_EVERY
