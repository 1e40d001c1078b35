"""Authors say whether words of theirs may stand in a synthesis, and take them back when they like."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.synthesis.asking import take_answer
from app.synthesis.consenting import CONSENT, WHO_READS, Answer
from app.synthesis.editing_pages import asked_page
from app.synthesis.forms import ANSWERS, AnswerForm
from app.synthesis.models import SynthesisQuotation
from app.synthesis.queries import find_quotation, quotations_of

blueprint = Blueprint("quotations", __name__, url_prefix="/quotations")


@blueprint.get("")
def list_quotations() -> ResponseReturnValue:
    """All words of a person that somebody wanted to quote, and what they answered."""
    lines = quotations_of(signed_in_user_id())
    return render_template("synthesis/list_quotations.html", lines=lines, answers=ANSWERS)


@blueprint.route("/<int:quotation_id>", methods=["GET", "POST"])
def answer_quotation(quotation_id: int) -> ResponseReturnValue:
    """Show the words, the title and the readers, and take the answer."""
    quotation = _own(quotation_id, signed_in_user_id())
    form = AnswerForm(data={"answer": quotation.answer.value if quotation.answer else None})
    if not form.validate_on_submit():
        page = render_template(
            "synthesis/answer_quotation.html",
            page=asked_page(current_actor(), quotation),
            form=form,
            consent=CONSENT,
            readers=WHO_READS,
        )
        return page, 422 if form.is_submitted() else 200
    here = url_for(".answer_quotation", quotation_id=quotation_id)
    answer = Answer(form.answer.data)
    with transaction():
        take_answer(quotation_id, answer)
        once.remember(here)
    flash(_told(answer))
    return redirect(here, 303)


def _told(answer: Answer) -> str:
    match answer:
        case Answer.NAMED:
            return _("Thank you. Your words stand there with your name. You can change this here at any time.")
        case Answer.UNNAMED:
            return _("Thank you. Your words stand there without your name. You can change this here at any time.")
        case Answer.NO:
            return _("Your words and your name do not stand there. You can change this here at any time.")


def _own(quotation_id: int, user_id: int) -> SynthesisQuotation:
    quotation = find_quotation(quotation_id)
    if quotation is None or quotation.author_id != user_id:
        raise NotFound(_("Nobody asks you about these words any more, so nothing of them is shown."))
    return quotation
