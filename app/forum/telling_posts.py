"""Who is told what of the forum, in the transaction that makes it so: one function for each happening."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, func, select, union

from app.enrolment.models import Enrolment
from app.forum.kinds import Audience, Followed, ThreadKind
from app.forum.models import Category, Follow, Post, Reading, Thread
from app.forum.notices import ACCEPTED, ANNOUNCED, FOLLOWED_THREAD, FORUM, MENTION, NEW_THREAD, POST_REMOVED, REPLY
from app.forum.part_models import MutedPerson
from app.forum.part_queries import who_muted
from app.forum.policy import Place
from app.forum.readers import who_still_read
from app.forum.topics import Topic, with_goals
from app.platform.database import Reference, db, read_values, table_of
from app.platform.telling import news_of, take_back, tell, tell_all, withdraw


@dataclass(frozen=True, slots=True)
class Said:
    """A post as people are told of it: in which thread, how that is called, and by whom."""

    post_id: int
    thread_id: int
    title: str
    author_id: int | None


def said_in(thread: Thread, post: Post) -> Said:
    """A post of this thread, as people are told of it."""
    return Said(post.id, thread.id, thread.title, post.author_id)


def post_address(post_id: int) -> str:
    """Where a post is found, whatever becomes of its thread."""
    return f"/forum/posts/{post_id}"


def about_post(post_id: int) -> str:
    """How a notice names what it is about, so that reading the post settles it."""
    return f"post-{post_id}"


def about_thread(thread_id: int) -> str:
    """The same for a thread as such."""
    return f"thread-{thread_id}"


def _about_answers(thread_id: int, read_up_to: int) -> str:
    """The answers to a thread that came since its author had read it up to a post."""
    return f"{about_thread(thread_id)}-answers-{read_up_to}"


def abouts_read(thread_id: int, read_up_to: int, post_ids: Collection[int]) -> list[str]:
    """What notices may be about that somebody has seen who had read a thread up to a post and now read these."""
    thread = about_thread(thread_id)
    return [thread, f"{thread}-{read_up_to}", _about_answers(thread_id, read_up_to), *map(about_post, post_ids)]


def tell_opened(category: Category | Place, said: Said, kind: ThreadKind, topics: Sequence[Topic] = ()) -> None:
    """A thread is open: to those who follow its category, author or topics; an announcement to all of the course."""
    told = _followers(Followed.CATEGORY, category.id) | _followers(Followed.PERSON, said.author_id)
    for topic in with_goals(topics):
        told |= _followers(Followed.TOPIC, topic)
    news = ANNOUNCED if kind is ThreadKind.ANNOUNCEMENT else NEW_THREAD
    if news == ANNOUNCED and category.course_slug is not None:
        told |= _learners_of(category.course_slug)
    people = _without(told, said.author_id, category)
    about, leads_to = about_thread(said.thread_id), post_address(said.post_id)
    tell(news, *people, about=about, leads_to=leads_to, post=said.post_id, thread=said.title, by=said.author_id)


def tell_replied(category: Category | Place, said: Said, answered: int, asker_id: int | None) -> None:
    """Somebody answered the post of this number: to whoever wrote that, and to those who follow the thread.

    Of all that is new in a thread since they looked, followers are told once.
    """
    told = _read_by_those_told(category, said, asker_id)
    to_asker = {}
    if asker_id in told:
        read_up_to = told.pop(asker_id)
        # Who asked is told once of all answers that came since they looked, and who is answered by name of each.
        to_asker[asker_id] = _about_answers(said.thread_id, read_up_to) if answered == 1 else about_post(said.post_id)
    thread = about_thread(said.thread_id)
    to_followers = {user_id: f"{thread}-{read_up_to}" for user_id, read_up_to in told.items()}
    where: dict[str, Any] = {"leads_to": post_address(said.post_id), "post": said.post_id, "thread": said.title}
    tell_all(
        news_of(REPLY, to_asker, by=said.author_id, **where),
        news_of(FOLLOWED_THREAD, to_followers, **where),
    )


def tell_mentioned(category: Category | Place, said: Said, named: Collection[int]) -> None:
    """Somebody is named in a post that is shown: to those of them who read the place."""
    if not named:
        return
    people = sorted(who_still_read(_unmuted(named, said.author_id), category))
    about, leads_to = about_post(said.post_id), post_address(said.post_id)
    tell(MENTION, *people, about=about, leads_to=leads_to, post=said.post_id, thread=said.title, by=said.author_id)


def tell_accepted(thread: Thread, post: Post) -> None:
    """Somebody's answer is the accepted one."""
    if post.author_id is not None and post.author_id != thread.author_id:
        about, leads_to = about_post(post.id), post_address(post.id)
        tell(ACCEPTED, post.author_id, about=about, leads_to=leads_to, post=post.id, thread=thread.title)


def tell_removed(thread: Thread, post: Post) -> None:
    """Somebody who looks after the category removed a post: to its author."""
    if post.author_id is not None and post.author_id != post.removed_by:
        about, leads_to = about_post(post.id), post_address(post.id)
        tell(POST_REMOVED, post.author_id, about=about, leads_to=leads_to, post=post.id, thread=thread.title)


def no_more_of(thread: Thread, post: Post) -> None:
    """A post is not there any more: whoever was told of it and has not seen it need not."""
    if post.number == thread.last_number:
        take_back(REPLY, _about_answers(thread.id, post.number - 1))
    for kind in (REPLY, ACCEPTED, MENTION):
        take_back(kind, about_post(post.id))
    if post.number == thread.last_number:
        take_back(FOLLOWED_THREAD, f"{about_thread(thread.id)}-{post.number - 1}")
    if post.number == 1:
        for kind in (NEW_THREAD, ANNOUNCED):
            take_back(kind, about_thread(thread.id))


def withdraw_thread(thread: Thread, user_ids: Collection[int] | None = None) -> None:
    """Nothing that was told of a thread and its posts is for these people any more, or for anybody."""
    posts = db.session.scalars(select(Post.id).where(Post.thread_id == thread.id)).all()
    name = about_thread(thread.id)
    abouts = [name, *_abouts_since(thread.id, range(thread.last_number + 1))]
    withdraw(FORUM.key, [*abouts, *map(about_post, posts)], user_ids)


def withdraw_posts(thread: Thread, numbers: Collection[int]) -> None:
    """The posts get other numbers: what was told of those after a number leads nowhere, and is seen in the thread."""
    withdraw(FORUM.key, _abouts_since(thread.id, numbers))


def _abouts_since(thread_id: int, numbers: Collection[int]) -> list[str]:
    """What notices are about that tell of all that came after a post with one of these numbers."""
    name = about_thread(thread_id)
    return [about for number in numbers for about in (f"{name}-{number}", _about_answers(thread_id, number))]


def _followers(what: Followed, target: int | str | None) -> set[int]:
    wanted = select(Follow.user_id).where(Follow.what == what, Follow.target == str(target))
    return set(db.session.scalars(wanted))


_follow, _read, _muted = table_of(Follow).c, table_of(Reading).c, table_of(MutedPerson).c
_author: BindParameter[Any] = bindparam("author_id")
_to_tell = union(
    select(_follow.user_id).where(_follow.what == Followed.THREAD, _follow.target == bindparam("target")),
    select(bindparam("answered_id", type_=Reference)),
).subquery()
_READ_BY_THOSE_TOLD = (
    select(_to_tell.c.user_id, func.coalesce(_read.read_up_to, 0).label("read_up_to"))
    .outerjoin(table_of(Reading), and_(_read.user_id == _to_tell.c.user_id, _read.thread_id == bindparam("thread_id")))
    .where(
        _to_tell.c.user_id != _author,
        _to_tell.c.user_id.not_in(select(_muted.user_id).where(_muted.muted_id == _author)),
    )
)


def _read_by_those_told(category: Category | Place, said: Said, answered_id: int | None) -> dict[int, int]:
    """Whoever is told of an answer, with the number of the last post they have read; 0 for who never looked.

    They follow the thread or are answered; neither wrote it themselves nor muted who did; and still read the category.
    """
    rows = read_values(
        _READ_BY_THOSE_TOLD,
        thread_id=said.thread_id,
        target=str(said.thread_id),
        answered_id=answered_id,
        author_id=said.author_id or 0,
    )
    # All at once: a thread may have a thousand who follow it.
    told = {row.user_id: row.read_up_to for row in rows.all()}
    if not told or category.audience is Audience.MEMBERS:
        return told
    reading = who_still_read(told, category)
    return {user_id: read_up_to for user_id, read_up_to in told.items() if user_id in reading}


def _learners_of(course_slug: str) -> set[int]:
    wanted = select(Enrolment.user_id).where(Enrolment.course_slug == course_slug, Enrolment.left_at.is_(None))
    return set(db.session.scalars(wanted))


def _without(people: Collection[int], author_id: int | None, category: Category | Place) -> list[int]:
    """These people but the author and those who muted them, and only those who still read the category."""
    told = _unmuted(people, author_id)
    if not told or category.audience is Audience.MEMBERS:
        return sorted(told)
    return sorted(who_still_read(told, category))


def _unmuted(people: Collection[int], author_id: int | None) -> set[int]:
    told = set(people) - {author_id}
    return told - who_muted(author_id) if told else told
