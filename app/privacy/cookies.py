"""Everything the site keeps in a browser. Pure. A test walks the site and finds nothing else.

All of it is needed for what somebody asked for, so no banner asks for leave.
"""

from dataclasses import dataclass

from app.platform.i18n import lazy


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing a browser keeps: its name, what for, and how long."""

    name: str
    why: str
    how_long: str


SESSION = Kept(
    "session",
    lazy(
        "Keeps you signed in, remembers the language and the pictures you chose, and protects forms against other sites."
    ),
    lazy("Until you close the browser; 30 days when you sign in."),
)
COOKIES = (SESSION,)
STORAGE = (
    Kept(
        "sessionStorage",
        lazy("Answers and texts that could not be sent because the line was lost. They stay on your device."),
        lazy("Until they are sent, or you close the page."),
    ),
    Kept(
        "localStorage",
        lazy("That you switched off the keys of the forum, if you did."),
        lazy("Until you clear what your browser keeps."),
    ),
)
