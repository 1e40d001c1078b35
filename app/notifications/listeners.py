"""What features tell becomes notices, in the transaction in which they tell it."""

from app.notifications.actions import keep_news, mark_read, take_back, withdraw
from app.platform.telling import Read, TakenBack, Told, Withdrawn


def keep_what_is_told(event: Told) -> None:
    """Make a notice for each of the people."""
    keep_news(event.news)


def drop_what_is_taken_back(event: TakenBack) -> None:
    """Drop the notices that nobody has seen yet."""
    take_back(event.kind, event.about, event.user_ids)


def drop_what_is_withdrawn(event: Withdrawn) -> None:
    """Drop, of all these happenings at once, the notices that nobody has seen yet."""
    withdraw(event.group, event.abouts, event.user_ids)


def settle_what_is_read(event: Read) -> None:
    """Mark as seen what the person has read elsewhere than where the notice leads."""
    mark_read(event.user_id, event.group, event.abouts)
