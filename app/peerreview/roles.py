"""As what somebody reads the work of others."""

from enum import StrEnum


class ReaderRole(StrEnum):
    """What a review is written as."""

    PEER = "peer"
    # Somebody who did the course before, for work that no peer came for.
    MENTOR = "mentor"
    # Their score is what peers are measured by.
    STAFF = "staff"
