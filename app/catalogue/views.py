"""Home, the list of courses, a course before enrolling, its glossary, and for whom the site may be hard to use."""

from collections.abc import Hashable, Iterable
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.kept_pages import render_kept
from app.accounts.signing_in import current_actor
from app.catalogue.finding import EFFORTS, Wish
from app.catalogue.further import further_html
from app.catalogue.pages import CourseCard, catalogue_page, course_page, glossary_page, home_page
from app.organisations.kinds import TITLE_WORDS
from app.platform.forms import tidy

blueprint = Blueprint("catalogue", __name__)
_LONGEST_QUESTION = 200
# The day on which the statement on accessibility was last held against the site.
_TESTED_ON = date(2026, 11, 21)


@blueprint.get("/")
def show_home() -> ResponseReturnValue:
    """The front page."""
    actor = current_actor()
    page = home_page(actor)
    if actor.is_signed_in:
        return render_template("catalogue/show_home.html", page=page)
    return render_kept("catalogue/show_home.html", _key_of(page.cards, page.number_of_courses), page=page)


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
    page = catalogue_page(wish)
    if not wish.is_empty:
        return render_template("catalogue/list_courses.html", page=page, efforts=tuple(EFFORTS))
    key = _key_of(page.cards, page.number_of_courses)
    return render_kept("catalogue/list_courses.html", key, page=page, efforts=tuple(EFFORTS))


@blueprint.get("/courses/<slug>")
def show_course(slug: str) -> ResponseReturnValue:
    """What a course is, for whom, by whom, and what it asks."""
    page = course_page(current_actor(), slug, tidy(request.args.get("in")))
    mine = None
    if page.part is not None and page.standing is not None:
        mine = (page.part.is_active, page.standing.done, page.standing.required, page.is_completed)
    way_in = (page.may_enrol, page.call.key if page.call else "", page.is_call_open)
    titles = (*((holder.kind, holder.name) for holder in page.titles), bool(page.may_give_titles))
    said = (page.rating, bool(page.may_review), bool(page.may_see_reviews))
    shown = (page.edition.key, page.learners, page.graduates, mine, way_in, titles, said)
    takes_part = page.part is not None and page.part.is_active
    slots = {"further_of_course": lambda: further_html(slug, takes_part)}
    return render_kept("catalogue/show_course.html", shown, slots, page=page, title_words=TITLE_WORDS)


@blueprint.get("/courses/<slug>/glossary")
def show_glossary(slug: str) -> ResponseReturnValue:
    """The words a course explains."""
    return render_template("catalogue/show_glossary.html", page=glossary_page(slug, tidy(request.args.get("in"))))


@blueprint.get("/accessibility")
def show_accessibility() -> ResponseReturnValue:
    """What was done so that everybody can use the site, what is known not to be good, and whom to tell."""
    return render_template("catalogue/show_accessibility.html", tested_on=_TESTED_ON)


def _key_of(cards: Iterable[CourseCard], number_of_courses: int) -> tuple[Hashable, ...]:
    """What a list of courses shows."""
    return (number_of_courses, tuple((card.edition.key, card.graduates) for card in cards))
