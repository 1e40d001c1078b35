"""Pages of those who choose: ranking, panel, offers, decisions by hand, balance."""

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.cohorts.actions import add_to_panel, begin_offers, override, remove_from_panel
from app.cohorts.forms import MemberForm, OverrideForm
from app.cohorts.policy import may_select
from app.cohorts.queries import get_cohort
from app.cohorts.selection_pages import (
    application_page,
    balance_header,
    balance_page,
    balance_rows,
    find_person,
    offers_page,
    selection_page,
)
from app.cohorts.standing import Override
from app.platform import clock, once
from app.platform.database import transaction
from app.platform.errors import CannotBe
from app.platform.forms import require_whole_form
from app.platform.i18n import _, ngettext
from app.platform.spreadsheets import csv_lines
from app.platform.verdicts import require

blueprint = Blueprint("selection", __name__, url_prefix="/calls/<slug>/<key>")


@blueprint.before_request
def only_for_who_chooses() -> None:
    """All of these pages name applicants."""
    signed_in_user_id()
    require(may_select(current_actor(), (request.view_args or {}).get("slug", "")))


@blueprint.get("/selection")
def show_selection(slug: str, key: str) -> ResponseReturnValue:
    """Everybody who applied in the order of the ranking, and the panel."""
    page = selection_page(slug, key, request.args.get("page", default=1, type=int))
    return render_template("cohorts/show_selection.html", page=page, form=MemberForm())


@blueprint.post("/panel")
def add_member(slug: str, key: str) -> ResponseReturnValue:
    """Ask somebody onto the panel."""
    cohort = get_cohort(slug, key)
    form = MemberForm()
    found = find_person(form.email.data or "") if form.validate_on_submit() else None
    if found is None:
        if not form.errors:
            form.email.errors = [_("Nobody has an account with this address. Ask them to register first.")]
        return render_template("cohorts/show_selection.html", page=selection_page(slug, key, 1), form=form), 422
    here = url_for(".show_selection", slug=slug, key=key, _anchor="panel")
    try:
        with transaction():
            add_to_panel(cohort.cohort_id, found, by=signed_in_user_id())
            once.remember(here)
    except CannotBe as error:
        form.email.errors = [error.sentence]
        return render_template("cohorts/show_selection.html", page=selection_page(slug, key, 1), form=form), 422
    flash(_("They are on the panel now."))
    return redirect(here, 303)


@blueprint.post("/panel/<int:user_id>/removal")
def remove_member(slug: str, key: str, user_id: int) -> ResponseReturnValue:
    """Let somebody go from the panel."""
    cohort = get_cohort(slug, key)
    require_whole_form()
    here = url_for(".show_selection", slug=slug, key=key, _anchor="panel")
    with transaction():
        remove_from_panel(cohort.cohort_id, user_id, by=signed_in_user_id())
        once.remember(here)
    flash(_("They are not on the panel any more. What they had not read goes to the others."))
    return redirect(here, 303)


@blueprint.route("/offers", methods=["GET", "POST"])
def make_offers(slug: str, key: str) -> ResponseReturnValue:
    """Show who would be offered a place; then, with one step, make the offers."""
    page = offers_page(slug, key)
    if request.method == "GET":
        return render_template("cohorts/make_offers.html", page=page)
    require(page.may_offer)
    require_whole_form()
    here = url_for(".show_selection", slug=slug, key=key)
    with transaction():
        made = begin_offers(page.face.cohort.cohort_id, by=signed_in_user_id())
        once.remember(here)
    flash(
        ngettext(
            "One offer is made, and everybody was written to.",
            "%(num)s offers are made, and everybody was written to.",
            made,
        )
    )
    return redirect(here, 303)


@blueprint.route("/applications/<int:application_id>", methods=["GET", "POST"])
def show_application(slug: str, key: str, application_id: int) -> ResponseReturnValue:
    """One application with its readings, and a decision beside them."""
    page = application_page(slug, key, application_id)
    decision = page.application.facts.override
    form = OverrideForm(decision=decision.value if decision else "", reason=page.application.override_reason)
    if request.method == "GET":
        return render_template("cohorts/show_application.html", page=page, form=form)
    require(page.may_override)
    if not form.validate_on_submit():
        return render_template("cohorts/show_application.html", page=page, form=form), 422
    chosen = Override(form.decision.data) if form.decision.data else None
    here = url_for(".show_selection", slug=slug, key=key)
    with transaction():
        override(page.face.cohort.cohort_id, application_id, chosen, form.reason.data, by=signed_in_user_id())
        once.remember(here)
    flash(_("Your decision is kept."))
    return redirect(here, 303)


@blueprint.get("/balance")
def show_balance(slug: str, key: str) -> ResponseReturnValue:
    """Who applied, was offered a place and has a seat, by region, language, organisation and gender."""
    return render_template("cohorts/show_balance.html", page=balance_page(slug, key))


@blueprint.get("/balance.csv")
def download_balance(slug: str, key: str) -> ResponseReturnValue:
    """The same as a table."""
    lines = csv_lines(balance_header(), balance_rows(balance_page(slug, key)))
    response = Response(stream_with_context(lines), mimetype="text/csv")
    name = f"balance-{slug}-{key}-{clock.today().isoformat()}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
