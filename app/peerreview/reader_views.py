"""Who reviews and how, examples, signs, the way of scoring, and tables to take away."""

from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.content.assignments import Scoring
from app.peerreview.reader_pages import (
    examples_page,
    method_page,
    readers_page,
    reviews_header,
    reviews_rows,
    scores_header,
    scores_rows,
    signs_page,
)
from app.peerreview.review_policy import may_facilitate
from app.peerreview.staff_actions import choose_scoring, promise_results
from app.peerreview.staff_forms import MethodForm, ResultsForm, scoring_names
from app.peerreview.staff_pages import face_of
from app.platform import clock, once
from app.platform.database import transaction
from app.platform.i18n import _
from app.platform.spreadsheets import Cell, csv_lines
from app.platform.verdicts import require

blueprint = Blueprint("review_readers", __name__, url_prefix="/facilitating/<slug>/<unit_key>")


@blueprint.before_request
def only_for_facilitators() -> None:
    """All of these pages name people."""
    signed_in_user_id()
    require(may_facilitate(current_actor(), (request.view_args or {}).get("slug", "")))


@blueprint.get("/readers")
def list_readers(slug: str, unit_key: str) -> ResponseReturnValue:
    """Those who review, by name."""
    page = readers_page(face_of(slug, unit_key), request.args.get("page", default=1, type=int))
    return render_template("peerreview/list_readers.html", page=page)


@blueprint.get("/examples")
def show_examples(slug: str, unit_key: str) -> ResponseReturnValue:
    """The examples that staff scored, and how learners' scores lie beside theirs."""
    return render_template("peerreview/show_examples.html", page=examples_page(face_of(slug, unit_key)))


@blueprint.get("/signs")
def show_signs(slug: str, unit_key: str) -> ResponseReturnValue:
    """What two texts have in common, who lifts whom, who was too fast: for staff to judge."""
    return render_template("peerreview/show_signs.html", page=signs_page(face_of(slug, unit_key)))


@blueprint.route("/method", methods=["GET", "POST"])
def choose_method(slug: str, unit_key: str) -> ResponseReturnValue:
    """How scores are made, and what the other way would change."""
    face, user_id = face_of(slug, unit_key), signed_in_user_id()
    pool = face.place.pool
    form = MethodForm(scoring=pool.scoring.value if pool.scoring else "")
    form.offer(face.place.assignment.scoring)
    if not form.validate_on_submit():
        day = ResultsForm(formdata=None, results_by=pool.results_by.date() if pool.results_by else None)
        shown = render_template(
            "peerreview/choose_method.html", page=method_page(face), form=form, day=day, names=scoring_names()
        )
        return shown, 422 if request.method == "POST" else 200
    here = url_for(".choose_method", slug=slug, unit_key=unit_key)
    with transaction():
        choose_scoring(face.place.task, Scoring(form.scoring.data) if form.scoring.data else None, by=user_id)
        once.remember(here)
    flash(_("Scores are made anew now. What is final rises where it should, and falls for nobody."))
    return redirect(here, 303)


@blueprint.post("/method/results")
def promise(slug: str, unit_key: str) -> ResponseReturnValue:
    """Say by which day everybody has a result."""
    face = face_of(slug, unit_key)
    day = ResultsForm()
    if not day.validate_on_submit():
        pool = face.place.pool
        form = MethodForm(formdata=None, scoring=pool.scoring.value if pool.scoring else "")
        form.offer(face.place.assignment.scoring)
        shown = render_template(
            "peerreview/choose_method.html", page=method_page(face), form=form, day=day, names=scoring_names()
        )
        return shown, 422
    here = url_for(".choose_method", slug=slug, unit_key=unit_key)
    with transaction():
        promised = clock.end_of(day.results_by.data) if day.results_by.data else None
        promise_results(face.place.task, promised, by=signed_in_user_id())
        once.remember(here)
    flash(_("The day is kept."))
    return redirect(here, 303)


@blueprint.get("/reviews.csv")
def download_reviews(slug: str, unit_key: str) -> ResponseReturnValue:
    """All reviews handed in, as a table."""
    return _table(f"reviews-{unit_key}", reviews_header(), reviews_rows(face_of(slug, unit_key)))


@blueprint.get("/scores.csv")
def download_scores(slug: str, unit_key: str) -> ResponseReturnValue:
    """All work with its scores, as a table."""
    return _table(f"scores-{unit_key}", scores_header(), scores_rows(face_of(slug, unit_key)))


def _table(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    response = Response(stream_with_context(csv_lines(header, rows)), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}-{clock.today().isoformat()}.csv")
    response.headers["Cache-Control"] = "no-store"
    return response
