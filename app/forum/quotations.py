"""The quotation that somebody asked for, of a post of the same thread whose words they may read."""

import re

from app.accounts.actors import Actor
from app.forum.bylines import is_there
from app.forum.kinds import PostState
from app.forum.models import Thread
from app.forum.policy import Place, may_see_words
from app.forum.queries import find_post_in
from app.forum.quoting import quotation
from app.forum.telling_posts import post_address
from app.forum.thread_queries import posts_with
from app.platform.i18n import _
from app.platform.letters import site_root


def quotation_of(actor: Actor, place: Place, thread: Thread, asked: str) -> str:
    """The Markdown of it; empty where there is nothing that they may quote."""
    if not re.fullmatch(r"[0-9]{1,15}", asked):
        return ""
    post = find_post_in(thread.id, int(asked))
    if post is None or post.state is PostState.REMOVED or not may_see_words(actor, place, post):
        return ""
    name = next(iter(posts_with([post.id]))).author.name
    said = _("%(name)s wrote:", name=name) if is_there(name) else _("Somebody who left wrote:")
    return quotation(post.source, said, f"{site_root()}{post_address(post.id)}")
