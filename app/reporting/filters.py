"""Which enrolments a report speaks of, and in which order. Pure."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum


class Status(StrEnum):
    """How an enrolment stands. Whoever completed a course and left it later has completed it."""

    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    LEFT = "left"


class Order(StrEnum):
    """What a list begins with: the latest enrolment, the latest completion, or the first name."""

    ENROLLED = "enrolled"
    COMPLETED = "completed"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody asks a report for; an empty part asks for nothing. Days are in UTC, both ends included."""

    words: str = ""
    course: str = ""
    country: str = ""
    organisation: str = ""
    status: Status | None = None
    enrolled_from: date | None = None
    enrolled_to: date | None = None
    completed_from: date | None = None
    completed_to: date | None = None
    # The courses that whoever asks may see; None for all.
    within: frozenset[str] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether everybody is meant."""
        return not self.as_query()

    @property
    def asks_for_an_outcome(self) -> bool:
        """Whether people are chosen by what became of them, so that no share of all who enrolled can be told."""
        return bool(self.status or self.completed_from or self.completed_to)

    def as_query(self) -> dict[str, str]:
        """The parts that ask for something, as an address carries them."""
        asked = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "within"}
        return {name: str(value) for name, value in asked.items() if value}


def status_of(*, completed_at: datetime | None, left_at: datetime | None) -> Status:
    """How an enrolment stands."""
    if completed_at is not None:
        return Status.COMPLETED
    return Status.IN_PROGRESS if left_at is None else Status.LEFT


def share(part: int, whole: int) -> int:
    """A part in per cent of the whole. Rounded down, so that 100 means everybody."""
    return 100 * part // whole if whole else 0
