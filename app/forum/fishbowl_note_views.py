"""Notes of those who listen in a fishbowl: leave one, want to know it too, say that it is asked, take it away."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum import fishbowl_note_actions as actions
from app.forum.actions import Written
from app.forum.fishbowl_forms import NoteForm
from app.forum.fishbowl_pages import note_page, seen_fishbowl
from app.forum.fishbowl_policy import may_mark_asked, may_remove_note, may_support_note, may_take_back_note
from app.forum.forms import PostForm, RemovalForm
from app.forum.guarding import guard, is_suspicious, note_conduct
from app.forum.pages import thread_page
from app.forum.policy import may_add
from app.forum.trust import Act
from app.forum.views import thread_answer
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe
from app.platform.forms import require_whole_form
from app.platform.i18n import _
from app.platform.throttle import at_most, is_often
from app.platform.verdicts import require

blueprint = Blueprint("forum_notes", __name__, url_prefix="/forum")


@blueprint.post("/fishbowls/<int:fishbowl_id>/notes")
def leave_note(fishbowl_id: int) -> ResponseReturnValue:
    """Leave a note; where it cannot be kept, the page says why and still holds it."""
    user_id = signed_in_user_id()
    actor = current_actor()
    seen = seen_fishbowl(actor, fishbowl_id)
    form, status = NoteForm(), 422
    facts = guard(form, actor, seen.place, Act.POST)
    page = thread_page(actor, seen.thread, seen.place, 1)
    assert page.fishbowl is not None
    if not page.fishbowl.may_leave_note:
        form.words.errors, status = [page.fishbowl.may_leave_note.reason], 403
    elif form.validate_on_submit():
        words = form.words.data or ""
        if is_suspicious(facts, Written(words, form.tongue)):
            form.words.errors = [
                _(
                    "This reads like advertising, so it was not added. Your text is still here; "
                    "ask those who look after the forum if we are wrong."
                )
            ]
        elif is_often("10 per hour", "forum notes", str(user_id)):
            form.words.errors = [
                _("You left many notes in a short time. Your text is still here; try again in an hour.")
            ]
            status = 429
        else:
            there = url_for("forum.show_thread", thread_id=fishbowl_id, _anchor="notes")
            try:
                with transaction():
                    note_conduct(form, user_id)
                    actions.leave_note(fishbowl_id, user_id, words, form.tongue)
                    once.remember(there)
            except CannotBe as refusal:
                form.words.errors = [refusal.sentence]
            else:
                flash(_("Your note is there. Those who sit see it, and you are told when it is asked."))
                return redirect(there, 303)
    answer = PostForm(formdata=None, data={"language": ""})
    answer.hindrance, answer.asks_conduct, answer.level = form.hindrance, form.asks_conduct, form.level
    return thread_answer(page, answer, note=form, status=status)


@blueprint.post("/notes/<int:note_id>/support")
def support_note(note_id: int) -> ResponseReturnValue:
    """Want to know it too, or take that back."""
    user_id = signed_in_user_id()
    actor = current_actor()
    page = note_page(actor, note_id)
    require(may_add(actor, page.seen.place, page.seen.thread))
    require(may_support_note(actor, page.note))
    require_whole_form()
    at_most("60 per minute", "forum marks", str(user_id))
    there = _notes_of(page.seen.thread.id)
    with transaction():
        if request.form.get("wish") == "back":
            actions.support_no_longer(note_id, user_id)
        else:
            actions.support_note(note_id, user_id)
        once.remember(there)
    return redirect(there, 303)


@blueprint.post("/notes/<int:note_id>/asked")
def mark_asked(note_id: int) -> ResponseReturnValue:
    """Say that one has asked it."""
    user_id = signed_in_user_id()
    actor = current_actor()
    page = note_page(actor, note_id)
    require(may_add(actor, page.seen.place, page.seen.thread))
    require(may_mark_asked(page.seen.floor, page.note))
    require_whole_form()
    there = _notes_of(page.seen.thread.id)
    with transaction():
        actions.mark_asked(note_id, user_id)
        once.remember(there)
    flash(_("The note leads to your last message, and whoever wanted to know it is told."))
    return redirect(there, 303)


@blueprint.post("/notes/<int:note_id>/taking-back")
def take_back_note(note_id: int) -> ResponseReturnValue:
    """Take away what one left."""
    user_id = signed_in_user_id()
    actor = current_actor()
    page = note_page(actor, note_id)
    require(may_take_back_note(actor, page.note))
    require_whole_form()
    there = _notes_of(page.seen.thread.id)
    with transaction():
        actions.take_back_note(note_id, user_id)
        once.remember(there)
    flash(_("Your note is taken back, and its words are deleted."))
    return redirect(there, 303)


@blueprint.route("/notes/<int:note_id>/removal", methods=["GET", "POST"])
def remove_note(note_id: int) -> ResponseReturnValue:
    """Ask for a rule and a reason, then take a note away."""
    user_id = signed_in_user_id()
    actor = current_actor()
    page = note_page(actor, note_id)
    require(may_remove_note(actor, page.seen.place, page.note))
    form = RemovalForm()
    form.reason.description = _("Whoever left the note reads it.")
    if form.validate_on_submit():
        there = _notes_of(page.seen.thread.id)
        with transaction():
            actions.remove_note(note_id, user_id, form.rule.data, form.reason.data or "")
            once.remember(there)
        flash(_("The note is removed, and its author is told why."))
        return redirect(there, 303)
    status = 422 if form.is_submitted() else 200
    return render_template("forum/remove_note.html", page=page, form=form), status


def _notes_of(thread_id: int) -> str:
    return url_for("forum.show_thread", thread_id=thread_id, _anchor="notes")
