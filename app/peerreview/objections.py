"""What people may object to in work and reviews, and why a score is looked at again."""

from enum import StrEnum


class Problem(StrEnum):
    """What somebody reports."""

    WRONG_LANGUAGE = "wrong_language"
    COPIED = "copied"
    EMPTY = "empty"
    OFFENSIVE = "offensive"
    # They know each other; the reader gives the work back and is never handed it again.
    CONFLICT = "conflict"
    OTHER = "other"


class Cause(StrEnum):
    """Why an appeal was opened: by itself for one of the doubts of `publication`, or because its author asked."""

    STRADDLES_PASS_MARK = "straddles_pass_mark"
    FAR_APART = "far_apart"
    ASKED = "asked"
