"""Calls, and the application of whoever asks."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import get_user
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.cohorts.actions import Told, answer_offer, hand_in, save_draft, withdraw
from app.cohorts.forms import answers_in, application_form, typed_in
from app.cohorts.pages import FormPage, call_page, calls_page, form_page, mine_page
from app.cohorts.standing import State
from app.platform import once
from app.platform.database import transaction
from app.platform.forms import Form, WishForm, incomplete_form, require_whole_form
from app.platform.i18n import _, language
from app.platform.throttle import at_most
from app.platform.verdicts import require

blueprint = Blueprint("cohorts", __name__, url_prefix="/calls")


@blueprint.get("")
def list_calls() -> ResponseReturnValue:
    """The calls that are open, and everything about calls that concerns whoever asks."""
    words, number = request.args.get("q", "")[:200].strip(), request.args.get("page", default=1, type=int)
    return render_template("cohorts/list_calls.html", page=calls_page(current_actor(), words, number))


@blueprint.get("/<slug>/<key>")
def show_call(slug: str, key: str) -> ResponseReturnValue:
    """A call: whom it is for, what is asked, when it closes."""
    return render_template("cohorts/show_call.html", page=call_page(current_actor(), slug, key))


@blueprint.route("/<slug>/<key>/form", methods=["GET", "POST"])
def show_form(slug: str, key: str) -> ResponseReturnValue:
    """The form: saved as often as somebody likes, and handed in when it is whole."""
    user_id = signed_in_user_id()
    page = form_page(user_id, slug, key)
    require(page.may_apply)
    form = application_form(page.face.call, page.face.text, page.typed or _beginning(user_id, page))
    if request.method == "GET":
        return _form_page(page, form, user_id)
    at_most("60 per minute", "application", str(user_id))
    typed = typed_in(form)
    if request.form.get("step") != "hand-in":
        return _save(page, typed, user_id)
    if not form.validate_on_submit():
        # Kept all the same: a phone that loses its line now loses nothing.
        with transaction():
            save_draft(page.face.cohort.cohort_id, user_id, typed, spoken=language())
        return _form_page(page, form, user_id), 422
    mine = url_for(".show_mine", slug=slug, key=key)
    told = Told(answers_in(typed), typed["language"], typed["country"], typed["organisation_kind"], typed["gender"])
    with transaction():
        hand_in(page.face.cohort.cohort_id, user_id, typed, told, spoken=language())
        once.remember(mine)
    flash(_("Your application is handed in. You can change it until the call closes."))
    return redirect(mine, 303)


def _save(page: FormPage, typed: Mapping[str, str], user_id: int) -> ResponseReturnValue:
    cohort = page.face.cohort
    here = url_for(".show_form", slug=cohort.slug, key=cohort.key)
    with transaction():
        save_draft(cohort.cohort_id, user_id, typed, spoken=language())
        once.remember(here)
    if page.state in (None, State.DRAFT, State.WITHDRAWN):
        flash(_("Saved. It is not handed in yet."))
    else:
        flash(_("Saved. What counts is still what you handed in before; hand in again when you are ready."))
    return redirect(here, 303)


def _form_page(page: FormPage, form: Form, user_id: int) -> str:
    return render_template("cohorts/show_form.html", page=page, form=form, user=get_user(user_id))


def _beginning(user_id: int, page: FormPage) -> Mapping[str, str]:
    """What a form begins with: what the account tells already."""
    places = page.face.call.places
    own = language() if language() in places else next(iter(places)) if len(places) == 1 else ""
    return {"country": get_user(user_id).country, "language": own}


@blueprint.get("/<slug>/<key>/mine")
def show_mine(slug: str, key: str) -> ResponseReturnValue:
    """Where my application stands, what happens next and when."""
    return render_template("cohorts/show_mine.html", page=mine_page(signed_in_user_id(), slug, key))


@blueprint.post("/<slug>/<key>/mine/answer")
def answer(slug: str, key: str) -> ResponseReturnValue:
    """Accept or decline the place I am offered."""
    user_id = signed_in_user_id()
    page = mine_page(user_id, slug, key)
    step = request.form.get("step")
    require(page.may_answer)
    if not WishForm().validate_on_submit() or step not in ("accept", "decline"):
        raise incomplete_form()
    here = url_for(".show_mine", slug=slug, key=key)
    with transaction():
        answer_offer(page.face.cohort.cohort_id, user_id, accepts=step == "accept")
        once.remember(here)
    flash(_("The seat is yours, and you are enrolled.") if step == "accept" else _("You declined the place."))
    return redirect(here, 303)


@blueprint.post("/<slug>/<key>/mine/withdrawal")
def withdraw_mine(slug: str, key: str) -> ResponseReturnValue:
    """Take my application back."""
    user_id = signed_in_user_id()
    page = mine_page(user_id, slug, key)
    require(page.may_withdraw)
    require_whole_form()
    here = url_for(".show_mine", slug=slug, key=key)
    with transaction():
        withdraw(page.face.cohort.cohort_id, user_id)
        once.remember(here)
    flash(_("Your application is withdrawn."))
    return redirect(here, 303)
