"""What those who look after a category do to its threads. Nothing here commits.

Whoever changes several threads holds their rows in the order of their numbers, so that two of them never wait for each
other for ever.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, insert, select, update

from app.enrolment.models import Enrolment
from app.forum.actions import category_of, hold, set_topics
from app.forum.care_models import Step
from app.forum.finding import find_again, find_thread_again
from app.forum.fishbowl_queries import find_fishbowl
from app.forum.kinds import Followed, IdeaStatus, PostState, ThreadKind
from app.forum.models import Category, Follow, ForumVisit, Post, Reading, Thread
from app.forum.part_models import IdeaVote
from app.forum.part_queries import topics_of
from app.forum.readers import who_still_read
from app.forum.renumbering import Numbered, in_time, read_in_parts, read_without_gap
from app.forum.tallies import recount
from app.forum.telling_fishbowls import withdraw_fishbowl
from app.forum.telling_posts import withdraw_posts, withdraw_thread
from app.forum.topics import MOST as MOST_TOPICS
from app.forum.tracing import trace
from app.platform import clock
from app.platform.database import db, insert_missing, read_values, table_of, write_values
from app.platform.errors import CannotBe
from app.platform.i18n import _

_post = Post.__table__.c


def pin(thread_id: int, by: int, *, is_pinned: bool) -> None:
    """Let a thread stand above the others of its category, or no longer."""
    thread = _held_whole(thread_id)
    if (thread.pinned_at is not None) != is_pinned:
        thread.pinned_at = clock.now() if is_pinned else None
        trace(thread_id, Step.PINNED if is_pinned else Step.UNPINNED, by)


def lock(thread_id: int, by: int, *, is_locked: bool, reason: str = "") -> None:
    """Let nobody answer a thread any more, or let them again."""
    thread = _held_whole(thread_id)
    if thread.kind is ThreadKind.FISHBOWL:
        raise CannotBe(_("A fishbowl is closed on its own page, with a summary. Nothing was changed."))
    if (thread.locked_at is not None) != is_locked:
        thread.locked_at = clock.now() if is_locked else None
        trace(thread_id, Step.LOCKED if is_locked else Step.UNLOCKED, by, reason=reason)


def archive(thread_id: int, by: int, *, is_archived: bool, reason: str = "") -> None:
    """Take a thread out of the lists and close it, or bring it back."""
    thread = _held_whole(thread_id)
    _refuse_while_it_goes_on(thread)
    if (thread.archived_at is not None) != is_archived:
        thread.archived_at = clock.now() if is_archived else None
        trace(thread_id, Step.ARCHIVED if is_archived else Step.BROUGHT_BACK, by, reason=reason)


def change_thread(thread_id: int, by: int, kind: ThreadKind, title: str, language: str) -> None:
    """Say anew what a thread is, how it is called, and in which language it is."""
    thread = _held_whole(thread_id)
    if (thread.kind, thread.title, thread.language) == (kind, title, language):
        return
    if kind is not thread.kind and ThreadKind.FISHBOWL in (kind, thread.kind):
        raise CannotBe(_("A fishbowl stays one, and no other thread becomes one. Nothing was changed."))
    facts: dict[str, Any] = {"from": thread.kind.value, "to": kind.value} if kind is not thread.kind else {}
    if kind is not thread.kind:
        thread.accepted_post_id = None
        thread.status = IdeaStatus.OPEN if kind is ThreadKind.IDEA else None
    thread.kind, thread.title, thread.language = kind, title, language
    find_thread_again(thread_id)
    trace(thread_id, Step.CHANGED, by, **facts)


def move_thread(thread_id: int, category_id: int, by: int) -> None:
    """Put a thread into another category; who may not read that one is told nothing more of it."""
    thread = _held_whole(thread_id)
    _refuse_while_it_goes_on(thread)
    before, after = category_of(thread), db.session.get_one(Category, category_id)
    if before.id == after.id:
        return
    if after.archived_at is not None:
        raise CannotBe(_("That category is archived. Nothing was moved; choose another one."))
    thread.category_id, thread.pinned_at = after.id, None
    find_thread_again(thread_id)
    _let_go_who_reads_no_more(thread, before, after)
    whence: dict[str, Any] = {"from": before.key, "to": after.key}
    trace(thread_id, Step.MOVED, by, **whence)


def merge_threads(source_id: int, target_id: int, by: int) -> None:
    """Let the posts of one thread stand in another, in order of time; its address leads there from now on."""
    if source_id == target_id:
        raise CannotBe(_("These are one thread already. Choose another one."))
    for thread_id in sorted((source_id, target_id)):
        hold(thread_id)
    source, target = _held_whole(source_id), _held_whole(target_id)
    _refuse_in_parts(source, target)
    before, after = category_of(source), category_of(target)
    posts = {thread_id: _numbered(thread_id) for thread_id in (source_id, target_id)}
    first_of = {thread_id: min(of_it, key=lambda one: one.number).post_id for thread_id, of_it in posts.items()}
    order = in_time(posts[target_id], posts[source_id])
    withdraw_posts(source, range(source.last_number + 1))
    withdraw_posts(target, range(target.last_number + 1))
    _put({post.post_id: (target_id, number) for number, post in enumerate(order, 1)}, (source_id, target_id))
    first_id = order[0].post_id
    for thread_id, its_first in first_of.items():
        if its_first != first_id:
            # What answered the thread answers what it was about, now that this is not the first post any more.
            its_posts = [post.post_id for post in posts[thread_id] if post.post_id != its_first]
            _answer_instead(its_posts, None, its_first)
    _answer_instead([post.post_id for post in order], first_id, None)
    _carry_readings(order, source_id, target_id)
    _carry_follows(source_id, target_id)
    _unite_topics(source_id, target_id)
    if source.kind is target.kind is ThreadKind.IDEA:
        _unite_votes(source, target)
    first = order[0]
    if first.thread_id == source_id:
        target.author_id, target.made_at = source.author_id, source.made_at
    if target.accepted_post_id is None and target.kind is ThreadKind.QUESTION:
        target.accepted_post_id = source.accepted_post_id
    if target.accepted_post_id == first_id:
        target.accepted_post_id = None
    source.accepted_post_id, source.pinned_at, source.archived_at = None, None, clock.now()
    source.merged_into_id = target_id
    recount(source)
    recount(target)
    find_thread_again(target_id)
    _let_go_who_reads_no_more(target, before, after)
    trace(source_id, Step.MERGED_AWAY, by, other_id=target_id, posts=len(posts[source_id]))
    trace(target_id, Step.MERGED_IN, by, other_id=source_id, posts=len(posts[source_id]))


def split_thread(thread_id: int, post_ids: Collection[int], title: str, by: int) -> Thread:
    """Let some posts of a thread be a thread of their own; the first of them is what it is about."""
    thread = _held_whole(thread_id)
    _refuse_in_parts(thread)
    kept = list(
        db.session.scalars(select(Post).where(Post.thread_id == thread_id, Post.id.in_(post_ids)).order_by(Post.number))
    )
    if not kept or len(kept) != len(set(post_ids)):
        raise CannotBe(_("Some of these posts are not in this thread any more. Nothing was split off; choose again."))
    if kept[0].number == 1:
        raise CannotBe(_("The first post stays: it is what the thread is about. Choose among those that follow it."))
    if kept[0].state is not PostState.SHOWN or any(post.state is PostState.HELD for post in kept):
        raise CannotBe(
            _(
                "The first of them has to be a post that everybody sees, and none may wait to be looked at. Choose again."
            )
        )
    first, taken = kept[0], [post.number for post in kept]
    new = Thread(
        category_id=thread.category_id,
        kind=ThreadKind.DISCUSSION,
        title=title,
        language=first.language,
        author_id=first.author_id,
        made_at=first.made_at,
        last_number=len(kept),
        last_post_at=first.made_at,
        last_author_id=first.author_id,
    )
    db.session.add(new)
    db.session.flush()
    withdraw_posts(thread, range(thread.last_number + 1))
    gone = {post.id for post in kept}
    stays = [post for post in _numbered(thread_id) if post.post_id not in gone]
    places = {post.post_id: (thread_id, number) for number, post in enumerate(stays, 1)}
    places |= {post.id: (new.id, number) for number, post in enumerate(kept, 1)}
    if thread.accepted_post_id in gone:
        thread.accepted_post_id = None
    first_id, author_id = first.id, first.author_id
    writers = {post.author_id for post in kept if post.author_id is not None}
    _put(places, (thread_id,))
    _cut_answers(gone, [post.post_id for post in stays])
    _answer_instead(gone, first_id, None)
    _part_readings(thread_id, new.id, taken)
    following = set(db.session.scalars(_followers_of(thread_id)))
    told = sorted(one for one in writers if one in following or one == author_id)
    followed = {"what": Followed.THREAD, "target": str(new.id), "since": clock.now()}
    insert_missing(table_of(Follow), [{"user_id": user_id, **followed} for user_id in told])
    set_topics(new.id, topics_of(thread_id))
    recount(thread)
    recount(new)
    find_thread_again(new.id)
    trace(thread_id, Step.SPLIT_OFF, by, other_id=new.id, posts=len(taken))
    trace(new.id, Step.SPLIT_FROM, by, other_id=thread_id, posts=len(taken))
    return new


def remove_thread(thread: Thread, by: int, rule: str, reason: str) -> None:
    """Hide a thread that is held by the caller from all but those who look after it."""
    thread.removed_at, thread.held_at = clock.now(), None
    find_thread_again(thread.id)
    withdraw_thread(thread)
    if (fishbowl := find_fishbowl(thread.id)) is not None:
        withdraw_fishbowl(fishbowl)
    trace(thread.id, Step.REMOVED, by, rule=rule, reason=reason)


def restore_thread(thread_id: int, by: int, reason: str = "") -> None:
    """Let everybody see a thread again, with its first post where that was removed with it."""
    thread = hold(thread_id)
    if thread.removed_at is None or thread.held_at is not None or thread.merged_into_id is not None:
        return
    thread.removed_at = None
    find_thread_again(thread_id)
    trace(thread_id, Step.RESTORED, by, reason=reason)
    first = db.session.scalars(select(Post).where(Post.thread_id == thread_id, Post.number == 1)).one()
    if is_restorable(first):
        restore_post(thread, first, by, reason)


def is_restorable(post: Post) -> bool:
    """Whether a removed post still has its words: what its author took away has none."""
    return post.state is PostState.REMOVED and bool(post.source)


def restore_post(thread: Thread, post: Post, by: int, reason: str = "") -> None:
    """Let everybody see a removed post again, in its place; its thread is held by the caller."""
    if not is_restorable(post):
        raise CannotBe(_("Its words are not kept, so it cannot be brought back. Nothing was changed."))
    post.state, post.removed_at, post.removed_by = PostState.SHOWN, None, None
    post.removal_reason = post.removal_rule = ""
    recount(thread)
    find_again(post)
    trace(thread.id, Step.POST_RESTORED, by, post_id=post.id, reason=reason)


def put_last(thread: Thread, post: Post) -> None:
    """Let a post be the last of its thread, which is held by the caller, and new to all but its author."""
    place = post.number
    later = [one for one in _numbered(thread.id) if one.number > place]
    places = {one.post_id: (thread.id, one.number - 1) for one in later} | {post.id: (thread.id, thread.last_number)}
    others: tuple[ColumnElement[bool], ...] = (Reading.thread_id == thread.id, Reading.read_up_to >= place)
    if post.author_id is not None:
        others = (*others, Reading.user_id != post.author_id)
    db.session.flush()
    _put(places, (thread.id,))
    db.session.execute(
        update(Reading).where(*others).values(read_up_to=Reading.read_up_to - 1),
        execution_options={"synchronize_session": False},
    )
    db.session.refresh(post)


def _held_whole(thread_id: int) -> Thread:
    thread = hold(thread_id)
    if thread.merged_into_id is not None:
        raise CannotBe(_("This thread was merged into another one. Nothing was changed; do it there."))
    if thread.held_at is not None:
        raise CannotBe(_("This thread waits to be looked at. Decide that first; nothing was changed."))
    return thread


def _refuse_in_parts(*threads: Thread) -> None:
    """What is said in a fishbowl belongs to seats and turns, and means little without them."""
    if any(thread.kind is ThreadKind.FISHBOWL for thread in threads):
        raise CannotBe(
            _("What is said in a fishbowl stays together, and nothing else comes to it. Nothing was changed.")
        )


def _refuse_while_it_goes_on(thread: Thread) -> None:
    if thread.kind is ThreadKind.FISHBOWL and thread.locked_at is None:
        raise CannotBe(_("This fishbowl goes on. Close it first, with a summary; nothing was changed."))


def _numbered(thread_id: int) -> list[Numbered]:
    rows = read_values(
        select(_post.id, _post.thread_id, _post.number, _post.made_at)
        .where(_post.thread_id == thread_id)
        .order_by(_post.number)
    )
    return [Numbered(row.id, row.thread_id, row.number, row.made_at) for row in rows]


def _put(places: Mapping[int, tuple[int, int]], thread_ids: Collection[int]) -> None:
    """Put posts into threads under numbers, by way of numbers that no post has: none stands in another's way."""
    if not places:
        return
    db.session.flush()
    aside = update(table_of(Post)).where(_post.thread_id.in_(thread_ids), _post.id.in_(places))
    db.session.connection().execute(aside.values(number=-_post.number))
    into = (
        update(table_of(Post))
        .where(_post.id == bindparam("which"))
        .values(thread_id=bindparam("into"), number=bindparam("place"))
    )
    rows = [{"which": which, "into": into_id, "place": number} for which, (into_id, number) in places.items()]
    write_values(into, rows)
    for one in list(db.session.identity_map.values()):
        if isinstance(one, Post):
            db.session.expire(one)


def _answer_instead(post_ids: Iterable[int], before: int | None, after: int | None) -> None:
    ids = list(post_ids)
    answers = _post.reply_to_id.is_(None) if before is None else _post.reply_to_id == before
    if ids:
        moved = update(table_of(Post)).where(_post.id.in_(ids), answers).values(reply_to_id=after)
        db.session.connection().execute(moved)


def _cut_answers(gone: Collection[int], stays: Collection[int]) -> None:
    """Posts that are in two threads now do not answer each other any more."""
    for here, there in ((gone, stays), (stays, gone)):
        cut = update(table_of(Post)).where(_post.id.in_(here), _post.reply_to_id.in_(there)).values(reply_to_id=None)
        db.session.connection().execute(cut)


def _carry_readings(order: Sequence[Numbered], source_id: int, target_id: int) -> None:
    kept: dict[int, dict[int, int]] = {}
    latest: dict[int, datetime] = {}
    for one in db.session.execute(
        select(Reading.user_id, Reading.thread_id, Reading.read_up_to, Reading.read_at).where(
            Reading.thread_id.in_((source_id, target_id))
        )
    ):
        kept.setdefault(one.user_id, {})[one.thread_id] = one.read_up_to
        latest[one.user_id] = max(one.read_at, latest.get(one.user_id, one.read_at))
    caught_up: dict[int, datetime] = dict(
        db.session.execute(
            select(ForumVisit.user_id, ForumVisit.caught_up_at).where(ForumVisit.user_id.in_(kept))
        ).all()
    )

    def has_read(user_id: int, post: Numbered) -> bool:
        read_up_to = kept[user_id].get(post.thread_id)
        if read_up_to is not None:
            return post.number <= read_up_to
        return user_id in caught_up and post.made_at <= caught_up[user_id]

    rows = [
        {
            "user_id": user_id,
            "thread_id": target_id,
            "read_up_to": read_without_gap(has_read(user_id, post) for post in order),
            "read_at": latest[user_id],
        }
        for user_id in sorted(kept)
    ]
    db.session.execute(delete(Reading).where(Reading.thread_id.in_((source_id, target_id))))
    if rows:
        write_values(insert(table_of(Reading)), rows)


def _part_readings(thread_id: int, new_id: int, taken: Sequence[int]) -> None:
    readings = db.session.execute(
        select(Reading.user_id, Reading.read_up_to, Reading.read_at).where(Reading.thread_id == thread_id)
    ).all()
    parts = {one.user_id: (*read_in_parts(one.read_up_to, taken), one.read_at) for one in readings}
    rows = [
        {"user_id": user_id, "thread_id": into, "read_up_to": number, "read_at": read_at}
        for user_id, (stays, went, read_at) in sorted(parts.items())
        for into, number in ((thread_id, stays), (new_id, went))
        if number or into == thread_id
    ]
    db.session.execute(delete(Reading).where(Reading.thread_id == thread_id))
    if rows:
        write_values(insert(table_of(Reading)), rows)


def _followers_of(thread_id: int) -> Select[int]:
    return select(Follow.user_id).where(Follow.what == Followed.THREAD, Follow.target == str(thread_id))


def _carry_follows(source_id: int, target_id: int) -> None:
    followed = _followers_of(source_id).add_columns(Follow.since)
    rows = [
        {"user_id": one.user_id, "what": Followed.THREAD, "target": str(target_id), "since": one.since}
        for one in db.session.execute(followed)
    ]
    insert_missing(table_of(Follow), rows)
    db.session.execute(delete(Follow).where(Follow.what == Followed.THREAD, Follow.target == str(source_id)))


def _unite_topics(source_id: int, target_id: int) -> None:
    """Let the other thread be about both, as far as there is room: what it was about before stays."""
    kept = topics_of(target_id)
    more = [topic for topic in topics_of(source_id) if topic not in kept]
    set_topics(source_id, ())
    set_topics(target_id, [*kept, *more][:MOST_TOPICS])


def _unite_votes(source: Thread, target: Thread) -> None:
    """Let whoever supports one idea support the other, once."""
    votes = db.session.execute(select(IdeaVote.user_id, IdeaVote.voted_at).where(IdeaVote.thread_id == source.id)).all()
    rows = [{"thread_id": target.id, "user_id": one.user_id, "voted_at": one.voted_at} for one in votes]
    insert_missing(table_of(IdeaVote), rows)
    db.session.execute(delete(IdeaVote).where(IdeaVote.thread_id == source.id))
    of_both = select(func.count()).select_from(IdeaVote).where(IdeaVote.thread_id == target.id)
    source.votes, target.votes = 0, db.session.scalar(of_both) or 0


def _let_go_who_reads_no_more(thread: Thread, before: Category, after: Category) -> None:
    if before.id == after.id:
        return
    told = set(db.session.scalars(select(Reading.user_id).where(Reading.thread_id == thread.id)))
    told |= set(db.session.scalars(select(Follow.user_id).where(_led_to(thread, before))))
    told |= {one for one in db.session.scalars(select(Post.author_id).where(Post.thread_id == thread.id)) if one}
    if before.course_slug is not None:
        taking_part = select(Enrolment.user_id).where(Enrolment.course_slug == before.course_slug)
        told |= set(db.session.scalars(taking_part))
    lost = told - who_still_read(told, after)
    if lost:
        withdraw_thread(thread, lost)
        if (fishbowl := find_fishbowl(thread.id)) is not None:
            withdraw_fishbowl(fishbowl, lost)
        db.session.execute(
            delete(Follow).where(
                Follow.what == Followed.THREAD, Follow.target == str(thread.id), Follow.user_id.in_(lost)
            )
        )


def _led_to(thread: Thread, category: Category) -> ColumnElement[bool]:
    is_thread = (Follow.what == Followed.THREAD) & (Follow.target == str(thread.id))
    is_category = (Follow.what == Followed.CATEGORY) & (Follow.target == str(category.id))
    is_person = (Follow.what == Followed.PERSON) & (Follow.target == str(thread.author_id))
    return is_thread | is_category | is_person
