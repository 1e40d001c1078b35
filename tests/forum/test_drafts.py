"""What somebody types in the forum is kept: by the script, by a button, and where it cannot be sent."""

from datetime import timedelta

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.roles import Role
from app.forum.actions import remove_post
from app.forum.draft_actions import KEPT, MOST_DRAFTS, forget_old_drafts, keep_draft
from app.forum.drafting import Spot, SpotKind, find_spot, joined, typed_in
from app.forum.kinds import Audience
from app.forum.models import Category, Thread
from app.forum.part_models import Draft
from app.platform import clock, throttle
from app.platform.database import db, transaction
from tests.builders import browser_of, send
from tests.forum.drafts import autosave, form_at, save_for_later
from tests.forum.fishbowls import QUESTION, fishbowl
from tests.forum.people import opening_of, said, somebody, talk
from tests.forum.threads import category

ANSWER = {"source": "With the river, I think.", "language": "en"}


def drafts_of(user: User) -> list[Draft]:
    db.session.rollback()
    return list(db.session.scalars(select(Draft).where(Draft.user_id == user.id)))


def texts_of(user: User) -> list[str]:
    return [str(draft.typed["source"]) for draft in drafts_of(user)]


def test_a_form_is_known_by_its_key() -> None:
    assert find_spot("thread-12") == Spot(SpotKind.THREAD, 12)
    for key in ("", "thread", "thread-", "thread-x", "thread-1-2", "user-1", "thread-1234567890123456"):
        assert find_spot(key) is None, key


@given(st.text(max_size=40), st.text(max_size=40))
def test_of_two_windows_both_texts_are_kept(kept: str, typed: str) -> None:
    both = joined(kept, typed)
    assert kept.strip() in both
    assert typed.strip() in both


@given(st.dictionaries(st.sampled_from(["source", "title", "language", "kind", "other"]), st.text(max_size=50)))
def test_only_known_fields_are_kept(fields: dict[str, str]) -> None:
    assert set(typed_in(fields, [])) <= {"source", "title", "language", "kind"}
    assert "\x00" not in str(typed_in(fields, []))


def test_an_answer_waits_until_it_is_sent(each_app: Flask) -> None:
    user = somebody()
    thread = talk(somebody(), "Where do you begin?")
    here = f"/forum/threads/{thread.id}"
    browser = browser_of(each_app, user)
    saved = save_for_later(browser, here, **ANSWER)
    assert saved.status_code == 303
    home = browser.get("/forum").text
    assert "Saved for later" in home
    draft = drafts_of(user)[0]
    assert f"/forum/drafts/{draft.id}" in home
    assert browser.get(f"/forum/drafts/{draft.id}").location.startswith(here)
    assert "With the river, I think." in browser.get(here).text
    sent = browser.post(f"{here}/answers", data=form_at(browser, here) | ANSWER)
    assert sent.status_code == 303
    assert drafts_of(user) == []
    assert "Begun and not sent" not in browser.get("/forum").text


def test_drafts_are_nobody_elses_business(each_app: Flask) -> None:
    user = somebody()
    here = f"/forum/threads/{talk(somebody()).id}"
    save_for_later(browser_of(each_app, user), here, **ANSWER)
    other = browser_of(each_app, somebody())
    assert "With the river" not in other.get(here).text
    assert other.get(f"/forum/drafts/{drafts_of(user)[0].id}").status_code == 404
    form = form_at(other, here)
    assert other.post(f"/forum/drafts/{drafts_of(user)[0].id}/drop", data=form).status_code == 404


def test_a_new_thread_is_kept_with_all_that_was_chosen(each_app: Flask) -> None:
    user = somebody()
    category()
    browser = browser_of(each_app, user)
    here = "/forum/categories/water/new"
    typed = {"title": "Which pump?", "source": "For 500 people.", "language": "fr", "kind": "question"}
    save_for_later(browser, here, **typed, topics="sdg-6", targets="11.5")
    page = browser.get(here).text
    assert 'value="Which pump?"' in page
    assert 'value="11.5"' in page
    for chosen in ('value="question"', 'value="sdg-6"'):
        field = next(tag for tag in page.split("<input") if chosen in tag.split(">")[0])
        assert "checked" in field.split(">")[0]
    assert '<option selected value="fr"' in page


def test_a_summary_waits_with_all_its_parts_until_it_closes_the_fishbowl(each_app: Flask) -> None:
    host = somebody(Role.FACILITATOR)
    here = f"/forum/fishbowls/{fishbowl(host).id}/summary"
    browser = browser_of(each_app, host)
    save_for_later(browser, here, agreement="Water is shared.", questions="Who pays?", language="fr")
    page = browser.get("/forum").text
    assert QUESTION in page.split('id="drafts"')[1].split("</section>")[0]
    (draft,) = drafts_of(host)
    assert browser.get(f"/forum/drafts/{draft.id}").location.startswith(here)
    page = browser.get(here).text.replace("\r\n", "")
    assert "Water is shared.</textarea>" in page
    assert "Who pays?</textarea>" in page
    assert '<option selected value="fr"' in page
    refused = browser.post(here, data=form_at(browser, here) | {"agreement": "x" * 6000, "language": "fr"})
    assert refused.status_code == 422
    assert drafts_of(host)[0].typed["agreement"] == "x" * 6000
    sent = browser.post(here, data=form_at(browser, here) | {"agreement": "Water is shared.", "language": "en"})
    assert sent.status_code == 303
    assert drafts_of(host) == []


def test_each_part_of_a_summary_is_kept_from_both_windows(each_app: Flask) -> None:
    host = somebody(Role.FACILITATOR)
    here = f"/forum/fishbowls/{fishbowl(host).id}/summary"
    browser = browser_of(each_app, host)
    first = second = form_at(browser, here)
    assert autosave(browser, first, agreement="One.").get_json() == {"number": 1, "met": False}
    assert autosave(browser, second, questions="Two?").get_json()["met"]
    assert browser.post("/forum/drafts", data=second | {"questions": "Two?"}).status_code == 303
    typed = drafts_of(host)[0].typed
    assert (typed["agreement"], typed["questions"]) == ("One.", "Two?")


def test_a_change_is_kept_beside_the_post(each_app: Flask) -> None:
    user = somebody()
    thread = talk(user)
    post = opening_of(thread)
    browser = browser_of(each_app, user)
    here = f"/forum/posts/{post.id}/change"
    save_for_later(browser, here, source="Other words", title="Other title", language="en")
    assert "Other words" in browser.get(here).text
    assert "Other words" not in browser.get(f"/forum/threads/{thread.id}").text
    changed = browser.post(
        here, data=form_at(browser, here) | {"source": "Other words", "title": "T", "language": "en"}
    )
    assert changed.status_code == 303
    assert drafts_of(user) == []


def test_the_script_saves_and_goes_on_from_what_it_saved(each_app: Flask) -> None:
    user = somebody()
    here = f"/forum/threads/{talk(somebody()).id}"
    browser = browser_of(each_app, user)
    form = form_at(browser, here)
    first = autosave(browser, form, source="One")
    assert first.json == {"number": 1, "met": False}
    second = autosave(browser, form | {"base": "1"}, source="One, two")
    assert second.json == {"number": 2, "met": False}
    assert texts_of(user) == ["One, two"]
    emptied = autosave(browser, form | {"base": "2"}, source=" ")
    assert emptied.json == {"number": 0, "met": False}
    assert texts_of(user) == []


def test_no_window_overwrites_unseen_what_another_saved(each_app: Flask) -> None:
    user = somebody()
    here = f"/forum/threads/{talk(somebody()).id}"
    browser = browser_of(each_app, user)
    one, other = form_at(browser, here), form_at(browser, here)
    autosave(browser, one, source="From the first window")
    met = autosave(browser, other, source="From the second window")
    assert met.json == {"number": None, "met": True}
    assert texts_of(user) == ["From the first window"]
    browser.post("/forum/drafts", data=other | {"source": "From the second window"})
    assert "From the first window" in texts_of(user)[0]
    assert "From the second window" in texts_of(user)[0]


def test_what_another_window_saved_stays_when_one_sends(each_app: Flask) -> None:
    user = somebody()
    here = f"/forum/threads/{talk(somebody()).id}"
    browser = browser_of(each_app, user)
    one, other = form_at(browser, here), form_at(browser, here)
    autosave(browser, one, source="A second answer, not sent")
    assert browser.post(f"{here}/answers", data=other | ANSWER).status_code == 303
    assert texts_of(user) == ["A second answer, not sent"]


def test_a_text_that_cannot_be_sent_is_kept(each_app: Flask) -> None:
    user = somebody()
    thread = talk(somebody())
    here = f"/forum/threads/{thread.id}"
    browser = browser_of(each_app, user)
    form = form_at(browser, here)
    wrong = browser.post(f"{here}/answers", data=form | {"source": "Fine words", "language": "none"})
    assert wrong.status_code == 422
    assert texts_of(user) == ["Fine words"]
    with transaction():
        db.session.get_one(Thread, thread.id).locked_at = clock.now()
    late = browser.post(f"{here}/answers", data=form | {"base": "1", "source": "Finer words", "language": "en"})
    assert late.status_code == 403
    assert texts_of(user) == ["Finer words"]
    draft = drafts_of(user)[0]
    kept = browser.get(f"/forum/drafts/{draft.id}").text
    assert "Finer words" in kept
    assert "This thread is closed" in kept


def test_an_answer_to_a_post_that_went_meanwhile_is_kept(each_app: Flask) -> None:
    user, other = somebody(), somebody()
    thread = talk(other)
    post = said(thread, other)
    here = f"/forum/threads/{thread.id}"
    browser = browser_of(each_app, user)
    form = form_at(browser, here)
    with transaction():
        remove_post(post.id, other.id)
    refused = browser.post(f"{here}/answers", data=form | ANSWER | {"reply_to": str(post.id)})
    assert refused.status_code == 422
    assert "What you typed is kept as a draft." in refused.text
    assert f"/forum/drafts/{drafts_of(user)[0].id}" in refused.text


def test_what_is_typed_in_a_place_that_closed_meanwhile_is_kept(each_app: Flask) -> None:
    user = somebody()
    thread = talk(user)
    post_id = opening_of(thread).id
    browser = browser_of(each_app, user)
    new, change = "/forum/categories/water/new", f"/forum/posts/{post_id}/change"
    forms = {new: form_at(browser, new), change: form_at(browser, change)}
    with transaction():
        db.session.get_one(Category, thread.category_id).archived_at = clock.now()
    for address, form in forms.items():
        refused = browser.post(address, data=form | {"title": "T", "source": f"Typed at {address}", "language": "en"})
        assert refused.status_code == 403
        assert "What you typed is kept as a draft." in refused.text
    assert sorted(texts_of(user)) == sorted(f"Typed at {address}" for address in forms)


def test_who_sends_too_often_loses_nothing(app: Flask) -> None:
    user = somebody()
    here = f"/forum/threads/{talk(somebody()).id}"
    browser = browser_of(app, user)
    throttle.forget_all()
    form = form_at(browser, here)
    form.pop("once")
    sent = [browser.post(f"{here}/answers", data=form | {"source": f"Answer {n}", "language": "en"}) for n in range(21)]
    assert sent[-1].status_code == 429
    assert texts_of(user) == ["Answer 20"]


def test_a_draft_of_a_place_that_is_hidden_now_can_be_copied(each_app: Flask) -> None:
    user = somebody()
    thread = talk(somebody(), "Water for all")
    browser = browser_of(each_app, user)
    save_for_later(browser, f"/forum/threads/{thread.id}", **ANSWER)
    with transaction():
        db.session.get_one(Category, thread.category_id).audience = Audience.STAFF
    home = browser.get("/forum").text
    assert "Begun and not sent" in home
    assert "Water for all" not in home
    assert "With the river, I think." in browser.get(f"/forum/drafts/{drafts_of(user)[0].id}").text


def test_a_draft_is_dropped_by_its_owner(each_app: Flask) -> None:
    user = somebody()
    here = f"/forum/threads/{talk(somebody()).id}"
    browser = browser_of(each_app, user)
    save_for_later(browser, here, **ANSWER)
    dropped = send(browser, here, to=f"/forum/drafts/{drafts_of(user)[0].id}/drop")
    assert dropped.status_code == 303
    assert drafts_of(user) == []


def test_nothing_written_is_no_draft(each_app: Flask) -> None:
    user = somebody()
    here = f"/forum/threads/{talk(somebody()).id}"
    browser = browser_of(each_app, user)
    assert save_for_later(browser, here, source="  ", language="en").status_code == 303
    assert drafts_of(user) == []
    form = form_at(browser, here)
    assert browser.post("/forum/drafts", data=form | {"spot": "nowhere-1", "source": "x"}).status_code == 404


def test_old_drafts_are_forgotten(each_app: Flask) -> None:
    user = somebody()
    with transaction():
        keep_draft(user.id, Spot(SpotKind.THREAD, 1), {"source": "Old"})
    with clock.stopped_at(clock.now() + KEPT - timedelta(hours=1)):
        forget_old_drafts()
        assert texts_of(user) == ["Old"]
    with clock.stopped_at(clock.now() + KEPT + timedelta(hours=1)):
        forget_old_drafts()
    assert texts_of(user) == []


def test_of_very_many_drafts_the_newest_stay(each_app: Flask) -> None:
    user = somebody()
    for number in range(MOST_DRAFTS + 3):
        with clock.stopped_at(clock.now() + timedelta(minutes=number)), transaction():
            keep_draft(user.id, Spot(SpotKind.THREAD, number), {"source": str(number)})
    assert db.session.scalar(select(func.count()).select_from(Draft)) == MOST_DRAFTS
    assert "0" not in texts_of(user)


def test_the_page_shows_how_a_text_will_look(each_app: Flask) -> None:
    staff = somebody(Role.UCLG_LEARNING, name="Uma Uclg")
    thread = talk(staff)
    here = f"/forum/threads/{thread.id}"
    browser = browser_of(each_app, somebody())
    form = form_at(browser, here)
    form.pop("once")
    shown = browser.post("/forum/preview", data=form | {"source": "**Yes**, @Uma Uclg <b>", "language": "ar"})
    assert shown.status_code == 200
    assert "<strong>Yes</strong>" in shown.text
    assert '<span class="mention">@Uma Uclg</span>' in shown.text
    assert 'dir="rtl"' in shown.text
    hidden = browser.post("/forum/preview", data=form | {"spot": "thread-999999", "source": "x", "language": "en"})
    assert hidden.status_code == 404
    assert drafts_of(staff) == []
