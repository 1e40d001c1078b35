"""What somebody may ask of a list of threads. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from app.forum.kinds import ThreadKind


class Show(StrEnum):
    """Which threads a list shows."""

    LATEST = "latest"
    UNREAD = "unread"
    # Questions in which nobody has answered yet, or none of the answers was accepted.
    UNANSWERED = "unanswered"
    FOLLOWED = "followed"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks of a list of threads."""

    show: Show = Show.LATEST
    kind: ThreadKind | None = None
    language: str = ""
    page: int = 1
    # The key of one; a goal stands for its targets, too.
    topic: str = ""
