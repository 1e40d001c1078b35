"""Pages of readers: what they have to read, and one application with its criteria."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import signed_in_user_id
from app.cohorts.actions import declare_conflict, hand_in_reading, save_reading
from app.cohorts.forms import kept, reading_form, scores_in
from app.cohorts.panel_pages import reading_page, tasks_page
from app.cohorts.queries import next_task
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe
from app.platform.forms import require_whole_form
from app.platform.i18n import _

blueprint = Blueprint("readings", __name__, url_prefix="/readings")


@blueprint.get("")
def list_readings() -> ResponseReturnValue:
    """What I have to read."""
    page = tasks_page(signed_in_user_id(), request.args.get("page", default=1, type=int))
    return render_template("cohorts/list_readings.html", page=page)


@blueprint.route("/<int:reading_id>", methods=["GET", "POST"])
def show_reading(reading_id: int) -> ResponseReturnValue:
    """One application, judged by its criteria."""
    user_id = signed_in_user_id()
    page = reading_page(user_id, reading_id)
    face = page.face
    form = reading_form(face.call, face.text, page.reading.scores, page.reading.comment)
    if request.method == "GET":
        return render_template("cohorts/show_reading.html", page=page, form=form)
    if page.reading.handed_in_at is not None or page.is_closed:
        raise CannotBe(_("This application is judged already, and nothing was changed."))
    scores, comment = scores_in(face.call, form), kept(form["comment"].data)
    if request.form.get("step") != "hand-in":
        here = url_for(".show_reading", reading_id=reading_id)
        with transaction():
            save_reading(reading_id, scores, comment)
            once.remember(here)
        flash(_("Saved. It counts once you hand it in."))
        return redirect(here, 303)
    if not form.validate_on_submit():
        with transaction():
            save_reading(reading_id, scores, comment)
        return render_template("cohorts/show_reading.html", page=page, form=form), 422
    with transaction():
        hand_in_reading(reading_id, face.cohort.cohort_id, scores, comment)
        following = next_task(user_id)
        address = url_for(".show_reading", reading_id=following) if following else url_for(".list_readings")
        once.remember(address)
    flash(_("Your reading is handed in.") + (" " + _("Here is the next one.") if following else ""))
    return redirect(address, 303)


@blueprint.post("/<int:reading_id>/conflict")
def tell_conflict(reading_id: int) -> ResponseReturnValue:
    """Give an application back that I should not judge."""
    page = reading_page(signed_in_user_id(), reading_id)
    require_whole_form()
    with transaction():
        declare_conflict(reading_id, page.face.cohort.cohort_id)
        once.remember(url_for(".list_readings"))
    flash(_("Thank you for telling. Somebody else reads this application."))
    return redirect(url_for(".list_readings"), 303)
