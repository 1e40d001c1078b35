"""What somebody may ask of a list of threads. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from app.forum.kinds import ThreadKind

ANY_LANGUAGE = "all"


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
    # The code of one, or `ANY_LANGUAGE`; empty for those that its reader reads.
    language: str = ""
    # The languages that its reader reads, that of the pages first; empty where that does not matter.
    mine: tuple[str, ...] = ()
    page: int = 1
    # The key of one; a goal stands for its targets, too.
    topic: str = ""

    @property
    def is_for_all(self) -> bool:
        """Whether nothing is left out but for its language."""
        return self.show is Show.LATEST and self.kind is None and not self.topic and self.language in ("", ANY_LANGUAGE)

    @property
    def is_in_mine(self) -> bool:
        """Whether threads in other languages are left out; nobody's own are, nor those they follow."""
        return bool(self.mine) and not self.language and self.show not in (Show.MINE, Show.FOLLOWED)
