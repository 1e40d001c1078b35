"""Writing in the forum: threads, answers, other words for what one wrote, and taking it away."""

import re

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.actors import Actor
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.files.kinds import LARGEST
from app.forum import actions
from app.forum.actions import Written
from app.forum.anchor_actions import bind_thread
from app.forum.anchor_pages import passage_asked
from app.forum.answering import may_answer
from app.forum.attached import MOST_FILES
from app.forum.care_models import Cause, Outcome
from app.forum.case_actions import Judgement, hold_back, judge_post, open_case, take_back_own
from app.forum.draft_views import shown_at
from app.forum.drafting import Spot, SpotKind
from app.forum.forms import ChangeForm, PostForm, RemovalForm, ThreadForm, asked_number
from app.forum.guarding import guard, is_suspicious, is_too_fast, note_conduct
from app.forum.kinds import ThreadKind
from app.forum.numbering import page_with
from app.forum.pages import (
    history_page,
    may_see_history,
    opening,
    post_page,
    readable_place,
    seen_thread,
    thread_page,
)
from app.forum.part_queries import files_of_posts, find_draft, topics_of
from app.forum.passages import Passage
from app.forum.policy import Place, may_change_post, may_open_thread, may_remove_post
from app.forum.queries import first_post_of
from app.forum.trust import Act
from app.forum.typed import drop_typed, form_data, keep_typed, typed_is_kept
from app.forum.views import thread_answer
from app.platform import once
from app.platform.database import transaction
from app.platform.i18n import _
from app.platform.throttle import at_most
from app.platform.uploads import takes_files
from app.platform.verdicts import require

blueprint = Blueprint("forum_writing", __name__, url_prefix="/forum")


@blueprint.route("/categories/<key>/new", methods=["GET", "POST"])
@takes_files(LARGEST, most=MOST_FILES)
def open_thread(key: str) -> ResponseReturnValue:
    """Begin a thread."""
    user_id = signed_in_user_id()
    actor = current_actor()
    place = readable_place(actor, key)
    spot = Spot(SpotKind.CATEGORY, place.id)
    with typed_is_kept(user_id, spot):
        require(may_open_thread(actor, place))
        about = _passage_asked(actor, place)
    page = opening(actor, place)
    draft = find_draft(user_id, spot)
    form = ThreadForm(data=form_data(draft, language="", kind=_asked_kind(page.kinds)))
    form.offer(page.kinds)
    has_changed = form.is_submitted() and about is not None and about.has_changed
    facts = guard(form, actor, place, Act.THREAD)
    preview, status = "", 200
    if form.is_submitted() and is_too_fast(form, user_id):
        status = 429
    elif has_changed:
        status = 422
    elif form.validate_on_submit():
        if form.wants_preview:
            preview = shown_at(actor, spot, form.source.data or "", form.tongue)
        else:
            written, kind, title = _written(form), ThreadKind(form.kind.data), form.title.data or ""
            is_held = is_suspicious(facts, written, title)
            with typed_is_kept(user_id, spot):
                _slow_down(user_id, form)
                with transaction():
                    note_conduct(form, user_id)
                    topics = form.chosen_topics
                    thread = actions.open_thread(place.id, user_id, kind, title, written, topics, is_held=is_held)
                    if is_held:
                        open_case(thread, first_post_of(thread), Cause.SUSPECTED)
                    if about is not None:
                        bind_thread(thread.id, about)
                    drop_typed(user_id, spot)
                    there = url_for("forum.show_thread", thread_id=thread.id)
                    once.remember(there)
            _say_held(is_held)
            return redirect(there, 303)
    elif form.errors:
        status = 422
    if form.is_submitted():
        draft = keep_typed(user_id, spot)
    answer = render_template(
        "forum/open_thread.html", page=page, form=form, about=about, preview=preview, draft=draft, spot=spot
    )
    return answer, status


@blueprint.post("/threads/<int:thread_id>/answers")
@takes_files(LARGEST, most=MOST_FILES)
def answer_thread(thread_id: int) -> ResponseReturnValue:
    """Answer a thread, or one of its posts."""
    user_id = signed_in_user_id()
    actor = current_actor()
    spot = Spot(SpotKind.THREAD, thread_id)
    with typed_is_kept(user_id, spot):
        thread, place = seen_thread(actor, thread_id)
    form = PostForm(data={"language": ""})
    facts = guard(form, actor, place, Act.POST)

    def still_typed(status: int, preview: str = "") -> Response:
        """The page with all that was typed, and what is wrong with it or how it will look."""
        page = thread_page(actor, thread, place, page_with(thread.last_number))
        return thread_answer(page, form, preview=preview, draft=keep_typed(user_id, spot), status=status)

    if not may_answer(actor, place, thread):
        return still_typed(403)
    if is_too_fast(form, user_id):
        return still_typed(429)
    if not form.validate_on_submit():
        return still_typed(422)
    if form.wants_preview:
        return still_typed(200, shown_at(actor, spot, form.source.data or "", form.tongue))
    written = _written(form)
    is_held = is_suspicious(facts, written)
    with typed_is_kept(user_id, spot):
        _slow_down(user_id, form)
        with transaction():
            note_conduct(form, user_id)
            post = actions.reply(thread_id, user_id, written, form.reply_to_id, is_held=is_held)
            if is_held:
                open_case(*actions.hold_with(post.id), Cause.SUSPECTED)
            drop_typed(user_id, spot)
            there = url_for(
                "forum.show_thread", thread_id=thread_id, page=page_with(post.number), _anchor=f"post-{post.number}"
            )
            once.remember(there)
    _say_held(is_held)
    return redirect(there, 303)


@blueprint.route("/posts/<int:post_id>/change", methods=["GET", "POST"])
@takes_files(LARGEST, most=MOST_FILES)
def change_post(post_id: int) -> ResponseReturnValue:
    """Put other words in place of one's own."""
    user_id = signed_in_user_id()
    actor = current_actor()
    spot = Spot(SpotKind.POST, post_id)
    with typed_is_kept(user_id, spot):
        page = post_page(actor, post_id)
        post, thread = page.post, page.thread
        require(may_change_post(actor, page.place, thread, post))
    draft = find_draft(user_id, spot)
    form = ChangeForm(data=form_data(draft, source=post.source, language=post.language, title=thread.title))
    facts = guard(form, actor, page.place, None)
    is_first = post.number == 1
    if request.method == "GET" and is_first and not (draft and "topics" in draft.typed):
        form.offer_topics(topics_of(thread.id))
    preview = ""
    if form.validate_on_submit():
        if form.wants_preview:
            preview = shown_at(actor, spot, form.source.data or "", form.tongue)
        else:
            there = url_for("forum.show_post", post_id=post_id)
            title = form.title.data if is_first else None
            written = _written(form)
            is_held = is_suspicious(facts, written, title or "", post_id)
            with typed_is_kept(user_id, spot):
                _slow_down(user_id, form)
                with transaction():
                    note_conduct(form, user_id)
                    taken_out = [
                        int(one) for one in request.form.getlist("taken-out") if re.fullmatch("[0-9]{1,15}", one)
                    ]
                    actions.change_post(post_id, user_id, written, title or None, taken_out=taken_out, is_held=is_held)
                    if is_first:
                        actions.set_topics(thread.id, form.chosen_topics)
                    if is_held:
                        hold_back(post_id)
                    drop_typed(user_id, spot)
                    once.remember(there)
            if not _say_held(is_held):
                flash(_("Changed. How it read before can still be seen."))
            return redirect(there, 303)
    status = 422 if form.errors else 200
    if form.is_submitted():
        draft = keep_typed(user_id, spot)
    files = files_of_posts([post_id]).get(post_id, ())
    answer = render_template(
        "forum/change_post.html", page=page, form=form, preview=preview, draft=draft, spot=spot, files=files
    )
    return answer, status


@blueprint.get("/posts/<int:post_id>/history")
def show_history(post_id: int) -> ResponseReturnValue:
    """How a post read before it was changed."""
    signed_in_user_id()
    actor = current_actor()
    page = history_page(actor, post_id)
    require(may_see_history(actor, page.at))
    return render_template("forum/show_history.html", page=page)


@blueprint.route("/posts/<int:post_id>/removal", methods=["GET", "POST"])
def remove_post(post_id: int) -> ResponseReturnValue:
    """Ask once, then take a post away."""
    user_id = signed_in_user_id()
    actor = current_actor()
    page = post_page(actor, post_id)
    require(may_remove_post(actor, page.place, page.thread, page.post))
    form = RemovalForm()
    is_own = page.post.author_id == user_id
    form.is_own = is_own
    if form.validate_on_submit():
        there = url_for("forum.show_post", post_id=post_id)
        with transaction():
            if is_own:
                take_back_own(post_id, user_id)
            else:
                judge_post(post_id, user_id, Judgement(Outcome.REMOVED, form.rule.data, form.reason.data or ""))
            once.remember(there)
        flash(_("The post is removed. That there was one stays visible."))
        return redirect(there, 303)
    status = 422 if form.is_submitted() else 200
    return render_template("forum/remove_post.html", page=page, form=form, is_own=is_own), status


def _written(form: PostForm) -> Written:
    return Written(form.source.data or "", form.tongue, form.new_files)


def _slow_down(user_id: int, form: PostForm) -> None:
    for _file in form.new_files:
        at_most("100 per 10 minutes", "files", str(user_id))


def _passage_asked(actor: Actor, place: Place) -> Passage | None:
    """The unit or paragraph that the new thread is about, where the address names one."""
    unit_key = request.args.get("unit", "")
    if not unit_key:
        return None
    number = asked_number(request.args.get("paragraph", ""))
    return passage_asked(actor, place, unit_key, number, request.form.get("passage", ""))


def _say_held(is_held: bool) -> bool:
    if is_held:
        flash(_("Your text is kept. Somebody looks at it before others see it, and you are told then."))
    return is_held


def _asked_kind(kinds: tuple[ThreadKind, ...]) -> str:
    asked = request.args.get("kind", "")
    return asked if asked in set(kinds) else ThreadKind.DISCUSSION.value
