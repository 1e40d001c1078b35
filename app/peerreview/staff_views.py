"""For those who look after reviews: what needs a hand, each piece of work, and what is done about it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import get_user
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.peerreview.handing_out import Asker
from app.peerreview.review_policy import may_facilitate
from app.peerreview.roles import ReaderRole
from app.peerreview.staff_actions import (
    ask_person,
    change_language,
    exclude,
    give_to_mentors,
    hold_words,
    include,
    release_words,
    replace_reader,
    take_on,
)
from app.peerreview.staff_forms import ReasonForm, language_form
from app.peerreview.staff_pages import (
    ReviewSeen,
    ask_page,
    face_of,
    list_page,
    pool_page,
    review_page,
    work_list_page,
    work_page,
)
from app.peerreview.staff_policy import may_facilitate_some
from app.peerreview.staff_queries import Show
from app.platform import once
from app.platform.database import transaction
from app.platform.errors import CannotBe, NotFound
from app.platform.forms import require_whole_form
from app.platform.i18n import _
from app.platform.verdicts import Verdict, require

blueprint = Blueprint("review_staff", __name__, url_prefix="/facilitating")

# What is done about one review, by the last part of its address.
STEPS = {
    "exclusion": exclude,
    "inclusion": include,
    "holding": hold_words,
    "release": release_words,
    "replacement": replace_reader,
}


@blueprint.before_request
def only_for_facilitators() -> None:
    """All of these pages name people."""
    signed_in_user_id()
    slug = (request.view_args or {}).get("slug")
    require(may_facilitate_some(current_actor()) if slug is None else may_facilitate(current_actor(), slug))


@blueprint.get("")
def list_pools() -> ResponseReturnValue:
    """The assignments whose reviews one looks after."""
    return render_template("peerreview/list_pools.html", pools=list_page(current_actor()))


@blueprint.get("/<slug>/<unit_key>")
def show_pool(slug: str, unit_key: str) -> ResponseReturnValue:
    """How the exchange of an assignment goes, what needs a hand first."""
    return render_template("peerreview/show_pool.html", page=pool_page(face_of(slug, unit_key)))


@blueprint.get("/<slug>/<unit_key>/work")
def list_work(slug: str, unit_key: str) -> ResponseReturnValue:
    """The work handed in, page by page."""
    asked = request.args.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.WAITING
    page = work_list_page(face_of(slug, unit_key), show, request.args.get("page", default=1, type=int))
    return render_template("peerreview/list_work.html", page=page)


@blueprint.get("/<slug>/<unit_key>/work/<int:submission_id>")
def show_work(slug: str, unit_key: str, submission_id: int) -> ResponseReturnValue:
    """One piece of work, its reviews, its score, and all that happened to it."""
    page = work_page(face_of(slug, unit_key), submission_id, signed_in_user_id())
    form = language_form(page.languages, page.row.language)
    return render_template("peerreview/show_work.html", page=page, form=form)


@blueprint.post("/<slug>/<unit_key>/work/<int:submission_id>/taking")
def take_work(slug: str, unit_key: str, submission_id: int) -> ResponseReturnValue:
    """Take a work, in a mentor's place or as a measure, and go on to write."""
    require_whole_form()
    face, user_id = face_of(slug, unit_key), signed_in_user_id()
    role = ReaderRole.MENTOR if request.form.get("as") == ReaderRole.MENTOR else ReaderRole.STAFF
    asker = Asker(user_id, get_user(user_id).country, face.place.edition)
    with transaction():
        review = take_on(face.place.task, asker, submission_id, role)
        writing = url_for("reviews.write_review", review_id=review.id)
        once.remember(writing)
    return redirect(writing, 303)


@blueprint.post("/<slug>/<unit_key>/work/<int:submission_id>/mentors")
def call_mentors(slug: str, unit_key: str, submission_id: int) -> ResponseReturnValue:
    """Give a work to mentors now."""
    require_whole_form()
    face, here = face_of(slug, unit_key), _work_at(slug, unit_key, submission_id)
    with transaction():
        give_to_mentors(face.place.task, submission_id, by=signed_in_user_id())
        once.remember(here)
    flash(_("Mentors are asked to write what is missing."))
    return redirect(here, 303)


@blueprint.route("/<slug>/<unit_key>/work/<int:submission_id>/asking", methods=["GET", "POST"])
def ask_somebody(slug: str, unit_key: str, submission_id: int) -> ResponseReturnValue:
    """Find somebody who may review a work, and ask them by name."""
    face = face_of(slug, unit_key)
    if request.method == "GET":
        page = ask_page(face, submission_id, request.args.get("words", ""))
        return render_template("peerreview/ask_somebody.html", page=page)
    require_whole_form()
    here = _work_at(slug, unit_key, submission_id)
    person = request.form.get("person", default=0, type=int)
    with transaction():
        ask_person(face.place.task, submission_id, person, by=signed_in_user_id())
        once.remember(here)
    flash(_("They are asked to review this work."))
    return redirect(here, 303)


@blueprint.post("/<slug>/<unit_key>/work/<int:submission_id>/language")
def set_language(slug: str, unit_key: str, submission_id: int) -> ResponseReturnValue:
    """Say in which language a work is, and put it back in the line."""
    face, here = face_of(slug, unit_key), _work_at(slug, unit_key, submission_id)
    page = work_page(face, submission_id, signed_in_user_id())
    form = language_form(page.languages, page.row.language)
    if not form.validate_on_submit():
        raise CannotBe(_("Choose one of the languages of the list. Nothing was changed."))
    with transaction():
        change_language(face.place.task, submission_id, form.language.data, by=signed_in_user_id())
        once.remember(here)
    flash(_("The work waits in the line of its language now."))
    return redirect(here, 303)


@blueprint.route("/<slug>/<unit_key>/reviews/<int:review_id>/<step>", methods=["GET", "POST"])
def change_review(slug: str, unit_key: str, review_id: int, step: str) -> ResponseReturnValue:
    """Do something about one review, with a reason on the record."""
    if step not in STEPS:
        raise NotFound(_("There is no such page."))
    face = face_of(slug, unit_key)
    page = review_page(face, review_id)
    require(_may(page.seen, step))
    form = ReasonForm()
    if not form.validate_on_submit():
        shown = render_template("peerreview/change_review.html", page=page, form=form, step=step)
        return shown, 422 if request.method == "POST" else 200
    assert page.seen.review.submission_id is not None
    here = _work_at(slug, unit_key, page.seen.review.submission_id)
    with transaction():
        STEPS[step](face.place.task, review_id, form.reason.data, by=signed_in_user_id())
        once.remember(here)
    flash(_("Done, and kept with your reason."))
    return redirect(here, 303)


def _may(seen: ReviewSeen, step: str) -> Verdict:
    return {
        "exclusion": seen.may_exclude,
        "inclusion": seen.may_include,
        "holding": seen.may_hold,
        "release": seen.may_release,
        "replacement": seen.may_replace,
    }[step]


def _work_at(slug: str, unit_key: str, submission_id: int) -> str:
    return url_for(".show_work", slug=slug, unit_key=unit_key, submission_id=submission_id)
