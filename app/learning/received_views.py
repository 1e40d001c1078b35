"""What came of one's work: reviews, the score, and what its author makes of them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.learning.received_forms import AnswerForm, LookAgainForm, ReviewReportForm, ratings_in
from app.learning.received_pages import received_page
from app.learning.work_pages import desk_of
from app.peerreview import actions, receiving
from app.peerreview.actions import Desk
from app.peerreview.exchange_models import Review
from app.peerreview.forms import number_in
from app.peerreview.objections import Problem
from app.peerreview.placing import open_pool
from app.peerreview.received import RoundKept, rounds_of
from app.peerreview.receiving_policy import may_answer, may_report
from app.peerreview.reporting_actions import report_review as report
from app.platform import once
from app.platform.database import db, transaction
from app.platform.forms import require_whole_form
from app.platform.i18n import _
from app.platform.throttle import at_most
from app.platform.verdicts import require

blueprint = Blueprint("received", __name__, url_prefix="/learn/<slug>/<unit_key>/work/reviews")


@blueprint.get("")
def show_reviews(slug: str, unit_key: str) -> ResponseReturnValue:
    """The comments, the score when it is its time, and what can be done with both."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    page = received_page(desk, number_in(request.args, "round") or None)
    if page.round.unread:
        with transaction():
            receiving.note_read(page.round.submission_id)
    return render_template("learning/show_reviews.html", desk=desk, page=page)


@blueprint.post("/ratings")
def rate(slug: str, unit_key: str) -> ResponseReturnValue:
    """Say how helpful reviews were, or pass: then the score is shown."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    rounds = rounds_of(desk.part, desk.assignment)
    kept = receiving.pick_round(rounds, number_in(request.form, "round") or None)
    require_whole_form()
    here = _at(desk, kept)
    step = request.form.get("step", "")
    with transaction():
        ratings = {} if step == "later" else ratings_in(request.form)
        receiving.rate(kept.submission_id, ratings, pass_others=step in ("later", "send"))
        once.remember(here)
    if ratings:
        flash(_("Thank you. This helps reviewers to write better reviews."))
    return redirect(here, 303)


@blueprint.post("/<int:review_id>/thanks")
def thank(slug: str, unit_key: str, review_id: int) -> ResponseReturnValue:
    """Thank whoever wrote a review."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    kept, review = receiving.find_review(desk, review_id)
    require_whole_form()
    with transaction():
        receiving.thank(desk, review)
        once.remember(_at(desk, kept))
    flash(_("You thanked Reviewer %(number)s.", number=review.number))
    return redirect(_at(desk, kept), 303)


@blueprint.route("/<int:review_id>/answer", methods=["GET", "POST"])
def answer(slug: str, unit_key: str, review_id: int) -> ResponseReturnValue:
    """Write a few words to whoever wrote a review."""
    user_id = signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    kept, review = receiving.find_review(desk, review_id)
    require(may_answer(review))
    form = AnswerForm()
    if not form.validate_on_submit():
        page = render_template("learning/answer_reviewer.html", desk=desk, form=form, kept=kept, review=review)
        return page, 422 if form.is_submitted() else 200
    at_most("30 per hour", "answer", str(user_id))
    with transaction():
        receiving.answer(desk, review, form.words.data)
        once.remember(_at(desk, kept))
    flash(_("Your answer is sent to Reviewer %(number)s.", number=review.number))
    return redirect(_at(desk, kept), 303)


@blueprint.route("/<int:review_id>/report", methods=["GET", "POST"])
def report_review(slug: str, unit_key: str, review_id: int) -> ResponseReturnValue:
    """Say what is wrong with a review; staff look at it."""
    user_id = signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    kept, review = receiving.find_review(desk, review_id)
    require(may_report(review))
    form = ReviewReportForm()
    if not form.validate_on_submit():
        page = render_template("learning/report_review.html", desk=desk, form=form, kept=kept, review=review)
        return page, 422 if form.is_submitted() else 200
    at_most("30 per hour", "report", str(user_id))
    with transaction():
        task = open_pool(desk.part.course_slug, desk.assignment)
        report(task, db.session.get_one(Review, review_id), user_id, Problem(form.problem.data), form.words.data)
        once.remember(_at(desk, kept))
    flash(_("Thank you. The facilitators of the course look at this review; its words are kept back until then."))
    return redirect(_at(desk, kept), 303)


@blueprint.post("/further")
def ask_for_another(slug: str, unit_key: str) -> ResponseReturnValue:
    """Ask for one review more."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    page = received_page(desk, number_in(request.form, "round") or None)
    require(page.may_ask_for_another)
    require_whole_form()
    with transaction():
        receiving.ask_for_another(desk, page.round.number)
        once.remember(_at(desk, page.round))
    flash(_("One review more is asked for. It can only raise your score."))
    return redirect(_at(desk, page.round), 303)


@blueprint.route("/again", methods=["GET", "POST"])
def ask_to_look_again(slug: str, unit_key: str) -> ResponseReturnValue:
    """Ask somebody uninvolved to look at the score, with reasons."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    page = received_page(desk, number_in(request.values, "round") or None)
    require(page.may_ask_to_look_again)
    form = LookAgainForm()
    if not form.validate_on_submit():
        shown = render_template("learning/ask_to_look_again.html", desk=desk, form=form, kept=page.round)
        return shown, 422 if form.is_submitted() else 200
    with transaction():
        receiving.ask_to_look_again(desk, page.round.number, form.words.data)
        once.remember(_at(desk, page.round))
    flash(_("Somebody uninvolved is asked to look at your work again. You read here what they decide, and why."))
    return redirect(_at(desk, page.round), 303)


@blueprint.post("/rounds")
def begin_round(slug: str, unit_key: str) -> ResponseReturnValue:
    """Revise: begin a further round with the text that was handed in."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    require(received_page(desk).may_begin_again)
    require_whole_form()
    address = url_for("work.write_work", slug=slug, unit_key=desk.assignment.key)
    with transaction():
        actions.begin_again(desk, window=once.new_key())
        once.remember(address)
    flash(_("This is your text as you handed it in. Revise it, then hand it in again. All reviews stay readable."))
    return redirect(address, 303)


def _at(desk: Desk, kept: RoundKept) -> str:
    slug, unit_key = desk.part.course_slug, desk.assignment.key
    return url_for(".show_reviews", slug=slug, unit_key=unit_key, round=kept.number)
