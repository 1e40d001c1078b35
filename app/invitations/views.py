"""Inviting by address: tell whom, look at what was read, send it, see what became of it."""

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.invitations.batches import drop_batch, keep_batch, mend_batch, remind, send_batch, sift, withdraw
from app.invitations.forms import InviteForm, LinkForm, TableForm
from app.invitations.pages import (
    batch_page,
    batch_seen_by,
    batches_page,
    choice_of,
    faults_header,
    faults_rows,
    organisation_named,
    sentence_of,
)
from app.invitations.policy import Target, is_staff, may_invite, may_invite_to
from app.invitations.queries import target_of
from app.invitations.table import Table, Unreadable, read_table
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe, NotFound
from app.platform.forms import require_whole_form
from app.platform.i18n import _, language, ngettext
from app.platform.letters import site_root
from app.platform.spreadsheets import csv_lines
from app.platform.throttle import at_most
from app.platform.turns import letting_others_go_first
from app.platform.verdicts import require

blueprint = Blueprint("invitations", __name__, url_prefix="/invitations")


@blueprint.before_request
def only_for_inviters() -> None:
    """All of these pages hold addresses of people."""
    signed_in_user_id()
    require(may_invite(current_actor()))


@blueprint.get("")
def list_batches() -> ResponseReturnValue:
    """What was sent, and what waits to be looked at."""
    page = batches_page(current_actor(), request.args.get("page", default=1, type=int))
    return render_template("invitations/list_batches.html", page=page, is_staff=is_staff(current_actor()))


@blueprint.route("/new", methods=["GET", "POST"])
def invite() -> ResponseReturnValue:
    """Tell whom to invite to what. Nothing is sent before it has been looked at."""
    actor, user_id = current_actor(), signed_in_user_id()
    form = InviteForm(language=language(), course=request.args.get("course", ""))
    choice = choice_of(actor)
    form.offer(choice.courses, choice.branch, needs_course=choice.needs_course)
    if request.method == "GET":
        return render_template("invitations/invite.html", form=form)
    if not form.validate_on_submit():
        return render_template("invitations/invite.html", form=form), 422
    at_most("60 per hour", "inviting", str(user_id))
    target = target_in(form)
    if target is None:
        return render_template("invitations/invite.html", form=form), 422
    require(may_invite_to(actor, target))
    table = _table_in(form)
    if table is None:
        return render_template("invitations/invite.html", form=form), 422
    with letting_others_go_first():
        sifted = sift(table, target, by=user_id, is_staff=is_staff(actor))
    with transaction():
        batch_id = keep_batch(sifted, target, by=user_id, language=form.language.data, file_name=_file_name(form))
        after = url_for(".show_batch", batch_id=batch_id)
        once.remember(after)
    return redirect(after, 303)


@blueprint.get("/<int:batch_id>")
def show_batch(batch_id: int) -> ResponseReturnValue:
    """Before it is sent: what was read. Afterwards: what has become of it."""
    return _batch_page(batch_id, TableForm(formdata=None))


@blueprint.post("/<int:batch_id>/table")
def mend(batch_id: int) -> ResponseReturnValue:
    """Put a mended table in the place of the one that was read."""
    actor, user_id = current_actor(), signed_in_user_id()
    batch, target = batch_seen_by(actor, batch_id)
    form = TableForm()
    if not form.validate_on_submit():
        return _batch_page(batch_id, form), 422
    at_most("60 per hour", "inviting", str(user_id))
    table = _table_in(form)
    if table is None:
        return _batch_page(batch_id, form), 422
    # The maker's own invitations count, whoever of staff mends the table.
    with letting_others_go_first():
        sifted = sift(table, target, by=batch.made_by or user_id, is_staff=is_staff(actor))
    after = url_for(".show_batch", batch_id=batch_id)
    with transaction():
        mend_batch(batch_id, sifted, file_name=_file_name(form))
        once.remember(after)
    return redirect(after, 303)


@blueprint.post("/<int:batch_id>/send")
def send(batch_id: int) -> ResponseReturnValue:
    """Invite everybody whose row is right: all of them, or nobody if anything fails."""
    actor, user_id = current_actor(), signed_in_user_id()
    batch, target = batch_seen_by(actor, batch_id)
    require(may_invite_to(actor, target))
    require_whole_form()
    if not batch.findings["ready"]:
        raise CannotBe(_("No row of this table can be invited. Mend it first; nothing was sent."))
    at_most("30 per hour", "sending invitations", str(user_id))
    after = url_for(".show_batch", batch_id=batch_id)
    with transaction():
        people = send_batch(batch, target, by=user_id, is_staff=is_staff(actor), root=site_root())
        once.remember(after)
    flash(
        ngettext(
            "%(num)s person is being invited. The letter leaves in a moment.",
            "%(num)s people are being invited. The letters leave one after the other.",
            people,
        )
    )
    return redirect(after, 303)


@blueprint.post("/<int:batch_id>/drop")
def drop(batch_id: int) -> ResponseReturnValue:
    """Forget a table that was not sent."""
    batch_seen_by(current_actor(), batch_id)
    require_whole_form()
    with transaction():
        drop_batch(batch_id)
        once.remember(url_for(".list_batches"))
    flash(_("Nobody was invited, and the table is forgotten."))
    return redirect(url_for(".list_batches"), 303)


@blueprint.get("/<int:batch_id>/faults.csv")
def download_faults(batch_id: int) -> ResponseReturnValue:
    """The rows that cannot be invited, to be mended and sent again."""
    batch_seen_by(current_actor(), batch_id)
    lines = csv_lines(faults_header(), faults_rows(batch_id))
    response = Response(stream_with_context(lines), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"rows-to-mend-{batch_id}.csv")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/<int:batch_id>/remind")
def remind_people(batch_id: int) -> ResponseReturnValue:
    """Write once more to whoever has not answered."""
    user_id = signed_in_user_id()
    _batch, target = batch_seen_by(current_actor(), batch_id)
    require(may_invite_to(current_actor(), target))
    require_whole_form()
    at_most("30 per hour", "sending invitations", str(user_id))
    after = url_for(".show_batch", batch_id=batch_id)
    with transaction():
        people = remind(batch_id, by=user_id, root=site_root())
        once.remember(after)
    if people:
        flash(ngettext("%(num)s person gets another letter.", "%(num)s people get another letter.", people))
    else:
        flash(_("Nobody gets another letter now: there are two days between letters, and three letters at most."))
    return redirect(after, 303)


@blueprint.post("/<int:batch_id>/withdraw")
def withdraw_all(batch_id: int) -> ResponseReturnValue:
    """End all invitations of a batch that nobody has answered."""
    return _withdraw(batch_id, None)


@blueprint.post("/<int:batch_id>/people/<int:invitation_id>/withdraw")
def withdraw_one(batch_id: int, invitation_id: int) -> ResponseReturnValue:
    """End one invitation."""
    return _withdraw(batch_id, invitation_id)


def target_in(form: InviteForm | LinkForm) -> Target | None:
    """What a form invites to; None when it cannot be told, which is then an error of a field."""
    organisation_id: int | None = None
    if "branch" in form:
        organisation_id = int(form.branch.data) if form.branch.data else None
    elif "organisation" in form:
        found = organisation_named(form.organisation.data or "")
        if isinstance(found, str):
            form.organisation.errors = [found]
            return None
        organisation_id = found
    return target_of(form.course.data or "", organisation_id)


def _withdraw(batch_id: int, invitation_id: int | None) -> ResponseReturnValue:
    user_id = signed_in_user_id()
    batch, _target = batch_seen_by(current_actor(), batch_id)
    require_whole_form()
    after = url_for(".show_batch", batch_id=batch_id)
    with transaction():
        people = withdraw(batch, by=user_id, invitation_id=invitation_id)
        if not people and invitation_id is not None:
            raise NotFound(_("There is no such invitation, or it has ended already."))
        once.remember(after)
    flash(ngettext("%(num)s invitation is withdrawn.", "%(num)s invitations are withdrawn.", people))
    return redirect(after, 303)


def _batch_page(batch_id: int, form: TableForm) -> str:
    page = batch_page(current_actor(), batch_id, request.args.get("page", default=1, type=int))
    template = "invitations/show_sent.html" if page.batch.sent_at else "invitations/show_batch.html"
    return render_template(template, page=page, form=form, is_staff=is_staff(current_actor()))


def _table_in(form: TableForm) -> Table | None:
    """The table that a form holds; None when there is none in it, which is then an error of a field."""
    field = form.table if form.table.data else form.people
    content = form.table.data.read() if form.table.data else form.people.data
    try:
        # Ten thousand rows take a good part of a second; nobody else waits for them.
        with letting_others_go_first():
            return read_table(content)
    except Unreadable as reason:
        field.errors = [sentence_of(reason)]
        return None


def _file_name(form: TableForm) -> str:
    return str(form.table.data.filename or "")[-120:] if form.table.data else ""
