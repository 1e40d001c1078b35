"""How the forum does, for those who look after it."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.roles import Role
from app.accounts.signing_in import current_actor, signed_in_user_id
from app.forum.care_jobs import REMINDED_AFTER
from app.forum.care_policy import may_see_health
from app.forum.case_pages import tended_by
from app.forum.health import LEAST_PEOPLE, waits_by_language
from app.forum.health_queries import people_by_week, unanswered_in, waiting_in, waits_in
from app.forum.queries import places_for
from app.platform.i18n import duration, ngettext
from app.platform.verdicts import require

blueprint = Blueprint("forum_health", __name__, url_prefix="/forum")


@blueprint.get("/health")
def show_health() -> ResponseReturnValue:
    """How long people wait, what nobody answered, what waits for a decision, and how many take part."""
    signed_in_user_id()
    actor = current_actor()
    require(may_see_health(actor))
    sees_all = actor.holds(Role.ADMINISTRATOR)
    ids = [place.id for place in (places_for(actor) if sees_all else tended_by(actor))]
    return render_template(
        "forum/show_health.html",
        waits=waits_by_language(waits_in(ids)),
        unanswered=unanswered_in(ids),
        waiting=waiting_in(ids, REMINDED_AFTER[0]),
        weeks=people_by_week(ids),
        least_people=LEAST_PEOPLE,
        span=_span,
    )


def _span(waited: timedelta) -> str:
    """A length of time as people say it: minutes and hours at first, then days."""
    if waited < timedelta(days=2):
        return duration(round(waited.total_seconds() / 60))
    return ngettext("%(num)s day", "%(num)s days", round(waited / timedelta(days=1)))
