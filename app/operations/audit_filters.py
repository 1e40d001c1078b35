"""Which lines of the audit log somebody asks for. Pure."""

from dataclasses import dataclass, fields
from datetime import date


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """What is asked for; an empty part asks for nothing. Days are in UTC, both ends included."""

    # A mail address: lines of what this person did, and of what was done to them.
    person: str = ""
    action: str = ""
    # As "course:localizing-the-sdgs", or one of the two alone.
    subject: str = ""
    done_from: date | None = None
    done_to: date | None = None
    # How the actions begin that whoever asks may read; None for all.
    within: tuple[str, ...] | None = None

    def as_query(self) -> dict[str, str]:
        """The parts that ask for something, as an address carries them."""
        asked = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "within"}
        return {name: str(value) for name, value in asked.items() if value}
