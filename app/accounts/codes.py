"""Codes that prove a second time who somebody is: of an app, new every half minute, and on paper, good once. Pure."""

import hashlib
import hmac
import secrets
import unicodedata
from datetime import datetime
from urllib.parse import quote, urlencode

import pyotp

# Seconds for which an app shows a code.
STEP = 30
# Clocks differ: a code is good a step early and a step late.
_WINDOW = (0, -1, 1)
RECOVERY_CODES = 10
# Without signs that look alike on paper; 16 of 32 are 80 bits, which nobody guesses.
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP = 4, 4


def new_key() -> str:
    """A key that app and site will share: 160 bits, in letters and digits that can be typed."""
    return pyotp.random_base32()


def key_in_groups(key: str) -> str:
    """The key as people type it: four signs at a time."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def address_of_key(key: str, *, account: str, site: str) -> str:
    """The address that an app reads from the square code."""
    label = quote(f"{site}:{account}", safe="")
    return f"otpauth://totp/{label}?{urlencode({'secret': key, 'issuer': site}, quote_via=quote)}"


def tidy_code(typed: str) -> str:
    """A code as it is compared: capitals and digits of the West, however it was grouped and in whatever digits."""
    digits = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in typed)
    return "".join(sign for sign in "".join(digits).upper() if sign.isascii() and sign.isalnum())


def step_of_code(key: str, typed: str, moment: datetime, *, after: int) -> int | None:
    """The half minute this code belongs to, if that is about now and later than `after`; otherwise None."""
    code = tidy_code(typed)
    now = int(moment.timestamp()) // STEP
    app = pyotp.TOTP(key, interval=STEP)
    fitting = [now + by for by in _WINDOW if hmac.compare_digest(app.generate_otp(now + by), code)]
    return next((step for step in fitting if step > after), None)


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of chance, in groups as they are written down."""
    return tuple(
        "-".join("".join(secrets.choice(_SIGNS) for _sign in range(_GROUP)) for _group in range(_GROUPS))
        for _code in range(RECOVERY_CODES)
    )


def digest_of_recovery_code(typed: str) -> str:
    """What is kept of a recovery code; it is long and random, so a plain digest tells nothing about it."""
    return hashlib.sha256(tidy_code(typed).encode()).hexdigest()
