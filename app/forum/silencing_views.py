"""Keeping somebody from writing for a time, and letting them write again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum.care_forms import SilenceForm
from app.forum.care_policy import may_see_cases, may_silence, may_silence_everywhere
from app.forum.case_pages import may_lift, seen_silence, silences_page
from app.forum.case_queries import get_silence
from app.forum.conduct import RULES_BY_KEY
from app.forum.pages import post_page
from app.forum.silencing_actions import lift, silence
from app.forum.tenders import tends
from app.forum.thread_queries import posts_with
from app.platform import once
from app.platform.database import transaction
from app.platform.forms import require_whole_form
from app.platform.i18n import _
from app.platform.verdicts import require

blueprint = Blueprint("forum_silences", __name__, url_prefix="/forum")


@blueprint.get("/silences")
def list_silences() -> ResponseReturnValue:
    """Who may not write now, and until when."""
    signed_in_user_id()
    actor = current_actor()
    require(may_see_cases(actor))
    return render_template("forum/list_silences.html", page=silences_page(actor), rules=RULES_BY_KEY)


@blueprint.get("/silences/<int:silence_id>")
def show_silence(silence_id: int) -> ResponseReturnValue:
    """Why somebody may not write, for them and for those who decide that."""
    signed_in_user_id()
    kept, may = seen_silence(current_actor(), silence_id)
    return render_template("forum/show_silence.html", silence=kept, may_lift=may, rules=RULES_BY_KEY)


@blueprint.post("/silences/<int:silence_id>/lifting")
def lift_silence(silence_id: int) -> ResponseReturnValue:
    """Let somebody write again before their time."""
    user_id = signed_in_user_id()
    require(may_lift(current_actor(), get_silence(silence_id)))
    require_whole_form()
    there = url_for(".list_silences")
    with transaction():
        lift(silence_id, user_id)
        once.remember(there)
    flash(_("They may write again, and are told so."))
    return redirect(there, 303)


@blueprint.route("/posts/<int:post_id>/silence", methods=["GET", "POST"])
def silence_author(post_id: int) -> ResponseReturnValue:
    """Keep the author of a post from writing for a time."""
    user_id = signed_in_user_id()
    actor = current_actor()
    page = post_page(actor, post_id)
    author_id = page.post.author_id
    author_tends = author_id is not None and tends(author_id, page.place.course_slug)
    require(may_silence(actor, page.place, author_id, author_tends=author_tends))
    form = SilenceForm(is_everywhere_offered=bool(may_silence_everywhere(actor)))
    if request.method == "POST" and form.validate_on_submit():
        assert author_id is not None
        there = url_for(".list_silences")
        where = None if form.where.data == "everywhere" else page.place.id
        with transaction():
            silence(author_id, where, form.days.data, form.rule.data, form.answer.data or "", user_id)
            once.remember(there)
        flash(_("They may not write for that time, and are told why."))
        return redirect(there, 303)
    status = 422 if form.is_submitted() else 200
    author = posts_with([post_id])[0].author
    return render_template("forum/silence_author.html", page=page, form=form, author=author), status
