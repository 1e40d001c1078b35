"""The address in a mail that ends such mails: signed, so that it needs no sign-in and turns off nobody else's."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, Signer

_BETWEEN = "+"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Whose mails an address ends, and about what: the keys of groups."""

    user_id: int
    groups: tuple[str, ...]


def token_for(user_id: int, groups: Collection[str]) -> str:
    """What stands in the address; it holds a number and keys."""
    return _signer().sign(_BETWEEN.join((str(user_id), *sorted(set(groups))))).decode()


def subscription_in(token: str) -> Subscription | None:
    """What a token was made for; None when we did not make it."""
    try:
        number, *groups = _signer().unsign(token).decode().split(_BETWEEN)
    except BadSignature:
        return None
    return Subscription(int(number), tuple(groups))


def _signer() -> Signer:
    return Signer(str(current_app.secret_key), salt="no more mails of notices")
