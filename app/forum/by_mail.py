"""What mails quote of posts, and answers to posts that come by mail."""

from collections.abc import Collection, Mapping

from markupsafe import Markup
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.queries import actor_behind, get_user
from app.files.cleaning import CleanFile
from app.files.kinds import PICTURES
from app.forum.actions import Written, hold, reply
from app.forum.attached import NewFile
from app.forum.care_models import Cause
from app.forum.care_policy import may_say, may_write_now
from app.forum.case_actions import open_case
from app.forum.detecting import language_of
from app.forum.guarding import is_suspicious
from app.forum.kinds import PostState
from app.forum.models import Category, Post, Thread
from app.forum.pages import names_of
from app.forum.policy import may_reply, may_see_words
from app.forum.queries import get_post, get_thread, place_of
from app.forum.readers import place_behind, who_still_read
from app.forum.telling_posts import post_address
from app.forum.trust import Act
from app.forum.writing import as_typed_by_mail
from app.forum.writing_queries import writing_facts
from app.platform import clock
from app.platform.catalogues import ORIGINAL
from app.platform.database import db
from app.platform.i18n import _
from app.platform.telling import Extract
from app.platform.verdicts import ALLOWED, Verdict, refused

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


def take_answer(user_id: int, post_id: int, text: str, files: tuple[CleanFile, ...]) -> Verdict:
    """Let somebody answer a post with these words, as if they had sent the form under it."""
    user = get_user(user_id)
    actor, post = actor_behind(user), get_post(post_id)
    thread = get_thread(post.thread_id)
    place = place_of(actor, thread.category_id)
    facts, now = writing_facts(actor, place), clock.now()
    asked = (
        may_reply(actor, place, thread),
        may_write_now(facts, Act.POST, now),
        may_say(facts.level(now), text, has_pictures=any(file.kind in PICTURES for file in files)),
    )
    refusal = next((verdict for verdict in asked if not verdict), None)
    if refusal is not None:
        return refusal
    if not may_see_words(actor, place, post):
        return refused(
            _("The post that you answer was removed meanwhile, and nothing was sent. Answer the thread instead.")
        )
    if not facts.has_accepted:
        return refused(_("Answer once on the site first: there you are shown the code of conduct of the forum."))
    attached = tuple(NewFile(file, file.name) for file in files)
    written = Written(as_typed_by_mail(text), _language_of(text, user, thread), attached)
    is_held = is_suspicious(facts, written)
    answer = reply(thread.id, user_id, written, post.id, is_held=is_held)
    if is_held:
        open_case(hold(thread.id), answer, Cause.SUSPECTED)
    return ALLOWED


def page_of(post_id: int) -> str:
    """Where a post stands."""
    return post_address(post_id)


def _language_of(text: str, user: User, thread: Thread) -> str:
    return language_of(text) or user.language or thread.language or ORIGINAL
