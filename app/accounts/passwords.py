"""Passwords: argon2id at the parameters OWASP names (19 MiB, two rounds, one lane)."""

from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from app.accounts.guessing import is_guessed_first, is_made_of
from app.platform.memory import huge_pages
from app.platform.turns import letting_others_go_first

SHORTEST = 10
LONGEST = 200
# More at once in one process would be no faster, and each takes 19 MB.
_one_at_a_time = Lock()
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# What an unknown address is checked against, so that it takes as long as a known one.
# Nobody has this password: it was 32 random bytes that were thrown away.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$8wSBUxQzdkJR/x5L8EOx4Q$cf9u1NuBfWNarJrO0B6yiykW7c6W3wY/VyIc07tuiwk"


def fault_of(
    password: str, *, email: str, name: str, organisation: str = "", site: str = "Learning Forum"
) -> str | None:
    """Why this password will not do, as one of "short", "long", "common", "yours"; None when it will.

    There are no rules on capitals, digits or signs: they make passwords harder to remember, and hardly harder to guess.
    """
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    if is_made_of(password, (email, email.partition("@")[0], name, organisation, site)):
        return "yours"
    if is_guessed_first(password):
        return "common"
    return None


def hash_of(password: str) -> str:
    """The salted hash to keep."""
    with letting_others_go_first(), _one_at_a_time, huge_pages():
        return _hasher.hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether the password belongs to the kept hash; takes equally long when there is none."""
    try:
        with letting_others_go_first(), _one_at_a_time, huge_pages():
            return _hasher.verify(kept or _NOBODY, password) and kept is not None
    except (Argon2Error, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)
