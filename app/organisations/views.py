"""The list of organisations, and the page of each."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor
from app.organisations.kinds import KIND_WORDS, LINK_WORDS, REGION_WORDS, Kind, title_in_words
from app.organisations.pages import list_page, organisation_page
from app.organisations.queries import Wish, merged_into
from app.organisations.regions import Region
from app.platform.forms import tidy

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")
_LONGEST_QUESTION = 200


@blueprint.get("")
def list_organisations() -> ResponseReturnValue:
    """The organisations that everybody sees, or for UCLG Learning those that nobody else sees yet."""
    asked = {name: tidy(request.args.get(name)) for name in ("q", "kind", "region", "country")}
    wish = Wish(
        words=asked["q"][:_LONGEST_QUESTION],
        kind=Kind(asked["kind"]) if asked["kind"] in list(Kind) else None,
        region=Region(asked["region"]) if asked["region"] in list(Region) else None,
        country=asked["country"][:2],
        parent_id=request.args.get("within", type=int),
        is_listed=request.args.get("listed") != "no",
    )
    page = list_page(current_actor(), wish, request.args.get("page", default=1, type=int))
    return render_template(
        "organisations/list_organisations.html",
        page=page,
        kinds=[(one.value, words) for one, words in KIND_WORDS.items()],
        regions=[(one.value, words) for one, words in REGION_WORDS.items()],
    )


@blueprint.get("/<int:organisation_id>")
def show_organisation(organisation_id: int) -> ResponseReturnValue:
    """What an organisation is, what it belongs to, and who speaks for it."""
    into = merged_into(organisation_id)
    if into is not None:
        return redirect(url_for(".show_organisation", organisation_id=into), 301)
    page = organisation_page(current_actor(), organisation_id)
    return render_template(
        "organisations/show_organisation.html", page=page, link_words=LINK_WORDS, in_words=title_in_words
    )
