"""Which people somebody looks for. Pure."""

from dataclasses import dataclass, fields
from enum import StrEnum

from app.accounts.roles import Role


class Seen(StrEnum):
    """When somebody was here last."""

    WEEK = "week"
    MONTH = "month"
    LONGER_AGO = "longer-ago"


class State(StrEnum):
    """Whether somebody can sign in."""

    OPEN = "open"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class PeopleFilters:
    """Whom somebody looks for; an empty part asks for nothing."""

    words: str = ""
    role: Role | None = None
    country: str = ""
    seen: Seen | None = None
    state: State | None = None

    def as_query(self) -> dict[str, str]:
        """The parts that ask for something, as an address carries them."""
        asked = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: str(value) for name, value in asked.items() if value}
