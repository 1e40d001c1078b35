"""The files of posts."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.accounts.signing_in import current_actor, signed_in_user_id
from app.files.serving import file_answer
from app.forum.kinds import PostState
from app.forum.pages import post_page
from app.forum.part_queries import get_post_file
from app.forum.policy import may_see_words
from app.platform.errors import NotFound
from app.platform.i18n import _

blueprint = Blueprint("forum_files", __name__, url_prefix="/forum")


@blueprint.get("/files/<int:number>")
def show_file(number: int) -> ResponseReturnValue:
    """A file of a post, for whoever reads the post."""
    signed_in_user_id()
    actor = current_actor()
    post_id, file = get_post_file(number)
    at = post_page(actor, post_id)
    if at.post.state is PostState.REMOVED or not may_see_words(actor, at.place, at.post):
        raise NotFound(_("There is no such file, or it was taken away."))
    return file_answer(file, is_shown=True)
