"""Words and names stand in a synthesis as their authors agree, and no other way."""

from datetime import timedelta

import pytest
from flask import Flask

from app.accounts.roles import Role
from app.forum.actions import Written, change_post, remove_post, reply
from app.forum.kinds import Audience, PostState
from app.forum.models import Post, Thread
from app.forum.translation_actions import Translated, add_translation
from app.notifications.models import Notice
from app.platform import clock, throttle
from app.platform.database import db, transaction
from app.platform.errors import CannotBe
from app.synthesis.actions import Frame, change_frame, change_item, remove_item
from app.synthesis.asking import remind
from app.synthesis.consenting import Answer
from app.synthesis.models import SynthesisQuotation
from app.synthesis.periods import Period
from app.synthesis.queries import get_synthesis
from app.synthesis.reach import Reach
from tests.builders import PASSWORD, browser_of, later, person, send
from tests.forum.threads import category
from tests.synthesis.syntheses import (
    SAID,
    SENTENCE,
    agreed,
    answer_in,
    draft,
    kept,
    picked,
    published,
    quotation_of,
    read,
    sections,
)

pytestmark = pytest.mark.usefixtures("each_app")
NAME = "Amina Diallo"


class World:
    """A facilitator, an author who is quoted, and a published synthesis for everybody."""

    def __init__(self, reach: Reach = Reach.PUBLIC) -> None:
        self.facilitator = person(Role.FACILITATOR, name="Fatou Sow")
        self.author = person(name=NAME, country="SN")
        self.author_id = self.author.id
        self.post = answer_in(self.author, person(name="Joao Silva"))
        self.synthesis_id = draft(reach=reach)
        self.item_id = picked(self.synthesis_id, self.post)
        published(self.synthesis_id, self.facilitator)


def test_without_an_answer_neither_words_nor_name_are_shown(each_app: Flask) -> None:
    shown = read(each_app, World().synthesis_id)
    assert SENTENCE in shown
    assert SAID not in shown
    assert NAME not in shown


def test_with_the_name_means_words_name_and_place(each_app: Flask) -> None:
    world = World()
    agreed(world.item_id)
    shown = read(each_app, world.synthesis_id)
    assert SAID in shown
    assert f"{NAME}, Senegal" in shown


def test_without_the_name_means_the_words_alone(each_app: Flask) -> None:
    world = World()
    agreed(world.item_id, Answer.UNNAMED)
    shown = read(each_app, world.synthesis_id)
    assert SAID in shown
    assert NAME not in shown


def test_what_is_taken_back_goes_from_the_page_the_files_and_earlier_versions(each_app: Flask) -> None:
    world = World()
    agreed(world.item_id)
    published(world.synthesis_id, world.facilitator)
    agreed(world.item_id, Answer.NO)
    pages = [read(each_app, world.synthesis_id, more=more) for more in ("", "/versions/1", "/versions/2", "/file.md")]
    for shown in pages:
        assert SAID not in shown
        assert NAME not in shown
        assert "A quotation was withdrawn" in shown


def test_its_author_answers_on_one_page_and_is_told_what_they_agree_to(each_app: Flask) -> None:
    world = World()
    browser = browser_of(each_app, world.author)
    address = f"/quotations/{quotation_of(world.item_id).id}"
    shown = browser.get(address).text
    assert SAID in shown
    assert "What we learnt" in shown
    assert "Everybody, also without an account" in shown
    assert send(browser, address, {"answer": "unnamed"}).status_code == 303
    assert quotation_of(world.item_id).answer is Answer.UNNAMED
    assert quotation_of(world.item_id).consent_version == 1


def test_nobody_answers_for_somebody_else(each_app: Flask) -> None:
    world = World()
    address = f"/quotations/{quotation_of(world.item_id).id}"
    assert browser_of(each_app, world.facilitator).get(address).status_code == 404


def test_the_author_is_told_once_and_reminded_once(each_app: Flask) -> None:
    world = World()
    assert _times_told(world) == 1
    synthesis, quotation = get_synthesis(world.synthesis_id), quotation_of(world.item_id)
    with pytest.raises(CannotBe), transaction():
        remind(synthesis, quotation)
    with clock.stopped_at(clock.now() + timedelta(days=8)):
        with transaction():
            remind(get_synthesis(world.synthesis_id), db.session.get_one(SynthesisQuotation, quotation.id))
        assert _times_told(world) == 2
        with pytest.raises(CannotBe), transaction():
            remind(get_synthesis(world.synthesis_id), db.session.get_one(SynthesisQuotation, quotation.id))


def test_more_readers_are_another_question(each_app: Flask) -> None:
    world = World(Reach.MEMBERS)
    agreed(world.item_id)
    before = quotation_of(world.item_id).id
    synthesis = kept(world.synthesis_id)
    frame = Frame("T", "en", Period(synthesis.first_day, synthesis.last_day), "", Reach.PUBLIC)
    with transaction():
        assert change_frame(world.synthesis_id, frame, saves=synthesis.saves) == 1
    assert quotation_of(world.item_id).id != before
    published(world.synthesis_id, world.facilitator)
    assert SAID not in read(each_app, world.synthesis_id)
    assert SAID not in read(each_app, world.synthesis_id, more="/versions/1")


def test_until_it_is_published_anew_the_readers_before_see_what_was_agreed(each_app: Flask) -> None:
    world = World(Reach.MEMBERS)
    agreed(world.item_id)
    synthesis = kept(world.synthesis_id)
    frame = Frame("T", "en", Period(synthesis.first_day, synthesis.last_day), "", Reach.PUBLIC)
    with transaction():
        change_frame(world.synthesis_id, frame, saves=synthesis.saves)
    member = browser_of(each_app, person(name="Somebody Else"))
    assert SAID in read(each_app, world.synthesis_id, member)
    assert each_app.test_client().get(f"/syntheses/{world.synthesis_id}").status_code == 404


def test_other_words_are_another_question() -> None:
    world = World()
    agreed(world.item_id)
    before = quotation_of(world.item_id).id
    with transaction():
        change_item(world.item_id, sections(world.synthesis_id)[0], SENTENCE, "It costs nothing.", saves=0)
    after = quotation_of(world.item_id)
    assert (after.id != before, after.answer) == (True, None)


def test_the_same_words_are_not_asked_about_twice() -> None:
    world = World()
    agreed(world.item_id)
    before = quotation_of(world.item_id).id
    with transaction():
        change_item(world.item_id, sections(world.synthesis_id)[0], "Another sentence.", SAID, saves=0)
    assert quotation_of(world.item_id).id == before


def test_what_somebody_only_quotes_of_another_is_not_theirs_to_agree_to() -> None:
    world = World()
    with transaction():
        answer = reply(world.post.thread_id, world.facilitator.id, Written(f"> {SAID}\n\nSo do we.", "en"))
    post = db.session.get_one(Post, answer.id)
    with pytest.raises(CannotBe, match="do not stand in the post"):
        picked(world.synthesis_id, post, SAID)
    assert quotation_of(picked(world.synthesis_id, post, "So do we.")).words == "So do we."


@pytest.mark.parametrize("passage", ["We listened at three in the morning.", "We listened … morning.", "Nothing of it"])
def test_only_words_that_stand_in_the_post_are_quoted(passage: str) -> None:
    world = World()
    with pytest.raises(CannotBe, match="do not stand in the post"):
        picked(world.synthesis_id, world.post, passage)


def test_words_of_a_translation_are_quoted_in_its_language(each_app: Flask) -> None:
    world = World()
    with transaction():
        add_translation(world.post.id, world.author_id, Translated("Nous avons écouté la nuit.", "fr"))
    item = picked(world.synthesis_id, world.post, "écouté la nuit")
    assert quotation_of(item).language == "fr"
    agreed(item)
    published(world.synthesis_id, world.facilitator)
    assert '<blockquote lang="fr" dir="ltr"><p>«\u202fécouté la nuit\u202f»' in read(each_app, world.synthesis_id)


def test_a_post_that_says_something_else_is_quoted_no_more(each_app: Flask) -> None:
    world = World()
    agreed(world.item_id)
    with transaction():
        change_post(world.post.id, world.author_id, Written("I was wrong about this.", "en"))
    shown = read(each_app, world.synthesis_id)
    assert SAID not in shown
    assert NAME not in shown


def test_a_post_that_was_removed_is_quoted_no_more(each_app: Flask) -> None:
    world = World()
    agreed(world.item_id)
    with transaction():
        remove_post(world.post.id, world.author_id)
    shown = read(each_app, world.synthesis_id, browser_of(each_app, world.facilitator))
    assert SENTENCE in shown
    assert SAID not in shown
    assert f"/forum/posts/{world.post.id}" not in shown


def test_a_post_that_is_held_is_quoted_no_more(each_app: Flask) -> None:
    world = World()
    agreed(world.item_id)
    with transaction():
        db.session.get_one(Post, world.post.id).state = PostState.HELD
    assert SAID not in read(each_app, world.synthesis_id)


def test_a_post_in_a_hidden_category_is_quoted_to_those_who_read_it_there(each_app: Flask) -> None:
    world = World()
    agreed(world.item_id)
    hidden = category("behind", Audience.STAFF, "Behind")
    with transaction():
        db.session.get_one(Thread, world.post.thread_id).category_id = hidden
    for browser in (None, browser_of(each_app, person(name="Somebody Else"))):
        shown = read(each_app, world.synthesis_id, browser)
        assert SAID not in shown
        assert NAME not in shown
        assert "How do you find leaks" not in shown
    assert SAID in read(each_app, world.synthesis_id, browser_of(each_app, world.facilitator))


def test_a_draft_without_the_item_forgets_the_question() -> None:
    world = World()
    item_id = picked(world.synthesis_id, world.post, "It costs nothing.")
    number = quotation_of(item_id).id
    with transaction():
        remove_item(item_id)
    assert db.session.get(SynthesisQuotation, number) is None
    assert db.session.query(Notice).filter_by(about=f"quotation-{number}").count() == 0


def test_who_has_left_cannot_be_quoted() -> None:
    world = World()
    with transaction():
        db.session.get_one(Post, world.post.id).author_id = None
    with pytest.raises(CannotBe, match="has left"):
        picked(world.synthesis_id, world.post, "It costs nothing.")


def _times_told(world: World) -> int:
    return db.session.query(Notice).filter_by(user_id=world.author_id, kind="syntheses.quoted").count()


def test_an_erased_account_leaves_neither_words_nor_name(each_app: Flask) -> None:
    world = World()
    agreed(world.item_id)
    number = quotation_of(world.item_id).id
    browser = browser_of(each_app, world.author)
    throttle.forget_all()
    proved = send(browser, "/account/prove?next=/account/erase", {"proof": PASSWORD})
    assert proved.status_code == 303
    assert send(browser, "/account/erase", {"understood": "y"}).status_code == 303
    later(31)
    db.session.expire_all()
    assert db.session.get(SynthesisQuotation, number) is None
    shown = read(each_app, world.synthesis_id)
    assert SENTENCE in shown
    assert SAID not in shown
    assert NAME not in shown
