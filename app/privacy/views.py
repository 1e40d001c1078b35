"""What the site does with people's data, and what they may do with it themselves."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.consent_texts import CONSENTS
from app.accounts.consents import give_consent, withdraw_consent
from app.accounts.models import ConsentPurpose
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import Conflict, NotFound
from app.platform.forms import incomplete_form, require_whole_form
from app.platform.i18n import _, language
from app.platform.letters import site_root
from app.platform.verdicts import require
from app.privacy.cookies import COOKIES, STORAGE
from app.privacy.exporting import ask_for_export, content_of_export
from app.privacy.forms import ConsentForm
from app.privacy.pages import data_page, described
from app.privacy.policy import may_see_erasures
from app.privacy.queries import count_waiting, page_of_erasures

blueprint = Blueprint("privacy", __name__)


@blueprint.get("/privacy")
def show_privacy() -> ResponseReturnValue:
    """Say in plain words what is kept of whom, why, for how long, and in which cookies."""
    return render_template("privacy/show_privacy.html", cookies=COOKIES, storage=STORAGE)


@blueprint.get("/account/data")
def show_data() -> ResponseReturnValue:
    """Show what somebody agrees to, let them take a copy, and lead to erasure."""
    return render_template("privacy/show_data.html", page=data_page(signed_in_user_id()))


@blueprint.post("/account/data/exports")
def ask_export() -> ResponseReturnValue:
    """Have a copy of everything made."""
    user_id = signed_in_user_id()
    require_whole_form()
    there = url_for(".show_data", _anchor="copy")
    with transaction():
        ask_for_export(user_id, root=site_root(), language=language())
        once.remember(there)
    flash(_("We are making your copy. You get a letter when it is ready, most often within minutes."))
    return redirect(there, 303)


@blueprint.get("/account/data/exports/<int:export_id>.zip")
def download_export(export_id: int) -> ResponseReturnValue:
    """The copy, for its owner; for anybody else it is as if there were none."""
    response = Response(content_of_export(signed_in_user_id(), export_id), mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename="your-data.zip")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/account/data/consents/<purpose>")
def decide_consent(purpose: str) -> ResponseReturnValue:
    """Agree to something, or no longer. Agreeing counts for the words that were shown."""
    user_id = signed_in_user_id()
    if purpose not in set(ConsentPurpose):
        raise NotFound(_("There is nothing to agree to at this address."))
    asked = ConsentPurpose(purpose)
    form = ConsentForm()
    if not form.validate_on_submit() or form.step.data not in ("give", "withdraw"):
        raise incomplete_form()
    gives = form.step.data == "give"
    if gives and form.version.data != str(CONSENTS[asked].version):
        raise Conflict(
            _("The words changed since you opened the page, and nothing was changed. Please read them again.")
        )
    there = url_for(".show_data", _anchor=asked.value)
    with transaction():
        (give_consent if gives else withdraw_consent)(user_id, asked)
        once.remember(there)
    flash(
        _("You agree. You can change this here at any time.")
        if gives
        else _("You no longer agree. It holds from now on.")
    )
    return redirect(there, 303)


@blueprint.get("/privacy/erasures")
def list_erasures() -> ResponseReturnValue:
    """The proofs that accounts were erased, for those who answer questions."""
    signed_in_user_id()
    require(may_see_erasures(current_actor()))
    rows = page_of_erasures(request.args.get("page", default=1, type=int))
    return render_template("privacy/list_erasures.html", rows=rows, described=described, waiting=count_waiting())
