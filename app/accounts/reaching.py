"""Somebody whose mail comes back: they are told on the site, and have it tried again. Nothing here commits."""

from datetime import datetime

from app.accounts.models import User
from app.accounts.notices import ADDRESS_UNREACHED
from app.accounts.queries import find_user_by_email
from app.accounts.writing import Notice, write_to
from app.platform import clock
from app.platform.i18n import _
from app.platform.telling import tell
from app.platform.unreached import AddressUnreached, forget_failures, unreached_since


def tell_who_is_not_reached(event: AddressUnreached) -> None:
    """Tell the owner of the address on the site, since no mail can."""
    user = find_user_by_email(event.email)
    if user is not None:
        tell(ADDRESS_UNREACHED, user.id, about=f"{clock.now():%Y%m%dT%H%M%S}", leads_to="/account")


def not_reached_since(user: User) -> datetime | None:
    """Since when mail to somebody comes back; None where it arrives, as far as we know."""
    return unreached_since(user.email)


def try_address_again(user: User, *, language: str) -> None:
    """Write to somebody again, beginning with a letter that shows whether it arrives."""
    forget_failures(user.email)
    write_to(user, _arrives_again, language=language, kind="address-tried", is_asked_for=True)


def _arrives_again() -> Notice:
    return Notice(
        _("Mail reaches you again"),
        (
            _("You asked us to try your address again. You read this, so it works, and there is nothing to do."),
            _("Letters that could not be sent meanwhile do not come any more. On the site you find all they told."),
        ),
    )
