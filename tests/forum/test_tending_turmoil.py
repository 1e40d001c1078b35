"""Whatever is done to threads, in whatever order: numbers have no gaps, and what is counted beside them is true."""

import random
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.roles import Role
from app.forum.actions import Written, hold_with, note_read, open_thread, remove_post, reply
from app.forum.care_models import Case, Cause, Outcome
from app.forum.case_actions import (
    Judgement,
    decide_appeal,
    hold_back,
    judge_post,
    judge_thread,
    open_case,
    settle,
    take_back_own,
)
from app.forum.case_actions import appeal as send_appeal
from app.forum.kinds import PostState, ThreadKind
from app.forum.marking_actions import take_vote_back, vote
from app.forum.models import Post, Reading, Thread
from app.forum.part_models import IdeaVote
from app.forum.tending_actions import merge_threads, restore_thread, split_thread
from app.platform.database import db, transaction
from app.platform.errors import DomainError
from tests.builders import person
from tests.forum.threads import opened_thread


class Turmoil:
    """People who write, read, and look after threads at random."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.writers = [person(name=f"Writer {number}").id for number in range(3)]
        self.tender = person(Role.UCLG_LEARNING).id
        self.other_tender = person(Role.UCLG_LEARNING).id
        self.done: set[str] = set()
        author = person()
        for number in range(3):
            opened_thread(author, f"Thread {number}", kind=ThreadKind.IDEA)

    def act(self) -> None:
        """Do one thing, whatever may be done or not."""
        acts: list[Callable[[], object]] = [
            *[self.reply] * 6,
            *[self.reply_held, self.read, self.settle, self.split] * 2,
            *[self.open, self.remove, self.take_back, self.hold_back, self.merge, self.remove_thread],
            *[self.restore, self.undo, self.vote, self.vote, self.take_vote_back],
        ]
        chosen = self.chance.choice(acts)
        try:
            with transaction():
                chosen()
        except DomainError:
            return
        self.done.add(chosen.__name__)

    def open(self) -> None:
        category_id = db.session.scalars(select(Thread.category_id)).first() or 0
        open_thread(category_id, self.writer(), ThreadKind.QUESTION, "Another", Written("Words.", "en"))

    def reply(self, *, is_held: bool = False) -> None:
        thread_id = self.thread()
        answered = self.chance.choice([None, self.post(thread_id)])
        post = reply(thread_id, self.writer(), Written("Words.", "en"), answered, is_held=is_held)
        if is_held:
            open_case(*hold_with(post.id), Cause.SUSPECTED)

    def reply_held(self) -> None:
        self.reply(is_held=True)

    def read(self) -> None:
        thread_id = self.thread()
        last = db.session.get_one(Thread, thread_id).last_number
        if last:
            note_read(self.writer(), thread_id, self.chance.randint(1, last))

    def remove(self) -> None:
        judge_post(self.post(), self.tender, Judgement(Outcome.REMOVED, "respect", "Why."))

    def take_back(self) -> None:
        post = db.session.get_one(Post, self.post())
        if post.author_id is not None:
            takes: list[Callable[[int, int], None]] = [take_back_own, remove_post]
            self.chance.choice(takes)(post.id, post.author_id)

    def settle(self) -> None:
        case_id = self.case(Case.settled_at.is_(None))
        outcome = self.chance.choice([Outcome.NOTHING_WRONG, Outcome.WARNED, Outcome.REMOVED])
        settle(case_id, self.tender, Judgement(outcome, "respect", "Why."))

    def hold_back(self) -> None:
        hold_back(self.post())

    def merge(self) -> None:
        merge_threads(self.thread(), self.thread(), self.tender)

    def split(self) -> None:
        talked = select(Thread.id).where(Thread.last_number > 1)
        thread_id = self.chance.choice(sorted(db.session.scalars(talked)) or [0])
        ids = list(db.session.scalars(select(Post.id).where(Post.thread_id == thread_id, Post.number > 1)))
        split_thread(thread_id, self.chance.sample(ids, min(len(ids), self.chance.randint(0, 3))), "Split", self.tender)

    def remove_thread(self) -> None:
        judge_thread(self.thread(), self.tender, Judgement(Outcome.REMOVED, "respect", "Why.", is_of_thread=True))

    def restore(self) -> None:
        restore_thread(self.thread(), self.tender)

    def undo(self) -> None:
        case_id = self.case(Case.settled_at.is_not(None))
        send_appeal(case_id, "Please.")
        decide_appeal(case_id, self.other_tender, "Yes.", is_upheld=False)

    def vote(self) -> None:
        vote(self.thread(), self.writer())

    def take_vote_back(self) -> None:
        take_vote_back(self.thread(), self.writer())

    def writer(self) -> int:
        return self.chance.choice(self.writers)

    def thread(self) -> int:
        return self.chance.choice(sorted(db.session.scalars(select(Thread.id))))

    def post(self, thread_id: int | None = None) -> int:
        wanted = select(Post.id) if thread_id is None else select(Post.id).where(Post.thread_id == thread_id)
        return self.chance.choice(sorted(db.session.scalars(wanted)) or [0])

    def case(self, which: object) -> int:
        return self.chance.choice(sorted(db.session.scalars(select(Case.id).where(which))) or [0])  # type: ignore[arg-type]


def check() -> int:
    """Recount every thread; says how many posts there are."""
    db.session.rollback()
    db.session.expire_all()
    posts = db.session.scalars(select(Post).order_by(Post.thread_id, Post.number)).all()
    for thread in db.session.scalars(select(Thread)).all():
        own = [post for post in posts if post.thread_id == thread.id]
        shown = [post for post in own if post.state is PostState.SHOWN]
        assert [post.number for post in own] == list(range(1, len(own) + 1))
        assert thread.last_number == len(own)
        assert bool(own) == (thread.merged_into_id is None)
        assert thread.replies == sum(post.number > 1 for post in shown)
        newest = (shown[-1].made_at, shown[-1].author_id) if shown else (thread.made_at, thread.author_id)
        assert (thread.last_post_at, thread.last_author_id) == newest
        assert all(post.reply_to_id is None or post.reply_to_id in {one.id for one in own} for post in own)
        assert all(not own or post.reply_to_id != own[0].id for post in own)
        if thread.accepted_post_id is not None:
            assert thread.accepted_post_id in {post.id for post in shown if post.number > 1}
        votes = db.session.scalars(select(IdeaVote.user_id).where(IdeaVote.thread_id == thread.id)).all()
        assert thread.votes == len(votes)
    for reading in db.session.scalars(select(Reading)).all():
        assert 0 <= reading.read_up_to <= sum(post.thread_id == reading.thread_id for post in posts)
    return len(posts)


@pytest.mark.parametrize("seed", range(4))
def test_numbers_and_counts_stay_true(each_app: Flask, seed: int) -> None:
    turmoil = Turmoil(seed)
    for _turn in range(120):
        turmoil.act()
        check()
    assert check() > 10
    assert turmoil.done >= {"reply", "reply_held", "settle", "split", "merge", "remove_thread", "take_back", "vote"}
