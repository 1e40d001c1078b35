"""Reporting posts, deciding about them, and appealing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum.care_forms import OUTCOMES, AppealDecisionForm, AppealForm, ReportForm, SettleForm
from app.forum.care_models import Outcome
from app.forum.care_policy import may_report, may_see_cases
from app.forum.case_actions import Judgement, appeal, claim, decide_appeal, settle
from app.forum.case_actions import report_post as send_report
from app.forum.case_pages import CasePage, answer_page, case_page, decision_page, queue_page
from app.forum.case_queries import has_reported
from app.forum.conduct import RULES_BY_KEY
from app.forum.forms import asked_page
from app.forum.pages import post_page
from app.platform import once
from app.platform.database import transaction
from app.platform.forms import require_whole_form
from app.platform.i18n import _
from app.platform.throttle import at_most
from app.platform.verdicts import require

blueprint = Blueprint("forum_reports", __name__, url_prefix="/forum")


@blueprint.route("/posts/<int:post_id>/report", methods=["GET", "POST"])
def report_post(post_id: int) -> ResponseReturnValue:
    """Ask those who look after the forum to look at a post."""
    user_id = signed_in_user_id()
    actor = current_actor()
    page = post_page(actor, post_id)
    require(may_report(actor, page.place, page.thread, page.post))
    form = ReportForm()
    if request.method == "POST" and form.validate_on_submit():
        at_most("20 per hour", "forum report", str(user_id))
        there = url_for("forum.show_post", post_id=post_id)
        with transaction():
            send_report(post_id, user_id, form.rule.data, form.words.data or "")
            once.remember(there)
        flash(_("Thank you. Those who look after the forum look at it, and you are told what they decide."))
        return redirect(there, 303)
    status = 422 if form.is_submitted() else 200
    has_before = has_reported(post_id, user_id)
    return render_template("forum/report_post.html", page=page, form=form, has_before=has_before), status


@blueprint.get("/reports")
def list_reports() -> ResponseReturnValue:
    """What waits for a decision, the oldest first; or what was decided."""
    signed_in_user_id()
    actor = current_actor()
    require(may_see_cases(actor))
    number = asked_page(request.args.get("page", ""))
    page = queue_page(actor, number, is_decided=request.args.get("show") == "decided")
    return render_template("forum/list_reports.html", page=page, outcomes=_outcomes())


@blueprint.route("/reports/<int:case_id>", methods=["GET", "POST"])
def show_report(case_id: int) -> ResponseReturnValue:
    """One post to decide about."""
    user_id = signed_in_user_id()
    page = case_page(current_actor(), case_id)
    form = _settle_form(page)
    if request.method == "POST":
        require(page.may_settle)
        if form.validate_on_submit():
            there = url_for(".list_reports")
            with transaction():
                settle(case_id, user_id, _judgement(form))
                once.remember(there)
            flash(_("It is decided, and both sides are told."))
            return redirect(there, 303)
    return _case_answer(page, form, AppealDecisionForm(formdata=None), 422 if request.method == "POST" else 200)


@blueprint.post("/reports/<int:case_id>/claim")
def claim_report(case_id: int) -> ResponseReturnValue:
    """Say that one looks at it, or leave it to others."""
    user_id = signed_in_user_id()
    case_page(current_actor(), case_id)
    require_whole_form()
    there = url_for(".show_report", case_id=case_id)
    with transaction():
        claim(case_id, user_id, wants_it=request.form.get("wish") != "leave")
        once.remember(there)
    return redirect(there, 303)


@blueprint.post("/reports/<int:case_id>/appeal")
def decide(case_id: int) -> ResponseReturnValue:
    """Decide an appeal."""
    user_id = signed_in_user_id()
    page = case_page(current_actor(), case_id)
    require(page.may_decide_appeal)
    form = AppealDecisionForm()
    if not form.validate_on_submit():
        return _case_answer(page, _settle_form(page, is_asked=False), form, 422)
    there = url_for(".list_reports")
    with transaction():
        decide_appeal(case_id, user_id, form.answer.data or "", is_upheld=form.stands.data == "yes")
        once.remember(there)
    flash(_("The appeal is decided, and its author is told."))
    return redirect(there, 303)


@blueprint.route("/decisions/<int:case_id>", methods=["GET", "POST"])
def show_decision(case_id: int) -> ResponseReturnValue:
    """What was decided about one's own post; appeal against it."""
    signed_in_user_id()
    page = decision_page(current_actor(), case_id)
    form = AppealForm()
    if request.method == "POST":
        require(page.may_appeal)
        if form.validate_on_submit():
            there = url_for(".show_decision", case_id=case_id)
            with transaction():
                appeal(case_id, form.words.data or "")
                once.remember(there)
            flash(_("Your appeal is sent. Somebody else looks at it, and you are told."))
            return redirect(there, 303)
    status = 422 if request.method == "POST" else 200
    return render_template("forum/show_decision.html", page=page, form=form, rules=RULES_BY_KEY), status


@blueprint.get("/reported/<int:case_id>")
def show_answer(case_id: int) -> ResponseReturnValue:
    """What became of what one reported."""
    signed_in_user_id()
    page = answer_page(current_actor(), case_id)
    return render_template("forum/show_answer.html", page=page, rules=RULES_BY_KEY)


def _settle_form(page: CasePage, *, is_asked: bool = True) -> SettleForm:
    more = {} if is_asked else {"formdata": None}
    return SettleForm(
        may_silence=bool(page.may_silence),
        is_everywhere_offered=bool(page.may_silence_everywhere),
        is_first=page.post.number == 1,
        **more,
    )


def _judgement(form: SettleForm) -> Judgement:
    outcome = Outcome(form.outcome.data)
    is_silencing = outcome is Outcome.SILENCED
    return Judgement(
        outcome=outcome,
        rule=form.rule.data if outcome is not Outcome.NOTHING_WRONG else "",
        answer=form.answer.data or "",
        is_of_thread="is_of_thread" in form and bool(form.is_of_thread.data),
        days=form.days.data if is_silencing else 0,
        is_everywhere=is_silencing and form.where.data == "everywhere",
    )


def _case_answer(page: CasePage, form: SettleForm, appeal_form: AppealDecisionForm, status: int) -> ResponseReturnValue:
    shown = render_template(
        "forum/show_report.html",
        page=page,
        form=form,
        appeal_form=appeal_form,
        rules=RULES_BY_KEY,
        outcomes=_outcomes(),
    )
    return shown, status


def _outcomes() -> dict[Outcome, str]:
    return {**OUTCOMES, Outcome.TAKEN_BACK: _("Its author took it away")}
