"""The page that searches everything."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor
from app.indexing.asking import LONGEST_QUESTION
from app.indexing.entries import PERIODS, Filters
from app.indexing.sources import sources
from app.platform.forms import tidy
from app.platform.throttle import at_most, sender
from app.search.pages import search_page

blueprint = Blueprint("search", __name__)
_LONGEST_FILTER = 100
_MOST_PAGES = 10_000
_LARGEST_NUMBER = 2**31


@blueprint.get("/search")
def show_search() -> ResponseReturnValue:
    """What is found, or how to look for it."""
    actor, words = current_actor(), tidy(request.args.get("q"))[:LONGEST_QUESTION]
    if words:
        at_most("90 per minute", "search", str(actor.user_id) if actor.is_signed_in else sender())
    page = search_page(actor, sources(), words, _filters(), min(_number("page") or 1, _MOST_PAGES))
    return render_template("search/show_search.html", page=page)


def _filters() -> Filters:
    asked = {name: tidy(request.args.get(name))[:_LONGEST_FILTER] for name in ("kind", "course", "category", "thread")}
    since = request.args.get("since", "")
    return Filters(
        kind=asked["kind"] if asked["kind"] in {source.kind for source in sources()} else "",
        course=asked["course"],
        category=asked["category"],
        thread=asked["thread"],
        language=tidy(request.args.get("language"))[:_LONGEST_FILTER],
        by=_number("by"),
        since=since if since in PERIODS else "",
    )


def _number(name: str) -> int | None:
    """A number from the address, from 1 on; None for anything else."""
    given = request.args.get(name, "")
    if not (given.isascii() and given.isdigit() and len(given) < 12):
        return None
    number = int(given)
    return number if 0 < number < _LARGEST_NUMBER else None
