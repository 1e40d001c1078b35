"""Reports and suspicions, decisions about posts, and appeals. Nothing here commits.

Whatever changes a post or a case of it holds the row of its thread first.
"""

from dataclasses import dataclass

from sqlalchemy import select

from app.forum.actions import category_of, hold_with, named_in, take_away
from app.forum.care_models import LONGEST_REASON, Case, Cause, Outcome, Report, Silence, Step
from app.forum.finding import find_again
from app.forum.kinds import PostState
from app.forum.models import Post, Thread
from app.forum.part_queries import topics_of
from app.forum.queries import no_thread
from app.forum.silencing_actions import lift, silence
from app.forum.tallies import recount
from app.forum.telling_cases import (
    tell_appeal_decided,
    tell_appealed,
    tell_opened,
    tell_released,
    tell_settled,
    tell_taken_back,
)
from app.forum.telling_posts import no_more_of, said_in, tell_mentioned, tell_replied
from app.forum.telling_posts import tell_opened as tell_thread_opened
from app.forum.tending_actions import put_last, remove_thread, restore_post, restore_thread
from app.forum.tracing import trace
from app.platform import clock
from app.platform.database import db, insert_missing, table_of
from app.platform.errors import CannotBe, Conflict, NotFound
from app.platform.i18n import _

REMOVING = (Outcome.REMOVED, Outcome.SILENCED)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody decided of a post, by which rule, and what both sides read about it."""

    outcome: Outcome
    rule: str = ""
    answer: str = ""
    # Of the first post: all of the thread goes.
    is_of_thread: bool = False
    # How long its author may not write, and whether anywhere.
    days: int = 0
    is_everywhere: bool = False


def report_post(post_id: int, reporter_id: int, rule: str, words: str) -> Case:
    """Ask those who look after the category to look at a post; of one post they look at all reports together."""
    thread, post = hold_with(post_id)
    if post.state is not PostState.SHOWN:
        raise CannotBe(_("This post is not shown any more. Nothing was sent; there is nothing left to report."))
    case = open_case_of(post_id) or open_case(thread, post, Cause.REPORTED)
    row = {"case_id": case.id, "reporter_id": reporter_id, "rule": rule, "words": words, "made_at": clock.now()}
    insert_missing(table_of(Report), [row])
    return case


def open_case(thread: Thread, post: Post, cause: Cause) -> Case:
    """Let those who look after the category look at a post of a thread that is held by the caller."""
    now = clock.now()
    case = Case(post_id=post.id, cause=cause, opened_at=now, waiting_since=now, was_shown=post.state is PostState.SHOWN)
    db.session.add(case)
    db.session.flush()
    if cause is Cause.SUSPECTED:
        trace(thread.id, Step.POST_HELD, None, post_id=post.id)
    if cause is not Cause.SEEN:
        tell_opened(category_of(thread), thread, post, case)
    return case


def hold_back(post_id: int) -> None:
    """Let nobody but its author see a post that was shown, until somebody has looked at it."""
    thread, post = hold_with(post_id)
    if post.state is not PostState.SHOWN:
        return
    case = open_case_of(post_id)
    if case is None:
        open_case(thread, post, Cause.SUSPECTED)
    post.state = PostState.HELD
    if thread.accepted_post_id == post.id:
        thread.accepted_post_id = None
    recount(thread)
    find_again(post)
    no_more_of(thread, post)


def claim(case_id: int, by: int, *, wants_it: bool) -> None:
    """Say that one looks at a post, so that nobody else need; or leave it to others."""
    _thread, _post, case = _hold_case(case_id)
    if case.waiting_since is None:
        raise Conflict(_("This was decided meanwhile. Nothing was changed."))
    if wants_it:
        case.claimed_by, case.claimed_at = by, clock.now()
    elif case.claimed_by == by:
        case.claimed_by = case.claimed_at = None
    db.session.flush()


def settle(case_id: int, by: int, judgement: Judgement) -> None:
    """Decide what a post is, carry it out, and tell both sides."""
    thread, post, case = _hold_case(case_id)
    if case.settled_at is not None:
        raise Conflict(_("This was decided meanwhile by somebody else. Nothing was changed; please look again."))
    _carry_out(thread, post, case, by, judgement)


def judge_post(post_id: int, by: int, judgement: Judgement) -> Case:
    """Decide of a post that nobody reported, or of which a report waits."""
    thread, post = hold_with(post_id)
    if post.state is PostState.REMOVED:
        raise Conflict(_("This post was removed meanwhile. Nothing was changed."))
    case = open_case_of(post_id) or open_case(thread, post, Cause.SEEN)
    _carry_out(thread, post, case, by, judgement)
    return case


def judge_thread(thread_id: int, by: int, judgement: Judgement) -> None:
    """Remove a thread for what its first post is; where that is gone already, the rest of it."""
    first_id = db.session.scalar(select(Post.id).where(Post.thread_id == thread_id, Post.number == 1))
    if first_id is None:
        raise no_thread()
    thread, post = hold_with(first_id)
    if thread.removed_at is not None:
        raise Conflict(_("This thread was removed meanwhile. Nothing was changed."))
    if post.state is PostState.REMOVED:
        remove_thread(thread, by, judgement.rule, judgement.answer[:LONGEST_REASON])
    else:
        judge_post(first_id, by, judgement)


def take_back_own(post_id: int, author_id: int) -> None:
    """Take away what one wrote; whatever waits to be decided about it is settled by that."""
    thread, post = hold_with(post_id)
    if post.state is PostState.REMOVED:
        return
    take_away(thread, post, author_id)
    if post.number == 1:
        # One that waited is never shown now, and stays with those who look after the category.
        thread.held_at = None
    case = open_case_of(post_id)
    if case is not None:
        case.settled_at, case.outcome, case.waiting_since = clock.now(), Outcome.TAKEN_BACK, None
        db.session.flush()
        tell_taken_back(thread, case, _reporters_of(case))


def appeal(case_id: int, words: str) -> None:
    """Ask that somebody else looks at a decision again."""
    thread, post, case = _hold_case(case_id)
    if case.appealed_at is not None or case.settled_at is None:
        raise Conflict(_("You appealed already. A decision is looked at again once."))
    now = clock.now()
    case.appealed_at, case.appeal = now, words
    case.waiting_since, case.reminded, case.claimed_by, case.claimed_at = now, 0, None, None
    db.session.flush()
    tell_appealed(category_of(thread), thread, post, case)


def decide_appeal(case_id: int, by: int, words: str, *, is_upheld: bool) -> None:
    """Let a decision stand, or undo it: the post is there again, and its author may write again."""
    thread, post, case = _hold_case(case_id)
    if case.appealed_at is None or case.decided_at is not None:
        raise Conflict(_("This was decided meanwhile by somebody else. Nothing was changed; please look again."))
    if case.settled_by == by:
        raise CannotBe(_("You decided first. Somebody else decides the appeal."))
    case.decided_at, case.decided_by, case.is_upheld, case.decision = clock.now(), by, is_upheld, words
    case.waiting_since = None
    db.session.flush()
    if not is_upheld:
        _undo(thread, post, case, by, words[:LONGEST_REASON])
    tell_appeal_decided(thread, post, case, () if is_upheld else _reporters_of(case))


def open_case_of(post_id: int) -> Case | None:
    """The case of a post that nobody has decided; there is one at most."""
    return db.session.scalars(select(Case).where(Case.post_id == post_id, Case.settled_at.is_(None))).first()


def _carry_out(thread: Thread, post: Post, case: Case, by: int, judgement: Judgement) -> None:
    rule, reason = judgement.rule, judgement.answer[:LONGEST_REASON]
    was_held = post.state is PostState.HELD
    if judgement.outcome in REMOVING:
        _remove(thread, post, case, by, judgement)
    elif was_held:
        _release(thread, post, case, by)
    if judgement.outcome is Outcome.WARNED:
        trace(thread.id, Step.WARNED, by, post_id=post.id, rule=rule, reason=reason)
    if judgement.outcome is Outcome.SILENCED and post.author_id is not None:
        where = None if judgement.is_everywhere else thread.category_id
        silence(post.author_id, where, judgement.days, rule, reason, by, case.id)
    case.settled_at, case.settled_by, case.waiting_since = clock.now(), by, None
    case.outcome, case.rule, case.answer = judgement.outcome, rule, judgement.answer
    db.session.flush()
    if was_held and judgement.outcome is Outcome.NOTHING_WRONG:
        tell_released(thread, post, case)
    tell_settled(thread, post, case, _reporters_of(case), was_held=was_held)


def _remove(thread: Thread, post: Post, case: Case, by: int, judgement: Judgement) -> None:
    rule, reason = judgement.rule, judgement.answer[:LONGEST_REASON]
    if post.state is not PostState.REMOVED:
        take_away(thread, post, by, reason, rule)
        trace(thread.id, Step.POST_REMOVED, by, post_id=post.id, rule=rule, reason=reason)
    if post.number == 1 and (judgement.is_of_thread or thread.held_at is not None):
        case.is_of_thread = True
        remove_thread(thread, by, rule, reason)


def _release(thread: Thread, post: Post, case: Case, by: int) -> None:
    """Show a post that was held: as if it was written now where nobody had seen it, and in its place otherwise."""
    post.state = PostState.SHOWN
    trace(thread.id, Step.POST_RELEASED, by, post_id=post.id)
    if case.was_shown:
        recount(thread)
        find_again(post)
        return
    category = category_of(thread)
    named = named_in(category, thread, post)
    post.made_at = clock.now()
    if post.number == 1:
        thread.made_at, thread.held_at, thread.removed_at = post.made_at, None, None
        recount(thread)
        find_again(post)
        tell_thread_opened(category, said_in(thread, post), thread.kind, topics_of(thread.id))
        tell_mentioned(category, said_in(thread, post), named)
        return
    put_last(thread, post)
    recount(thread)
    find_again(post)
    answered = db.session.get(Post, post.reply_to_id) if post.reply_to_id else None
    if answered is None:
        answered = db.session.scalars(select(Post).where(Post.thread_id == thread.id, Post.number == 1)).one()
    tell_replied(category, said_in(thread, post), answered.number, answered.author_id)
    tell_mentioned(category, said_in(thread, post), set(named) - {answered.author_id})


def _undo(thread: Thread, post: Post, case: Case, by: int, reason: str) -> None:
    if case.outcome in REMOVING and post.state is PostState.REMOVED and post.source:
        if case.is_of_thread:
            restore_thread(thread.id, by, reason)
        if post.state is PostState.REMOVED:
            restore_post(thread, post, by, reason)
    for kept in db.session.scalars(select(Silence.id).where(Silence.case_id == case.id)).all():
        lift(kept, by)


def _hold_case(case_id: int) -> tuple[Thread, Post, Case]:
    post_id = db.session.scalar(select(Case.post_id).where(Case.id == case_id))
    if post_id is None:
        raise NotFound(_("There is no such report."))
    thread, post = hold_with(post_id)
    return thread, post, db.session.get_one(Case, case_id, populate_existing=True)


def _reporters_of(case: Case) -> tuple[int, ...]:
    wanted = select(Report.reporter_id).where(Report.case_id == case.id, Report.reporter_id.is_not(None))
    return tuple(one for one in db.session.scalars(wanted) if one is not None)
