"""Accepted work that its author shows to others: the words they agree to, the licences, where it stands. Pure.

A changed sentence of consent is a new version with a new number: what somebody agreed to is what stood there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.content.sdgs import find_sdg
from app.platform.i18n import lazy

CONSENT_VERSION = 1
CONSENT: tuple[str, ...] = (
    lazy("Everybody can read this work, also without an account, under the licence I chose."),
    lazy("It names no third person, and nothing in it has to stay private."),
    lazy(
        "I can withdraw it at any time, and it goes from every page of this site. Whoever copied it before may go on "
        "using their copy under the licence."
    ),
)
MOST_TARGETS = 6


class Licence(StrEnum):
    """What others may do with it."""

    CC_BY = "cc-by-4.0"
    CC_BY_SA = "cc-by-sa-4.0"


@dataclass(frozen=True, slots=True)
class LicenceText:
    """A licence by its short name, where it stands in full, and what it means."""

    name: str
    address: str
    meaning: str


LICENCES: Mapping[Licence, LicenceText] = {
    Licence.CC_BY: LicenceText(
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        lazy("Everybody may use, change and share it, also for money, when they say where it is from."),
    ),
    Licence.CC_BY_SA: LicenceText(
        "CC BY-SA 4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        lazy("The same, and whoever changes it shares what they made of it under this licence too."),
    ),
}


class State(StrEnum):
    """Where shown work stands."""

    WAITING = "waiting"
    PUBLIC = "public"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


def state_of(accepted_at: datetime | None, declined_at: datetime | None, withdrawn_at: datetime | None) -> State:
    """Its author's word comes before that of staff, and their no before their yes: it may follow it."""
    if withdrawn_at is not None:
        return State.WITHDRAWN
    if declined_at is not None:
        return State.DECLINED
    return State.WAITING if accepted_at is None else State.PUBLIC


def targets_in(keys: list[str]) -> tuple[str, ...]:
    """The goals and targets among these keys, each once, in the order of the goals."""
    labels = {label.key: label for key in keys if (label := find_sdg(key)) is not None}
    return tuple(sorted(labels, key=_place))


def _place(key: str) -> tuple[int, int, str]:
    goal, _dot, target = key.partition(".")
    return int(goal), int(target) if target.isdigit() else 100 * bool(target), target
