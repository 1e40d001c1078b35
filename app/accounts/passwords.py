"""Passwords: argon2id at the parameters OWASP names (19 MiB, two rounds, one lane)."""

from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from app.platform.turns import letting_others_go_first

SHORTEST = 10
LONGEST = 200
# More at once in one process would be no faster, and each takes 19 MB.
_one_at_a_time = Lock()
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# What an unknown address is checked against, so that it takes as long as a known one.
# Nobody has this password: it was 32 random bytes that were thrown away.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$8wSBUxQzdkJR/x5L8EOx4Q$cf9u1NuBfWNarJrO0B6yiykW7c6W3wY/VyIc07tuiwk"
# Long enough, and known to whoever guesses first.
_COMMON = frozenset(
    """1234567890 0123456789 12345678910 1234567891 123456789a 1q2w3e4r5t 1qaz2wsx3edc qwertyuiop qwerty12345 qwerty123456
    password12 password123 password1234 passw0rd123 administrator iloveyou12 letmein123 welcome123 welcome1234 abcdefghij
    abcd123456 a123456789 q1w2e3r4t5 1111111111 0000000000 9876543210 0987654321 changeme123 learningforum municipality
    """.split()
)


def fault_of(password: str, *, email: str, name: str) -> str | None:
    """Why this password will not do, as one of "short", "long", "common", "yours"; None when it will."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    plain = password.casefold()
    if plain in _COMMON or len(set(plain)) < 4:
        return "common"
    if plain in {email.casefold(), email.casefold().partition("@")[0], name.casefold()}:
        return "yours"
    return None


def hash_of(password: str) -> str:
    """The salted hash to keep."""
    with letting_others_go_first(), _one_at_a_time:
        return _hasher.hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether the password belongs to the kept hash; takes equally long when there is none."""
    try:
        with letting_others_go_first(), _one_at_a_time:
            return _hasher.verify(kept or _NOBODY, password) and kept is not None
    except (Argon2Error, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)
