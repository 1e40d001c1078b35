"""Facilitating fishbowls: see who speaks and who waits, call forward, free seats, close with a summary."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum import fishbowl_actions as actions
from app.forum.conduct import RULES_BY_KEY
from app.forum.drafting import Spot, SpotKind
from app.forum.fishbowl_actions import Summary
from app.forum.fishbowl_forms import CallForm, EndForm, FreeingForm, SummaryForm, fault_of_names
from app.forum.fishbowl_naming import people_named
from app.forum.fishbowl_pages import Seen, facilitated, facilitation_page
from app.forum.fishbowl_panel import time_left
from app.forum.fishbowl_policy import may_steer
from app.forum.fishbowl_queries import get_seat
from app.forum.mention_queries import category_with
from app.forum.part_queries import find_draft
from app.forum.seating import planned_day
from app.forum.typed import drop_typed, form_data, keep_typed, typed_is_kept
from app.platform import once
from app.platform.database import transaction
from app.platform.forms import Form, incomplete_form, require_whole_form
from app.platform.i18n import _
from app.platform.verdicts import require

blueprint = Blueprint("forum_facilitation", __name__, url_prefix="/forum")


@blueprint.get("/fishbowls/<int:fishbowl_id>/facilitation")
def show_facilitation(fishbowl_id: int) -> ResponseReturnValue:
    """Seats, the line, voices, and what can be done."""
    signed_in_user_id()
    seen, _fishbowl = facilitated(current_actor(), fishbowl_id)
    return _facilitation(seen)


@blueprint.post("/fishbowls/<int:fishbowl_id>/facilitation")
def facilitate(fishbowl_id: int) -> ResponseReturnValue:
    """Do what takes but a button: take over, begin the closing round."""
    user_id = signed_in_user_id()
    actor = current_actor()
    seen, fishbowl = facilitated(actor, fishbowl_id)
    require(may_steer(actor, seen.place, fishbowl))
    require_whole_form()
    here = url_for(".show_facilitation", fishbowl_id=fishbowl_id)
    with transaction():
        match request.form.get("step", ""):
            case "take-over":
                actions.take_over(fishbowl_id, user_id)
                said = _("You facilitate this fishbowl now, and write in it without a seat.")
            case "closing-round":
                actions.begin_closing_round(fishbowl_id, user_id)
                said = _("The closing round has begun. Those who spoke are told, and can write for three days.")
            case _other:
                raise incomplete_form()
        once.remember(here)
    flash(said)
    return redirect(here, 303)


@blueprint.post("/fishbowls/<int:fishbowl_id>/facilitation/calls")
def call_forward(fishbowl_id: int) -> ResponseReturnValue:
    """Let somebody be offered the next seat; everybody reads why."""
    user_id = signed_in_user_id()
    actor = current_actor()
    seen, fishbowl = facilitated(actor, fishbowl_id)
    require(may_steer(actor, seen.place, fishbowl))
    form = CallForm()
    people: list[int] = []
    if form.validate_on_submit():
        typed = form.people.data or ""
        people = people_named(typed, category_with(seen.place.id), fishbowl_id)
        if fault := fault_of_names(typed, people):
            form.people.errors = [fault]
    if form.errors or not people:
        return _facilitation(seen, {"call": form})
    here = url_for(".show_facilitation", fishbowl_id=fishbowl_id)
    with transaction():
        actions.call_forward(fishbowl_id, people, user_id, form.note.data or "")
        once.remember(here)
    flash(_("They are offered the next seat that is free. Everybody reads your reason."))
    return redirect(here, 303)


@blueprint.post("/fishbowls/<int:fishbowl_id>/facilitation/end")
def put_end(fishbowl_id: int) -> ResponseReturnValue:
    """Plan another last day."""
    user_id = signed_in_user_id()
    actor = current_actor()
    seen, fishbowl = facilitated(actor, fishbowl_id)
    require(may_steer(actor, seen.place, fishbowl))
    form = EndForm()
    if not form.validate_on_submit():
        return _facilitation(seen, {"end": form})
    here = url_for(".show_facilitation", fishbowl_id=fishbowl_id)
    with transaction():
        actions.put_end(fishbowl_id, user_id, form.ends_on.moment)
        once.remember(here)
    flash(_("Saved."))
    return redirect(here, 303)


@blueprint.route("/fishbowls/<int:fishbowl_id>/seats/<int:seat_number>/freeing", methods=["GET", "POST"])
def free_seat(fishbowl_id: int, seat_number: int) -> ResponseReturnValue:
    """Ask for a reason, then take a seat from whoever has it."""
    user_id = signed_in_user_id()
    actor = current_actor()
    seen, fishbowl = facilitated(actor, fishbowl_id)
    require(may_steer(actor, seen.place, fishbowl))
    seat = get_seat(fishbowl_id, seat_number)
    form = FreeingForm()
    if form.validate_on_submit():
        here = url_for(".show_facilitation", fishbowl_id=fishbowl_id)
        with transaction():
            actions.free_seat(fishbowl_id, seat_number, seat.person.id, user_id, form.reason.data or "")
            once.remember(here)
        flash(_("The seat is free. Whoever sat there is told why."))
        return redirect(here, 303)
    status = 422 if form.is_submitted() else 200
    return render_template("forum/free_seat.html", thread=seen.thread, seat=seat, form=form), status


@blueprint.route("/fishbowls/<int:fishbowl_id>/summary", methods=["GET", "POST"])
def sum_up(fishbowl_id: int) -> ResponseReturnValue:
    """Write the summary, which closes a fishbowl that goes on; or change it later."""
    user_id = signed_in_user_id()
    actor = current_actor()
    spot = Spot(SpotKind.SUMMARY, fishbowl_id)
    with typed_is_kept(user_id, spot):
        seen, fishbowl = facilitated(actor, fishbowl_id)
    draft = find_draft(user_id, spot)
    kept = {
        "agreement": fishbowl.agreement,
        "disagreement": fishbowl.disagreement,
        "questions": fishbowl.questions,
        "language": fishbowl.summary_language or seen.thread.language,
    }
    form = SummaryForm(data=form_data(draft, **kept))
    if form.validate_on_submit():
        there = url_for("forum.show_thread", thread_id=fishbowl_id, _anchor="summary")
        summary = Summary(
            form.agreement.data or "", form.disagreement.data or "", form.questions.data or "", form.language.data
        )
        with typed_is_kept(user_id, spot), transaction():
            drop_typed(user_id, spot)
            actions.sum_up(fishbowl_id, user_id, summary)
            once.remember(there)
        flash(_("The summary stands at the top of the fishbowl. Those who took part are told."))
        return redirect(there, 303)
    status = 422 if form.is_submitted() else 200
    if form.is_submitted():
        draft = keep_typed(user_id, spot)
    page = render_template(
        "forum/sum_up.html", thread=seen.thread, fishbowl=fishbowl, form=form, draft=draft, spot=spot
    )
    return page, status


def _facilitation(seen: Seen, given: Mapping[str, Form] | None = None) -> ResponseReturnValue:
    page = facilitation_page(seen)
    fresh: dict[str, Form] = {
        "call": CallForm(formdata=None),
        "end": EndForm(formdata=None, ends_on=planned_day(page.kept.ends_at)),
    }
    shown = fresh | dict(given or {})
    answer = render_template(
        "forum/show_facilitation.html", page=page, forms=shown, rules=RULES_BY_KEY, time_left=time_left
    )
    return answer, 422 if given else 200
