"""Whether somebody wants pictures only on demand: because they chose so, or because their browser saves data."""

from flask import Flask, request, session

# The name of the choice in an address, as in ?light=on, and in the session.
CHOICE = "light"


def remember_light_mode(app: Flask) -> None:
    """Keep the choice for the visit."""
    app.before_request(_remember)


def is_light() -> bool:
    """Whether pictures wait until they are asked for."""
    chosen = session.get(CHOICE)
    return chosen == "on" or (chosen is None and request.headers.get("Save-Data", "").lower() == "on")


def _remember() -> None:
    asked = request.args.get(CHOICE)
    if asked in ("on", "off") and session.get(CHOICE) != asked:
        session[CHOICE] = asked
