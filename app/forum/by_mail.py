"""What mails quote of posts, and answers to posts that come by mail."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Row, select

from app.accounts.models import User
from app.accounts.queries import actor_behind, get_user
from app.files.cleaning import CleanFile
from app.files.kinds import PICTURES
from app.forum.actions import Written, hold_with, reply
from app.forum.answering import may_answer
from app.forum.attached import NewFile
from app.forum.bylines import is_there
from app.forum.care_models import Cause
from app.forum.care_policy import may_say, may_write_now
from app.forum.case_actions import open_case
from app.forum.detecting import language_among
from app.forum.guarding import is_suspicious
from app.forum.kinds import PostState
from app.forum.models import Category, Post, Thread
from app.forum.pages import Named, names_of
from app.forum.policy import Place, may_see_words
from app.forum.queries import get_post, get_thread, place_of
from app.forum.readers import place_behind, who_still_read
from app.forum.telling_posts import about_thread, post_address
from app.forum.translation_queries import TranslationShown, all_translations_of
from app.forum.trust import Act
from app.forum.writing import as_typed_by_mail, gist_of
from app.forum.writing_queries import writing_facts
from app.platform import clock
from app.platform.catalogues import ORIGINAL
from app.platform.database import db
from app.platform.i18n import _, language, language_name
from app.platform.telling import Extract
from app.platform.verdicts import ALLOWED, Verdict, refused


def extracts(wanted: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], Extract]:
    """The beginnings of posts by person and number, as far as each of these people may read them."""
    rows = db.session.execute(
        select(Post.id, Post.thread_id, Post.html, Post.language, Post.edited_at, Category)
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
    titles = _Titles([place_behind(row.Category, takes_part=True) for row in rows])
    translations = all_translations_of(posts)
    extracts = {
        post_id: _extract(row, partial(titles.of, row.Category.id), translations.get(post_id, ()))
        for post_id, row in posts.items()
    }
    return {
        (user_id, post_id): extracts[post_id]
        for user_id, post_id in wanted
        if post_id in posts and user_id in readers[posts[post_id].Category.id]
    }


class _Titles:
    """The titles of categories in the language that is spoken when they are asked for, looked up once for each."""

    def __init__(self, places: list[Place]) -> None:
        self._places = places
        self._names: dict[str, Mapping[int, Named]] = {}

    def of(self, category_id: int) -> str:
        """How a category is called."""
        tongue = language()
        if tongue not in self._names:
            self._names[tongue] = names_of(self._places)
        return self._names[tongue][category_id].title


def _extract(row: Row[*tuple[Any, ...]], place: Callable[[], str], translations: Iterable[TranslationShown]) -> Extract:
    return Extract(
        gist_of(row.html),
        row.language,
        place,
        translations=tuple(
            Extract(gist_of(one.html), one.language, place, partial(_remark_on, one, row.language, row.edited_at))
            for one in translations
        ),
        conversation=about_thread(row.thread_id),
    )


def _remark_on(translation: TranslationShown, original: str, edited_at: datetime | None) -> str:
    written_in = language_name(original)
    if translation.is_machine:
        told = _("Translated from %(language)s by machine (%(name)s)", language=written_in, name=translation.provider)
    else:
        name = translation.author if is_there(translation.author) else _("Somebody who left")
        told = _("Translation from %(language)s by %(name)s", language=written_in, name=name)
    is_older = edited_at is not None and edited_at > translation.made_at
    return f"{told} · {_('The original was changed since.')}" if is_older else told


def take_answer(user_id: int, post_id: int, text: str, files: tuple[CleanFile, ...]) -> Verdict:
    """Let somebody answer a post with these words, as if they had sent the form under it."""
    user = get_user(user_id)
    actor, post = actor_behind(user), get_post(post_id)
    thread = get_thread(post.thread_id)
    place = place_of(actor, thread.category_id)
    facts, now = writing_facts(actor, place), clock.now()
    asked = (
        may_answer(actor, place, thread),
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
        open_case(*hold_with(answer.id), Cause.SUSPECTED)
    return ALLOWED


def page_of(post_id: int) -> str:
    """Where a post stands."""
    return post_address(post_id)


def _language_of(text: str, user: User, thread: Thread) -> str:
    return language_among(text, *filter(None, (user.language, thread.language)), ORIGINAL)
