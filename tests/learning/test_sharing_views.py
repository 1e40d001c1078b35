"""From exercise to practice: accepted work is offered, looked at, read by everybody, and withdrawn."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse

from app.accounts.models import RoleGrant, User
from app.accounts.roles import Role
from app.enrolment.models import Enrolment
from app.notifications.models import Notice
from app.peerreview.exchange_models import Review
from app.peerreview.jobs import tell_of_work_to_look_at
from app.peerreview.leaving import leave_reviews
from app.peerreview.models import Submission, SubmissionVersion
from app.peerreview.notices import EXAMPLE_DECLINED, EXAMPLE_PUBLIC, EXAMPLES_WAITING
from app.peerreview.sharing import CONSENT, CONSENT_VERSION, State
from app.peerreview.sharing_models import ShownWork
from app.platform import clock, throttle
from app.platform.audit import AuditEntry
from app.platform.database import db, transaction
from app.privacy.erasing import ask_for_erasure, erase
from app.privacy.models import Cause
from tests.builders import browser_of, counted_statements, enrolled, fields_of, person, send, statements_of
from tests.notifications.telling import mails_at, text_of
from tests.peerreview.assignments import SLUG, TEXT, UNIT, WORK
from tests.peerreview.pools import a_course, hand_in_as
from tests.peerreview.receiving import review_of, task_with

REVIEWS = f"{WORK}/reviews"
SHARING = f"{WORK}/sharing"
FULL = {
    "title": "Waste collection in <b>Riverton</b>",
    "place": "Riverton & around",
    "country": "SN",
    "sdgs": "11.6",
    "licence": "cc-by-4.0",
    "agrees": "y",
}


@pytest.fixture(autouse=True)
def unthrottled() -> None:
    throttle.forget_all()


class Here:
    """An author whose work was accepted, a colleague who handed in too, somebody of the staff, and a visitor."""

    def __init__(self, app: Flask, points: int = 9) -> None:
        a_course(task_with())
        author, colleague = person(name="Amina Diallo"), person(name="Bruno Costa")
        self.author_id, colleague_id = author.id, colleague.id
        self.work = hand_in_as(author).submission_id
        hand_in_as(colleague)
        for _reader in range(2):
            review_of(self.work, points)
        with transaction():
            db.session.execute(update(Review).values(rated_at=clock.now()))
        self.app = app
        self.author = browser_of(app, db.session.get_one(User, self.author_id))
        self.colleague = browser_of(app, db.session.get_one(User, colleague_id))
        self.staff = browser_of(app, person(Role.FACILITATOR, scope=SLUG, name="Fatou Facilitator"))
        self.visitor = app.test_client()

    def offer(self, **other: str) -> TestResponse:
        return send(self.author, SHARING, {**FULL, **other})

    @property
    def row(self) -> ShownWork:
        db.session.rollback()
        return db.session.scalars(select(ShownWork).execution_options(populate_existing=True)).one()

    @property
    def example(self) -> str:
        return f"/courses/{SLUG}/examples/{self.row.id}"

    def decide(self, step: str, words: str = "") -> TestResponse:
        return send(self.staff, f"/shown-work/{self.row.id}", {"step": step, "words": words})

    def published(self) -> str:
        assert self.offer().status_code == 303
        assert self.decide("accept").status_code == 303
        return self.example


def main_of(client: FlaskClient, address: str) -> str:
    shown = client.get(address)
    assert shown.status_code == 200, shown.text[:500]
    return shown.text.partition("<main")[2].partition("</main>")[0]


def test_accepted_work_goes_from_its_author_past_staff_to_everybody(each_app: Flask) -> None:
    here = Here(each_app)
    assert "See what would be public" in main_of(here.author, REVIEWS)
    form = main_of(here.author, SHARING)
    assert TEXT in form
    for sentence in CONSENT:
        assert str(sentence) in form
    assert here.offer().location.startswith(REVIEWS)
    assert "It waits for somebody" in main_of(here.author, REVIEWS)
    assert here.visitor.get(here.example).status_code == 404
    assert "Examples from colleagues" not in main_of(here.colleague, UNIT)
    assert "Waste collection in &lt;b&gt;Riverton" in main_of(here.staff, "/shown-work")
    assert TEXT in main_of(here.staff, f"/shown-work/{here.row.id}")
    assert here.decide("accept").status_code == 303
    page = main_of(here.visitor, here.example)
    assert TEXT in page
    assert "Waste collection in &lt;b&gt;Riverton&lt;/b&gt;" in page
    assert "Riverton &amp; around" in page
    assert "Senegal" in page
    assert "CC BY 4.0" in page
    assert "11.6" in page
    assert 'lang="en" dir="ltr"' in page
    assert "Amina" not in page
    assert "Examples from colleagues" in main_of(here.colleague, UNIT)
    assert "It is public:" in main_of(here.author, REVIEWS)


def test_consent_is_kept_with_its_moment_and_the_version_of_its_words(app: Flask) -> None:
    here = Here(app)
    with clock.stopped_at(clock.now()):
        here.offer()
        assert here.row.consented_at == clock.now()
    assert here.row.consent_version == CONSENT_VERSION
    assert here.row.author_id == here.author_id
    assert here.row.sdgs == ["11.6"]


@pytest.mark.parametrize(
    ("field", "told", "sentence"),
    [
        ("agrees", "", "Nothing is published unless you agree."),
        ("title", "  ", "Give it a title."),
        ("place", "", "Say which place it is about."),
        ("licence", "cc-0", "Choose a licence."),
        ("sdgs", "11.99", "Please choose from the list."),
        ("country", "XX", "Please choose from the list."),
        ("title", "x" * 121, "Please keep to 120 characters"),
    ],
    ids=["agrees", "title", "place", "licence", "sdgs", "country", "long"],
)
def test_without_consent_or_with_half_of_it_nothing_is_offered(
    app: Flask, field: str, told: str, sentence: str
) -> None:
    here = Here(app)
    fields = {name: value for name, value in {**FULL, field: told}.items() if value}
    answer = send(here.author, SHARING, fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(select(ShownWork)) is None


def test_a_name_is_shown_only_where_its_owner_wants_it(app: Flask) -> None:
    here = Here(app)
    here.offer(shows_name="y")
    here.decide("accept")
    assert "By Amina Diallo" in main_of(here.visitor, here.example)


NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def told(kind: str, user_id: int | None = None) -> list[Notice]:
    """What somebody was told of a kind, or everybody."""
    db.session.rollback()
    found = select(Notice).where(Notice.kind == kind).order_by(Notice.id)
    found = found if user_id is None else found.where(Notice.user_id == user_id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def test_an_author_is_told_that_their_work_is_public_and_sees_it(each_app: Flask) -> None:
    here = Here(each_app)
    example = here.published()
    (notice,) = told(EXAMPLE_PUBLIC)
    assert (notice.user_id, notice.leads_to) == (here.author_id, example)
    assert "Your work in “A priority sheet” is public now" in here.author.get("/notices").text
    here.author.get(example)
    assert told(EXAMPLE_PUBLIC)[0].seen_at is not None


def test_an_author_is_told_that_it_is_declined_and_where_the_reason_stands(each_app: Flask) -> None:
    here = Here(each_app)
    here.offer()
    here.decide("decline", "It names Mrs Sow.")
    (notice,) = told(EXAMPLE_DECLINED)
    assert (notice.user_id, notice.leads_to, notice.place) == (here.author_id, REVIEWS, "sharing")
    assert "is not shown to others" in here.author.get("/notices").text
    shown = main_of(here.author, notice.leads_to)
    assert 'id="sharing"' in shown
    assert "It names Mrs Sow." in shown
    assert told(EXAMPLE_DECLINED)[0].seen_at is not None


def test_who_is_declined_after_it_was_public_is_told_the_last_word_only(app: Flask) -> None:
    here = Here(app)
    here.published()
    here.decide("decline", "A name was overlooked.")
    assert told(EXAMPLE_PUBLIC) == []
    assert len(told(EXAMPLE_DECLINED)) == 1


def test_a_reason_for_an_earlier_round_is_found_where_a_later_one_is_handed_in(app: Flask) -> None:
    here = Here(app)
    here.offer()
    assert send(here.author, REVIEWS, to=f"{REVIEWS}/rounds").status_code == 303
    send(here.author, WORK, {"source": "Water in every street.", "step": "hand-in"})
    send(here.author, f"{WORK}/handing-in")
    here.decide("decline", "It names Mrs Sow.")
    (notice,) = told(EXAMPLE_DECLINED)
    assert notice.leads_to == f"{REVIEWS}?round=1"
    assert "It names Mrs Sow." in main_of(here.author, notice.leads_to)


def test_every_decision_is_told_once_also_of_work_that_is_offered_again(app: Flask) -> None:
    here = Here(app)
    for day, step in enumerate(("decline", "accept")):
        with clock.stopped_at(clock.now() + timedelta(minutes=day)):
            here.offer()
            here.decide(step, "It names Mrs Sow.")
            here.decide(step, "It names Mrs Sow.") if step == "accept" else None
    assert len(told(EXAMPLE_DECLINED)) == 1
    assert len(told(EXAMPLE_PUBLIC)) == 1


def test_whoever_withdraws_is_told_nothing_of_it_any_more(app: Flask) -> None:
    here = Here(app)
    example = here.published()
    send(here.author, f"{example}/withdrawal")
    assert told(EXAMPLE_PUBLIC) == []


def test_an_author_gets_a_mail_in_their_language(each_app: Flask) -> None:
    here = Here(each_app)
    with transaction():
        db.session.get_one(User, here.author_id).language = "fr"
    with clock.stopped_at(NOON):
        here.published()
    for _time in range(2):
        mails = mails_at(each_app, NOON + DAY)
    (letter,) = [one for one in mails if here.example in text_of(one)]
    assert "est désormais public" in text_of(letter)


def test_those_who_decide_are_told_on_the_day_after_of_all_that_waits_once(each_app: Flask) -> None:
    here = Here(each_app)
    staff = {user.name: user.id for user in db.session.scalars(select(User))}
    keeper_id = person(Role.KNOWLEDGE_MANAGER, scope=SLUG, name="Keeper").id
    person(Role.KNOWLEDGE_MANAGER, scope="another-course", name="Elsewhere")
    person(Role.UCLG_LEARNING, name="Everywhere")
    with clock.stopped_at(NOON):
        here.offer()
        tell_of_work_to_look_at()
    assert told(EXAMPLES_WAITING) == [], "the day is not over, and more may come"
    for hour in range(3):
        with clock.stopped_at(NOON + DAY + timedelta(hours=hour)):
            tell_of_work_to_look_at()
    assert {one.user_id for one in told(EXAMPLES_WAITING)} == {keeper_id, staff["Fatou Facilitator"]}
    (notice,) = told(EXAMPLES_WAITING, keeper_id)
    assert notice.leads_to == "/shown-work"
    mails = mails_at(each_app, NOON + 2 * DAY)
    assert len([one for one in mails if "waits for somebody to look at it" in text_of(one)]) == 2


def test_what_came_later_on_a_day_that_was_told_of_is_told_on_the_next(app: Flask) -> None:
    here = Here(app)
    with clock.stopped_at(NOON):
        here.offer()
    with clock.stopped_at(NOON + DAY):
        tell_of_work_to_look_at()
        main_of(here.staff, "/shown-work")
        send(here.author, f"{here.example}/withdrawal")
        here.offer()
        tell_of_work_to_look_at()
    staff_id = db.session.scalars(select(User.id).where(User.name == "Fatou Facilitator")).one()
    assert [one.seen_at is None for one in told(EXAMPLES_WAITING, staff_id)] == [False]
    with clock.stopped_at(NOON + 2 * DAY):
        tell_of_work_to_look_at()
    assert [one.seen_at is None for one in told(EXAMPLES_WAITING, staff_id)] == [False, True]


@pytest.mark.parametrize("how", ["accept", "decline", "withdraw"])
def test_when_nothing_waits_any_more_nobody_is_told_to_look(app: Flask, how: str) -> None:
    here = Here(app)
    with clock.stopped_at(NOON):
        here.offer()
    with clock.stopped_at(NOON + DAY):
        tell_of_work_to_look_at()
        assert len(told(EXAMPLES_WAITING)) == 1
        if how == "withdraw":
            send(here.author, f"{here.example}/withdrawal")
        else:
            here.decide(how, "It names Mrs Sow.")
        assert told(EXAMPLES_WAITING) == []
        tell_of_work_to_look_at()
        assert told(EXAMPLES_WAITING) == []


def test_nobody_is_told_to_look_at_their_own_work(app: Flask) -> None:
    here = Here(app)
    with transaction():
        db.session.add(RoleGrant(user_id=here.author_id, role=Role.FACILITATOR, scope=SLUG, granted_at=clock.now()))
    with clock.stopped_at(NOON):
        here.offer()
    with clock.stopped_at(NOON + DAY):
        tell_of_work_to_look_at()
    assert told(EXAMPLES_WAITING, here.author_id) == []
    assert len(told(EXAMPLES_WAITING)) == 1


def test_where_nobody_looks_after_the_course_all_courses_are_looked_after(app: Flask) -> None:
    here = Here(app)
    with transaction():
        db.session.execute(delete(RoleGrant))
    everywhere = person(Role.UCLG_LEARNING, name="Everywhere").id
    with clock.stopped_at(NOON):
        here.offer()
    with clock.stopped_at(NOON + DAY):
        tell_of_work_to_look_at()
    assert [one.user_id for one in told(EXAMPLES_WAITING)] == [everywhere]


def another_version(here: Here, text: str) -> None:
    """Put another text in the place of what was handed in, as a change of the rules might some day."""
    with transaction():
        work = db.session.get_one(Submission, here.work)
        before = db.session.scalars(
            select(SubmissionVersion).where(
                SubmissionVersion.submission_id == here.work, SubmissionVersion.number == work.handed_in_number
            )
        ).one()
        told = {name: getattr(before, name) for name in ("kind", "language", "filled", "links", "file_ids", "saved_at")}
        number = (work.handed_in_number or 0) + 1
        db.session.add(
            SubmissionVersion(submission_id=here.work, number=number, source=text, digest=text, window_key="", **told)
        )
        work.handed_in_number = work.current_number = number


def test_consent_to_one_version_publishes_no_other_and_keeps_what_was_typed(each_app: Flask) -> None:
    here = Here(each_app)
    agreed_to = fields_of(main_of(here.author, SHARING))
    another_version(here, "Now it names Mrs Sow.")
    answer = here.author.post(SHARING, data={**agreed_to, **FULL})
    assert answer.status_code == 409
    assert "another version by now than the one you agreed to" in answer.text
    assert "Now it names Mrs Sow." in answer.text
    assert "Waste collection in &lt;b&gt;Riverton" in answer.text
    assert 'value="11.6" checked' in answer.text
    assert re.search(r'name="agrees"[^>]*checked', answer.text) is None
    assert db.session.scalar(select(ShownWork)) is None
    again = here.author.post(SHARING, data={**fields_of(answer.text), **FULL})
    assert again.status_code == 303
    assert here.row.version_number == db.session.get_one(Submission, here.work).handed_in_number


def test_a_form_that_names_no_version_publishes_nothing(app: Flask) -> None:
    here = Here(app)
    form = fields_of(main_of(here.author, SHARING))
    answer = here.author.post(SHARING, data={**form, **FULL, "version": ""})
    assert answer.status_code == 409
    assert db.session.scalar(select(ShownWork)) is None


def test_what_is_public_never_becomes_another_version(app: Flask) -> None:
    here = Here(app)
    example = here.published()
    another_version(here, "Now it names Mrs Sow.")
    shown = here.visitor.get(example)
    assert shown.status_code == 410
    assert "Mrs Sow" not in shown.text


def test_work_that_did_not_pass_is_not_offered(app: Flask) -> None:
    here = Here(app, points=2)
    assert "See what would be public" not in main_of(here.author, REVIEWS)
    assert here.author.get(SHARING).status_code == 403
    assert here.colleague.get(SHARING).status_code == 403


def test_withdrawing_removes_it_everywhere(each_app: Flask) -> None:
    here = Here(each_app)
    example = here.published()
    assert "Show your work to nobody any more?" in main_of(here.author, f"{example}/withdrawal")
    assert here.colleague.get(f"{example}/withdrawal").status_code == 404
    assert send(here.author, f"{example}/withdrawal").location == REVIEWS
    gone = here.visitor.get(example)
    assert gone.status_code == 410
    assert "This example was withdrawn." in gone.text
    assert gone.headers["Cache-Control"] == "no-store"
    assert "Riverton" not in gone.text
    assert "Examples from colleagues" not in main_of(here.colleague, UNIT)
    assert "Riverton" not in main_of(here.staff, "/shown-work")
    assert here.staff.get(f"/shown-work/{here.row.id}").status_code == 404
    assert "You withdrew it on" in main_of(here.author, REVIEWS)
    assert (here.row.title, here.row.place, here.row.country, here.row.sdgs) == ("", "", "", [])
    assert here.row.withdrawn_at is not None


def test_withdrawn_work_can_be_offered_again_and_is_looked_at_again(app: Flask) -> None:
    here = Here(app)
    example = here.published()
    send(here.author, f"{example}/withdrawal")
    here.offer(title="Another title")
    assert here.row.state is State.WAITING
    assert here.visitor.get(example).status_code == 404
    here.decide("accept")
    assert "Another title" in main_of(here.visitor, example)


def test_an_example_goes_with_the_work_it_is(each_app: Flask) -> None:
    here = Here(each_app)
    example = here.published()
    send(here.author, f"{WORK}/withdrawal")
    assert here.visitor.get(example).status_code == 410
    assert here.row.title == ""


def test_an_example_goes_with_the_account(each_app: Flask) -> None:
    here = Here(each_app)
    example = here.published()
    with transaction():
        leave_reviews(here.author_id)
    assert here.visitor.get(example).status_code == 410
    with transaction():
        user = db.session.get_one(User, here.author_id)
        erase(ask_for_erasure(user, Cause.ASKED, root="https://here.example", language="en"), user)
    assert here.visitor.get(example).status_code == 404
    assert db.session.scalar(select(ShownWork)) is None


def test_who_has_left_the_course_still_withdraws(app: Flask) -> None:
    here = Here(app)
    example = here.published()
    with transaction():
        db.session.execute(update(Enrolment).where(Enrolment.user_id == here.author_id).values(left_at=clock.now()))
    assert here.author.get(REVIEWS).status_code == 403
    assert "Withdraw it" in main_of(here.author, example)
    assert send(here.author, f"{example}/withdrawal").location == "/learn"
    assert here.visitor.get(example).status_code == 410


def test_staff_decline_with_a_word_that_the_author_reads(each_app: Flask) -> None:
    here = Here(each_app)
    here.offer()
    silent = here.decide("decline")
    assert silent.status_code == 422
    assert "Say why" in silent.text
    assert here.decide("decline", "It names <i>Mrs Sow</i>.").status_code == 303
    page = main_of(here.author, REVIEWS)
    assert "It names &lt;i&gt;Mrs Sow&lt;/i&gt;." in page
    assert "See what would be public" in page
    assert here.visitor.get(here.example).status_code == 404
    assert "Make it public" not in main_of(here.staff, f"/shown-work/{here.row.id}")
    assert here.row.state is State.DECLINED


def test_staff_take_down_what_is_public(app: Flask) -> None:
    here = Here(app)
    example = here.published()
    here.decide("decline", "A name was overlooked.")
    assert here.visitor.get(example).status_code == 410


def test_a_form_without_a_button_publishes_nothing(app: Flask) -> None:
    here = Here(app)
    here.offer()
    assert send(here.staff, f"/shown-work/{here.row.id}", {"step": ""}).status_code == 422
    assert here.row.state is State.WAITING


def test_what_staff_decide_stands_in_the_audit_log(app: Flask) -> None:
    here = Here(app)
    here.published()
    here.decide("decline", "A name was overlooked.")
    noted = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_kind == "shown_work").order_by(AuditEntry.id)
    )
    assert [(one.action, one.subject_key) for one in noted] == [
        ("example.accepted", str(here.row.id)),
        ("example.declined", str(here.row.id)),
    ]


def test_only_those_who_look_after_the_course_decide_and_nobody_on_their_own(app: Flask) -> None:
    here = Here(app)
    here.offer()
    address = f"/shown-work/{here.row.id}"
    elsewhere = browser_of(app, person(Role.FACILITATOR, scope="another-course", name="Elsewhere"))
    assert elsewhere.get(address).status_code == 404
    assert "Riverton" not in main_of(elsewhere, "/shown-work")
    assert here.colleague.get(address).status_code == 403
    keeper = browser_of(app, person(Role.KNOWLEDGE_MANAGER, scope=SLUG, name="Keeper"))
    assert TEXT in main_of(keeper, address)


def test_who_has_not_handed_in_sees_no_examples_where_the_task_is(app: Flask) -> None:
    here = Here(app)
    here.published()
    keen = person(name="Not Yet")
    enrolled(keen)
    assert "Examples from colleagues" not in main_of(browser_of(app, keen), UNIT)
    send(here.colleague, UNIT, to=f"{WORK}/taking-back")
    assert "Examples from colleagues" not in main_of(here.colleague, UNIT)


def test_what_is_shown_is_clean_and_no_file_of_it_is(app: Flask) -> None:
    here = Here(app)
    with transaction():
        written = update(SubmissionVersion).where(SubmissionVersion.submission_id == here.work)
        evil = "Hello <script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
        db.session.execute(written.values(source=evil, file_ids=[4711], links=["https://riverton.example/plan"]))
    page = main_of(here.visitor, here.published())
    assert "<script" not in page
    assert 'href="javascript' not in page
    assert "<img" not in page
    assert "File 1" not in page
    assert 'rel="nofollow ugc noopener noreferrer"' in page


def test_an_example_is_kept_by_no_cache_and_no_search_engine(app: Flask) -> None:
    here = Here(app)
    answer = here.visitor.get(here.published())
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_work_of_files_alone_is_not_offered(app: Flask) -> None:
    here = Here(app)
    with transaction():
        written = update(SubmissionVersion).where(SubmissionVersion.submission_id == here.work)
        db.session.execute(written.values(source="", file_ids=[4711]))
    answer = here.author.get(SHARING)
    assert answer.status_code == 403
    assert "Files are not shown" in answer.text


def test_examples_cost_one_statement_and_only_whoever_handed_in(app: Flask) -> None:
    here = Here(app)
    example = here.published()
    keen = person(name="Not Yet")
    enrolled(keen)
    for client, cost in ((here.colleague, 1), (browser_of(app, keen), 0)):
        main_of(client, UNIT)
        with counted_statements(app) as seen:
            main_of(client, UNIT)
        assert sum("shown_work" in text for text in seen.texts) == cost
    assert statements_of(app, here.author, UNIT) <= 7
    assert statements_of(app, here.visitor, example) <= 5
