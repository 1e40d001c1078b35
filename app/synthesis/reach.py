"""Who may read a synthesis, from few to everybody. Pure."""

from enum import StrEnum


class Reach(StrEnum):
    """Each of them holds the one before."""

    CATEGORY = "category"
    MEMBERS = "members"
    PUBLIC = "public"

    def covers(self, other: "Reach") -> bool:
        """Whether all who are in the other circle are in this one too."""
        order = tuple(Reach)
        return order.index(self) >= order.index(other)
