"""Fishbowls: opening one, and moving in it: ask for a seat, take it, pass it on, leave it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.files.kinds import LARGEST
from app.forum import fishbowl_actions as actions
from app.forum.actions import Written
from app.forum.attached import MOST_FILES
from app.forum.care_policy import may_write_now
from app.forum.draft_views import shown_at
from app.forum.drafting import Spot, SpotKind
from app.forum.fishbowl_forms import PLANNED, FishbowlForm
from app.forum.fishbowl_naming import people_named
from app.forum.fishbowl_pages import fishbowl_to_move_in
from app.forum.fishbowl_policy import may_ask_for_seat, may_sit_down
from app.forum.fishbowl_queries import seats_of
from app.forum.guarding import guard, is_too_fast, note_conduct
from app.forum.kinds import ThreadKind
from app.forum.mention_queries import category_with
from app.forum.pages import names_of, readable_place
from app.forum.part_queries import find_draft
from app.forum.policy import may_open_thread
from app.forum.trust import Act
from app.forum.typed import drop_typed, form_data, keep_typed, typed_is_kept
from app.forum.writing_queries import writing_facts
from app.platform import clock, once
from app.platform.database import transaction
from app.platform.forms import incomplete_form, require_whole_form
from app.platform.i18n import _
from app.platform.throttle import at_most
from app.platform.uploads import takes_files
from app.platform.verdicts import require

blueprint = Blueprint("forum_fishbowls", __name__, url_prefix="/forum")
_TOWARDS_A_SEAT = ("ask", "sit", "take")


@blueprint.route("/categories/<key>/fishbowls/new", methods=["GET", "POST"])
@takes_files(LARGEST, most=MOST_FILES)
def open_fishbowl(key: str) -> ResponseReturnValue:
    """Begin a fishbowl."""
    user_id = signed_in_user_id()
    actor = current_actor()
    place = readable_place(actor, key)
    spot = Spot(SpotKind.FISHBOWL, place.id)
    with typed_is_kept(user_id, spot):
        require(may_open_thread(actor, place, ThreadKind.FISHBOWL))
    draft = find_draft(user_id, spot)
    form = FishbowlForm(data=form_data(draft, language="", ends_on=clock.today() + PLANNED))
    guard(form, actor, place, Act.THREAD)
    preview, status = "", 200
    if form.is_submitted() and is_too_fast(form, user_id):
        status = 429
    elif form.validate_on_submit():
        speakers = people_named(form.speakers.data or "", category_with(place.id), None)
        if form.wants_preview:
            preview = shown_at(actor, spot, form.source.data or "", form.tongue)
        elif form.refuse_speakers(speakers):
            status = 422
        else:
            written = Written(form.source.data or "", form.tongue, form.new_files)
            with typed_is_kept(user_id, spot), transaction():
                note_conduct(form, user_id)
                drop_typed(user_id, spot)
                thread = actions.open_fishbowl(
                    place.id,
                    user_id,
                    form.title.data or "",
                    written,
                    form.ends_on.moment,
                    topics=form.chosen_topics,
                    speakers=[person for person in speakers if person != user_id],
                )
                there = url_for("forum.show_thread", thread_id=thread.id)
                once.remember(there)
            flash(_("The fishbowl is open. Those whom you named are offered a seat."))
            return redirect(there, 303)
    elif form.errors:
        status = 422
    if form.is_submitted():
        draft = keep_typed(user_id, spot)
    category = names_of([place])[place.id]
    answer = render_template(
        "forum/open_fishbowl.html", category=category, form=form, preview=preview, draft=draft, spot=spot
    )
    return answer, status


@blueprint.post("/fishbowls/<int:fishbowl_id>/seats")
def move(fishbowl_id: int) -> ResponseReturnValue:
    """Do what takes but a button: ask, take, pass on, sit down, leave."""
    user_id = signed_in_user_id()
    actor = current_actor()
    seen = fishbowl_to_move_in(actor, fishbowl_id)
    require_whole_form()
    at_most("30 per minute", "forum seats", str(user_id))
    wish = request.form.get("wish", "")
    if wish in _TOWARDS_A_SEAT:
        # Who may not write would keep a seat from somebody who may.
        require(may_write_now(writing_facts(actor, seen.place), None, clock.now()))
    if wish == "ask":
        require(may_ask_for_seat(seen.floor))
    elif wish == "sit":
        require(may_sit_down(seen.floor, {seat.number for seat in seats_of(fishbowl_id)}, clock.now()))
    there = url_for("forum.show_thread", thread_id=fishbowl_id, _anchor="seats")
    with transaction():
        said = _moved(wish, fishbowl_id, user_id)
        once.remember(there)
    flash(said)
    return redirect(there, 303)


def _moved(wish: str, fishbowl_id: int, user_id: int) -> str:
    """Do it, inside the transaction; gives the sentence that says what became of it."""
    match wish:
        case "ask":
            if actions.ask_for_seat(fishbowl_id, user_id):
                return _("You sit. You have three messages and two days.")
            return _("You wait in the line, and are told when a seat is yours.")
        case "leave-line":
            actions.leave_line(fishbowl_id, user_id)
            return _("You do not wait any more.")
        case "take":
            actions.take_offered_seat(fishbowl_id, user_id)
            return _("You sit. You have three messages and two days.")
        case "sit":
            actions.sit_down(fishbowl_id, user_id)
            return _("You sit on the open seat. You have three messages and two days.")
        case "pass-on":
            actions.leave_seat(fishbowl_id, user_id)
            return _("The seat goes to the next in line. You can ask for one again whenever you like.")
        case "leave":
            actions.leave_seat(fishbowl_id, user_id)
            return _("Your seat is free for others. Thank you for speaking.")
        case _other:
            raise incomplete_form()
