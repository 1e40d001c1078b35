"""Messages that people asked UCLG Learning to look at."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.directory.actions import let_write_again, settle
from app.directory.policy import may_see_reports
from app.directory.queries import find_reports, get_reported
from app.platform import once
from app.platform.database import transaction
from app.platform.forms import require_whole_form
from app.platform.i18n import _
from app.platform.verdicts import require

blueprint = Blueprint("message_reports", __name__, url_prefix="/people/reports")


@blueprint.before_request
def only_for_uclg_learning() -> None:
    """All of these pages hold what people wrote to each other."""
    signed_in_user_id()
    require(may_see_reports(current_actor()))


@blueprint.get("")
def list_reports() -> ResponseReturnValue:
    """Reported messages, those nobody has looked at first."""
    number = request.args.get("page", default=1, type=int)
    return render_template("directory/list_reports.html", reports=find_reports(number))


@blueprint.post("/<int:message_id>")
def settle_report(message_id: int) -> ResponseReturnValue:
    """Settle a report, stop the sender's messages besides, or allow them again."""
    require_whole_form()
    actor_id, step = signed_in_user_id(), request.form.get("step", "settle")
    with transaction():
        message = get_reported(message_id)
        if step == "allow":
            let_write_again(actor_id, message)
        else:
            settle(actor_id, message, bars=step == "stop")
        once.remember(url_for(".list_reports"))
    flash(
        {
            "allow": _("This person can write messages again."),
            "stop": _("The report is settled, and the sender writes no more messages."),
        }.get(step, _("The report is settled."))
    )
    return redirect(url_for(".list_reports"), 303)
