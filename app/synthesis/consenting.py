"""What authors are asked before their words and names stand in a synthesis, and what follows from the answer. Pure.

A changed sentence is a new version with a new number. Consent is to these words and to this circle of readers: other
words, or more readers, are another question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.platform.i18n import lazy
from app.synthesis.reach import Reach

CONSENT_VERSION = 1
REMINDED_AFTER = timedelta(days=7)
CONSENT: tuple[str, ...] = (
    lazy(
        "What you agree to are these words as they stand here, and these readers. Other words, or more readers, and you are asked again."
    ),
    lazy("Whoever reads the synthesis can download it too, and may share it under CC BY-SA 4.0 with its source."),
    lazy(
        "You can change your answer at any time. If you take your words back, they and your name go from the page, from "
        "every later download and from the earlier versions shown here; copies made before may remain with people."
    ),
)
WHO_READS: Mapping[Reach, str] = {
    Reach.CATEGORY: lazy("Those who may read the category"),
    Reach.MEMBERS: lazy("All members of the site"),
    Reach.PUBLIC: lazy("Everybody, also without an account"),
}


class Answer(StrEnum):
    """What an author says."""

    NAMED = "named"
    UNNAMED = "unnamed"
    NO = "no"


class Shown(StrEnum):
    """What readers see of a quotation."""

    NAMED = "named"
    UNNAMED = "unnamed"
    # It was agreed to, and taken back.
    WITHDRAWN = "withdrawn"
    # Nobody has agreed, or not to this.
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Asked:
    """A quotation as its author was asked about it."""

    reach: Reach
    answer: Answer | None
    has_agreed_before: bool
    # Whether the post still says so, to everybody who reads its category.
    is_still_said: bool = True


def shown_of(asked: Asked | None, shown_to: Reach) -> Shown:
    """What is shown to this circle of readers; None is a quotation that went with its author's account."""
    if asked is None:
        return Shown.NOTHING
    if asked.answer is Answer.NO:
        return Shown.WITHDRAWN if asked.has_agreed_before else Shown.NOTHING
    if asked.answer is None or not asked.is_still_said or not asked.reach.covers(shown_to):
        return Shown.NOTHING
    return Shown.NAMED if asked.answer is Answer.NAMED else Shown.UNNAMED


def may_be_reminded(asked_at: datetime, reminded_at: datetime | None, answer: Answer | None, now: datetime) -> bool:
    """Once, when a week went by without an answer."""
    return answer is None and reminded_at is None and now - asked_at >= REMINDED_AFTER
