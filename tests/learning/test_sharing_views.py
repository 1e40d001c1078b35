"""From exercise to practice: accepted work is offered, looked at, read by everybody, and withdrawn."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.accounts.roles import Role
from app.enrolment.models import Enrolment
from app.peerreview.exchange_models import Review
from app.peerreview.leaving import leave_reviews
from app.peerreview.models import SubmissionVersion
from app.peerreview.sharing import CONSENT, CONSENT_VERSION, State
from app.peerreview.sharing_models import ShownWork
from app.platform import clock, throttle
from app.platform.audit import AuditEntry
from app.platform.database import db, transaction
from app.privacy.erasing import ask_for_erasure, erase
from app.privacy.models import Cause
from tests.builders import browser_of, counted_statements, enrolled, person, send, statements_of
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
