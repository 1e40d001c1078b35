"""Examples from colleagues: for everybody, for their authors who withdraw them, for whoever looks at them first."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.enrolment.queries import find_enrolment
from app.peerreview.sharing import State
from app.peerreview.sharing_actions import accept, decline, stop_sharing
from app.peerreview.sharing_forms import LookForm
from app.peerreview.sharing_models import ShownWork
from app.peerreview.sharing_pages import example_page, look_page, shown_list
from app.peerreview.sharing_policy import may_accept, may_decline, may_look_at, may_see_shown_work, may_stop_sharing
from app.peerreview.sharing_queries import find_shown
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import NotFound
from app.platform.forms import require_whole_form
from app.platform.i18n import _
from app.platform.verdicts import require, require_or_hide

blueprint = Blueprint("examples", __name__)


@blueprint.get("/courses/<slug>/examples/<int:shown_id>")
def show_example(slug: str, shown_id: int) -> ResponseReturnValue:
    """Accepted work that its author shows to everybody."""
    page = example_page(slug, shown_id)
    return _kept_by_nobody(render_template("peerreview/show_example.html", page=page, is_own=_is_own(shown_id)))


@blueprint.route("/courses/<slug>/examples/<int:shown_id>/withdrawal", methods=["GET", "POST"])
def withdraw_example(slug: str, shown_id: int) -> ResponseReturnValue:
    """Ask once, then show it nowhere any more; for its author, also when they have left the course."""
    user_id = signed_in_user_id()
    shown = _find(shown_id)
    require_or_hide(may_stop_sharing(shown.author_id, user_id), _no_example())
    if shown.course_slug != slug:
        raise NotFound(_no_example())
    back = _reviews_of(shown)
    if request.method == "GET":
        return render_template("peerreview/withdraw_example.html", shown=shown, back=back)
    require_whole_form()
    with transaction():
        stop_sharing(shown.submission_id)
        once.remember(back)
    flash(_("Your work is shown to nobody else any more."))
    return redirect(back, 303)


@blueprint.get("/shown-work")
def list_shown() -> ResponseReturnValue:
    """What waits for a look before it is public, and what is public."""
    signed_in_user_id()
    actor = current_actor()
    require(may_see_shown_work(actor))
    return render_template("peerreview/list_shown.html", page=shown_list(actor))


@blueprint.route("/shown-work/<int:shown_id>", methods=["GET", "POST"])
def look_at_work(shown_id: int) -> ResponseReturnValue:
    """Look whether anybody is named who was not asked, and accept or decline."""
    user_id = signed_in_user_id()
    actor = current_actor()
    require(may_see_shown_work(actor))
    shown = _find(shown_id)
    require_or_hide(may_look_at(actor, shown.course_slug), _no_example())
    form = LookForm()
    if not form.validate_on_submit():
        page = render_template("peerreview/look_at_work.html", page=look_page(shown, user_id), form=form)
        return page, 422 if form.is_submitted() else 200
    require(may_decline(shown.state) if form.declines else may_accept(shown.state, shown.author_id, user_id))
    here = url_for(".list_shown")
    with transaction():
        if form.declines:
            decline(shown_id, user_id, form.words.data)
        else:
            accept(shown_id, user_id)
        once.remember(here)
    flash(_("It is not shown. Its author reads why.") if form.declines else _("It is public now."))
    return redirect(here, 303)


def _find(shown_id: int) -> ShownWork:
    shown = find_shown(shown_id)
    if shown is None or shown.state is State.WITHDRAWN:
        raise NotFound(_no_example())
    return shown


def _no_example() -> str:
    return _("There is no example at this address.")


def _is_own(shown_id: int) -> bool:
    shown = find_shown(shown_id)
    return shown is not None and shown.author_id == current_actor().user_id


def _reviews_of(shown: ShownWork) -> str:
    """Where its author reads what became of it; who has left the course sees their courses."""
    enrolment = find_enrolment(shown.author_id, shown.course_slug)
    if enrolment is None or enrolment.left_at is not None:
        return url_for("learning.show_my_learning")
    return url_for("received.show_reviews", slug=shown.course_slug, unit_key=shown.unit_key)


def _kept_by_nobody(page: str) -> Response:
    """What its author may withdraw is kept by no cache and by no search engine."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
