"""What those who listen want to be asked, and whose voices are heard."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from app.accounts.models import User
from app.accounts.roles import Role
from app.forum.fishbowl_actions import begin_closing_round
from app.forum.fishbowl_models import Note, NoteState
from app.forum.fishbowl_note_actions import leave_note, support_note
from app.forum.models import Thread
from app.forum.silencing_actions import silence
from app.platform import throttle
from app.platform.database import db, transaction
from app.platform.errors import CannotBe
from tests.builders import browser_of, person
from tests.forum.fishbowls import fishbowl, notes, press, seated, speak, told
from tests.forum.people import somebody


def asking(thread: Thread, who: User, words: str = "Who pays?") -> int:
    """The number of a note, past the form."""
    with transaction():
        return leave_note(thread.id, who.id, words, "en").id


def facilitator() -> User:
    return somebody(Role.FACILITATOR, name="Fatou Facilitates")


def test_a_note_is_left_and_read_by_all_under_the_name_of_its_author(each_app: Flask) -> None:
    thread, listener = fishbowl(facilitator()), somebody(name="Nadia Haddad")
    address = f"/forum/fishbowls/{thread.id}/notes"
    assert press(browser_of(each_app, listener), address, words="<b>Who</b> pays?").status_code == 303
    page = browser_of(each_app, somebody()).get(f"/forum/threads/{thread.id}").text
    assert "&lt;b&gt;Who&lt;/b&gt; pays?" in page
    assert "Nadia Haddad" in page


def test_three_notes_may_wait_and_what_is_refused_is_not_lost(each_app: Flask) -> None:
    thread, listener = fishbowl(facilitator()), somebody()
    browser, address = browser_of(each_app, listener), f"/forum/fishbowls/{thread.id}/notes"
    for number in range(3):
        assert press(browser, address, words=f"Question {number}?").status_code == 303
    refused = press(browser, address, words="One more?")
    assert refused.status_code == 403
    assert "Three notes of yours wait already." in refused.text
    assert "One more?" in refused.text
    assert press(browser, address, words="x" * 301).status_code == 403
    mine = db.session.query(Note.id).filter_by(author_id=listener.id).first()
    assert mine is not None
    assert press(browser, f"/forum/notes/{mine.id}/taking-back").status_code == 303
    assert ("", NoteState.TAKEN_BACK, 0) in notes(thread)
    assert press(browser, address, words="x" * 301).status_code == 422
    assert press(browser, address, words="One more?").status_code == 303


def test_of_two_windows_that_leave_a_note_at_once_no_fourth_is_kept(each_app: Flask) -> None:
    thread_id, listener_id = (fishbowl(facilitator())).id, somebody().id

    def leave(number: int) -> bool:
        with each_app.app_context():
            try:
                with transaction():
                    leave_note(thread_id, listener_id, f"Question {number}?", "en")
            except CannotBe:
                return False
            return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(leave, range(6))) == 3


def test_notes_obey_the_conduct_silences_and_limits(each_app: Flask) -> None:
    thread, newcomer, silent, hasty = fishbowl(facilitator()), person(), somebody(), somebody()
    address = f"/forum/fishbowls/{thread.id}/notes"
    browser = browser_of(each_app, newcomer)
    assert "read the code of conduct and tick this" in press(browser, address, words="Who pays?").text
    assert press(browser, address, words="Who pays?", note_conduct="y").status_code == 303
    with transaction():
        silence(silent.id, None, 3, "respect", "You shouted.", newcomer.id)
    refused = press(browser_of(each_app, silent), address, words="Who pays?")
    assert refused.status_code == 422
    assert "You shouted." in refused.text
    throttle.forget_all()
    quick = browser_of(each_app, hasty)
    for _time in range(10):
        throttle.is_often("10 per hour", "forum notes", str(hasty.id))
    assert press(quick, address, words="Who pays?").status_code == 429
    throttle.forget_all()


def test_who_can_write_leaves_no_note(each_app: Flask) -> None:
    host, sits = facilitator(), somebody()
    thread = fishbowl(host)
    seated(thread, sits)
    for one in (host, sits):
        address = f"/forum/fishbowls/{thread.id}/notes"
        assert press(browser_of(each_app, one), address, words="Who pays?").status_code == 403


def test_a_note_that_comes_after_the_end_is_told_so_and_not_lost(each_app: Flask) -> None:
    host, listener = facilitator(), somebody()
    thread = fishbowl(host)
    with transaction():
        begin_closing_round(thread.id, host.id)
    refused = press(browser_of(each_app, listener), f"/forum/fishbowls/{thread.id}/notes", words="Who pays?")
    assert refused.status_code == 403
    assert "there are no new notes" in refused.text
    assert "Who pays?" in refused.text
    assert notes(thread) == []


def test_a_note_is_supported_once_by_each_and_not_by_its_author(each_app: Flask) -> None:
    thread, author, other = fishbowl(facilitator()), somebody(), somebody()
    address = f"/forum/notes/{asking(thread, author)}/support"
    browser = browser_of(each_app, other)
    assert [press(browser, address).status_code for _time in range(2)] == [303, 303]
    assert press(browser_of(each_app, author), address).status_code == 403
    assert notes(thread) == [("Who pays?", NoteState.OPEN, 1)]
    assert press(browser, address, wish="back").status_code == 303
    assert notes(thread) == [("Who pays?", NoteState.OPEN, 0)]


def test_what_many_want_to_know_stands_first(each_app: Flask) -> None:
    thread, one, other = fishbowl(facilitator()), somebody(), somebody()
    asking(thread, one, "The first note?")
    wanted = asking(thread, one, "The wanted note?")
    with transaction():
        support_note(wanted, other.id)
    page = browser_of(each_app, other).get(f"/forum/threads/{thread.id}").text
    assert page.index("The wanted note?") < page.index("The first note?")


def test_a_note_that_is_asked_leads_to_the_message_and_tells_who_wanted_to_know(each_app: Flask) -> None:
    thread, author, other, speaker = fishbowl(facilitator()), somebody(), somebody(), somebody()
    seated(thread, speaker)
    note_id = asking(thread, author)
    with transaction():
        support_note(note_id, other.id)
    address, browser = f"/forum/notes/{note_id}/asked", browser_of(each_app, speaker)
    assert press(browser_of(each_app, other), address).status_code == 403
    assert "Ask it in a message first." in press(browser, address).text
    post = speak(thread, speaker, "Who pays, then?")
    assert press(browser, address).status_code == 303
    assert press(browser, address).status_code == 403
    assert told(author) == told(other) == ["note-asked"]
    assert f"/forum/posts/{post.id}" in browser.get(f"/forum/threads/{thread.id}").text


def test_who_looks_after_it_removes_a_note_with_a_rule_that_its_author_reads(each_app: Flask) -> None:
    host, author, reader = facilitator(), somebody(), somebody()
    thread = fishbowl(host)
    address = f"/forum/notes/{asking(thread, author, 'You fool?')}/removal"
    browser = browser_of(each_app, host)
    assert press(browser_of(each_app, reader), address).status_code == 403
    assert press(browser, address).status_code == 422
    assert press(browser, address, rule="respect", reason="Speak about the matter.").status_code == 303
    page = f"/forum/threads/{thread.id}"
    assert "You fool?" not in browser_of(each_app, reader).get(page).text
    assert told(author) == ["post-removed"]
    own = browser_of(each_app, author).get(page).text
    assert "Speak about the matter." in own


def test_a_note_of_a_hidden_category_is_hidden(each_app: Flask) -> None:
    thread, author = fishbowl(facilitator()), somebody()
    note_id = asking(thread, author)
    with transaction():
        db.session.get_one(Thread, thread.id).removed_at = thread.made_at
    browser = browser_of(each_app, somebody())
    for act in ("support", "asked", "taking-back", "removal"):
        assert press(browser, f"/forum/notes/{note_id}/{act}").status_code == 404


def test_voices_are_counted_by_region_and_language_without_the_facilitator(each_app: Flask) -> None:
    host, one, other = facilitator(), somebody(), somebody()
    thread = fishbowl(host)
    with transaction():
        db.session.get_one(User, one.id).country = "SN"
    seated(thread, one, other)
    speak(thread, host)
    speak(thread, one, "Nous payons.", "fr")
    speak(thread, one)
    speak(thread, other)
    page = browser_of(each_app, somebody()).get(f"/forum/threads/{thread.id}").text
    assert "<bdi>Africa</bdi>: 1 person, 2 messages" in page
    assert "<bdi>Not said</bdi>: 1 person, 1 message" in page
    assert "<bdi>English</bdi>: 2 people, 2 messages" in page
    assert (
        "Regions from which nobody has spoken"
        in browser_of(each_app, host).get(f"/forum/fishbowls/{thread.id}/facilitation").text
    )
