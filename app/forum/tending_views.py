"""Looking after threads: pin, close, archive, rename, move, merge, split, remove and bring back."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.actors import Actor
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum.actions import hold_with
from app.forum.care_forms import MergeForm, MoveForm, SplitForm, ThreadChangeForm
from app.forum.care_models import Outcome
from app.forum.case_actions import Judgement, judge_post
from app.forum.conduct import RULES_BY_KEY
from app.forum.forms import RemovalForm, asked_page
from app.forum.kinds import ThreadKind
from app.forum.models import Thread
from app.forum.pages import seen_thread
from app.forum.policy import Place, may_tend
from app.forum.queries import first_post_of
from app.forum.tending_actions import (
    archive,
    change_thread,
    lock,
    merge_threads,
    move_thread,
    pin,
    restore_post,
    restore_thread,
    split_thread,
)
from app.forum.tending_pages import may_restore_post, split_page, tended_thread, tending_page
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe, NotFound
from app.platform.forms import Form, incomplete_form, require_whole_form
from app.platform.i18n import _
from app.platform.verdicts import require

blueprint = Blueprint("forum_tending", __name__, url_prefix="/forum")


@blueprint.get("/threads/<int:thread_id>/tending")
def show_tending(thread_id: int) -> ResponseReturnValue:
    """All that can be done to a thread, and what was."""
    signed_in_user_id()
    actor = current_actor()
    thread, place = _tended(actor, thread_id)
    return _tending(actor, thread, place)


@blueprint.post("/threads/<int:thread_id>/tending")
def tend(thread_id: int) -> ResponseReturnValue:
    """Do what takes but a button."""
    user_id = signed_in_user_id()
    thread, _place = _tended(current_actor(), thread_id)
    require_whole_form()
    here = url_for(".show_tending", thread_id=thread.id)
    step = request.form.get("step", "")
    with transaction():
        match step:
            case "pin" | "unpin":
                pin(thread_id, user_id, is_pinned=step == "pin")
            case "lock" | "unlock":
                lock(thread_id, user_id, is_locked=step == "lock")
            case "archive" | "bring-back":
                archive(thread_id, user_id, is_archived=step == "archive")
            case "restore":
                restore_thread(thread_id, user_id)
            case _:
                raise incomplete_form()
        once.remember(here)
    flash(_("Done."))
    return redirect(here, 303)


@blueprint.post("/threads/<int:thread_id>/tending/change")
def change(thread_id: int) -> ResponseReturnValue:
    """Say anew what a thread is, how it is called, and in which language."""
    user_id = signed_in_user_id()
    actor = current_actor()
    thread, place = _tended(actor, thread_id)
    form = ThreadChangeForm(kept=thread.kind)
    if not form.validate_on_submit():
        return _tending(actor, thread, place, {"change": form})
    here = url_for(".show_tending", thread_id=thread_id)
    with transaction():
        change_thread(thread_id, user_id, ThreadKind(form.kind.data), form.title.data or "", form.language.data)
        once.remember(here)
    flash(_("Saved."))
    return redirect(here, 303)


@blueprint.post("/threads/<int:thread_id>/tending/move")
def move(thread_id: int) -> ResponseReturnValue:
    """Put a thread into another category that one looks after as well."""
    user_id = signed_in_user_id()
    actor = current_actor()
    thread, place = _tended(actor, thread_id)
    form = MoveForm(categories=tending_page(actor, thread, place).categories)
    if not form.validate_on_submit():
        return _tending(actor, thread, place, {"move": form})
    here = url_for(".show_tending", thread_id=thread_id)
    with transaction():
        move_thread(thread_id, int(form.category.data), user_id)
        once.remember(here)
    flash(_("The thread is moved. Whoever may not read its new category is told nothing more of it."))
    return redirect(here, 303)


@blueprint.post("/threads/<int:thread_id>/tending/merge")
def merge(thread_id: int) -> ResponseReturnValue:
    """Let the posts of a thread stand in another that one looks after as well."""
    user_id = signed_in_user_id()
    actor = current_actor()
    thread, place = _tended(actor, thread_id)
    form = MergeForm()
    if not form.validate_on_submit():
        return _tending(actor, thread, place, {"merge": form})
    other_id = form.thread_id
    try:
        if other_id is None or other_id == thread_id:
            raise CannotBe(_("Paste the address of another thread."))
        require(may_tend(actor, _seen_place(actor, other_id)))
        there = url_for("forum.show_thread", thread_id=other_id)
        with transaction():
            merge_threads(thread_id, other_id, user_id)
            once.remember(there)
    except (CannotBe, NotFound) as error:
        form.other.errors = [error.sentence]
        return _tending(actor, *_tended(actor, thread_id), {"merge": form})
    flash(_("Both are one thread now. Its address before leads here."))
    return redirect(there, 303)


@blueprint.route("/threads/<int:thread_id>/split", methods=["GET", "POST"])
def split(thread_id: int) -> ResponseReturnValue:
    """Choose posts of a thread, and let them be a thread of their own."""
    user_id = signed_in_user_id()
    thread, place = _tended(current_actor(), thread_id)
    form = SplitForm()
    if form.validate_on_submit():
        try:
            with transaction():
                new = split_thread(thread_id, form.chosen, form.title.data or "", user_id)
                there = url_for("forum.show_thread", thread_id=new.id)
                once.remember(there)
        except CannotBe as error:
            form.post.errors = [error.sentence]
            thread, place = _tended(current_actor(), thread_id)
        else:
            flash(_("This is a thread of its own now. Where it came from says so too."))
            return redirect(there, 303)
    page = split_page(thread, place, asked_page(request.args.get("page", "")), form.chosen)
    status = 422 if form.is_submitted() else 200
    return render_template("forum/split.html", page=page, form=form), status


@blueprint.route("/threads/<int:thread_id>/removal", methods=["GET", "POST"])
def remove_thread(thread_id: int) -> ResponseReturnValue:
    """Ask for a rule and a reason, then hide a thread from all but those who look after it."""
    user_id = signed_in_user_id()
    thread, _place = _tended(current_actor(), thread_id)
    if thread.removed_at is not None:
        raise CannotBe(_("This thread is removed already."))
    form = RemovalForm()
    form.reason.description = _("Whoever opened it reads it.")
    if form.validate_on_submit():
        here = url_for(".show_tending", thread_id=thread_id)
        judgement = Judgement(Outcome.REMOVED, form.rule.data, form.reason.data or "", is_of_thread=True)
        with transaction():
            judge_post(first_post_of(thread).id, user_id, judgement)
            once.remember(here)
        flash(_("The thread is removed. Its author is told why, and can appeal."))
        return redirect(here, 303)
    status = 422 if form.is_submitted() else 200
    return render_template("forum/remove_thread.html", thread=thread, form=form), status


@blueprint.post("/posts/<int:post_id>/restoring")
def bring_back_post(post_id: int) -> ResponseReturnValue:
    """Let everybody see a removed post again."""
    user_id = signed_in_user_id()
    require(may_restore_post(current_actor(), post_id))
    require_whole_form()
    there = url_for("forum.show_post", post_id=post_id)
    with transaction():
        thread, post = hold_with(post_id)
        restore_post(thread, post, user_id)
        once.remember(there)
    flash(_("The post is there again."))
    return redirect(there, 303)


def _tended(actor: Actor, thread_id: int) -> tuple[Thread, Place]:
    thread, place = seen_thread(actor, thread_id)
    require(may_tend(actor, place))
    return tended_thread(thread), place


def _seen_place(actor: Actor, thread_id: int) -> Place:
    return seen_thread(actor, thread_id)[1]


def _tending(
    actor: Actor, thread: Thread, place: Place, given: Mapping[str, Form] | None = None
) -> ResponseReturnValue:
    page = tending_page(actor, thread, place)
    fresh: dict[str, Form] = {
        "change": ThreadChangeForm(
            formdata=None, kept=thread.kind, kind=thread.kind.value, title=thread.title, language=thread.language
        ),
        "move": MoveForm(formdata=None, categories=page.categories),
        "merge": MergeForm(formdata=None),
    }
    shown = fresh | dict(given or {})
    answer = render_template("forum/show_tending.html", page=page, forms=shown, rules=RULES_BY_KEY)
    return answer, 422 if given else 200
