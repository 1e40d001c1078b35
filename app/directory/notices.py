"""What people are told about letters among them; each comes as a mail of its own."""

from app.platform.i18n import _, lazy
from app.platform.telling import BY, Group, Kind

MESSAGE = "people.message"

PEOPLE = Group(
    "people",
    lazy("Messages from people"),
    (
        Kind(
            MESSAGE,
            lazy("A message to you"),
            lambda told: _("%(name)s wrote to you.", name=told[BY]),
            lambda _told: _("You are told because you are listed in the who-is-who and let people write to you."),
            lazy("Read the message"),
            has_own_letter=True,
        ),
    ),
)
