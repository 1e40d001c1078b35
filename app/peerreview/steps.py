"""What staff do about a piece of work and its reviews, each step on the record."""

from enum import StrEnum


class Step(StrEnum):
    """One thing that staff did."""

    EXCLUDED = "excluded"
    INCLUDED = "included"
    # The words of a review are kept from its author, or given to them after all.
    HELD = "held"
    RELEASED = "released"
    # A lease was ended, so that somebody else can take the place.
    REPLACED = "replaced"
    # Mentors may write what is missing although the author has not done their part.
    GRANTED = "granted"
    # Somebody was asked by name.
    ASKED = "asked"
    LANGUAGE = "language"
    DECIDED = "decided"
