"""Builds syntheses of a category with something in it."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.forum.models import Post
from app.platform import clock
from app.platform.database import db, transaction
from app.synthesis.actions import Frame, Pick, begin, pick
from app.synthesis.asking import take_answer
from app.synthesis.consenting import Answer
from app.synthesis.models import Synthesis, SynthesisItem, SynthesisQuotation, SynthesisSection
from app.synthesis.periods import Period
from app.synthesis.publishing import publish
from app.synthesis.reach import Reach
from tests.forum.threads import answered, category, opened_thread

SAID = "We listened with a broom handle at three in the morning."
TEXT = f"Let me tell you. {SAID} It costs nothing."
SENTENCE = "A small town found the leak without any tools."


def answer_in(author: User, asker: User, *, category: str = "water") -> Post:
    """An answer that is worth quoting, as a value that outlives the session."""
    thread = opened_thread(asker, "How do you find leaks?", category=category)
    post = answered(thread, author, TEXT)
    db.session.refresh(post)
    db.session.expunge(post)
    return post


def draft(
    *, key: str = "water", reach: Reach = Reach.CATEGORY, language: str = "en", title: str = "What we learnt"
) -> int:
    """The number of a synthesis about these weeks."""
    number = category(key)
    today = clock.today()
    with transaction():
        period = Period(today - timedelta(days=30), today)
        return begin(number, Frame(title, language, period, "In **short**: listen.", reach)).id


def sections(synthesis_id: int) -> list[int]:
    """The numbers of its sections, in order."""
    wanted = select(SynthesisSection.id).where(SynthesisSection.synthesis_id == synthesis_id)
    return list(db.session.scalars(wanted.order_by(SynthesisSection.position)))


def picked(synthesis_id: int, post: Post, passage: str = SAID, sentence: str = SENTENCE) -> int:
    """The number of an item in the first section, with these words quoted."""
    with transaction():
        return pick(sections(synthesis_id)[0], Pick(sentence, post_id=post.id, passage=passage)).id


def quotation_of(item_id: int) -> SynthesisQuotation:
    """What is quoted there now."""
    item = db.session.get_one(SynthesisItem, item_id, populate_existing=True)
    return db.session.get_one(SynthesisQuotation, item.quotation_id, populate_existing=True)


def agreed(item_id: int, answer: Answer = Answer.NAMED) -> None:
    """Its author answers."""
    with transaction():
        take_answer(quotation_of(item_id).id, answer)


def published(synthesis_id: int, by: User) -> int:
    """It is published; gives the number of the version."""
    with transaction():
        return publish(synthesis_id, by.id).number


def read(app: Flask, synthesis_id: int, client: FlaskClient | None = None, *, more: str = "") -> str:
    """The page as somebody reads it, by default a visitor."""
    shown = (client or app.test_client()).get(f"/syntheses/{synthesis_id}{more}")
    assert shown.status_code == 200, shown.text[:300]
    return shown.text


def kept(synthesis_id: int) -> Synthesis:
    """It, as it is now."""
    return db.session.get_one(Synthesis, synthesis_id, populate_existing=True)
