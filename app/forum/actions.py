"""What members do in threads. Nothing here commits.

Whoever adds a post, removes one or renumbers them holds the row of the thread, so that numbers have no gaps and what is
counted beside the thread stays true.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from app.forum.attached import NewFile
from app.forum.attaching import attach, detach
from app.forum.finding import Facts, find_again, find_new, find_thread_again
from app.forum.fishbowl_steering import spend_message
from app.forum.kinds import Followed, IdeaStatus, PostState, ThreadKind
from app.forum.mention_queries import nameable_in
from app.forum.models import Category, Follow, ForumVisit, Post, PostVersion, Reading, Thread
from app.forum.part_models import ThreadTopic
from app.forum.policy import Place
from app.forum.queries import find_visit, no_thread
from app.forum.tallies import recount
from app.forum.telling_posts import (
    Said,
    no_more_of,
    said_in,
    tell_mentioned,
    tell_opened,
    tell_removed,
    tell_replied,
)
from app.forum.topics import Topic
from app.forum.translation_models import Translation
from app.forum.visits import going_on, is_worth_noting
from app.forum.writing import Rendered, rendered
from app.forum.writing_queries import find_answered
from app.platform import clock
from app.platform.database import db, insert_missing, inserting, made_once, table_of, write_values
from app.platform.errors import CannotBe
from app.platform.i18n import _

NEW_TO_A_NEWCOMER = timedelta(days=30)
"""Who comes for the first time is not greeted with years of unread posts."""
_thread = table_of(Thread).c
_ADD_POST = insert(table_of(Post)).returning(table_of(Post).c.id)
_LONGER = (
    update(table_of(Thread))
    .where(
        _thread.id == bindparam("thread"),
        _thread.locked_at.is_(None),
        _thread.archived_at.is_(None),
        _thread.removed_at.is_(None),
    )
    .values(last_number=_thread.last_number + 1)
    .returning(_thread.kind, _thread.title, _thread.category_id, _thread.last_number)
)
# With an answer that everybody sees.
_ANSWERED = _LONGER.values(
    replies=_thread.replies + 1, last_post_at=bindparam("now"), last_author_id=bindparam("author")
)


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote, in which language, and what belongs to it."""

    source: str
    language: str
    files: tuple[NewFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was added to a thread: its number among all posts, and in the thread."""

    id: int
    number: int


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a post is about to stand."""

    category: Category | Place
    thread_id: int
    number: int
    kind: ThreadKind
    title: str


def open_thread(
    category_id: int,
    author_id: int,
    kind: ThreadKind,
    title: str,
    written: Written,
    topics: Sequence[Topic] = (),
    *,
    is_held: bool = False,
) -> Thread:
    """Begin a thread with its first post; its author follows it. One that is held is told to nobody yet."""
    now = clock.now()
    thread = Thread(
        category_id=category_id,
        kind=kind,
        title=title,
        language=written.language,
        author_id=author_id,
        made_at=now,
        last_number=1,
        last_post_at=now,
        last_author_id=author_id,
        status=IdeaStatus.OPEN if kind is ThreadKind.IDEA else None,
        held_at=now if is_held else None,
        removed_at=now if is_held else None,
    )
    db.session.add(thread)
    db.session.flush()
    set_topics(thread.id, topics)
    category = category_of(thread)
    at = _Standing(category, thread.id, thread.last_number, kind, title)
    said, named = _add_post(at, author_id, written, now, is_held=is_held)
    follow(author_id, Followed.THREAD, thread.id)
    note_read(author_id, thread.id, 1)
    if not is_held:
        tell_opened(category, said, kind, topics)
        tell_mentioned(category, said, named)
    return thread


def reply(
    thread_id: int, author_id: int, written: Written, reply_to_id: int | None = None, *, is_held: bool = False
) -> Answer:
    """Add an answer to a thread, or to one of its posts; its author follows the thread.

    One that is held is told to nobody, and is new to nobody, until it is released.

    Raises NotFound when the thread is gone meanwhile, and CannotBe when what is answered is.
    """
    now = clock.now()
    thread = _hold_and_count(thread_id, author_id, now, is_held=is_held)
    if thread.kind is ThreadKind.FISHBOWL:
        spend_message(hold(thread_id), author_id)
    answered = find_answered(thread_id, thread.category_id, author_id, reply_to_id)
    if answered is None or (answered.state is not PostState.SHOWN and answered.number > 1):
        raise CannotBe(
            _("The post that you answer was removed meanwhile, and nothing was sent. Answer the thread instead.")
        )
    category, number = answered.category, thread.last_number
    at = _Standing(category, thread_id, number, thread.kind, thread.title)
    reply_to_id = answered.post_id if answered.number > 1 else None
    said, named = _add_post(at, author_id, written, now, reply_to_id=reply_to_id, is_held=is_held)
    if not answered.follows:
        follow(author_id, Followed.THREAD, thread_id)
    note_read(author_id, thread_id, number)
    if is_held:
        _pass_over(thread_id, number)
    else:
        tell_replied(category, said, answered.number, answered.author_id)
        tell_mentioned(category, said, set(named) - {answered.author_id})
    return Answer(said.post_id, number)


def change_post(
    post_id: int,
    editor_id: int,
    written: Written,
    title: str | None = None,
    *,
    taken_out: Collection[int] = (),
    is_held: bool = False,
) -> None:
    """Put other words in place of a post's; how it read before is kept and can be seen.

    Its files come and go besides: `taken_out` are the numbers of those that go. `is_held`: whoever is named anew is
    told only once somebody has looked at it.
    """
    thread, post = hold_with(post_id)
    if post.state is PostState.REMOVED:
        raise CannotBe(_("This post was removed meanwhile. Nothing was changed."))
    if title is not None:
        thread.title, thread.language = title, written.language
    if (post.source, post.language) != (written.source, written.language):
        began_at = post.edited_at or post.made_at
        db.session.add(PostVersion(post_id=post.id, source=post.source, written_at=began_at, editor_id=editor_id))
        category = category_of(thread)
        before = set(_rendered(category, thread, post.source, post.language).named)
        now = _rendered(category, thread, written.source, written.language)
        post.source, post.language = written.source, written.language
        post.html = now.html
        post.edited_at = clock.now()
        if not is_held and post.state is PostState.SHOWN:
            tell_mentioned(category, said_in(thread, post), set(now.named) - before)
    detach(post.id, taken_out)
    attach(post.id, editor_id, written.files)
    if title is None:
        find_again(post)
    else:
        find_thread_again(thread.id)


def remove_post(post_id: int, remover_id: int, reason: str = "") -> None:
    """Take a post away; that it was there stays visible, with the reason. Its words and versions are kept by nobody."""
    thread, post = hold_with(post_id)
    if post.state is not PostState.REMOVED:
        take_away(thread, post, remover_id, reason)
        tell_removed(thread, post)


def take_away(thread: Thread, post: Post, remover_id: int, reason: str = "", rule: str = "") -> None:
    """Take a post of a thread that is held away, for breaking a rule or because its author wants it; tells nobody."""
    post.state, post.removed_at = PostState.REMOVED, clock.now()
    post.removed_by, post.removal_reason, post.removal_rule = remover_id, reason, rule
    if remover_id == post.author_id:
        post.source = post.html = ""
        db.session.execute(delete(PostVersion).where(PostVersion.post_id == post.id))
        db.session.execute(delete(Translation).where(Translation.post_id == post.id))
    if thread.accepted_post_id == post.id:
        thread.accepted_post_id = None
    detach(post.id)
    recount(thread)
    find_again(post)
    no_more_of(thread, post)


def set_topics(thread_id: int, topics: Sequence[Topic]) -> None:
    """Say what a thread is about, in place of what was said before."""
    db.session.execute(delete(ThreadTopic).where(ThreadTopic.thread_id == thread_id))
    insert_missing(table_of(ThreadTopic), [{"thread_id": thread_id, "topic": topic.key} for topic in topics])


def hold(thread_id: int) -> Thread:
    """The thread, held until the transaction ends; raises NotFound."""
    thread = db.session.get(Thread, thread_id, with_for_update=True, populate_existing=True)
    if thread is None:
        raise no_thread()
    return thread


def hold_with(post_id: int) -> tuple[Thread, Post]:
    """A post and the thread in which it stands, held until the transaction ends; raises NotFound."""
    stands_in = select(Post.thread_id).where(Post.id == post_id)
    thread = hold(db.session.scalar(stands_in) or 0)
    post = db.session.get_one(Post, post_id, populate_existing=True)
    if post.thread_id != thread.id:
        # It went to another thread before this one was ours.
        raise CannotBe(_("This post was moved to another thread at this very moment. Nothing was changed; try again."))
    return thread, post


def follow(user_id: int, what: Followed, target: int | str) -> None:
    """Let somebody follow something, whether or not they do already."""
    row = {"user_id": user_id, "what": what, "target": str(target), "since": clock.now()}
    insert_missing(table_of(Follow), [row])


def unfollow(user_id: int, what: Followed, target: int | str) -> None:
    """Let somebody follow something no longer."""
    db.session.execute(
        delete(Follow).where(Follow.user_id == user_id, Follow.what == what, Follow.target == str(target))
    )


def note_read(user_id: int, thread_id: int, number: int) -> None:
    """Note that somebody was shown a thread up to this post; what they read before stays read."""
    row = {"user_id": user_id, "thread_id": thread_id, "read_up_to": number, "read_at": clock.now()}
    write_values(_reading_on(), row)


@made_once
def _reading_on() -> Any:
    reading = inserting(table_of(Reading))
    further = {name: reading.excluded[name] for name in ("read_up_to", "read_at")}
    return reading.on_conflict_do_update(
        index_elements=("user_id", "thread_id"),
        set_=further,
        where=table_of(Reading).c.read_up_to < reading.excluded.read_up_to,
    )


def note_visit(user_id: int) -> None:
    """Note that somebody is here, where that is not known from some minutes ago."""
    now = clock.now()
    kept = find_visit(user_id)
    if not is_worth_noting(kept, now):
        return
    visit = going_on(kept, now)
    first = {"user_id": user_id, "caught_up_at": now - NEW_TO_A_NEWCOMER, "seen_at": now, "last_visit_at": None}
    if insert_missing(table_of(ForumVisit), [first]) == 0:
        db.session.execute(
            update(ForumVisit)
            .where(ForumVisit.user_id == user_id)
            .values(seen_at=visit.seen_at, last_visit_at=visit.last_visit_at),
            execution_options={"synchronize_session": False},
        )


def catch_up(user_id: int) -> None:
    """Let all that is there be read to somebody."""
    now = clock.now()
    note_visit(user_id)
    db.session.execute(update(ForumVisit).where(ForumVisit.user_id == user_id).values(caught_up_at=now))
    last = select(Thread.last_number).where(Thread.id == Reading.thread_id).scalar_subquery()
    db.session.execute(
        update(Reading)
        .where(Reading.user_id == user_id, Reading.read_up_to < last)
        .values(read_up_to=last, read_at=now),
        execution_options={"synchronize_session": False},
    )


def _hold_and_count(thread_id: int, author_id: int, now: datetime, *, is_held: bool) -> Row[Any]:
    """The thread, held until the transaction ends, and one post longer; raises NotFound, and CannotBe once closed."""
    db.session.flush()
    longer = _LONGER if is_held else _ANSWERED
    thread = write_values(longer, {"thread": thread_id, "author": author_id, "now": now}).one_or_none()
    if thread is None:
        hold(thread_id)
        raise CannotBe(_("This thread was closed meanwhile, and nothing was sent."))
    return thread


def _add_post(
    at: _Standing,
    author_id: int,
    written: Written,
    now: datetime,
    *,
    reply_to_id: int | None = None,
    is_held: bool,
) -> tuple[Said, tuple[int, ...]]:
    """The post, and whom it names."""
    shown = rendered(written.source, written.language, nameable_in(written.source, at.category, at.thread_id))
    state = PostState.HELD if is_held else PostState.SHOWN
    row = {
        "thread_id": at.thread_id,
        "number": at.number,
        "author_id": author_id,
        "language": written.language,
        "source": written.source,
        "html": shown.html,
        "reply_to_id": reply_to_id,
        "made_at": now,
        "state": state,
    }
    post_id: int = write_values(_ADD_POST, row).scalar_one()
    attach(post_id, author_id, written.files)
    find_new(
        Facts(
            id=post_id,
            language=written.language,
            html=shown.html,
            made_at=now,
            author_id=author_id,
            state=state,
            title=at.title,
            kind=at.kind,
            removed_at=None,
            key=at.category.key,
            course_slug=at.category.course_slug,
        )
    )
    return Said(post_id, at.thread_id, at.title, author_id), shown.named


def named_in(category: Category, thread: Thread, post: Post) -> tuple[int, ...]:
    """Whom a post names."""
    return _rendered(category, thread, post.source, post.language).named


def _rendered(category: Category, thread: Thread, source: str, language: str) -> Rendered:
    return rendered(source, language, nameable_in(source, category, thread.id))


def _pass_over(thread_id: int, number: int) -> None:
    """Let the last post, which others do not see yet, be nothing new to those who had read all before it."""
    db.session.execute(
        update(Reading)
        .where(Reading.thread_id == thread_id, Reading.read_up_to == number - 1)
        .values(read_up_to=number),
        execution_options={"synchronize_session": False},
    )


def category_of(thread: Thread) -> Category:
    """The category in which a thread stands."""
    return db.session.get_one(Category, thread.category_id)
