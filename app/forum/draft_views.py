"""Drafts of what members write in the forum, kept while they type or by a button, and how it will look."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.actors import Actor
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum.detecting import language_among
from app.forum.draft_actions import autosave, drop_draft, keep_draft
from app.forum.drafting import MOST_KEPT, TEXTS, Spot, find_spot, is_worth_keeping
from app.forum.mention_queries import category_with, nameable_in
from app.forum.part_queries import get_draft
from app.forum.places import place_at, way_on
from app.forum.typed import base_told, typed_now
from app.forum.writing import html_of
from app.platform import once
from app.platform.catalogues import ORIGINAL
from app.platform.database import transaction
from app.platform.errors import CannotBe, NotFound
from app.platform.forms import WishForm, incomplete_form, require_whole_form
from app.platform.i18n import _, direction_of, language
from app.platform.throttle import at_most

blueprint = Blueprint("forum_drafts", __name__, url_prefix="/forum")


@blueprint.post("/drafts")
def save_draft() -> ResponseReturnValue:
    """Keep what somebody typed: by the button that saves for later, or by the script while they type."""
    user_id = signed_in_user_id()
    at_most("60 per minute", "forum draft", str(user_id))
    if not WishForm().validate_on_submit():
        raise incomplete_form()
    spot = _spot(request.form.get("spot", ""))
    typed = typed_now()
    if request.form.get("step") == "autosave":
        with transaction():
            number = autosave(user_id, spot, typed, base_told())
        return jsonify(number=number, met=number is None)
    there = url_for("forum.show_home", _anchor="drafts")
    if not is_worth_keeping(typed):
        flash(_("There was nothing written yet, so nothing was saved."))
        return redirect(there, 303)
    with transaction():
        keep_draft(user_id, spot, typed, base_told())
        once.remember(there)
    flash(_("Saved for later. Only you see it; it waits here for 90 days."))
    return redirect(there, 303)


@blueprint.get("/drafts/<int:draft_id>")
def show_draft(draft_id: int) -> ResponseReturnValue:
    """Go on writing where one may; else show what was typed, to copy it."""
    user_id = signed_in_user_id()
    draft = get_draft(user_id, draft_id)
    way = way_on(current_actor(), draft.spot)
    if isinstance(way, str):
        return redirect(way)
    return render_template("forum/show_draft.html", draft=draft, texts=TEXTS, reason=way.reason)


@blueprint.post("/drafts/<int:draft_id>/drop")
def drop(draft_id: int) -> ResponseReturnValue:
    """Forget what one has begun."""
    user_id = signed_in_user_id()
    draft = get_draft(user_id, draft_id)
    require_whole_form()
    there = url_for("forum.show_home")
    with transaction():
        drop_draft(user_id, draft.spot)
        once.remember(there)
    flash(_("The draft is dropped."))
    return redirect(there, 303)


@blueprint.post("/preview")
def preview_text() -> ResponseReturnValue:
    """The text as others will see it, for the page to show while somebody writes."""
    user_id = signed_in_user_id()
    at_most("60 per minute", "preview", str(user_id))
    source = str(typed_now()["source"])
    tongue = request.form.get("language", "") or language_among(source, language(), ORIGINAL)
    if not WishForm().validate_on_submit() or len(source) >= MOST_KEPT:
        raise CannotBe(_("The form arrived incomplete. Please reload the page and try again."))
    html = shown_at(current_actor(), _spot(request.form.get("spot", "")), source, tongue)
    return render_template(
        "forum/preview_text.html", html=html, language=tongue[:12], direction=direction_of(tongue[:12])
    )


def shown_at(actor: Actor, spot: Spot, source: str, tongue: str) -> str:
    """The HTML of a text that is about to stand there, with the people it names."""
    category_id, thread_id = place_at(actor, spot)
    return html_of(source, tongue, nameable_in(source, category_with(category_id), thread_id))


def _spot(told: str) -> Spot:
    spot = find_spot(told)
    if spot is None:
        raise NotFound(_("There is no such form in the forum. Copy what you typed, and reload the page."))
    return spot
