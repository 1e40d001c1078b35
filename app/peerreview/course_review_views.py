"""Saying what one thinks of a course, and reading what was said."""

from flask import Blueprint, Response, flash, redirect, render_template, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.peerreview import course_reviewing
from app.peerreview.course_review_forms import CourseReviewForm
from app.peerreview.course_review_pages import (
    CourseReviewPage,
    course_review_page,
    summary_header,
    summary_page,
    summary_rows,
)
from app.peerreview.course_review_policy import may_see_course_reviews
from app.peerreview.course_rubric import COURSE_RUBRIC
from app.platform import clock, once
from app.platform.database import transaction
from app.platform.i18n import _
from app.platform.spreadsheets import csv_lines
from app.platform.throttle import at_most
from app.platform.verdicts import require

blueprint = Blueprint("course_reviews", __name__, url_prefix="/courses/<slug>")


@blueprint.route("/review", methods=["GET", "POST"])
def review_course(slug: str) -> ResponseReturnValue:
    """Choose a level for each criterion and say a few words; the same page changes it later."""
    user_id = signed_in_user_id()
    page = course_review_page(current_actor(), user_id, slug)
    form = CourseReviewForm(data=_said_before(page))
    if not form.validate_on_submit():
        shown = render_template("peerreview/review_course.html", page=page, form=form, rubric=COURSE_RUBRIC)
        return shown, 422 if form.is_submitted() else 200
    at_most("30 per hour", "course review", str(user_id))
    address = _way_on(page)
    with transaction():
        course_reviewing.review_course(
            user_id, page.reading, form.points(), helped=form.helped.data, change=form.change.data
        )
        once.remember(address)
    flash(_("Thank you. What you said is kept, and you can change it whenever you like."))
    return redirect(address, 303)


@blueprint.get("/reviews")
def show_course_reviews(slug: str) -> ResponseReturnValue:
    """What was said about a course, without names."""
    signed_in_user_id()
    require(may_see_course_reviews(current_actor(), slug))
    return render_template("peerreview/show_course_reviews.html", page=summary_page(slug))


@blueprint.get("/reviews.csv")
def download_course_reviews(slug: str) -> ResponseReturnValue:
    """The same as a table."""
    signed_in_user_id()
    require(may_see_course_reviews(current_actor(), slug))
    lines = csv_lines(summary_header(), summary_rows(summary_page(slug)))
    response = Response(stream_with_context(lines), mimetype="text/csv")
    name = f"reviews-{slug}-{clock.today().isoformat()}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _said_before(page: CourseReviewPage) -> dict[str, str]:
    if page.mine is None:
        return {}
    points = {key: str(number) for key, number in page.mine.points.items()}
    return {**points, "helped": page.mine.helped, "change": page.mine.change}


def _way_on(page: CourseReviewPage) -> str:
    slug = page.course.slug
    if page.is_learner_still:
        return url_for("learning.show_completion", slug=slug)
    return url_for("catalogue.show_course", slug=slug)
