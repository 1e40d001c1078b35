"""Writing one review, for peers, mentors and staff alike: write, look over, hand in, give back, report."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import get_user
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.files.serving import file_answer
from app.peerreview.drafting import base_of, hand_in_draft, save_draft, written_in
from app.peerreview.exchange_models import Review
from app.peerreview.objections import Problem
from app.peerreview.reporting_actions import report_work as report
from app.peerreview.review_forms import ReviewForm, WorkReportForm, values_of, written_from, wrong_in_review
from app.peerreview.review_pages import (
    ReviewDesk,
    file_before,
    hints_by_key,
    languages_to_review_in,
    review_desk,
    review_hand_in_page,
    review_page,
    review_writing_page,
    task_before,
)
from app.peerreview.reviewing import Written
from app.peerreview.reviewing import give_back as let_go
from app.platform import once
from app.platform.database import db, transaction
from app.platform.forms import require_whole_form
from app.platform.i18n import _
from app.platform.throttle import at_most
from app.platform.verdicts import require

blueprint = Blueprint("reviews", __name__, url_prefix="/reviews/<int:review_id>")


@blueprint.route("", methods=["GET", "POST"])
def write_review(review_id: int) -> ResponseReturnValue:
    """The work with the form beside it: save, or save and go on to handing in; later, what was handed in."""
    user_id = signed_in_user_id()
    desk = review_desk(current_actor(), review_id)
    if request.method == "GET":
        return _writing(desk)
    at_most("60 per minute", "review", str(user_id))
    written = written_from(request.form, desk.assignment, written_in(desk.review))
    if not desk.may_write:
        # The reason is told on the page that still holds what was typed.
        return _writing(desk, written, refusal=desk.may_write.reason), 403
    wrong = wrong_in_review(written, languages_to_review_in(desk))
    if wrong or not ReviewForm().validate_on_submit():
        return _writing(desk, written, refusal=wrong or _("The form arrived incomplete. Please try again.")), 422
    step = request.form.get("step", "")
    task = task_before(desk)
    with transaction():
        review = db.session.get_one(Review, review_id)
        is_saved = save_draft(task, review, written, request.form.get("base", ""))
    if step == "autosave":
        return _told(desk, written, is_saved=is_saved)
    if not is_saved:
        return _writing(desk, written, has_met=True), 409
    if step == "hand-in":
        return redirect(url_for(".hand_in_review", review_id=review_id), 303)
    flash(_("Saved. Nobody reads it until you hand it in."))
    return redirect(_here(desk), 303)


@blueprint.route("/handing-in", methods=["GET", "POST"])
def hand_in_review(review_id: int) -> ResponseReturnValue:
    """Show just what the author will read, and hand it in."""
    user_id = signed_in_user_id()
    desk = review_desk(current_actor(), review_id)
    if not desk.may_write:
        return redirect(_here(desk), 303)
    page = review_hand_in_page(desk, get_user(user_id))
    if request.method == "GET":
        return render_template("peerreview/hand_in_review.html", desk=desk, page=page)
    require_whole_form()
    if page.missing:
        return render_template("peerreview/hand_in_review.html", desk=desk, page=page), 422
    task = task_before(desk)
    with transaction():
        review = db.session.get_one(Review, review_id)
        is_done = hand_in_draft(task, review, desk.assignment, request.form.get("base", ""))
        if is_done:
            once.remember(_here(desk))
    if not is_done:
        flash(_("Your review was changed in another window meanwhile. Please look at it once more."))
        return redirect(url_for(".hand_in_review", review_id=review_id), 303)
    flash(_("Your review is handed in. Thank you for the time you gave it."))
    return redirect(_here(desk), 303)


@blueprint.route("/giving-back", methods=["GET", "POST"])
def give_back(review_id: int) -> ResponseReturnValue:
    """Ask once, then let the work go to somebody else."""
    signed_in_user_id()
    desk = review_desk(current_actor(), review_id)
    if request.method == "GET":
        if not desk.may_write:
            return redirect(_here(desk))
        return render_template("peerreview/give_back.html", desk=desk)
    require(desk.may_write)
    require_whole_form()
    task, address = task_before(desk), _way_on(desk)
    with transaction():
        let_go(task, db.session.get_one(Review, review_id))
        once.remember(address)
    flash(_("The work is given back, and somebody else reads it. What you wrote is kept."))
    return redirect(address, 303)


@blueprint.route("/report", methods=["GET", "POST"])
def report_work(review_id: int) -> ResponseReturnValue:
    """Say what is wrong with the work, and give it back."""
    user_id = signed_in_user_id()
    desk = review_desk(current_actor(), review_id)
    if request.method == "GET" and not desk.may_write:
        return redirect(_here(desk))
    require(desk.may_write)
    form = WorkReportForm()
    if request.method == "GET":
        return render_template("peerreview/report_work.html", desk=desk, form=form)
    at_most("10 per hour", "work report", str(user_id))
    if not form.validate_on_submit():
        return render_template("peerreview/report_work.html", desk=desk, form=form), 422
    problem = Problem(form.problem.data)
    task, address = task_before(desk), _way_on(desk)
    with transaction():
        report(task, db.session.get_one(Review, review_id), problem, form.words.data)
        once.remember(address)
    if problem is Problem.CONFLICT:
        flash(_("Thank you for telling. Somebody else reads this work, and you are never handed work of its author."))
    else:
        flash(_("Thank you for telling. The facilitators look at it; until then nobody else is handed this work."))
    return redirect(address, 303)


@blueprint.get("/files/<int:file_id>")
def show_file(review_id: int, file_id: int) -> ResponseReturnValue:
    """A file of the work, for its reader alone, under a name that tells nobody's."""
    signed_in_user_id()
    desk = review_desk(current_actor(), review_id)
    found = file_before(desk, file_id)
    return file_answer(found.file, called=found.called, is_shown=True)


def _writing(desk: ReviewDesk, typed: Written | None = None, *, refusal: str = "", has_met: bool = False) -> str:
    """The page to write on; once there is nothing to write, what is kept, above what was typed meanwhile."""
    base = request.form.get("base", "") if typed and not has_met else None
    page = None
    if desk.may_write:
        page = review_writing_page(desk, typed=typed, base=base, refusal=refusal, has_met=has_met)
    if page is not None:
        return render_template("peerreview/write_review.html", desk=desk, page=page)
    return render_template("peerreview/show_review.html", desk=desk, page=review_page(desk), typed=typed)


def _told(desk: ReviewDesk, written: Written, *, is_saved: bool) -> ResponseReturnValue:
    """The answer to the script: what it goes on from, and hints; or what another window saved."""
    review = db.session.get_one(Review, desk.review.id)
    if is_saved:
        return jsonify(base=base_of(review), hints=hints_by_key(desk.assignment, written))
    return jsonify(base=base_of(review), met=values_of(written_in(review)))


def _here(desk: ReviewDesk) -> str:
    return url_for(".write_review", review_id=desk.review.id)


def _way_on(desk: ReviewDesk) -> str:
    """Where a reader goes from here: to their desk, or to what waits for mentors."""
    if desk.is_for_a_peer:
        return url_for("reviewing.show_desk", slug=desk.pool.course_slug, unit_key=desk.assignment.key)
    return url_for("mentoring.show_queue")
