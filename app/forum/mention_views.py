"""The few names that are offered while somebody types an @ and the beginning of one."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum.drafting import find_spot
from app.forum.mention_queries import category_with, suggested
from app.forum.places import place_at
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.throttle import at_most

_LONGEST_ASKED = 60

blueprint = Blueprint("forum_mentions", __name__, url_prefix="/forum")


@blueprint.get("/names")
def suggest_names() -> ResponseReturnValue:
    """People who may read the place and whose names begin so, each as it is written in a text."""
    user_id = signed_in_user_id()
    at_most("120 per minute", "forum names", str(user_id))
    at_most("1500 per day", "forum names of a day", str(user_id))
    spot = find_spot(request.args.get("spot", ""))
    if spot is None:
        raise NotFound(_("There is no such category in the forum."))
    category_id, thread_id = place_at(current_actor(), spot)
    asked = request.args.get("q", "")[:_LONGEST_ASKED]
    found = suggested(asked, category_with(category_id), thread_id)
    return jsonify([{"name": one.name, "of": one.organisation, "written": written} for one, written in found])
