"""Seats in a fishbowl: who speaks, who waits, what happens when nobody moves, and how it ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.roles import Role
from app.forum import fishbowl_actions as actions
from app.forum.actions import Written, remove_post, reply
from app.forum.by_mail import take_answer
from app.forum.fishbowl_actions import Summary
from app.forum.fishbowl_jobs import steer_fishbowls
from app.forum.fishbowl_models import SeatEnd
from app.forum.kinds import PostState
from app.forum.models import Category, Post, Thread
from app.forum.seating import MESSAGES
from app.forum.silencing_actions import silence
from app.forum.tending_actions import archive, lock, merge_threads, move_thread, split_thread
from app.platform import clock
from app.platform.database import db, transaction
from app.platform.errors import CannotBe, Conflict
from app.privacy.erasing import erase
from app.privacy.models import Cause, Erasure
from tests.builders import browser_of, counted_statements
from tests.forum.fishbowls import (
    after,
    answer,
    endings,
    fishbowl,
    kept,
    move,
    press,
    seated,
    sitting,
    speak,
    told,
    waiting,
)
from tests.forum.people import opening_of, somebody, talk
from tests.forum.threads import category


def facilitator(name: str = "Fatou Facilitates") -> User:
    return somebody(Role.FACILITATOR, name=name)


def posts_by(thread: Thread, who: User) -> int:
    db.session.rollback()
    wanted = select(func.count()).select_from(Post).where(Post.thread_id == thread.id, Post.author_id == who.id)
    return db.session.scalar(wanted) or 0


def test_first_speakers_are_offered_seats_and_take_them_with_one_tap(each_app: Flask) -> None:
    one, other = somebody(), somebody()
    thread = fishbowl(facilitator(), one, other)
    assert sitting(thread) == {1: (one.id, False), 2: (other.id, False)}
    assert told(one) == ["seat-offered"]
    assert move(browser_of(each_app, one), thread, "take") == 303
    assert move(browser_of(each_app, other), thread, "pass-on") == 303
    assert sitting(thread) == {1: (one.id, True)}
    assert told(other) == []


def test_who_asks_while_a_seat_is_free_sits_at_once(each_app: Flask) -> None:
    thread, user = fishbowl(facilitator()), somebody()
    assert move(browser_of(each_app, user), thread, "ask") == 303
    assert sitting(thread) == {1: (user.id, True)}
    assert told(user) == []


def test_a_listener_is_told_what_they_can_do_instead_and_loses_nothing(each_app: Flask) -> None:
    thread, user = fishbowl(facilitator()), somebody()
    browser = browser_of(each_app, user)
    assert "Ask for one above" in browser.get(f"/forum/threads/{thread.id}").text
    refused = answer(browser, thread, "My long thought.")
    assert refused.status_code == 403
    assert "My long thought." in refused.text
    assert posts_by(thread, user) == 0


def test_a_seat_gives_three_messages(each_app: Flask) -> None:
    thread, user = fishbowl(facilitator()), somebody()
    seated(thread, user)
    browser = browser_of(each_app, user)
    assert [answer(browser, thread, f"Message {number}").status_code for number in range(4)] == [303, 303, 303, 403]
    assert posts_by(thread, user) == MESSAGES
    assert endings(thread, user) == [SeatEnd.USED_UP]


def test_of_two_windows_that_send_at_once_neither_gets_a_fourth_message(each_app: Flask) -> None:
    thread, user = fishbowl(facilitator()), somebody()
    seated(thread, user)
    thread_id, user_id = thread.id, user.id

    def send(_window: int) -> bool:
        with each_app.app_context():
            try:
                with transaction():
                    reply(thread_id, user_id, Written("Now.", "en"))
            except CannotBe:
                return False
            return True

    with ThreadPoolExecutor(6) as pool:
        sent = list(pool.map(send, range(6)))
    assert sum(sent) == MESSAGES
    assert posts_by(thread, user) == MESSAGES


def test_a_removed_message_is_not_given_back_and_a_held_one_counts(app: Flask) -> None:
    thread, user, host = fishbowl(facilitator()), somebody(), somebody(Role.UCLG_LEARNING)
    seated(thread, user)
    first = speak(thread, user)
    with transaction():
        remove_post(first.id, host.id, "Off the subject.")
        reply(thread.id, user.id, Written("Buy.", "en"), is_held=True)
    speak(thread, user)
    with pytest.raises(CannotBe), transaction():
        reply(thread.id, user.id, Written("A fourth.", "en"))
    db.session.rollback()
    states = db.session.scalars(select(Post.state).where(Post.author_id == user.id).order_by(Post.number)).all()
    assert states == [PostState.REMOVED, PostState.HELD, PostState.SHOWN]


def test_answers_by_mail_obey_the_seats(app: Flask) -> None:
    thread, user = fishbowl(facilitator()), somebody()
    first = opening_of(thread)
    with transaction():
        refused = take_answer(user.id, first.id, "From my mail program.", ())
    assert "those who hold a seat write" in refused.reason
    seated(thread, user)
    with transaction():
        assert take_answer(user.id, first.id, "From my mail program.", ())
    assert posts_by(thread, user) == 1


def test_the_facilitator_writes_without_a_seat_and_other_tenders_do_not(each_app: Flask) -> None:
    host, other = facilitator(), somebody(Role.UCLG_LEARNING)
    thread = fishbowl(host)
    assert answer(browser_of(each_app, host), thread).status_code == 303
    colleague = browser_of(each_app, other)
    assert answer(colleague, thread).status_code == 403
    assert press(colleague, f"/forum/fishbowls/{thread.id}/facilitation", step="take-over").status_code == 303
    assert answer(colleague, thread).status_code == 303


def test_what_one_wrote_can_be_corrected_after_the_turn(each_app: Flask) -> None:
    thread, user = fishbowl(facilitator()), somebody()
    seated(thread, user)
    post = speak(thread, user)
    browser = browser_of(each_app, user)
    assert move(browser, thread, "leave") == 303
    assert browser.get(f"/forum/posts/{post.id}/change").status_code == 200


def test_the_line_goes_by_fewest_turns_then_by_time(each_app: Flask) -> None:
    full = [somebody() for _number in range(4)]
    thread, newcomer = fishbowl(facilitator()), somebody()
    seated(thread, *full)
    with transaction():
        actions.leave_seat(thread.id, full[0].id)
    seated(thread, somebody(), full[0], newcomer)
    assert waiting(thread) == {full[0].id, newcomer.id}
    with transaction():
        actions.leave_seat(thread.id, full[1].id)
    assert sitting(thread)[2] == (newcomer.id, False)
    page = browser_of(each_app, full[0]).get(f"/forum/threads/{thread.id}").text
    assert "You are number 1 in the line." in page


def test_an_offer_that_nobody_takes_passes_on_after_a_day(each_app: Flask) -> None:
    silent, next_one = somebody(), somebody()
    thread = fishbowl(facilitator(), silent)
    seated(thread, *(somebody() for _number in range(3)), next_one)
    with after(hours=23):
        assert sitting(thread)[1] == (silent.id, False)
    with after(hours=24, minutes=1):
        assert sitting(thread)[1] == (next_one.id, False)
        assert told(silent) == ["seat-over"]
        assert told(next_one) == ["seat-offered"]
        with pytest.raises(Conflict), transaction():
            actions.take_offered_seat(thread.id, silent.id)


def test_time_takes_a_seat_only_where_somebody_waits(each_app: Flask) -> None:
    sits, comes = [somebody() for _number in range(4)], somebody()
    thread = fishbowl(facilitator())
    seated(thread, *sits)
    with after(hours=37):
        assert told(sits[0]) == ["seat-ends"]
    with after(hours=60):
        assert len(sitting(thread)) == 4
        assert told(sits[0]) == []
        seated(thread, comes)
        assert waiting(thread) == {comes.id}
        assert told(sits[0]) == ["seat-ends"]
    with after(hours=73):
        assert sitting(thread)[1] == (comes.id, False)
        assert told(sits[0]) == ["seat-over"]


def test_the_open_seat_is_whose_who_comes_first_and_is_free_again(each_app: Flask) -> None:
    first, second = somebody(), somebody()
    thread = fishbowl(facilitator())
    assert move(browser_of(each_app, first), thread, "sit") == 303
    assert move(browser_of(each_app, second), thread, "sit") == 403
    assert sitting(thread) == {5: (first.id, True)}
    with after(hours=49):
        assert sitting(thread) == {}
    with transaction():
        actions.sit_down(thread.id, second.id)
        actions.leave_seat(thread.id, second.id)
    browser = browser_of(each_app, second)
    assert move(browser, thread, "sit") == 403
    assert "for a day the open seat is for others" in browser.get(f"/forum/threads/{thread.id}").text
    assert move(browser, thread, "ask") == 303


def test_of_many_who_sit_down_at_once_one_sits(each_app: Flask) -> None:
    thread_id = fishbowl(facilitator()).id
    people = [somebody().id for _number in range(6)]

    def sit(user_id: int) -> bool:
        with each_app.app_context():
            try:
                with transaction():
                    actions.sit_down(thread_id, user_id)
            except Conflict:
                return False
            return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(sit, people)) == 1


def test_a_freed_seat_goes_on_and_the_reason_is_kept(each_app: Flask) -> None:
    host, user = facilitator(), somebody()
    thread = fishbowl(host)
    seated(thread, user)
    browser, address = browser_of(each_app, host), f"/forum/fishbowls/{thread.id}/seats/1/freeing"
    assert press(browser, address).status_code == 422
    assert press(browser, address, reason="You asked to pause.").status_code == 303
    assert sitting(thread) == {}
    assert told(user) == ["seat-over"]
    assert "You asked to pause." in browser.get(f"/forum/fishbowls/{thread.id}/facilitation").text
    assert press(browser_of(each_app, somebody()), address, reason="I want it.").status_code == 403


def test_who_is_called_forward_is_next_and_everybody_reads_why(each_app: Flask) -> None:
    host, waits, called = facilitator(), somebody(), somebody(name="Teuila Island")
    thread = fishbowl(host)
    full = [somebody() for _number in range(4)]
    seated(thread, *full, waits)
    # Known there by the line alone.
    seated(thread, called)
    browser, address = browser_of(each_app, host), f"/forum/fishbowls/{thread.id}/facilitation/calls"
    assert press(browser, address, people="@Nobody Known", note="Why not").status_code == 422
    assert press(browser, address, people="@Teuila Island", note="No island has spoken yet.").status_code == 303
    assert "No island has spoken yet." in browser_of(each_app, waits).get(f"/forum/threads/{thread.id}").text
    with transaction():
        actions.leave_seat(thread.id, full[2].id)
    assert sitting(thread)[3] == (called.id, False)


def test_when_nobody_moves_listeners_are_invited_then_those_who_may_close_it(each_app: Flask) -> None:
    host, colleague, asks = facilitator(), facilitator("Other Facilitator"), somebody()
    thread = fishbowl(host, days=100)
    assert (
        press(browser_of(each_app, asks), f"/forum/fishbowls/{thread.id}/notes", words="Who pays?").status_code == 303
    )
    with after(days=2, minutes=1):
        assert told(asks) == ["fishbowl-quiet"]
        assert told(host) == ["fishbowl-waits"]
        seated(thread, asks)
        speak(thread, asks)
        assert told(asks) == []
        assert "fishbowl-waits" not in told(host)
    with after(days=10):
        assert "fishbowl-waits" in told(host)
        assert "fishbowl-waits" not in told(colleague)
    with after(days=17):
        assert "fishbowl-waits" in told(colleague)
    with after(days=31):
        assert kept(thread).closed_at is not None
        assert "fishbowl-closed" in told(asks)
        page = browser_of(each_app, asks).get(f"/forum/threads/{thread.id}").text
        assert "closed by itself" in page


def test_the_planned_end_is_told_to_all_who_may_close_it_and_can_be_put_off(each_app: Flask) -> None:
    host, colleague = facilitator(), facilitator("Other Facilitator")
    thread = fishbowl(host, days=1)
    with after(days=1, minutes=1):
        assert told(host) == told(colleague) == ["fishbowl-waits"]
        browser = browser_of(each_app, host)
        later = (clock.today() + timedelta(days=7)).isoformat()
        address = f"/forum/fishbowls/{thread.id}/facilitation/end"
        assert press(browser, address, ends_on="2020-01-01").status_code == 422
        assert press(browser, address, ends_on=later).status_code == 303
        assert told(colleague) == []


def test_in_the_closing_round_who_spoke_leaves_one_message_more(each_app: Flask) -> None:
    host, spoke, listens = facilitator(), somebody(), somebody()
    thread = fishbowl(host)
    seated(thread, spoke, listens)
    speak(thread, spoke)
    assert (
        press(
            browser_of(each_app, host), f"/forum/fishbowls/{thread.id}/facilitation", step="closing-round"
        ).status_code
        == 303
    )
    assert sitting(thread) == {}
    assert told(spoke) == ["closing-round"]
    one = browser_of(each_app, spoke)
    assert answer(one, thread, "I take home patience.").status_code == 303
    assert answer(one, thread, "And more.").status_code == 403
    assert answer(browser_of(each_app, listens), thread).status_code == 403
    assert move(browser_of(each_app, listens), thread, "ask") == 403
    with after(days=3, minutes=1):
        assert "fishbowl-waits" in told(host)


def test_the_summary_closes_it_stands_on_top_and_is_told(each_app: Flask) -> None:
    host, spoke, listens = facilitator(), somebody(), somebody()
    thread = fishbowl(host)
    seated(thread, spoke)
    speak(thread, spoke)
    browser, address = browser_of(each_app, host), f"/forum/fishbowls/{thread.id}/summary"
    assert press(browser_of(each_app, listens), address, agreement="Mine").status_code == 403
    assert "at least one of the three" in press(browser, address, language="en").text
    assert press(browser, address, agreement="Water is **shared**.", language="en").status_code == 303
    page = browser_of(each_app, listens).get(f"/forum/threads/{thread.id}").text
    assert page.index("Water is <strong>shared</strong>.") < page.index('id="post-1"')
    assert "Where they do not" not in page
    assert told(spoke) == ["fishbowl-closed"]
    assert answer(browser, thread).status_code == 403
    assert press(browser, address, agreement="Water is public.", language="en").status_code == 303
    assert "Water is public." in browser.get(f"/forum/threads/{thread.id}").text
    assert told(spoke) == ["fishbowl-closed"]


def test_a_summary_is_still_written_after_it_closed_by_itself(app: Flask) -> None:
    host, spoke = facilitator(), somebody()
    thread = fishbowl(host)
    seated(thread, spoke)
    speak(thread, spoke)
    with after(days=60):
        with transaction():
            actions.sum_up(thread.id, host.id, Summary("", "", "Who pays?", "en"))
        assert told(spoke).count("fishbowl-closed") == 2
        assert kept(thread).summed_up_by == host.id


def test_a_fishbowl_is_not_taken_apart_or_closed_by_the_back_door(app: Flask) -> None:
    host, author = facilitator(), somebody()
    thread, other = fishbowl(host), talk(author)
    elsewhere = category("roads", title="Roads")
    post = speak(thread, host)
    for act in (
        lambda: merge_threads(thread.id, other.id, host.id),
        lambda: merge_threads(other.id, thread.id, host.id),
        lambda: split_thread(thread.id, [post.id], "Another", host.id),
        lambda: lock(thread.id, host.id, is_locked=True),
        lambda: archive(thread.id, host.id, is_archived=True),
        lambda: move_thread(thread.id, elsewhere, host.id),
    ):
        with pytest.raises(CannotBe), transaction():
            act()


def test_looking_after_a_fishbowl_offers_only_what_can_be_done(each_app: Flask) -> None:
    host = facilitator()
    thread, other = fishbowl(host), talk(host)
    browser = browser_of(each_app, host)
    page = browser.get(f"/forum/threads/{thread.id}/tending").text
    assert "Merge into another thread" not in page
    assert "Close it: no more answers" not in page
    assert f"/forum/fishbowls/{thread.id}/facilitation" in page
    address = f"/forum/threads/{thread.id}/tending/change"
    renamed = {"kind": "fishbowl", "title": "Who owns the water?", "language": "en"}
    assert press(browser, address, **renamed).status_code == 303
    assert press(browser, address, **{**renamed, "kind": "idea"}).status_code == 422
    assert press(browser, f"/forum/threads/{other.id}/tending/change", **renamed).status_code == 422


def test_who_may_not_write_takes_no_seat(each_app: Flask) -> None:
    host, loud = facilitator(), somebody()
    thread = fishbowl(host, loud)
    with transaction():
        silence(loud.id, None, 3, "respect", "You shouted.", host.id)
    browser = browser_of(each_app, loud)
    assert [move(browser, thread, wish) for wish in ("take", "ask", "sit")] == [403, 403, 403]
    assert move(browser, thread, "pass-on") == 303


def test_who_loses_the_course_or_the_account_sits_and_waits_no_more(app: Flask) -> None:
    host, gone, stays = facilitator(), somebody(), somebody()
    thread = fishbowl(host)
    seated(thread, gone, stays)
    with transaction():
        erasure = Erasure(
            number="x", user_id=gone.id, cause=Cause.ASKED, asked_at=clock.now(), due_at=clock.now(), counts={}
        )
        db.session.add(erasure)
        db.session.flush()
        erase(erasure, db.session.get_one(User, gone.id))
    assert sitting(thread) == {2: (stays.id, True)}
    with transaction():
        actions.leave_fishbowls(host.id)
    assert kept(thread).facilitator_id is None


def test_what_nobody_may_read_is_steered_no_further(app: Flask) -> None:
    silent = somebody()
    thread = fishbowl(facilitator(), silent)
    with transaction():
        db.session.get_one(Category, thread.category_id).archived_at = clock.now()
    with after(days=40):
        assert sitting(thread) == {1: (silent.id, False)}


def test_the_job_asks_once_where_nothing_is_due(app: Flask) -> None:
    host = facilitator()
    for _number in range(5):
        fishbowl(host)
    with counted_statements(app) as statements:
        steer_fishbowls()
    assert len(statements) == 1


def test_steering_takes_as_many_statements_however_many_sit_and_wait(app: Flask) -> None:
    host = facilitator()

    def steered(people: int) -> int:
        thread = fishbowl(host)
        seated(thread, *(somebody() for _number in range(people)))
        with clock.stopped_at(clock.now() + timedelta(hours=37)), counted_statements(app) as statements:
            steer_fishbowls()
        return len(statements)

    few = steered(5)
    assert steered(25) <= few + 2


def test_an_ordinary_thread_pays_nothing_and_a_fishbowl_as_much_however_many_take_part(app: Flask) -> None:
    host, reader = facilitator(), somebody()
    plain, thread = talk(somebody()), fishbowl(host)
    browser = browser_of(app, reader)

    def statements(thread_id: int) -> int:
        browser.get(f"/forum/threads/{thread_id}")
        with counted_statements(app) as counted:
            assert browser.get(f"/forum/threads/{thread_id}").status_code == 200
        assert not [text for text in counted.texts if "forum_seat" in text and thread_id == plain.id]
        return len(counted)

    empty = statements(thread.id)
    people = [somebody() for _number in range(12)]
    seated(thread, *people)
    for one in people[:4]:
        speak(thread, one)
    for one in people[4:]:
        assert press(browser_of(app, one), f"/forum/fishbowls/{thread.id}/notes", words="Who pays?").status_code == 303
    full = statements(thread.id)
    assert statements(plain.id) + 6 == full == empty


def test_who_looks_after_a_category_opens_a_fishbowl_and_nobody_else(each_app: Flask) -> None:
    host, speaker, member = facilitator(), somebody(name="Ana Quispe"), somebody()
    talk(speaker)
    address, browser = "/forum/categories/water/fishbowls/new", browser_of(each_app, host)
    fields = {
        "title": "Who should own the water?",
        "source": "Towns do it differently.",
        "language": "en",
        "ends_on": (clock.today() + timedelta(days=10)).isoformat(),
    }
    assert press(browser_of(each_app, member), address, **fields).status_code == 403
    assert "Open a fishbowl" not in browser_of(each_app, member).get("/forum/categories/water").text
    assert "Open a fishbowl" in browser.get("/forum/categories/water").text
    assert "Fishbowl" not in browser.get("/forum/categories/water/new").text
    wrong = press(browser, address, **fields, speakers="@Nobody Known")
    assert wrong.status_code == 422
    assert "Towns do it differently." in wrong.text
    assert press(browser, address, **{**fields, "ends_on": "2020-02-30"}).status_code == 422
    assert "How others will see it" in press(browser, address, **fields, step="preview").text
    # What was typed so far is a draft, and goes with sending it.
    assert "Towns do it differently." in browser.get(address).text
    opened = press(browser, address, **fields, speakers="@Ana Quispe")
    assert "Towns do it differently." not in browser.get(address).text
    assert opened.status_code == 303
    assert told(speaker)[0] == "seat-offered"
    assert "Ana Quispe" in browser.get(opened.location).text
    assert "Fishbowl" in browser.get("/forum/categories/water").text
