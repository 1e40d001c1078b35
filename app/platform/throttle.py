"""Slows down whoever tries too often. Counts live in this process; each worker counts for itself."""

from flask import request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.platform.errors import TooMany
from app.platform.i18n import _

_limiter = MovingWindowRateLimiter(MemoryStorage())


def at_most(rate: str, *names: str) -> None:
    """Count one try under these names; raises TooMany beyond the rate, written like "10 per minute"."""
    item: RateLimitItem = parse(rate)
    if not _limiter.hit(item, *names):
        raise TooMany(
            _("That was tried many times in a short while. Nothing was changed. Please wait a minute and try again.")
        )


def sender() -> str:
    """The address a request comes from."""
    return request.remote_addr or "unknown"


def forget_all() -> None:
    """Start counting anew; tests do."""
    _limiter.storage.reset()
