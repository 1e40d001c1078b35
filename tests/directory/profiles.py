"""Builds people of the who-is-who."""

from typing import Any

from app.accounts.models import User
from app.accounts.queries import get_user
from app.directory.actions import Told, save_profile, write_to_person
from app.directory.queries import find_listed
from app.platform.database import transaction
from tests.builders import apart, person

ANSWER = "I train budget officers of small towns."


def told(**changed: Any) -> Told:
    """What somebody says of themselves; only what matters to the test is named."""
    usual: dict[str, Any] = {
        "answer": ANSWER,
        "languages": ("fr",),
        "themes": (),
        "sdgs": (),
        "offers": (),
        "needs": (),
        "offer_words": "",
        "need_words": "",
        "is_listed": True,
        "takes_letters": True,
    }
    return Told(**usual | changed)


def listed(
    name: str = "Amina Diallo", *, organisation: str = "", country: str = "", **changed: Any
) -> tuple[User, int]:
    """Somebody with a profile, and its number."""
    user = person(name=name, organisation=organisation, country=country)
    with transaction():
        number = save_profile(user.id, told(**changed)).id
    return apart(user), number


def sent(sender_id: int, recipient_profile: int, text: str = "Could we talk?") -> int:
    """A message sent past the form; its number."""
    recipient = find_listed(recipient_profile)
    assert recipient is not None
    with transaction():
        sender = get_user(sender_id)
        return write_to_person(sender, recipient, text, root="https://forum.example.org", language="en").id
