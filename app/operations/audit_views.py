"""What staff did: to look through, and as a table to take away."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.operations.audit_filters import AuditFilters
from app.operations.audit_queries import all_entries, find_entries, noted_actions
from app.operations.forms import AuditForm
from app.operations.policy import actions_in_view, may_see_audit
from app.platform import clock
from app.platform.errors import CannotBe
from app.platform.i18n import _
from app.platform.spreadsheets import Cell, csv_lines
from app.platform.verdicts import require

blueprint = Blueprint("audit", __name__, url_prefix="/staff")
_ROWS = 50


@blueprint.before_request
def only_for_staff() -> None:
    """The log names people."""
    signed_in_user_id()
    require(may_see_audit(current_actor()))


@blueprint.get("/audit")
def list_entries() -> ResponseReturnValue:
    """The latest lines that match; a filter not understood is told and left out."""
    form = AuditForm(request.args)
    form.validate()
    within = actions_in_view(current_actor())
    filters = replace(form.filters(), within=within)
    # One more than is shown tells whether there are more.
    lines = find_entries(filters, before=request.args.get("before", type=int), limit=_ROWS + 1)
    form.offer(noted_actions(within))
    return render_template(
        "operations/list_entries.html",
        form=form,
        lines=lines[:_ROWS],
        filters=filters,
        is_first="before" not in request.args,
        next_before=lines[_ROWS - 1].entry.id if len(lines) > _ROWS else None,
    )


@blueprint.get("/audit.csv")
def download_entries() -> ResponseReturnValue:
    """All lines that match, as a table that is sent while it is read."""
    form = AuditForm(request.args)
    if not form.validate():
        raise CannotBe(_("One of the filters cannot be understood, so no table was made. Choose it anew in the list."))
    filters = replace(form.filters(), within=actions_in_view(current_actor()))
    response = Response(stream_with_context(csv_lines(_header(), _rows(filters))), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"audit-{clock.today().isoformat()}.csv")
    response.headers["Cache-Control"] = "no-store"
    return response


def _header() -> tuple[str, ...]:
    return (
        _("When (UTC)"),
        _("Number of who did it"),
        _("Who did it"),
        _("Action"),
        _("Kind of subject"),
        _("Subject"),
        _("Name of the subject"),
        _("Details"),
    )


def _rows(filters: AuditFilters) -> Iterator[Sequence[Cell]]:
    for batch in all_entries(filters):
        for line in batch:
            entry = line.entry
            yield (
                entry.done_at,
                entry.actor_id,
                line.actor,
                entry.action,
                entry.subject_kind,
                entry.subject_key,
                line.subject,
                line.details,
            )
