"""Reports, decisions and appeals: everything is looked at once, and both sides are told."""

from collections.abc import Mapping
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.roles import Role
from app.forum.care_jobs import remind_of_cases
from app.forum.care_models import Case, Outcome, Report, Silence
from app.forum.case_actions import report_post
from app.forum.kinds import PostState
from app.forum.models import Post
from app.notifications.models import Notice
from app.platform import clock
from app.platform.database import db, transaction
from tests.builders import browser_of, course_files, published, send
from tests.forum.kept import answered, first_post, opened_thread, person, told, unseen

SLUG = "localizing-the-sdgs"
REMOVED = {"outcome": "removed", "rule": "respect", "answer": "Please be kind."}


def _leads_to(user: User) -> str:
    wanted = select(Notice.leads_to).where(Notice.user_id == user.id).order_by(Notice.id.desc())
    return db.session.scalars(wanted).first() or ""


def _reported(post: Post, *reporters: User) -> int:
    with transaction():
        for reporter in reporters:
            case_id = report_post(post.id, reporter.id, "respect", "This hurts.").id
    return case_id


def _decide(browser: FlaskClient, case_id: int, fields: Mapping[str, str]) -> int:
    page = f"/forum/reports/{case_id}"
    return send(browser, page, fields, to=page).status_code


def _state(post: Post) -> PostState:
    return db.session.scalars(select(Post.state).where(Post.id == post.id)).one()


def test_somebody_reports_a_post_and_learns_what_became_of_it(each_app: Flask) -> None:
    author, reporter, tender = person(), person(name="Rita Reporter"), person(Role.UCLG_LEARNING)
    post = answered(opened_thread(person()), author, "You are all fools.")
    browser = browser_of(each_app, reporter)
    page = f"/forum/posts/{post.id}/report"
    assert send(browser, page, {"words": "No rule."}).status_code == 422
    assert send(browser, page, {"rule": "respect", "words": "This hurts."}).status_code == 303
    assert "You reported this post already" in browser.get(page).text
    case = db.session.scalars(select(Case)).one()
    assert told(tender) == ["forum.case-opened"]
    staff = browser_of(each_app, tender)
    assert "This hurts." in staff.get(f"/forum/reports/{case.id}").text
    assert _decide(staff, case.id, REMOVED) == 303
    assert _state(post) is PostState.REMOVED
    assert told(reporter) == ["forum.report-answered"]
    assert "The post is removed" in browser.get(_leads_to(reporter)).text
    assert told(author) == ["forum.post-removed"]
    decision = browser_of(each_app, author).get(_leads_to(author)).text
    assert "Please be kind." in decision
    assert "You are all fools." in decision
    assert "Rita" not in decision
    assert "This hurts." not in decision
    # Nobody has anything left to look at.
    assert unseen(tender) == []


def test_the_rule_and_the_reason_stand_in_place_of_the_post(app: Flask) -> None:
    thread = opened_thread(person())
    post = answered(thread, person(), "You are all fools.")
    case_id = _reported(post, person())
    _decide(browser_of(app, person(Role.UCLG_LEARNING)), case_id, REMOVED)
    page = browser_of(app, person()).get(f"/forum/threads/{thread.id}").text
    assert "You are all fools." not in page
    assert "Be kind" in page
    assert "Please be kind." in page


def test_of_one_post_all_reports_are_looked_at_together(each_app: Flask) -> None:
    post = answered(opened_thread(person()), person())
    ana, ben = person(), person()
    case_id = _reported(post, ana, ben, ana)
    assert len(db.session.scalars(select(Report).where(Report.case_id == case_id)).all()) == 2
    _decide(
        browser_of(each_app, person(Role.UCLG_LEARNING)),
        case_id,
        {"outcome": "nothing_wrong", "rule": "", "answer": "It is fine."},
    )
    assert _state(post) is PostState.SHOWN
    assert told(ana) == told(ben) == ["forum.report-answered"]
    assert db.session.scalars(select(Notice.kind).where(Notice.kind == "forum.judged")).all() == ["forum.judged"]


def test_nobody_reports_what_they_wrote(app: Flask) -> None:
    ana = person()
    post = first_post(opened_thread(ana))
    assert browser_of(app, ana).get(f"/forum/posts/{post.id}/report").status_code == 403


def test_the_oldest_report_comes_first_and_others_see_who_looks_at_it(each_app: Flask) -> None:
    now = clock.now()
    titles = ("Younger", "Older")
    for title, hours in zip(titles, (1, 5), strict=True):
        thread = opened_thread(person(), title)
        with clock.stopped_at(now - timedelta(hours=hours)):
            case_id = _reported(first_post(thread), person())
    staff = browser_of(each_app, person(Role.UCLG_LEARNING, name="Tessa Tender"))
    page = staff.get("/forum/reports").text
    assert page.index("Older") < page.index("Younger")
    claim = f"/forum/reports/{case_id}/claim"
    assert send(staff, f"/forum/reports/{case_id}", to=claim).status_code == 303
    other = browser_of(each_app, person(Role.UCLG_LEARNING))
    assert "<bdi>Tessa Tender</bdi> looks at it" in other.get("/forum/reports").text
    send(staff, f"/forum/reports/{case_id}", {"wish": "leave"}, to=claim)
    assert "Tessa" not in other.get("/forum/reports").text


def test_facilitators_see_reports_of_their_own_categories_alone(each_app: Flask) -> None:
    published(course_files())
    here, everywhere = opened_thread(person(), "Of the course", category=SLUG), opened_thread(person(), "Of all")
    of_course, of_all = _reported(first_post(here), person()), _reported(first_post(everywhere), person())
    browser = browser_of(each_app, person(Role.FACILITATOR, scope=SLUG))
    page = browser.get("/forum/reports").text
    assert "Of the course" in page
    assert "Of all" not in page
    assert browser.get(f"/forum/reports/{of_course}").status_code == 200
    assert browser.get(f"/forum/reports/{of_all}").status_code == 404
    assert browser_of(each_app, person()).get("/forum/reports").status_code == 403


def test_a_decision_against_somebody_needs_a_rule_and_a_reason(app: Flask) -> None:
    case_id = _reported(answered(opened_thread(person()), person()), person())
    staff = browser_of(app, person(Role.UCLG_LEARNING))
    for fields in ({}, {"outcome": "removed", "answer": "Why."}, {"outcome": "removed", "rule": "respect"}):
        assert _decide(staff, case_id, fields) == 422
    silenced = {"outcome": "silenced", "rule": "respect", "answer": "Why.", "days": "0", "where": "here"}
    assert _decide(staff, case_id, silenced) == 422
    assert db.session.scalars(select(Case.settled_at)).one() is None


def test_nobody_decides_about_what_they_wrote(app: Flask) -> None:
    tender = person(Role.UCLG_LEARNING)
    case_id = _reported(answered(opened_thread(person()), tender), person())
    staff = browser_of(app, tender)
    assert "somebody else decides" in staff.get(f"/forum/reports/{case_id}").text
    other = send(staff, f"/forum/reports/{case_id}", to=f"/forum/reports/{case_id}/claim")
    assert other.status_code == 303
    assert 'name="outcome"' not in staff.get(f"/forum/reports/{case_id}").text
    assert db.session.scalars(select(Case.settled_at)).one() is None


def test_an_appeal_is_decided_by_somebody_else_and_undoes_everything(each_app: Flask) -> None:
    author, reporter = person(), person()
    first, second = person(Role.UCLG_LEARNING), person(Role.UCLG_LEARNING)
    thread = opened_thread(person())
    post = answered(thread, author, "A strong opinion.")
    case_id = _reported(post, reporter)
    one, other = browser_of(each_app, first), browser_of(each_app, second)
    assert _decide(one, case_id, {**REMOVED, "outcome": "silenced", "days": "7", "where": "everywhere"}) == 303
    mine = browser_of(each_app, author)
    assert "You may not write" in mine.get(f"/forum/threads/{thread.id}").text
    page = f"/forum/decisions/{case_id}"
    assert send(mine, page, {"words": ""}).status_code == 422
    assert send(mine, page, {"words": "I meant no harm."}).status_code == 303
    assert "You can appeal once" not in mine.get(page).text
    assert told(second) == ["forum.case-opened"]
    assert unseen(first) == []
    assert "You decided first" in one.get(f"/forum/reports/{case_id}").text
    address = f"/forum/reports/{case_id}/appeal"
    decision = {"stands": "no", "answer": "It is an opinion."}
    token = send(other, f"/forum/reports/{case_id}", {"stands": "no"}, to=address)
    assert token.status_code == 422
    assert send(other, f"/forum/reports/{case_id}", decision, to=address).status_code == 303
    assert _state(post) is PostState.SHOWN
    assert db.session.scalars(select(Silence.lifted_at)).one() is not None
    assert "You may not write" not in mine.get(f"/forum/threads/{thread.id}").text
    assert "forum.appeal-answered" in told(author)
    answered_page = mine.get(page).text
    assert '<p class="lead">Somebody else looked again, and the decision was undone.</p>' in answered_page
    assert "Your post is removed" not in answered_page
    assert "the decision was undone" in browser_of(each_app, reporter).get(f"/forum/reported/{case_id}").text


def test_only_its_author_sees_a_decision(app: Flask) -> None:
    post = answered(opened_thread(person()), person())
    case_id = _reported(post, person())
    assert browser_of(app, person()).get(f"/forum/decisions/{case_id}").status_code == 404
    assert browser_of(app, person()).get(f"/forum/reported/{case_id}").status_code == 404


def test_an_appeal_has_its_time(app: Flask) -> None:
    author = person()
    case_id = _reported(answered(opened_thread(person()), author), person())
    _decide(browser_of(app, person(Role.UCLG_LEARNING)), case_id, REMOVED)
    mine = browser_of(app, author)
    with clock.stopped_at(clock.now() + timedelta(days=31)):
        assert "for 30 days after the decision" in mine.get(f"/forum/decisions/{case_id}").text


def test_whoever_takes_back_what_was_reported_settles_it(each_app: Flask) -> None:
    author, reporter = person(), person()
    post = answered(opened_thread(person()), author, "Hasty words.")
    case_id = _reported(post, reporter)
    assert send(browser_of(each_app, author), f"/forum/posts/{post.id}/removal").status_code == 303
    assert db.session.get_one(Case, case_id).outcome is Outcome.TAKEN_BACK
    assert "Its author took the post away" in browser_of(each_app, reporter).get(f"/forum/reported/{case_id}").text


def test_a_removed_post_comes_back_and_one_taken_back_does_not(app: Flask) -> None:
    author = person()
    thread = opened_thread(person())
    removed, taken_back = answered(thread, author, "Removed words."), answered(thread, author)
    staff = browser_of(app, person(Role.UCLG_LEARNING))
    send(staff, f"/forum/posts/{removed.id}/removal", {"rule": "on-topic", "reason": "Elsewhere."})
    send(browser_of(app, author), f"/forum/posts/{taken_back.id}/removal")
    page = f"/forum/threads/{thread.id}"
    assert send(staff, page, to=f"/forum/posts/{removed.id}/restoring").status_code == 303
    assert "Removed words." in browser_of(app, person()).get(page).text
    assert f"/forum/posts/{taken_back.id}/restoring" not in staff.get(page).text


def test_whoever_leaves_reports_unanswered_is_reminded_once_and_then_uclg_learning(each_app: Flask) -> None:
    published(course_files())
    facilitator, uclg = person(Role.FACILITATOR, scope=SLUG), person(Role.UCLG_LEARNING)
    for _turn in range(3):
        _reported(first_post(opened_thread(person(), category=SLUG)), person())
    now = clock.now()

    def reminded(hours: int) -> tuple[int, int]:
        with clock.stopped_at(now + timedelta(hours=hours)):
            remind_of_cases()
        return tuple(told(one).count("forum.cases-wait") for one in (facilitator, uclg))  # type: ignore[return-value]

    assert reminded(47) == (0, 0)
    assert reminded(49) == (1, 0)
    assert reminded(50) == (1, 0)
    assert reminded(97) == (1, 1)
    assert reminded(400) == (1, 1)
    arguments = db.session.scalars(select(Notice.arguments).where(Notice.kind == "forum.cases-wait")).all()
    assert [one["number"] for one in arguments] == [3, 3]


def test_of_what_is_decided_nobody_is_reminded(app: Flask) -> None:
    tender = person(Role.UCLG_LEARNING)
    case_id = _reported(answered(opened_thread(person()), person()), person())
    _decide(browser_of(app, tender), case_id, REMOVED)
    with clock.stopped_at(clock.now() + timedelta(days=5)):
        remind_of_cases()
    assert unseen(tender) == []


def test_a_reporter_who_leaves_takes_their_name_along(app: Flask) -> None:
    reporter = person(name="Rita Reporter")
    enrolled_post = answered(opened_thread(person()), person())
    case_id = _reported(enrolled_post, reporter)
    with transaction():
        db.session.delete(db.session.get_one(User, reporter.id))
    assert "Somebody who left" in browser_of(app, person(Role.UCLG_LEARNING)).get(f"/forum/reports/{case_id}").text
