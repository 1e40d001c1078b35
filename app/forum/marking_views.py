"""Saying that a post helped, supporting ideas, accepting answers, saying what became of an idea."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum import marking_actions
from app.forum.kinds import IdeaStatus
from app.forum.pages import post_page, seen_thread
from app.forum.part_forms import StatusForm
from app.forum.part_policy import may_accept, may_mark, may_set_status, may_vote
from app.forum.policy import may_see_words
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe
from app.platform.forms import require_whole_form
from app.platform.i18n import _
from app.platform.throttle import at_most
from app.platform.verdicts import require

blueprint = Blueprint("forum_marks", __name__, url_prefix="/forum")


@blueprint.post("/posts/<int:post_id>/helpful")
def mark_helpful(post_id: int) -> ResponseReturnValue:
    """Say that a post helped, or take that back."""
    user_id = signed_in_user_id()
    actor = current_actor()
    at = post_page(actor, post_id)
    require(may_mark(actor, at.place, at.thread, at.post))
    require_whole_form()
    at_most("60 per minute", "forum marks", str(user_id))
    there = url_for("forum.show_post", post_id=post_id)
    with transaction():
        if request.form.get("wish") == "back":
            marking_actions.unmark_helpful(post_id, user_id)
        else:
            marking_actions.mark_helpful(post_id, user_id)
        once.remember(there)
    return redirect(there, 303)


@blueprint.post("/posts/<int:post_id>/acceptance")
def accept_answer(post_id: int) -> ResponseReturnValue:
    """Let a post be the accepted answer of its question, or take that back."""
    user_id = signed_in_user_id()
    actor = current_actor()
    at = post_page(actor, post_id)
    require(may_accept(actor, at.place, at.thread))
    if not may_see_words(actor, at.place, at.post) or at.post.number == 1:
        raise CannotBe(_("Only an answer can be accepted."))
    require_whole_form()
    there = url_for("forum.show_post", post_id=post_id)
    is_back = request.form.get("wish") == "back"
    with transaction():
        if is_back:
            marking_actions.accept_no_longer(at.thread.id)
        else:
            marking_actions.accept(at.thread.id, post_id, user_id)
        once.remember(there)
    flash(
        _("No answer is accepted any more; the question is open again.")
        if is_back
        else _("The answer is accepted. It is shown under the question.")
    )
    return redirect(there, 303)


@blueprint.post("/threads/<int:thread_id>/vote")
def vote(thread_id: int) -> ResponseReturnValue:
    """Support an idea, or take that back."""
    user_id = signed_in_user_id()
    actor = current_actor()
    thread, place = seen_thread(actor, thread_id)
    require(may_vote(actor, place, thread))
    require_whole_form()
    at_most("60 per minute", "forum marks", str(user_id))
    there = url_for("forum.show_thread", thread_id=thread_id)
    with transaction():
        if request.form.get("wish") == "back":
            marking_actions.take_vote_back(thread_id, user_id)
        else:
            marking_actions.vote(thread_id, user_id)
        once.remember(there)
    return redirect(there, 303)


@blueprint.post("/threads/<int:thread_id>/status")
def set_status(thread_id: int) -> ResponseReturnValue:
    """Say what became of an idea."""
    signed_in_user_id()
    actor = current_actor()
    thread, place = seen_thread(actor, thread_id)
    require(may_set_status(actor, place, thread))
    form = StatusForm()
    if not form.validate_on_submit():
        raise CannotBe(_("Choose a status from the list. Nothing was changed."))
    there = url_for("forum.show_thread", thread_id=thread_id)
    with transaction():
        marking_actions.set_status(thread_id, IdeaStatus(form.status.data))
        once.remember(there)
    flash(_("The status is changed."))
    return redirect(there, 303)
