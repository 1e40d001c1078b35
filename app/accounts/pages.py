"""What the page about one's ways in shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.identities import identities_of
from app.accounts.passkeys import passkeys_of
from app.accounts.queries import get_user
from app.accounts.second_steps import StepInUse, find_second_step
from app.accounts.ways_in import OutsideIdentity, Passkey


@dataclass(frozen=True, slots=True)
class WaysIn:
    """All that somebody signs in with."""

    email: str
    has_password: bool
    second_step: StepInUse | None
    passkeys: Sequence[Passkey]
    identities: Sequence[OutsideIdentity]


def ways_in_of(user_id: int) -> WaysIn:
    """The ways in of a person."""
    user = get_user(user_id)
    return WaysIn(
        email=user.email,
        has_password=bool(user.password_hash),
        second_step=find_second_step(user_id),
        passkeys=passkeys_of(user_id),
        identities=identities_of(user_id),
    )
