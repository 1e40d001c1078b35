"""Codes of certificates: 100 random bits in letters that are not mistaken for each other. Pure but for chance."""

import secrets

# Crockford's base 32: no I, L, O or U.
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 20, 5
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    """A fresh code such as 7K3QF-0XW9A-PD2M4-HB6TZ."""
    return _grouped("".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)))


def tidy_code(typed: str) -> str | None:
    """The code somebody meant, from how they typed it; None when it cannot be a code."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_MISREAD)
    if len(signs) != _LENGTH or any(sign not in _SIGNS for sign in signs):
        return None
    return _grouped(signs)


def _grouped(signs: str) -> str:
    return "-".join(signs[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))
