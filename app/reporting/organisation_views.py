"""Reports for those who look after an organisation."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.platform.verdicts import require
from app.reporting.organisation_pages import organisation_page, organisations_page
from app.reporting.policy import may_see_some_organisations

blueprint = Blueprint("organisation_reports", __name__, url_prefix="/reporting/organisations")


@blueprint.get("")
def list_organisations() -> ResponseReturnValue:
    """The organisations whose report one may open."""
    signed_in_user_id()
    require(may_see_some_organisations(current_actor()))
    rows = organisations_page(current_actor(), request.args.get("page", default=1, type=int))
    return render_template("reporting/list_organisations.html", rows=rows)


@blueprint.get("/<int:organisation_id>")
def show_organisation(organisation_id: int) -> ResponseReturnValue:
    """Figures in which nobody is recognised, and the progress of members who agreed to show it."""
    signed_in_user_id()
    page = organisation_page(current_actor(), organisation_id, request.args.get("page", default=1, type=int))
    return render_template("reporting/show_organisation.html", page=page)
