"""Home, the list of courses, a course before enrolling, its glossary."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor
from app.catalogue.finding import EFFORTS, Wish
from app.catalogue.pages import catalogue_page, course_page, glossary_page, home_page
from app.platform.forms import tidy

blueprint = Blueprint("catalogue", __name__)
_LONGEST_QUESTION = 200


@blueprint.get("/")
def show_home() -> ResponseReturnValue:
    """The front page."""
    return render_template("catalogue/show_home.html", page=home_page(current_actor()))


@blueprint.get("/courses")
def list_courses() -> ResponseReturnValue:
    """All courses, or those that answer a search."""
    asked = {name: tidy(request.args.get(name)) for name in ("q", "sdg", "agenda", "language", "level", "effort")}
    wish = Wish(
        words=asked["q"][:_LONGEST_QUESTION],
        sdg=asked["sdg"],
        agenda=asked["agenda"],
        language=asked["language"],
        level=asked["level"],
        effort=asked["effort"] if asked["effort"] in EFFORTS else "",
    )
    return render_template("catalogue/list_courses.html", page=catalogue_page(wish), efforts=tuple(EFFORTS))


@blueprint.get("/courses/<slug>")
def show_course(slug: str) -> ResponseReturnValue:
    """What a course is, for whom, by whom, and what it asks."""
    return render_template("catalogue/show_course.html", page=course_page(current_actor(), slug))


@blueprint.get("/courses/<slug>/glossary")
def show_glossary(slug: str) -> ResponseReturnValue:
    """The words a course explains."""
    return render_template("catalogue/show_glossary.html", page=glossary_page(slug))
