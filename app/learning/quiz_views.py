"""Taking a quiz: begin, answer, save, hand in, see the result."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.assessment.actions import hand_in, save_draft, start_attempt
from app.assessment.drawing import questions_drawn
from app.assessment.forms import AttemptForm, answers_from
from app.enrolment.actions import choose_content_language
from app.learning.forms import StepForm
from app.learning.question_html import questions_html
from app.learning.quiz_pages import Desk, desk_of, open_page, quiz_of, result_of
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe
from app.platform.i18n import _

# How a button asks to go on in another language, as in "in-fr".
_IN = "in-"

blueprint = Blueprint("quizzes", __name__, url_prefix="/learn/<slug>/<unit_key>/attempts")


@blueprint.post("")
def start(slug: str, unit_key: str) -> ResponseReturnValue:
    """Begin an attempt, or go on with the one that is open."""
    signed_in_user_id()
    part, edition, quiz = quiz_of(current_actor(), slug, unit_key)
    if not StepForm().validate_on_submit():
        raise CannotBe(_("The form arrived incomplete, and no attempt was begun. Please go back and try again."))
    with transaction():
        attempt = start_attempt(part, edition, quiz)
        address = url_for(".take_attempt", slug=slug, unit_key=attempt.unit_key, number=attempt.number)
        once.remember(address)
    return redirect(address, 303)


@blueprint.route("/<int:number>", methods=["GET", "POST"])
def take_attempt(slug: str, unit_key: str, number: int) -> ResponseReturnValue:
    """Show the questions, save answers for later, or hand them in; afterwards, the result."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key, number)
    here = url_for(".take_attempt", slug=slug, unit_key=unit_key, number=number)
    if desk.sitting.submitted_at is not None:
        if request.method == "POST":
            flash(_("These answers were handed in before. The first ones count; here is their result."))
            return redirect(here, 303)
        return render_template("learning/show_result.html", page=result_of(desk))
    if request.method == "GET":
        return _attempt_page(desk, {key: tuple(kept) for key, kept in desk.sitting.draft.items()})
    answers = answers_from(request.form, questions_drawn(desk.quiz, desk.sitting.seed))
    if not AttemptForm().validate_on_submit():
        return _attempt_page(desk, answers), 422
    step = request.form.get("step", "")
    if step == "save":
        with transaction():
            save_draft(desk.sitting.attempt_id, answers)
            once.remember(here)
        flash(_("Your answers are saved. Come back whenever you like."))
        return redirect(here, 303)
    if step.removeprefix(_IN) in desk.edition.course.languages and step.startswith(_IN):
        # The same attempt, the same answers, the same place; only the words change.
        with transaction():
            save_draft(desk.sitting.attempt_id, answers)
            choose_content_language(desk.part.enrolment_id, step.removeprefix(_IN))
        return redirect(here, 303)
    with transaction():
        hand_in(desk.part, desk.edition, desk.sitting, desk.quiz, answers)
        once.remember(here)
    return redirect(here, 303)


def _attempt_page(desk: Desk, answers: dict[str, tuple[str, ...]]) -> str:
    page = open_page(desk, answers)
    return render_template("learning/take_attempt.html", page=page, questions=questions_html(page))
