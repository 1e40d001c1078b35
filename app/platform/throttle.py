"""Slows down whoever tries too often. Counts live in this process; each worker counts for itself."""

from flask import request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.platform.database import is_only_reading
from app.platform.errors import TooMany
from app.platform.i18n import _

_limiter = MovingWindowRateLimiter(MemoryStorage())


def is_often(rate: str, *names: str) -> bool:
    """Count one event under these names; says whether there are more than the rate now."""
    return not _limiter.hit(parse(rate), *names)


def at_most(rate: str, *names: str) -> None:
    """Count one try under these names; raises TooMany beyond the rate, written like "10 per minute".

    What is only rehearsed is nobody's try.
    """
    if not is_only_reading() and is_often(rate, *names):
        raise TooMany(
            _("That was tried many times in a short while. Nothing was changed. Please wait a minute and try again.")
        )


def sender() -> str:
    """The address a request comes from."""
    return request.remote_addr or "unknown"


def forget_all() -> None:
    """Start counting anew; tests do."""
    _limiter.storage.reset()
