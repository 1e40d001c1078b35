"""Reading the forum: categories, lists of threads, threads."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.actors import Actor
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum.actions import catch_up, follow, note_read, note_visit, unfollow
from app.forum.anchor_pages import quoted_place
from app.forum.care_policy import may_see_cases
from app.forum.conduct import RULES_BY_KEY
from app.forum.drafting import Spot, SpotKind
from app.forum.fishbowl_forms import NoteForm
from app.forum.fishbowl_panel import time_left
from app.forum.forms import KIND_NAMES, NewAnswer, PostForm, asked_page, asked_wish
from app.forum.guarding import guard
from app.forum.kinds import Followed
from app.forum.models import Thread
from app.forum.notices import FORUM
from app.forum.numbering import page_with
from app.forum.pages import (
    ThreadPage,
    category_page,
    home_page,
    post_page,
    readable_place,
    seen_thread,
    thread_page,
    unread_at,
)
from app.forum.part_forms import STATUS_NAMES
from app.forum.part_queries import DraftKept, find_draft
from app.forum.policy import Place, may_arrange_categories
from app.forum.quotations import quotation_of
from app.forum.quoting import with_quotation
from app.forum.telling_posts import abouts_read
from app.forum.trust import Act
from app.forum.typed import form_data
from app.forum.visits import Visit, is_worth_noting
from app.forum.wishes import Show
from app.platform import clock, once
from app.platform.database import transaction
from app.platform.forms import require_whole_form
from app.platform.i18n import _
from app.platform.telling import have_read
from app.platform.throttle import at_most

blueprint = Blueprint("forum", __name__, url_prefix="/forum")


@blueprint.get("")
def show_home() -> ResponseReturnValue:
    """Categories, and the threads of all that its reader may see."""
    user_id = signed_in_user_id()
    actor = current_actor()
    page = home_page(actor, asked_wish())
    answer = render_template(
        "forum/show_home.html",
        page=page,
        shows=show_names(),
        may_arrange=may_arrange_categories(actor),
        may_see_cases=may_see_cases(actor),
    )
    _note_visit(user_id, page.visit)
    return answer


@blueprint.get("/categories/<key>")
def show_category(key: str) -> ResponseReturnValue:
    """One category."""
    user_id = signed_in_user_id()
    page = category_page(current_actor(), key, asked_wish())
    answer = render_template("forum/show_category.html", page=page, shows=show_names())
    _note_visit(user_id, page.visit)
    return answer


@blueprint.get("/threads/<int:thread_id>")
def show_thread(thread_id: int) -> ResponseReturnValue:
    """A page of a thread; what is on it is read from now on."""
    signed_in_user_id()
    actor = current_actor()
    thread, place = seen_thread(actor, thread_id)
    if thread.merged_into_id is not None:
        return redirect(url_for(".show_thread", thread_id=thread.merged_into_id))
    page = thread_page(actor, thread, place, asked_page(request.args.get("page", "")))
    draft = find_draft(signed_in_user_id(), Spot(SpotKind.THREAD, thread_id)) if page.part.has_draft else None
    form = _begun(actor, place, thread, page, draft) or NewAnswer()
    if page.may_reply or page.fishbowl is not None:
        guard(form, actor, place, Act.POST)
    return thread_answer(page, form, draft=draft)


def _begun(actor: Actor, place: Place, thread: Thread, page: ThreadPage, draft: DraftKept | None) -> PostForm | None:
    """The form as it is filled in when it is opened; None where nothing is, but for a fishbowl's, beside another."""
    quoted = request.args.get("quote", "")
    asked = quoted or request.args.get("answer", "")
    if draft is None and not asked and page.fishbowl is None:
        return None
    form = PostForm(formdata=None, data=form_data(draft, language=""))
    if any(str(post.id) == asked for post in page.posts.rows):
        form.reply_to.data = asked
    if page.may_reply and (quotation := quotation_of(actor, place, thread, quoted)):
        form.source.data = with_quotation(form.source.data or "", quotation)
    return form


def thread_answer(
    page: ThreadPage,
    form: PostForm | NewAnswer,
    *,
    preview: str = "",
    draft: DraftKept | None = None,
    note: NoteForm | None = None,
    status: int = 200,
) -> Response:
    """The page of a thread with the form in it, as somebody goes on writing or begins; of a fishbowl also notes."""
    if note is None and page.fishbowl is not None and isinstance(form, PostForm):
        note = NoteForm.beside(form)
        form.source.label.text = _("Your message")
    answer = make_response(
        render_template(
            "forum/show_thread.html",
            page=page,
            about=quoted_place(page),
            form=form,
            note=note,
            time_left=time_left,
            rules=RULES_BY_KEY,
            preview=preview,
            draft=draft,
            spot=Spot(SpotKind.THREAD, page.id),
            kinds=KIND_NAMES,
            statuses=STATUS_NAMES,
        )
    )
    answer.status_code = status
    # Only once it can be shown: what failed is not read.
    _note_read(signed_in_user_id(), page)
    return answer


@blueprint.get("/threads/<int:thread_id>/new")
def show_unread(thread_id: int) -> ResponseReturnValue:
    """The first post of a thread that its reader has not read."""
    user_id = signed_in_user_id()
    thread, _place = seen_thread(current_actor(), thread_id)
    page, number = unread_at(user_id, thread)
    return redirect(url_for(".show_thread", thread_id=thread_id, page=page, _anchor=f"post-{number}"))


@blueprint.get("/posts/<int:post_id>")
def show_post(post_id: int) -> ResponseReturnValue:
    """Wherever a post stands by now."""
    signed_in_user_id()
    at = post_page(current_actor(), post_id)
    number = at.post.number
    page = page_with(number)
    return redirect(url_for(".show_thread", thread_id=at.thread.id, page=page, _anchor=f"post-{number}"))


@blueprint.post("/threads/<int:thread_id>/following")
def follow_thread(thread_id: int) -> ResponseReturnValue:
    """Follow a thread, or follow it no longer."""
    user_id = signed_in_user_id()
    seen_thread(current_actor(), thread_id)
    require_whole_form()
    there = url_for(".show_thread", thread_id=thread_id)
    follows = follow_as_asked(user_id, Followed.THREAD, thread_id, there)
    flash(
        _("You follow this thread: the weekly mail tells you what is new.")
        if follows
        else _("You do not follow this thread any more.")
    )
    return redirect(there, 303)


@blueprint.post("/categories/<key>/following")
def follow_category(key: str) -> ResponseReturnValue:
    """Follow a category, or follow it no longer."""
    user_id = signed_in_user_id()
    place = readable_place(current_actor(), key)
    require_whole_form()
    there = url_for(".show_category", key=key)
    follows = follow_as_asked(user_id, Followed.CATEGORY, place.id, there)
    flash(
        _("You follow this category: the weekly mail tells you of new threads.")
        if follows
        else _("You do not follow this category any more.")
    )
    return redirect(there, 303)


@blueprint.post("/caught-up")
def read_all() -> ResponseReturnValue:
    """Let everything be read."""
    user_id = signed_in_user_id()
    require_whole_form()
    at_most("20 per minute", "forum caught up", str(user_id))
    with transaction():
        catch_up(user_id)
        once.remember(url_for(".show_home"))
    flash(_("Everything counts as read."))
    return redirect(url_for(".show_home"), 303)


def show_names() -> dict[Show, str]:
    """How lists of threads are chosen."""
    return {
        Show.LATEST: _("Latest"),
        Show.UNREAD: _("Unread"),
        Show.UNANSWERED: _("Open questions"),
        Show.FOLLOWED: _("Followed"),
        Show.MINE: _("With posts of yours"),
    }


def follow_as_asked(user_id: int, what: Followed, target: int | str, there: str) -> bool:
    """Let somebody follow something or stop, as the button says that they pressed; tells which of both."""
    follows = request.form.get("wish") != "stop"
    with transaction():
        (follow if follows else unfollow)(user_id, what, target)
        once.remember(there)
    return follows


def _note_visit(user_id: int, kept: Visit | None) -> None:
    if is_worth_noting(kept, clock.now()):
        with transaction():
            note_visit(user_id)


def _note_read(user_id: int, page: ThreadPage) -> None:
    if page.shown_up_to <= page.read_up_to:
        return
    shown = [post for post in page.posts.rows if post.number > page.read_up_to]
    with transaction():
        note_visit(user_id)
        note_read(user_id, page.id, page.shown_up_to)
        have_read(user_id, FORUM.key, abouts_read(page.id, page.read_up_to, [post.id for post in shown]))
