"""Reports and appeals, for those who decide them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.peerreview.objection_pages import appeal_page, appeals_page, report_page, reports_page
from app.peerreview.review_policy import may_facilitate
from app.peerreview.staff_actions import let_appeal_go, look_at_report, settle_appeal, take_appeal
from app.peerreview.staff_forms import SettleForm, decision_form
from app.peerreview.staff_pages import face_of
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe
from app.platform.forms import require_whole_form
from app.platform.i18n import _
from app.platform.verdicts import require

blueprint = Blueprint("review_objections", __name__, url_prefix="/facilitating/<slug>/<unit_key>")


@blueprint.before_request
def only_for_facilitators() -> None:
    """All of these pages name people."""
    signed_in_user_id()
    require(may_facilitate(current_actor(), (request.view_args or {}).get("slug", "")))


@blueprint.get("/reports")
def list_reports(slug: str, unit_key: str) -> ResponseReturnValue:
    """What people reported, what nobody has looked at first."""
    page = reports_page(face_of(slug, unit_key), request.args.get("page", default=1, type=int))
    return render_template("peerreview/list_reports.html", page=page)


@blueprint.route("/reports/<int:report_id>", methods=["GET", "POST"])
def show_report(slug: str, unit_key: str, report_id: int) -> ResponseReturnValue:
    """One report: look at what it is about, and say what you found."""
    face, user_id = face_of(slug, unit_key), signed_in_user_id()
    page = report_page(face, report_id, user_id)
    form = SettleForm()
    if page.line.report.settled_at is not None or not form.validate_on_submit():
        shown = render_template("peerreview/show_report.html", page=page, form=form)
        return shown, 422 if request.method == "POST" else 200
    language = request.form.get("language", "") if page.is_about_language and form.is_upheld.data == "yes" else ""
    if language and language not in page.languages:
        raise CannotBe(_("Choose one of the languages of the list. Nothing was changed."))
    here = url_for(".list_reports", slug=slug, unit_key=unit_key)
    with transaction():
        look_at_report(
            face.place.task,
            report_id,
            is_upheld=form.is_upheld.data == "yes",
            answer=form.answer.data,
            language=language,
            by=user_id,
        )
        once.remember(here)
    flash(_("The report is settled."))
    return redirect(here, 303)


@blueprint.get("/appeals")
def list_appeals(slug: str, unit_key: str) -> ResponseReturnValue:
    """Scores that somebody uninvolved should look at, those that are not decided first."""
    page = appeals_page(face_of(slug, unit_key), request.args.get("page", default=1, type=int))
    return render_template("peerreview/list_appeals.html", page=page)


@blueprint.route("/appeals/<int:appeal_id>", methods=["GET", "POST"])
def show_appeal(slug: str, unit_key: str, appeal_id: int) -> ResponseReturnValue:
    """One appeal: the work, its reviews, and the decision."""
    face, user_id = face_of(slug, unit_key), signed_in_user_id()
    page = appeal_page(face, appeal_id, user_id)
    form = decision_form(page.assignment)
    if request.method == "POST":
        require(page.may_take)
    if not form.validate_on_submit():
        shown = render_template("peerreview/show_appeal.html", page=page, form=form)
        return shown, 422 if request.method == "POST" else 200
    decision = form.decision()
    assert decision is not None
    here = url_for(".list_appeals", slug=slug, unit_key=unit_key)
    with transaction():
        settle_appeal(face.place.task, appeal_id, decision, form["reasons"].data, form.points(), by=user_id)
        once.remember(here)
    flash(_("Your decision is kept, and its author reads it."))
    return redirect(here, 303)


@blueprint.post("/appeals/<int:appeal_id>/taking")
def take(slug: str, unit_key: str, appeal_id: int) -> ResponseReturnValue:
    """Take an appeal, or leave it to others."""
    require_whole_form()
    face, user_id = face_of(slug, unit_key), signed_in_user_id()
    here = url_for(".show_appeal", slug=slug, unit_key=unit_key, appeal_id=appeal_id)
    with transaction():
        if request.form.get("step") == "let-go":
            let_appeal_go(face.place.task, appeal_id, by=user_id)
        else:
            take_appeal(face.place.task, appeal_id, by=user_id)
        once.remember(here)
    return redirect(here, 303)
