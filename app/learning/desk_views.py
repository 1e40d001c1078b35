"""The reviewing desk of a learner: what they owe, asking for work, answering calls, scoring examples."""

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import get_user
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.content.course import Assignment
from app.learning.desk_pages import (
    address_of_review,
    calibration_in,
    desk_page,
    example_page,
    examples_page,
    languages_offered,
    try_page,
    what_is_missing,
    whereabouts_of,
)
from app.learning.work_pages import desk_of
from app.peerreview.actions import Desk
from app.peerreview.allocation import Hold
from app.peerreview.exchange_models import Review
from app.peerreview.handing_out import Asker, answer_call, hand_out
from app.peerreview.pools import Task
from app.peerreview.practising import find_practice, see_to_practice
from app.peerreview.practising import score_example as keep_score
from app.peerreview.readers import say_what_one_reads
from app.peerreview.review_policy import may_ask
from app.peerreview.reviewing import scales_of
from app.peerreview.reviewing_rules import missing_points
from app.platform import once
from app.platform.database import transaction
from app.platform.forms import require_whole_form
from app.platform.i18n import _
from app.platform.throttle import at_most
from app.platform.verdicts import require

blueprint = Blueprint("reviewing", __name__, url_prefix="/learn/<slug>/<unit_key>/reviews")


@blueprint.get("")
def show_desk(slug: str, unit_key: str) -> ResponseReturnValue:
    """What one owes, what one is writing and has written, and what comes next."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    return render_template("learning/show_desk.html", desk=desk, page=desk_page(desk), address=address_of_review)


@blueprint.post("")
def ask_for_work(slug: str, unit_key: str) -> ResponseReturnValue:
    """Get the next work to review, or go on with the one in hand."""
    return _be_handed(slug, unit_key, hand_out)


@blueprint.post("/calls/<int:call_id>")
def answer(slug: str, unit_key: str, call_id: int) -> ResponseReturnValue:
    """Come when called."""
    return _be_handed(slug, unit_key, lambda task, asker: answer_call(task, asker, call_id))


@blueprint.post("/reading")
def choose_reading(slug: str, unit_key: str) -> ResponseReturnValue:
    """Say what one reads besides one's own language, and whether one may be called."""
    user_id = signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    where = whereabouts_of(desk)
    require_whole_form()
    with transaction():
        say_what_one_reads(
            user_id,
            request.form.getlist("language"),
            languages_offered(desk, where),
            is_volunteer="volunteer" in request.form,
        )
        once.remember(_at(desk, "show_desk"))
    flash(_("Saved. It holds for all courses."))
    return redirect(_at(desk, "show_desk"), 303)


@blueprint.get("/examples")
def show_examples(slug: str, unit_key: str) -> ResponseReturnValue:
    """What the examples are for, how far one has come, and what follows."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    return render_template("learning/show_examples.html", desk=desk, page=examples_page(desk))


@blueprint.route("/examples/next", methods=["GET", "POST"])
def score_example(slug: str, unit_key: str) -> ResponseReturnValue:
    """Read an example and choose its levels; after the last one, see the staff's beside them."""
    user_id = signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    page = example_page(desk)
    if page is None:
        return redirect(_at(desk, "show_examples"), 303)
    if request.method == "GET":
        return render_template("learning/score_example.html", desk=desk, page=page)
    require_whole_form()
    if request.form.get("place") != f"{page.practice.number}-{page.practice.position}":
        flash(_("This example was scored in another window meanwhile. What was given there counts."))
        return redirect(_at(desk, "score_example"), 303)
    points = _points_in(request.form, desk.assignment)
    missing = missing_points(scales_of(desk.assignment), points)
    if missing:
        page = example_page(desk, points, missing)
        told = what_is_missing(missing)
        return render_template("learning/score_example.html", desk=desk, page=page, told=told), 422
    where = whereabouts_of(desk)
    number, position = page.practice.number, page.practice.position
    with transaction():
        practice = keep_score(where.task, user_id, points, number=number, position=position)
        is_over = practice.begun is None
        address = _at(desk, "show_try", attempt=number) if is_over else _at(desk, "score_example")
        once.remember(address)
    return redirect(address, 303)


@blueprint.get("/examples/<int:attempt>")
def show_try(slug: str, unit_key: str, attempt: int) -> ResponseReturnValue:
    """One's levels beside the staff's, with their reasons."""
    signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    return render_template("learning/show_try.html", desk=desk, page=try_page(desk, attempt))


def _be_handed(slug: str, unit_key: str, ask: Callable[[Task, Asker], Review | Hold]) -> ResponseReturnValue:
    """Lead to the work that is handed out, or back to the desk, which tells why there is none."""
    user_id = signed_in_user_id()
    desk = desk_of(current_actor(), slug, unit_key)
    where = whereabouts_of(desk)
    practice = find_practice(where.task, user_id, where.secret, where.reads)
    if where.running is None:
        require(may_ask(has_handed_in=where.has_handed_in, calibration=calibration_in(where, practice)))
    require_whole_form()
    at_most("30 per minute", "reviews", str(user_id))
    asker = Asker(user_id, get_user(user_id).country, desk.edition)
    with transaction():
        see_to_practice(where.task, user_id)
        found = ask(where.task, asker)
        address = _at(desk, "show_desk") if isinstance(found, Hold) else address_of_review(found.id)
        once.remember(address)
    return redirect(address, 303)


def _points_in(form: Mapping[str, str], assignment: Assignment) -> dict[str, int]:
    """The levels chosen; what the rubric does not know is left out, and so found missing."""
    found = {}
    for criterion in assignment.rubric:
        chosen = form.get(f"level-{criterion.key}", "")
        known = {str(level.points): level.points for level in criterion.levels}
        if chosen in known:
            found[criterion.key] = known[chosen]
    return found


def _at(desk: Desk, page: str, **values: object) -> str:
    return url_for(f".{page}", slug=desk.part.course_slug, unit_key=desk.assignment.key, **values)  # type: ignore[arg-type]
