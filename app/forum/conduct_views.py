"""The code of conduct."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor
from app.forum.conduct import RULES, VERSION
from app.forum.trust import DAY, HOUR, LIMITS, Level
from app.forum.writing_queries import accepted_at

blueprint = Blueprint("forum_conduct", __name__, url_prefix="/forum")


@blueprint.get("/conduct")
def show_conduct() -> ResponseReturnValue:
    """The rules, what newcomers may do, and what happens to what breaks a rule; for everybody to read."""
    user_id = current_actor().user_id
    limits = LIMITS[Level.NEW]
    return render_template(
        "forum/show_conduct.html",
        rules=RULES,
        version=VERSION,
        accepted_at=None if user_id is None else accepted_at(user_id),
        threads=limits.threads[DAY],
        posts=limits.posts[DAY],
        posts_an_hour=limits.posts[HOUR],
        links=limits.links,
    )
