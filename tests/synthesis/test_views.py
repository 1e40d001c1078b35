"""Writing and reading syntheses in a browser without scripts."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.accounts.roles import Role
from app.forum.actions import follow
from app.forum.fishbowl_actions import Summary, sum_up
from app.forum.kinds import Audience, Followed, ThreadKind
from app.forum.models import Thread
from app.notifications.models import Notice
from app.peerreview.models import Submission
from app.peerreview.sharing import Licence
from app.peerreview.sharing_actions import stop_sharing
from app.peerreview.sharing_models import ShownWork
from app.platform import clock
from app.platform.audit import AuditEntry
from app.platform.database import db, transaction
from app.synthesis.jobs import MANY_POSTS, remind_of_quarter
from app.synthesis.periods import quarter_before
from app.synthesis.publishing import take_back
from app.synthesis.reach import Reach
from tests.builders import apart, browser_of, counted_statements, course_files, enrolled, person, published, send
from tests.forum.fishbowls import QUESTION, fishbowl
from tests.forum.threads import answered, category, opened_thread
from tests.peerreview.assignments import PLAIN
from tests.peerreview.pools import hand_in_as
from tests.synthesis.syntheses import (
    SAID,
    SENTENCE,
    agreed,
    answer_in,
    draft,
    kept,
    picked,
    quotation_of,
    read,
    sections,
)
from tests.synthesis.syntheses import published as published_synthesis

SLUG = "localizing-the-sdgs"


@pytest.fixture
def facilitator(app: Flask) -> User:
    """Somebody who looks after the forum."""
    return apart(person(Role.FACILITATOR, name="Fatou Sow"))


@pytest.fixture
def desk(app: Flask, facilitator: User) -> FlaskClient:
    """Their browser."""
    return browser_of(app, facilitator)


def test_one_tap_begins_the_next_and_everything_is_written_from_there(app: Flask, desk: FlaskClient) -> None:
    post = answer_in(person(name="Amina Diallo"), person(name="Joao Silva"))
    begun = send(desk, "/forum/categories/water/syntheses", to="/forum/categories/water/syntheses")
    editor = begun.location
    number = int(editor.split("/")[2])
    assert "Practices worth knowing" in desk.get(editor).text
    section = sections(number)[3]
    send(desk, f"/syntheses/sections/{section}", {"heading": "Practices", "text": "What **works**."})
    send(
        desk,
        f"/syntheses/{number}/picks?post={post.id}",
        {"section": str(section), "sentence": SENTENCE, "passage": f"“{SAID}”"},
    )
    shown = desk.get(editor).text
    assert "no answer yet" in shown
    frame = {"title": "Our quarter", "first_day": "2026-07-01", "last_day": "2026-09-30", "reach": "public"}
    send(desk, f"/syntheses/{number}/frame", {**frame, "language": "fr", "introduction": "Un trimestre."})
    assert SENTENCE in desk.get(f"/syntheses/{number}/preview").text
    published = send(desk, f"/syntheses/{number}/publication", to=None)
    assert published.status_code == 303
    page = read(app, number)
    assert '<article class="synthesis" lang="fr" dir="ltr">' in page
    assert "<strong>works</strong>" in page
    assert SENTENCE in page


def test_a_title_within_a_sentence_of_the_other_direction_is_set_apart(desk: FlaskClient) -> None:
    post = answer_in(person(name="Amina Diallo"), person(name="Joao Silva"))
    number = draft(language="ar")
    picked(number, post, "")
    assert "«\u2068How do you find leaks?\u2069»" in desk.get(f"/syntheses/{number}/preview").text


def test_the_second_sees_what_the_first_saved_and_keeps_their_own(desk: FlaskClient) -> None:
    number = draft()
    section = sections(number)[0]
    address = f"/syntheses/sections/{section}"
    opened = {"heading": "H", "text": "By the first"}
    send(desk, address, opened)
    late = send(desk, address, {"heading": "H", "text": "By the second", "saves": "0"})
    assert late.status_code == 409
    assert "By the first" in late.text
    assert "By the second</textarea>" in late.text.replace("\r\n", "")
    assert 'name="saves" type="hidden" value="1"' in late.text


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk: FlaskClient) -> None:
    post = answer_in(person(name="Amina Diallo"), person(name="Joao Silva"))
    number = draft()
    wrong = {"section": str(sections(number)[0]), "sentence": SENTENCE, "passage": "Words of nobody"}
    answer = send(desk, f"/syntheses/{number}/picks?post={post.id}", wrong)
    assert answer.status_code == 422
    assert "do not stand in the post" in answer.text
    assert SENTENCE in answer.text
    assert "Words of nobody" in answer.text


def test_a_period_that_ends_before_it_begins_is_sent_back(desk: FlaskClient) -> None:
    frame = {"title": "T", "first_day": "2026-07-02", "last_day": "2026-07-01", "introduction": "Kept"}
    answer = send(desk, f"/syntheses/{draft()}/frame", frame)
    assert answer.status_code == 422
    assert "lies before the first one" in answer.text
    assert "Kept" in answer.text


def test_sections_and_what_they_hold_move_by_buttons(desk: FlaskClient) -> None:
    post = answer_in(person(name="Amina Diallo"), person(name="Joao Silva"))
    number = draft()
    first, second, *_others = sections(number)
    items = [picked(number, post, "", f"Sentence {count}.") for count in (1, 2)]
    editor = f"/syntheses/{number}/edit"
    send(desk, editor, {"step": "down"}, to=f"/syntheses/sections/{first}/step")
    assert sections(number)[:2] == [second, first]
    send(desk, editor, {"step": "up"}, to=f"/syntheses/items/{items[1]}/step")
    shown = desk.get(editor).text
    assert shown.index("Sentence 2.") < shown.index("Sentence 1.")


def test_a_section_that_points_at_something_is_not_taken_out(desk: FlaskClient) -> None:
    number = draft()
    picked(number, answer_in(person(name="Amina Diallo"), person(name="Joao Silva")), "")
    step = f"/syntheses/sections/{sections(number)[0]}/step"
    assert send(desk, f"/syntheses/{number}/edit", {"step": "remove"}, to=step).status_code == 422
    assert len(sections(number)) == 5


def test_nothing_to_read_is_not_published(desk: FlaskClient) -> None:
    number = draft()
    with transaction():
        kept(number).introduction = ""
    answer = send(desk, f"/syntheses/{number}/publication")
    assert answer.status_code == 422
    assert kept(number).shown_to is None


def test_readers_that_were_changed_meanwhile_are_looked_at_once_more(desk: FlaskClient) -> None:
    number = draft(reach=Reach.MEMBERS)
    assert send(desk, f"/syntheses/{number}/publication", {"reach": "category"}).status_code == 422
    assert kept(number).shown_to is None


def test_each_circle_reads_what_is_for_it(app: Flask, facilitator: User) -> None:
    published(course_files())
    numbers = {reach: draft(key=SLUG, reach=reach, title=f"For {reach.value}") for reach in Reach}
    for number in numbers.values():
        published_synthesis(number, facilitator)
    learner = person(name="Learner")
    enrolled(learner)
    readers = {
        "visitor": app.test_client(),
        "outsider": browser_of(app, person(name="Outsider")),
        "learner": browser_of(app, learner),
    }
    reads = {
        who: [r.value for r, n in numbers.items() if browser.get(f"/syntheses/{n}").status_code == 200]
        for who, browser in readers.items()
    }
    assert reads == {
        "visitor": ["public"],
        "outsider": ["members", "public"],
        "learner": ["category", "members", "public"],
    }
    for who, browser in readers.items():
        listed = browser.get("/syntheses").text
        assert [reach.value for reach in Reach if f"For {reach.value}" in listed] == reads[who]
        for ending in ("md", "docx", "pdf"):
            files = [browser.get(f"/syntheses/{number}/file.{ending}") for number in numbers.values()]
            assert [file.status_code for file in files].count(200) == len(reads[who])


def test_the_search_finds_it_for_those_it_is_for(each_app: Flask) -> None:
    facilitator = person(Role.FACILITATOR, name="Fatou Sow")
    for reach in Reach:
        published_synthesis(draft(reach=reach, title=f"Leaks for {reach.value}"), facilitator)
    assert _found_by(each_app.test_client()) == ["public"]
    assert _found_by(browser_of(each_app, person(name="Member"))) == ["category", "members", "public"]


def test_the_search_knows_neither_quotations_nor_drafts(app: Flask, facilitator: User) -> None:
    author = person(name="Amina Diallo")
    number = draft(reach=Reach.PUBLIC, title="Wholly unheard of")
    agreed(picked(number, answer_in(author, person(name="Joao Silva"))))
    assert "Wholly" not in app.test_client().get("/search?q=unheard").text
    published_synthesis(number, facilitator)
    assert "Wholly" in app.test_client().get("/search?q=unheard").text
    assert "Wholly" not in app.test_client().get("/search?q=broom").text
    with transaction():
        take_back(number, facilitator.id)
    assert "Wholly" not in app.test_client().get("/search?q=unheard").text


def test_links_to_posts_are_for_those_who_read_them(app: Flask, facilitator: User) -> None:
    author = person(name="Amina Diallo")
    post = answer_in(author, person(name="Joao Silva"))
    number = draft(reach=Reach.PUBLIC)
    agreed(picked(number, post))
    published_synthesis(number, facilitator)
    link = f'href="/forum/posts/{post.id}"'
    assert link in read(app, number, browser_of(app, author))
    visitor = read(app, number)
    assert link not in visitor
    assert "How do you find leaks" not in visitor
    assert "A post in the forum" in visitor


def test_a_later_version_leaves_the_earlier_one_readable(app: Flask, desk: FlaskClient, facilitator: User) -> None:
    number = draft(reach=Reach.PUBLIC)
    published_synthesis(number, facilitator)
    send(desk, f"/syntheses/sections/{sections(number)[0]}", {"heading": "H", "text": "Only in the second"})
    assert "Only in the second" not in read(app, number)
    published_synthesis(number, facilitator)
    assert "Only in the second" in read(app, number)
    first = read(app, number, more="/versions/1")
    assert "Only in the second" not in first
    assert "This is an earlier version" in first


def test_a_file_that_is_the_same_is_not_sent_again(app: Flask, facilitator: User) -> None:
    number = draft(reach=Reach.PUBLIC)
    published_synthesis(number, facilitator)
    visitor = app.test_client()
    first = visitor.get(f"/syntheses/{number}/file.md")
    tag = first.headers["ETag"]
    assert "what-we-learnt-v1.md" in first.headers["Content-Disposition"]
    again = visitor.get(f"/syntheses/{number}/file.md", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_consent_changes_the_file_and_its_tag(app: Flask, facilitator: User) -> None:
    number = draft(reach=Reach.PUBLIC)
    item = picked(number, answer_in(person(name="Amina Diallo"), person(name="Joao Silva")))
    published_synthesis(number, facilitator)
    visitor = app.test_client()
    before = visitor.get(f"/syntheses/{number}/file.md")
    agreed(item)
    after = visitor.get(f"/syntheses/{number}/file.md", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Amina Diallo" in after.text


def test_a_pdf_is_made_six_times_a_minute_at_most(app: Flask, facilitator: User) -> None:
    number = draft(reach=Reach.PUBLIC)
    published_synthesis(number, facilitator)
    visitor = app.test_client()
    answers = [visitor.get(f"/syntheses/{number}/file.pdf").status_code for _time in range(7)]
    assert answers == [200] * 6 + [429]


def test_followers_and_the_quoted_are_told_once_and_publishing_is_noted(app: Flask, facilitator: User) -> None:
    author, follower = person(name="Amina Diallo"), person(name="Follower")
    number = draft()
    agreed(picked(number, answer_in(author, person(name="Joao Silva"))))
    with transaction():
        follow(follower.id, Followed.CATEGORY, category("water"))
    published_synthesis(number, facilitator)
    published_synthesis(number, facilitator)
    told = db.session.query(Notice).filter_by(kind="syntheses.new").all()
    assert sorted(one.user_id for one in told) == sorted([author.id, follower.id])
    noted = db.session.query(AuditEntry).filter_by(action="synthesis.published").all()
    assert [entry.details["version"] for entry in noted] == [1, 2]


def test_taking_back_is_asked_once_noted_and_hides_every_version(
    app: Flask, desk: FlaskClient, facilitator: User
) -> None:
    number = draft(reach=Reach.PUBLIC)
    published_synthesis(number, facilitator)
    assert send(desk, f"/syntheses/{number}/withdrawal").status_code == 303
    for more in ("", "/versions/1", "/file.pdf"):
        assert app.test_client().get(f"/syntheses/{number}{more}").status_code == 404
    assert db.session.query(AuditEntry).filter_by(action="synthesis.withdrawn").count() == 1


def test_a_draft_goes_with_all_its_questions(app: Flask, desk: FlaskClient) -> None:
    author = person(name="Amina Diallo")
    number = draft()
    item = picked(number, answer_in(author, person(name="Joao Silva")))
    asked = quotation_of(item).id
    send(desk, f"/syntheses/{number}/withdrawal")
    assert browser_of(app, author).get(f"/quotations/{asked}").status_code == 404
    assert db.session.query(Notice).filter_by(about=f"quotation-{asked}").count() == 0


def test_the_thread_offers_the_synthesis_to_those_who_write_it(app: Flask, desk: FlaskClient) -> None:
    asker = person(name="Joao Silva")
    post = answer_in(person(name="Amina Diallo"), asker)
    offer = f"/forum/posts/{post.id}/synthesis"
    page = f"/forum/threads/{post.thread_id}"
    assert offer in desk.get(page).text
    assert offer not in browser_of(app, asker).get(page).text
    assert "Begin one" in desk.get(offer).text
    number = draft()
    assert desk.get(offer).location == f"/syntheses/{number}/picks?post={post.id}"


def test_the_list_of_what_is_proposed_can_be_narrowed(app: Flask, desk: FlaskClient) -> None:
    asker = person(name="Joao Silva")
    thread = opened_thread(asker, "How do you find leaks?", kind=ThreadKind.QUESTION)
    post = answered(thread, person(name="Amina Diallo"), SAID)
    idea = opened_thread(asker, "Une idée", kind=ThreadKind.IDEA, language="fr")
    with transaction():
        db.session.get_one(Thread, thread.id).accepted_post_id = post.id
        db.session.get_one(Thread, idea.id).votes = 3
    address = f"/syntheses/{draft()}/candidates"
    assert SAID in desk.get(address).text
    assert "3 votes" in desk.get(address).text
    only_ideas = desk.get(f"{address}?sort=idea").text
    assert SAID not in only_ideas
    assert SAID not in desk.get(f"{address}?language=fr").text


def test_a_fishbowl_is_proposed_by_its_summary_in_the_period_in_which_it_was_summed_up(
    desk: FlaskClient, facilitator: User
) -> None:
    with clock.stopped_at(clock.now() - timedelta(days=40)):
        thread = fishbowl(facilitator)
    address = f"/syntheses/{draft()}/candidates"
    assert QUESTION not in desk.get(address).text
    with transaction():
        sum_up(thread.id, facilitator.id, Summary("Towns must have a say.", "", "Who pays?", "en"))
    assert "Towns must have a say. Who pays?" in " ".join(desk.get(f"{address}?sort=fishbowl").text.split())


def test_work_that_is_shown_is_a_practice_until_its_author_withdraws_it(
    app: Flask, desk: FlaskClient, facilitator: User
) -> None:
    published(course_files(lessons=1, more={"1-why-local/95-sheet.md": PLAIN}))
    author = person(name="Amina Diallo")
    shown_id = _shown_work(hand_in_as(author).submission_id)
    number = draft(key=SLUG, reach=Reach.PUBLIC)
    assert "Three priorities of a small town" in desk.get(f"/syntheses/{number}/candidates").text
    pick = f"/syntheses/{number}/picks?work={shown_id}"
    assert send(desk, pick, {"section": str(sections(number)[3]), "sentence": SENTENCE}).status_code == 303
    published_synthesis(number, facilitator)
    shown = read(app, number)
    assert f'href="/courses/{SLUG}/examples/{shown_id}"' in shown
    assert "Amina Diallo, Riverton, Senegal" in shown
    with transaction():
        stop_sharing(db.session.get_one(ShownWork, shown_id).submission_id)
    shown = read(app, number)
    assert SENTENCE in shown
    assert "Three priorities" not in shown
    assert "Amina Diallo" not in shown


def test_a_post_of_another_category_is_not_put_in(desk: FlaskClient) -> None:
    category("roads", Audience.MEMBERS, "Roads")
    post = answer_in(person(name="Amina Diallo"), person(name="Joao Silva"), category="roads")
    assert desk.get(f"/syntheses/{draft()}/picks?post={post.id}").status_code == 422


def test_the_category_and_the_course_show_the_way_only_where_there_is_something(app: Flask, facilitator: User) -> None:
    published(course_files())
    visitor = app.test_client()
    page = f"/courses/{SLUG}"
    assert "Syntheses: what we learnt" not in visitor.get(page).text
    number = draft(key=SLUG, reach=Reach.PUBLIC)
    send(browser_of(app, facilitator), f"/syntheses/{number}/publication")
    assert 'href="/syntheses"' in visitor.get(page).text
    learner = person(name="Learner")
    enrolled(learner)
    assert f'href="/forum/categories/{SLUG}/syntheses"' in browser_of(app, learner).get(page).text


def test_a_busy_quarter_without_a_synthesis_is_told_of_once(each_app: Flask) -> None:
    facilitator = person(Role.FACILITATOR, name="Fatou Sow")
    quarter = quarter_before(clock.today())
    author = person(name="Amina Diallo")
    with clock.stopped_at(clock.beginning_of(quarter.first) + timedelta(days=3)):
        thread = opened_thread(author)
        for _number in range(MANY_POSTS):
            answered(thread, author, "More")
    within = clock.end_of(quarter.last) + timedelta(days=10)
    with clock.stopped_at(within):
        for _day in range(2):
            remind_of_quarter()
    told = db.session.query(Notice).filter_by(kind="syntheses.due").all()
    assert [(one.user_id, one.leads_to) for one in told] == [(facilitator.id, "/forum/categories/water/syntheses")]


def test_a_quarter_that_is_told_of_or_was_quiet_reminds_nobody(app: Flask, facilitator: User) -> None:
    quarter = quarter_before(clock.today())
    author = person(name="Amina Diallo")
    category("roads", Audience.MEMBERS, "Roads")
    with clock.stopped_at(clock.beginning_of(quarter.first) + timedelta(days=3)):
        thread = opened_thread(author)
        for _number in range(MANY_POSTS):
            answered(thread, author, "More")
        opened_thread(author, category="roads")
        draft()
    with clock.stopped_at(clock.end_of(quarter.last) + timedelta(days=10)):
        remind_of_quarter()
    assert db.session.query(Notice).filter_by(kind="syntheses.due").count() == 0


def test_statements_do_not_grow_with_what_a_synthesis_holds(app: Flask, desk: FlaskClient, facilitator: User) -> None:
    author, asker = apart(person(name="Amina Diallo")), apart(person(name="Joao Silva"))
    number = draft(reach=Reach.PUBLIC)
    agreed(picked(number, answer_in(author, asker)))
    published_synthesis(number, facilitator)
    pages = [f"/syntheses/{number}", f"/syntheses/{number}/edit", "/syntheses", "/forum/categories/water/syntheses"]
    few = [_statements(desk, page) for page in pages]
    for _count in range(5):
        agreed(picked(number, answer_in(author, asker)))
        published_synthesis(draft(title="Another one"), facilitator)
    published_synthesis(number, facilitator)
    assert [_statements(desk, page) for page in pages] == few
    assert max(few) <= 16


def test_the_way_to_syntheses_costs_a_thread_and_its_category_nothing(app: Flask) -> None:
    reader = browser_of(app, person(name="Reader"))
    answer_in(person(name="Amina Diallo"), person(name="Joao Silva"))
    reader.get("/forum/categories/water")
    with counted_statements(app) as seen:
        reader.get("/forum/categories/water")
    assert not [text for text in seen.texts if "synthesis" in text]


def _statements(client: FlaskClient, address: str) -> int:
    client.get(address)
    with counted_statements(client.application) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def _found_by(client: FlaskClient) -> list[str]:
    shown = client.get("/search?q=listen").text
    return [reach.value for reach in Reach if f"Leaks for {reach.value}" in shown]


def _shown_work(submission_id: int) -> int:
    """Work that is public from now on."""
    work = db.session.get_one(Submission, submission_id)
    with transaction():
        shown = ShownWork(
            submission_id=submission_id,
            version_number=1,
            author_id=work.author_id,
            course_slug=work.course_slug,
            unit_key=work.unit_key,
            language="en",
            title="Three priorities of a small town",
            licence=Licence.CC_BY,
            place="Riverton",
            country="SN",
            sdgs=[],
            shows_name=True,
            consented_at=clock.now(),
            consent_version=1,
            accepted_at=clock.now(),
        )
        db.session.add(shown)
        db.session.flush()
        return shown.id
