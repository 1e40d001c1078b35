"""Titles on a course: who is its focal point, who coaches. Whoever looks after all organisations gives them."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.library.queries import get_edition
from app.organisations.actions import Thing
from app.organisations.kinds import ThingKind
from app.organisations.policy import may_arrange
from app.organisations.title_views import answer_titles
from app.platform.verdicts import require

blueprint = Blueprint("course_titles", __name__)


@blueprint.route("/courses/<slug>/titles", methods=["GET", "POST"])
def list_titles(slug: str) -> ResponseReturnValue:
    """Who holds and held titles on a course, and a form to give one."""
    signed_in_user_id()
    require(may_arrange(current_actor()))
    course = get_edition(slug).course
    return answer_titles(
        Thing(ThingKind.COURSE, slug, course.title[:300]),
        here=url_for(".list_titles", slug=slug),
        back=url_for("catalogue.show_course", slug=slug),
    )
