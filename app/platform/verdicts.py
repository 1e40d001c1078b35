"""A permission is a verdict: yes, or no with a reason fit to show."""

from dataclasses import dataclass

from app.platform.errors import Refused


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is allowed, and if not, why, in a sentence for people."""

    is_allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.is_allowed


ALLOWED = Verdict(True)


def refused(reason: str) -> Verdict:
    """A no, with its reason."""
    return Verdict(False, reason)


def require(verdict: Verdict) -> None:
    """Go on if allowed; raises Refused with the verdict's reason if not."""
    if not verdict:
        raise Refused(verdict.reason)
