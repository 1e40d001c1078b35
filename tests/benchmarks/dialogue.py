"""Threads of a few lengths for the pages of the forum that are measured, and people who answer in one of them."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from sqlalchemy import insert, select, update

from app.accounts.models import User
from app.forum.actions import Written, open_thread
from app.forum.category_actions import open_category
from app.forum.kinds import Audience, PostState, ThreadKind
from app.forum.models import Category, Post, Thread
from app.forum.writing import html_of
from app.forum.writing_queries import accept_conduct
from app.platform import clock
from app.platform.database import db, table_of, transaction
from tests.benchmarks.load import Asked
from tests.benchmarks.site import Session, Site, analyse, enrolled_in_bulk, form_of

KEY = "water"
_WORDS = (
    "the river water pump town council budget people street school market rain flood plan measure year office meeting "
    "report goal target data map road garden energy waste neighbour region question answer"
).split()


def threads_of(site: Site, *lengths: int) -> list[int]:
    """The numbers of threads with so many posts each, in a category among forty other threads."""
    with site.app.app_context():
        made = {
            thread.title: thread.id
            for thread in db.session.scalars(select(Thread).where(Thread.title.like("Of % posts")))
        }
        return [made.get(_title(length)) or _make(length) for length in lengths]


def home(site: Site, _number: int) -> list[Asked]:
    """The forum's front page, for learners who have not read a thing."""
    threads_of(site, 20)
    return [Asked("/forum", learner.session.cookie) for learner in site.learners]


def thread(site: Site, length: int) -> list[Asked]:
    """The last page of a thread of this length."""
    (thread_id,) = threads_of(site, length)
    page = -(-length // 20)
    return [Asked(f"/forum/threads/{thread_id}?page={page}", learner.session.cookie) for learner in site.learners]


def answers(site: Site, number: int) -> list[Asked]:
    """So many people, each of whom answers once, in forty threads by turns; soon some twenty people follow each."""
    threads_of(site, 200)
    with site.app.app_context():
        questions = db.session.scalars(select(Thread.id).where(Thread.kind == ThreadKind.QUESTION)).all()
    return _answers(site, number, questions)


def answers_of_a_crowd(site: Site, number: int) -> list[Asked]:
    """So many people, each of whom answers once in one thread, which soon all of them follow."""
    return _answers(site, number, threads_of(site, 200))


def _answers(site: Site, number: int, threads: Sequence[int]) -> list[Asked]:
    seats = enrolled_in_bulk(site, number)
    with site.app.app_context(), transaction():
        for user in db.session.scalars(select(User).order_by(User.id.desc()).limit(number)):
            accept_conduct(user.id)
    with site.app.app_context():
        analyse()
    return [_answer(threads[place % len(threads)], held, place) for place, (_seat, held) in enumerate(seats)]


def _answer(thread_id: int, held: Session, place: int) -> Asked:
    fields = {"source": f"{place}: {_text(Random(place), 60)}", "language": "en"}
    return Asked(f"/forum/threads/{thread_id}/answers", held.cookie, form_of(held, fields))


def _title(length: int) -> str:
    return f"Of {length} posts"


def _make(length: int) -> int:
    chance, now = Random(length), clock.now() - timedelta(days=3)
    authors = list(db.session.scalars(select(User.id).order_by(User.id).limit(50)))
    with transaction():
        category_id = db.session.scalar(select(Category.id).where(Category.key == KEY))
        if category_id is None:
            category_id = open_category(KEY, Audience.MEMBERS, {"en": "Water"}, {"en": "All about it"}).id
            for number in range(40):
                begun = Written(_text(chance, 60), "en")
                open_thread(category_id, authors[number], ThreadKind.QUESTION, f"Question {number}", begun)
        opened = open_thread(
            category_id, authors[0], ThreadKind.DISCUSSION, _title(length), Written(_text(chance, 60), "en")
        )
        texts = [_text(chance, 60) for _ in range(40)]
        shown = [html_of(one, "en") for one in texts]
        rows = [
            {
                "thread_id": opened.id,
                "number": number,
                "author_id": chance.choice(authors),
                "language": "en",
                "source": texts[number % 40],
                "html": shown[number % 40],
                "made_at": now + timedelta(minutes=number),
                "state": PostState.SHOWN,
                "helpful": 0,
                "removal_reason": "",
                "removal_rule": "",
            }
            for number in range(2, length + 1)
        ]
        if rows:
            db.session.execute(insert(table_of(Post)), rows)
        counted = {"last_number": length, "replies": length - 1}
        db.session.execute(update(Thread).where(Thread.id == opened.id).values(**counted))
    analyse()
    return opened.id


def _text(chance: Random, words: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(words)).capitalize() + "."
