"""What accounts announce."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """Somebody's name, organisation or country may be another one now, or they were blocked, or no longer are."""

    user_id: int


@dataclass(frozen=True, slots=True)
class OrganisationChosen:
    """Somebody told, of themselves, where they work now; None stands for nowhere."""

    user_id: int
    organisation_id: int | None
    before_id: int | None
