"""Ending mails of notices from within a mail: by a mail program, or by a person, without signing in.

The address is signed and only turns mails off, so it asks for no token of a form: mail programs have none (RFC 8058).
"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.notifications.actions import turn_off
from app.notifications.pages import names_of_groups
from app.notifications.unsubscribing import subscription_in
from app.platform.database import transaction
from app.platform.security import keep_address_secret
from app.platform.throttle import at_most, sender

blueprint = Blueprint("unsubscribing", __name__, url_prefix="/notices/no-more")


@blueprint.get("/<secret>")
def ask(secret: str) -> ResponseReturnValue:
    """Ask whether mails about this shall end; opening the page ends nothing, since machines open links too."""
    keep_address_secret()
    names = names_of_groups(subscription_in(secret))
    return render_template("notifications/ask.html", names=names, here=request.path)


@blueprint.post("/<secret>")
def end_mails(secret: str) -> ResponseReturnValue:
    """End them. A second time changes nothing, and an account that is gone is answered like any other."""
    keep_address_secret()
    at_most("60 per hour", "ending mails of notices", sender())
    subscription = subscription_in(secret)
    names = names_of_groups(subscription)
    assert subscription is not None
    with transaction():
        turn_off(subscription.user_id, subscription.groups)
    return render_template("notifications/end_mails.html", names=names)
