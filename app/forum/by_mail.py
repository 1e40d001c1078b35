"""What mails quote of posts, and answers to posts that come by mail."""

from collections.abc import Collection, Mapping

from markupsafe import Markup
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.queries import actor_behind, get_user
from app.files.cleaning import CleanFile
from app.forum.actions import Written, reply
from app.forum.kinds import PostState
from app.forum.models import Category, Post, Thread
from app.forum.pages import names_of
from app.forum.policy import may_reply, may_see_words
from app.forum.queries import get_post, get_thread, place_of
from app.forum.readers import place_behind, who_still_read
from app.forum.telling_posts import post_address
from app.forum.writing import as_typed_by_mail
from app.platform.catalogues import ORIGINAL
from app.platform.database import db
from app.platform.telling import Extract
from app.platform.verdicts import Verdict

_LONGEST = 300


def extracts(wanted: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], Extract]:
    """The beginnings of posts by person and number, as far as each of these people may read them."""
    rows = db.session.execute(
        select(Post.id, Post.html, Post.language, Category)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Category, Category.id == Thread.category_id)
        .where(
            Post.id.in_({post_id for _user_id, post_id in wanted}),
            Post.state == PostState.SHOWN,
            Thread.removed_at.is_(None),
        )
    ).all()
    readers: dict[int, set[int]] = {}
    for category in {row.Category.id: row.Category for row in rows}.values():
        readers[category.id] = who_still_read({user_id for user_id, _post_id in wanted}, category)
    posts = {row.id: row for row in rows}
    names = names_of([place_behind(row.Category, takes_part=True) for row in rows])
    found = {}
    for user_id, post_id in wanted:
        row = posts.get(post_id)
        if row is not None and user_id in readers[row.Category.id]:
            words = str(Markup(row.html).striptags())
            words = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"
            found[user_id, post_id] = Extract(words, row.language, names[row.Category.id].title)
    return found


def take_answer(user_id: int, post_id: int, text: str, _files: tuple[CleanFile, ...]) -> Verdict:
    """Let somebody answer a post with these words, as if they had sent the form under it."""
    user = get_user(user_id)
    actor, post = actor_behind(user), get_post(post_id)
    thread = get_thread(post.thread_id)
    place = place_of(actor, thread.category_id)
    may = may_reply(actor, place, thread)
    if may and may_see_words(actor, place, post):
        reply(thread.id, user_id, Written(as_typed_by_mail(text), _language_of(user, thread)), post.id)
    return may


def page_of(post_id: int) -> str:
    """Where a post stands."""
    return post_address(post_id)


def _language_of(user: User, thread: Thread) -> str:
    return user.language or thread.language or ORIGINAL
