"""The classroom: my courses, enrolling, units, completion."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.cohorts.entering import way_into
from app.enrolment import actions as enrolment
from app.learning.forms import EnrolForm, StepForm
from app.learning.lesson_html import lesson_html
from app.learning.pages import (
    EnrolmentPage,
    UnitPage,
    completion_page,
    current_key,
    my_learning_page,
    seat_in,
    seated,
    unit_page,
)
from app.peerreview.course_review_policy import may_review_course
from app.platform import clock, once
from app.platform.database import transaction
from app.platform.errors import CannotBe
from app.platform.i18n import _, lazy
from app.platform.verdicts import require
from app.progress.actions import record_completion, settle_course

blueprint = Blueprint("learning", __name__, url_prefix="/learn")

_INCOMPLETE = lazy(
    "The form arrived incomplete, and nothing was changed. Please go back, reload the page and try again."
)


@blueprint.get("")
def show_my_learning() -> ResponseReturnValue:
    """The one next step, then the rest."""
    return render_template("learning/show_my_learning.html", page=my_learning_page(signed_in_user_id()))


@blueprint.route("/<slug>/enrol", methods=["GET", "POST"])
def enrol(slug: str) -> ResponseReturnValue:
    """Ask what the learner hopes for, and enrol them."""
    user_id = signed_in_user_id()
    seat = seat_in(current_actor(), slug)
    if seat.part is not None and seat.part.is_active:
        return redirect(url_for(".show_course", slug=slug))
    if not way_into(seat.edition.course, user_id, seat.part):
        # There the call stands where the button was, with the reason.
        return redirect(url_for("catalogue.show_course", slug=slug))
    page = EnrolmentPage(edition=seat.edition, course=seat.edition.course, part=seat.part)
    form = EnrolForm(expectation=seat.part.expectation if seat.part else "")
    if not form.validate_on_submit():
        return render_template("learning/enrol.html", page=page, form=form), 422 if form.is_submitted() else 200
    with transaction():
        require(way_into(seat.edition.course, user_id, seat.part))
        enrolment.enrol(user_id, slug, form.expectation.data)
        once.remember(url_for(".show_course", slug=slug))
    flash(_("You are enrolled. Take all the time you need."))
    return redirect(url_for(".show_course", slug=slug), 303)


@blueprint.get("/<slug>")
def show_course(slug: str) -> ResponseReturnValue:
    """Lead to where the learner left off; visitors to the course page."""
    seat = seat_in(current_actor(), slug)
    if seat.part is None or not seat.part.is_active:
        return redirect(url_for("catalogue.show_course", slug=slug))
    page = completion_page(seat)
    if page.completed_at is None and page.standing.is_complete:
        # A new edition asks for less than this learner has done.
        with transaction():
            settle_course(seat.part, seat.edition, seat.done_keys)
        return redirect(url_for(".show_completion", slug=slug))
    return redirect(url_for(".show_unit", slug=slug, unit_key=page.resume.key))


@blueprint.get("/<slug>/completed")
def show_completion(slug: str) -> ResponseReturnValue:
    """What is still missing, or that the course is completed, with the expectation of the first day."""
    signed_in_user_id()
    actor = current_actor()
    page = completion_page(seat_in(actor, slug))
    may_review = may_review_course(actor, slug, has_completed=page.completed_at is not None)
    return render_template("learning/show_completion.html", page=page, may_review=may_review)


@blueprint.route("/<slug>/leave", methods=["GET", "POST"])
def leave(slug: str) -> ResponseReturnValue:
    """Ask once, then stop taking part. Everything is kept."""
    user_id = signed_in_user_id()
    page = completion_page(seat_in(current_actor(), slug))
    form = StepForm()
    if not form.validate_on_submit():
        return render_template("learning/leave.html", page=page), 422 if form.is_submitted() else 200
    with transaction():
        enrolment.leave(user_id, slug)
        once.remember(url_for(".show_my_learning"))
    flash(_("You have left the course. Your progress is kept; enrol again whenever you like."))
    return redirect(url_for(".show_my_learning"), 303)


@blueprint.get("/<slug>/<unit_key>")
def show_unit(slug: str, unit_key: str) -> ResponseReturnValue:
    """A lesson, quiz or assignment."""
    signed_in_user_id()
    seat = seat_in(current_actor(), slug)
    if unit_key in seat.edition.renamed:
        return redirect(url_for(".show_unit", slug=slug, unit_key=seat.edition.renamed[unit_key]), 301)
    page = unit_page(seat, unit_key)
    if page.part.last_unit_key != unit_key:
        with transaction():
            enrolment.note_place(page.part.enrolment_id, unit_key, clock.now())
    if page.unit.kind == "lesson":
        return lesson_html(page)
    return render_template(f"learning/show_{page.unit.kind}.html", page=page)


@blueprint.post("/<slug>/<unit_key>/language")
def choose_language(slug: str, unit_key: str) -> ResponseReturnValue:
    """Read the course in another of its languages, from the same place on."""
    signed_in_user_id()
    seat = seat_in(current_actor(), slug)
    part = seated(seat)
    key = current_key(seat.edition, unit_key)
    if not StepForm().validate_on_submit():
        raise CannotBe(str(_INCOMPLETE))
    wanted = request.form.get("language", "")
    if wanted not in seat.edition.course.languages:
        raise CannotBe(_("This course is not in that language yet. Nothing was changed."))
    with transaction():
        enrolment.choose_content_language(part.enrolment_id, wanted)
    return redirect(url_for(".show_unit", slug=slug, unit_key=key), 303)


@blueprint.post("/<slug>/<unit_key>/completion")
def complete_unit(slug: str, unit_key: str) -> ResponseReturnValue:
    """Mark a lesson as done and go on."""
    signed_in_user_id()
    seat = seat_in(current_actor(), slug)
    part = seated(seat)
    unit = seat.edition.places[current_key(seat.edition, unit_key)].unit
    if unit.kind != "lesson" or not StepForm().validate_on_submit():
        raise CannotBe(str(_INCOMPLETE))
    was_completed = seat.completed_at is not None
    with transaction():
        record_completion(part, seat.edition, unit)
        once.remember(url_for(".show_unit", slug=slug, unit_key=unit.key))
    page = unit_page(seat_in(current_actor(), slug), unit.key)
    return redirect(_after(page, was_completed=was_completed), 303)


def _after(page: UnitPage, *, was_completed: bool) -> str:
    """Where a learner goes after a unit: to the completed course, the next unit, or what is still missing."""
    slug = page.course.slug
    if page.is_course_completed and not was_completed:
        return url_for(".show_completion", slug=slug)
    if page.place.next is not None:
        return url_for(".show_unit", slug=slug, unit_key=page.place.next.key)
    return url_for(".show_completion", slug=slug)
