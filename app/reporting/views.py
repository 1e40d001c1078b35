"""Completions for UCLG Learning: a page to look at, and the same as a table to take away."""

from dataclasses import replace

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.platform import clock
from app.platform.errors import CannotBe
from app.platform.i18n import _
from app.platform.spreadsheets import csv_lines
from app.platform.verdicts import require
from app.reporting.filters import Filters
from app.reporting.forms import FilterForm
from app.reporting.pages import completions_header, completions_page, completions_rows
from app.reporting.policy import courses_in_view, may_see_completions

blueprint = Blueprint("reporting", __name__, url_prefix="/reporting")


@blueprint.before_request
def only_for_staff() -> None:
    """All of these pages name people."""
    signed_in_user_id()
    require(may_see_completions(current_actor()))


@blueprint.get("/completions")
def show_completions() -> ResponseReturnValue:
    """How many people completed, course by course and one by one; a filter not understood is told and left out."""
    form = FilterForm(request.args)
    form.validate()
    number = request.args.get("page", default=1, type=int)
    page = completions_page(_seen_by_them(form.filters()), form.chosen_order(), number)
    form.offer(page.course_choices, page.country_choices)
    return render_template("reporting/show_completions.html", page=page, form=form)


@blueprint.get("/completions.csv")
def download_completions() -> ResponseReturnValue:
    """The people of the report, all of them, as a table that is sent while it is read."""
    form = FilterForm(request.args)
    if not form.validate():
        # A table of more people than were asked for would be mistaken for the right one.
        raise CannotBe(
            _("One of the filters cannot be understood, so no table was made. Choose it anew in the report.")
        )
    rows = completions_rows(_seen_by_them(form.filters()))
    response = Response(stream_with_context(csv_lines(completions_header(), rows)), mimetype="text/csv")
    name = f"completions-{clock.today().isoformat()}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _seen_by_them(filters: Filters) -> Filters:
    return replace(filters, within=courses_in_view(current_actor()))
