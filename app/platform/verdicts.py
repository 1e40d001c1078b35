"""A permission is a verdict: yes, or no with a reason fit to show."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from app.platform.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is allowed, and why or why not, in a sentence for people."""

    is_allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.is_allowed


ALLOWED = Verdict(True)
_asked: ContextVar[list[Verdict] | None] = ContextVar("asked", default=None)


@contextmanager
def overheard() -> Iterator[list[Verdict]]:
    """Note what is required inside the block, so that it can be explained."""
    asked: list[Verdict] = []
    token = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(token)


def refused(reason: str) -> Verdict:
    """A no, with its reason."""
    return Verdict(False, reason)


def allowed(reason: str) -> Verdict:
    """A yes that says why, for whoever asks why somebody may do something."""
    return Verdict(True, reason)


def require(verdict: Verdict) -> None:
    """Go on if allowed; raises Refused with the verdict's reason if not."""
    asked = _asked.get()
    if asked is not None:
        asked.append(verdict)
    if not verdict:
        raise Refused(verdict.reason)


def require_or_hide(verdict: Verdict, sentence: str) -> None:
    """Go on if allowed; raises NotFound with this sentence if not, where already that a thing exists is private."""
    asked = _asked.get()
    if asked is not None:
        asked.append(verdict)
    if not verdict:
        raise NotFound(sentence)
