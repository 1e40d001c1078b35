"""Where a piece of work stands, told from its moments. Pure."""

from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """From the first word to the first reader."""

    DRAFT = "draft"
    HANDED_IN = "handed_in"
    # A reviewer has it before them: from here on it stays as it is.
    OPENED = "opened"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """How a version came to be kept."""

    AUTOSAVED = "autosaved"
    SAVED = "saved"
    HANDED_IN = "handed_in"


def stage_of(handed_in_at: datetime | None, opened_at: datetime | None, withdrawn_at: datetime | None) -> Stage:
    """The stage that these moments make."""
    if withdrawn_at is not None:
        return Stage.WITHDRAWN
    if opened_at is not None:
        return Stage.OPENED
    return Stage.DRAFT if handed_in_at is None else Stage.HANDED_IN
