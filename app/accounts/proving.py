"""Whoever changes how one signs in has shown a short while ago that it is they."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import has_proved
from app.platform.i18n import _


def proof_first() -> ResponseReturnValue | None:
    """Where to show who one is, before ways in are changed; None for who has just done so."""
    if has_proved():
        return None
    if request.method == "GET":
        return redirect(url_for("security.prove", next=request.path))
    flash(_("Nothing was changed yet. Show that it is you, then press the button again."))
    return redirect(url_for("security.prove", next=url_for("security.show_security")), 303)
