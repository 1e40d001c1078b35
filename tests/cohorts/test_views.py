"""What applicants, readers and those who choose meet on their pages."""

import csv
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.roles import Role
from app.cohorts.models import Application, Reading
from app.cohorts.pages import PAGE
from app.cohorts.policy import SeatHeld
from app.cohorts.queries import seat_held
from app.cohorts.steering import steer_cohorts
from app.enrolment.queries import find_enrolment
from app.platform.database import db, transaction
from tests.builders import browser_of, enrolled, person, published, send, statements_of
from tests.cohorts.calls import (
    BEFORE,
    CLOSED,
    FORM,
    FRENCH,
    KEY,
    OFFERED,
    OPEN,
    SLUG,
    a_cohort,
    a_panel,
    application_id_of,
    applied,
    at,
    files_with_call,
    judged,
)
from tests.cohorts.calls import (
    CALL as CALL_FILE,
)
from tests.cohorts.test_course_of_a_cohort import offers_made

CALL = f"/calls/{SLUG}/{KEY}"
COURSE = f"/courses/{SLUG}"


def application_of(user: User) -> Application:
    db.session.expire_all()
    return db.session.scalars(select(Application).where(Application.user_id == user.id)).one()


# The course's door ---------------------------------------------------------------------------------------------------


def test_a_course_without_a_rule_stays_open_to_all(app: Flask) -> None:
    a_cohort(enrolment="open")
    user = person()
    client = browser_of(app, user)
    with at(OPEN):
        shown = client.get(COURSE).text
        assert "Enrol, free of charge" in shown
        assert f'href="{CALL}"' in shown
        assert send(client, f"/learn/{SLUG}/enrol").location == f"/learn/{SLUG}"


@pytest.mark.parametrize(
    ("moment", "words", "button"),
    [(BEFORE, "The next call opens on", "See the call"), (OPEN, "are chosen among", "Apply until 15 March 2027")],
)
def test_where_learners_are_chosen_the_call_stands_in_place_of_the_button(
    app: Flask, moment: datetime, words: str, button: str
) -> None:
    a_cohort()
    with at(moment):
        shown = app.test_client().get(COURSE).text
    assert words in shown
    assert button in shown
    assert "Enrol, free of charge" not in shown


def test_when_no_call_is_open_that_is_said(app: Flask) -> None:
    a_cohort()
    with at(CLOSED):
        shown = app.test_client().get(COURSE).text
    assert "No call is open at the moment" in shown
    assert f"/learn/{SLUG}/enrol" not in shown


def test_nobody_enrols_past_the_call(app: Flask) -> None:
    a_cohort()
    user = person()
    client = browser_of(app, user)
    assert client.get(f"/learn/{SLUG}/enrol").location == COURSE
    token = {"csrf_token": csrf_of(client)}
    assert client.post(f"/learn/{SLUG}/enrol", data=token).location == COURSE
    assert find_enrolment(user.id, SLUG) is None


def csrf_of(client: FlaskClient) -> str:
    from tests.builders import fields_of

    return fields_of(client.get("/account").text)["csrf_token"]


def test_whoever_came_while_the_course_was_open_may_come_back(app: Flask) -> None:
    files = files_with_call()
    first = published(
        {path: text for path, text in files.items() if not path.startswith("cohorts/")}
        | {"course.md": files["course.md"].replace(b"enrolment: selection", b"enrolment: open")}
    )
    user = person()
    enrolled(user)
    client = browser_of(app, user)
    send(client, f"/learn/{SLUG}/leave")
    published(files, based_on=first.digest)
    assert send(client, f"/learn/{SLUG}/enrol").location == f"/learn/{SLUG}"


# Applying ------------------------------------------------------------------------------------------------------------


def test_an_application_is_saved_changed_and_handed_in(each_app: Flask) -> None:
    a_cohort()
    user = person(country="SN")
    client = browser_of(each_app, user)
    with at(OPEN):
        # Half of it, on a bus.
        assert send(client, f"{CALL}/form", {"q-why": "Our plan", "step": "save"}).location == f"{CALL}/form"
        shown = client.get(f"{CALL}/form").text
        assert "Our plan</textarea>" in shown
        assert application_of(user).handed_in_at is None
        assert "Not handed in yet" in client.get(f"{CALL}/mine").text
        assert send(client, f"{CALL}/form", {**FORM, "step": "hand-in"}).location == f"{CALL}/mine"
        mine = client.get(f"{CALL}/mine").text
        assert "Handed in on" in mine
        assert "Our plan is old." in mine
    application = application_of(user)
    assert application.handed_in_at == OPEN
    assert (application.language, application.country, application.answers["job"]) == ("en", "SN", "Staff")


def test_what_is_missing_is_named_and_what_was_typed_is_kept(app: Flask) -> None:
    a_cohort()
    user = person()
    client = browser_of(app, user)
    with at(OPEN):
        answer = send(client, f"{CALL}/form", {**FORM, "country": "", "q-why": "x" * 301, "step": "hand-in"})
        assert answer.status_code == 422
        assert "2 things need your attention" in answer.text
        assert "This has 301 characters; at most 300 are read." in answer.text
        assert "x" * 301 in client.get(f"{CALL}/form").text
    assert application_of(user).handed_in_at is None


def test_what_is_typed_after_handing_in_counts_only_once_it_is_handed_in_again(app: Flask) -> None:
    cohort = a_cohort()
    user = applied(cohort)
    client = browser_of(app, user)
    with at(OPEN):
        send(client, f"{CALL}/form", {**FORM, "q-why": "Something new", "step": "save"})
        mine = client.get(f"{CALL}/mine").text
        assert "changes that are not handed in" in mine
        assert "Something new" not in mine
        send(client, f"{CALL}/form", {**FORM, "q-why": "Something new", "step": "hand-in"})
        mine = client.get(f"{CALL}/mine").text
        assert "Something new" in mine
        assert "changes that are not handed in" not in mine


def test_a_double_tap_hands_in_once(app: Flask) -> None:
    a_cohort()
    user = person()
    client = browser_of(app, user)
    from tests.builders import fields_of

    with at(OPEN):
        fields = {**fields_of(client.get(f"{CALL}/form").text), **FORM, "step": "hand-in"}
        assert [client.post(f"{CALL}/form", data=fields).location for _time in range(2)] == [f"{CALL}/mine"] * 2


def test_a_choice_that_was_not_offered_is_refused(app: Flask) -> None:
    a_cohort()
    client = browser_of(app, person())
    with at(OPEN):
        answer = send(client, f"{CALL}/form", {**FORM, "language": "fr", "q-job": "King", "step": "hand-in"})
    assert answer.status_code == 422
    assert answer.text.count("Please choose from the list.") >= 2


@pytest.mark.parametrize(("moment", "reason"), [(BEFORE, "not open yet"), (CLOSED, "closed")])
def test_outside_its_days_nothing_is_written_or_handed_in(app: Flask, moment: datetime, reason: str) -> None:
    cohort = a_cohort()
    user = applied(cohort)
    client = browser_of(app, user)
    with at(moment):
        shown = client.get(f"{CALL}/form")
        assert shown.status_code == 403
        assert reason in shown.text
        fields = {**FORM, "q-why": "Late", "step": "hand-in", "csrf_token": csrf_of(client)}
        assert client.post(f"{CALL}/form", data=fields).status_code == 403
    assert application_of(user).answers["why"] != "Late"


def test_a_day_is_over_when_it_is_over_everywhere(app: Flask) -> None:
    a_cohort()
    client = browser_of(app, person())
    with at(datetime(2027, 3, 16, 11, 59, tzinfo=UTC)):
        assert client.get(f"{CALL}/form").status_code == 200
    with at(datetime(2027, 3, 16, 12, 0, tzinfo=UTC)):
        assert client.get(f"{CALL}/form").status_code == 403


def test_a_withdrawn_application_can_be_handed_in_again_while_the_call_is_open(app: Flask) -> None:
    cohort = a_cohort()
    user = applied(cohort)
    client = browser_of(app, user)
    with at(OPEN):
        send(client, f"{CALL}/mine", to=f"{CALL}/mine/withdrawal")
        assert "You took your application back" in client.get(f"{CALL}/mine").text
        send(client, f"{CALL}/form", {**FORM, "step": "hand-in"})
    assert application_of(user).withdrawn_at is None


def test_whoever_has_not_applied_finds_no_application(app: Flask) -> None:
    cohort = a_cohort()
    applied(cohort)
    client = browser_of(app, person())
    assert client.get(f"{CALL}/mine").status_code == 404


def test_a_call_speaks_the_language_of_its_reader(app: Flask) -> None:
    published(files_with_call(french=FRENCH))
    client = browser_of(app, person())
    with at(OPEN):
        assert '<span lang="fr" dir="ltr" data-content>Automne 2027</span>' in client.get(f"{CALL}?lang=fr").text
        form = client.get(f"{CALL}/form?lang=fr").text
        assert "Pourquoi voulez-vous participer" in form
        # What is kept are the words of the original, whoever reads them.
        assert '<option value="Elected">Élu</option>' in form
        arabic = client.get(f"{CALL}/form?lang=ar").text
        assert '<span lang="en" dir="ltr">Why do you want to take part?</span>' in arabic


def test_an_offer_is_accepted_on_the_page(each_app: Flask) -> None:
    cohort = a_cohort(places=1)
    amina = applied(cohort)
    a_panel(cohort)
    judged(cohort, [amina])
    offers_made(cohort)
    client = browser_of(each_app, amina)
    with at(OFFERED):
        assert "Please answer until" in client.get(f"{CALL}/mine").text
        assert send(client, f"{CALL}/mine", {"step": "accept"}, to=f"{CALL}/mine/answer").status_code == 303
        assert "You are enrolled in the course" in client.get(f"{CALL}/mine").text
        assert client.get(f"/learn/{SLUG}/lesson-1").status_code == 200
    assert seat_held(amina.id, SLUG) is SeatHeld.HELD


def test_what_applicants_write_is_shown_as_text(app: Flask) -> None:
    a_cohort()
    client = browser_of(app, person())
    with at(OPEN):
        send(client, f"{CALL}/form", {**FORM, "q-why": "<script>alert(1)</script>", "step": "hand-in"})
        mine = client.get(f"{CALL}/mine").text
    assert "&lt;script&gt;alert(1)" in mine
    assert "<script>alert" not in mine


# Reading -------------------------------------------------------------------------------------------------------------


def test_a_reader_judges_without_the_name_and_alone(each_app: Flask) -> None:
    cohort = a_cohort()
    applied(cohort, name="Amina Diallo", organisation="Ville de Thiès")
    first, second = a_panel(cohort)
    with at(CLOSED):
        steer_cohorts()
        mine, theirs = (browser_of(each_app, one) for one in (first, second))
        numbers = {
            reader: db.session.scalars(select(Reading.id).where(Reading.reader_id == reader.id)).one()
            for reader in (first, second)
        }
        address, other = (f"/readings/{numbers[one]}" for one in (first, second))
        shown = mine.get(address).text
        assert "has a plan." in shown
        assert "Ville de Thiès" not in shown
        assert send(mine, address, {"c-need": "2", "step": "save"}).location == address
        assert send(mine, address, {"step": "hand-in", "c-need": "2", "c-plan": ""}).status_code == 422
        assert "not read yet" not in mine.get("/readings").text
        words = {"c-need": "2", "c-plan": "1", "comment": "A clear need.", "step": "hand-in"}
        assert send(mine, address, words).location == "/readings"
        assert "Ville de Thiès" in mine.get(address).text
        assert "A clear need." not in theirs.get(other).text
        send(theirs, other, {"c-need": "2", "c-plan": "2", "step": "hand-in"})
        assert "A clear need." in theirs.get(other).text
        assert "Reader 2: 100 of 100" in mine.get(address).text


def test_nobody_opens_what_another_was_given(app: Flask) -> None:
    cohort = a_cohort()
    applied(cohort)
    first, second = a_panel(cohort)
    with at(CLOSED):
        steer_cohorts()
        number = db.session.scalars(select(Reading.id).where(Reading.reader_id == first.id)).one()
        client = browser_of(app, second)
        token = {"csrf_token": csrf_of(client), "c-need": "0", "c-plan": "0", "step": "hand-in"}
        assert client.get(f"/readings/{number}").status_code == 404
        assert client.post(f"/readings/{number}", data=token).status_code == 404
        assert client.post(f"/readings/{number}/conflict", data=token).status_code == 404


def test_what_is_judged_is_not_judged_again(app: Flask) -> None:
    cohort = a_cohort()
    amina = applied(cohort)
    readers = a_panel(cohort)
    judged(cohort, [amina])
    number = db.session.scalars(select(Reading.id).where(Reading.reader_id == readers[0].id)).one()
    client = browser_of(app, readers[0])
    with at(CLOSED):
        token = {"csrf_token": csrf_of(client), "c-need": "0", "c-plan": "0", "step": "hand-in"}
        assert client.post(f"/readings/{number}", data=token).status_code == 422
    db.session.expire_all()
    assert db.session.get_one(Reading, number).scores == {"need": 2, "plan": 2}


def test_a_reader_gives_back_what_they_should_not_judge(app: Flask) -> None:
    cohort = a_cohort()
    applied(cohort)
    readers = a_panel(cohort, 3)
    with at(CLOSED):
        steer_cohorts()
        reading = db.session.scalars(select(Reading).limit(1)).one()
        reader = next(one for one in readers if one.id == reading.reader_id)
        client = browser_of(app, reader)
        address = f"/readings/{reading.id}"
        assert send(client, address, to=f"{address}/conflict").location == "/readings"
        assert client.get(address).status_code == 404


# Choosing ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.KNOWLEDGE_MANAGER])
def test_only_who_leads_this_course_sees_who_applied(app: Flask, role: Role) -> None:
    cohort = a_cohort()
    amina = applied(cohort)
    here, elsewhere = person(role, scope=SLUG), person(role, scope="another-course")
    pages = ("selection", "offers", "balance", "balance.csv", f"applications/{application_id_of(amina)}")
    for who, status in ((here, 200), (elsewhere, 403), (amina, 403)):
        client = browser_of(app, who)
        assert [client.get(f"{CALL}/{page}").status_code for page in pages] == [status] * len(pages)


def test_offers_are_looked_at_and_made_with_one_step(each_app: Flask) -> None:
    cohort = a_cohort(places=1)
    people = [applied(cohort, name=name) for name in ("First", "Second")]
    a_panel(cohort)
    client = browser_of(each_app, person(Role.FACILITATOR, scope=SLUG))
    with at(OPEN):
        assert "once the call is closed" in client.get(f"{CALL}/offers").text
    with at(CLOSED):
        steer_cohorts()
        assert "2 applications are not read" in client.get(f"{CALL}/selection").text
        refused = client.post(f"{CALL}/offers", data={"csrf_token": csrf_of(client)})
        assert refused.status_code == 403
    judged(cohort, people)
    with at(OFFERED):
        shown = client.get(f"{CALL}/offers").text
        assert "One place would be offered." in shown
        assert "One person would wait." in shown
        assert send(client, f"{CALL}/offers").location == f"{CALL}/selection"
        assert "0 of 1 seats taken, 1 offered" in client.get(f"{CALL}/selection").text
        assert "The offers are made." in client.get(f"{CALL}/offers").text


def test_a_decision_needs_a_reason(app: Flask) -> None:
    cohort = a_cohort(places=1)
    best, last = applied(cohort, name="Best"), applied(cohort, name="Last")
    a_panel(cohort)
    judged(cohort, [best, last])
    client = browser_of(app, person(Role.UCLG_LEARNING))
    address = f"{CALL}/applications/{application_id_of(last)}"
    with at(CLOSED):
        answer = send(client, address, {"decision": "first", "reason": " "})
        assert answer.status_code == 422
        assert "Say why" in answer.text
        assert send(client, address, {"decision": "first", "reason": "An island."}).status_code == 303
        assert "a place before all others, by decision" in client.get(f"{CALL}/selection").text


def test_the_panel_is_made_of_people_with_accounts(app: Flask) -> None:
    a_cohort()
    reader = person(name="Tala Haddad")
    client = browser_of(app, person(Role.UCLG_LEARNING))
    page, to = f"{CALL}/selection", f"{CALL}/panel"
    nobody = send(client, page, {"email": "nobody@example.org"}, to=to)
    assert nobody.status_code == 422
    assert "Nobody has an account" in nobody.text
    assert send(client, page, {"email": reader.email.upper()}, to=to).status_code == 303
    assert "Tala Haddad" in client.get(page).text
    assert send(client, page, {"email": reader.email}, to=to).status_code == 422
    send(client, page, to=f"{CALL}/panel/{reader.id}/removal")
    assert "Tala Haddad" not in client.get(page).text


def test_an_application_of_another_cohort_is_not_found_here(app: Flask) -> None:
    cohort = a_cohort()
    amina = applied(cohort)
    files = files_with_call()
    published({path.replace(KEY, "other"): text for path, text in files.items()}, slug="another-course")
    client = browser_of(app, person(Role.UCLG_LEARNING))
    assert client.get(f"/calls/another-course/other/applications/{application_id_of(amina)}").status_code == 404


def test_the_balance_is_a_page_and_a_table(app: Flask) -> None:
    cohort = a_cohort()
    for number in range(6):
        applied(cohort, name=f"Person {number}", country="SN" if number else "PE")
    with transaction():
        first = application_of(db.session.scalars(select(User).where(User.name == "Person 0")).one())
        first.gender = "woman"
        db.session.flush()
    client = browser_of(app, person(Role.UCLG_LEARNING))
    shown = client.get(f"{CALL}/balance").text
    assert "Sub-Saharan Africa" in shown
    assert "not shown" in shown
    answer = client.get(f"{CALL}/balance.csv")
    rows = list(csv.reader(answer.text.lstrip("\ufeff").splitlines()))
    assert ["Region of the world", "Sub-Saharan Africa", "5", "0", "0"] in rows
    assert ["Gender", "Woman", "not shown", "0", "0"] in rows
    assert answer.headers["Cache-Control"] == "no-store"


def test_many_calls_come_in_pages_and_are_found_by_words(app: Flask) -> None:
    files = files_with_call()
    for number in range(PAGE + 1):
        files[f"cohorts/spring-{number}.md"] = (
            CALL_FILE.format(places=2, more="")
            .strip()
            .encode()
            .replace(b"title: Autumn 2027", f"title: Spring of group {number}".encode())
        )
    published(files)
    client = browser_of(app, person(Role.FACILITATOR, scope=SLUG))
    with at(CLOSED):
        first = client.get("/calls").text
        assert first.count("0 applications") == PAGE
        assert client.get("/calls?page=2").text.count("0 applications") == 2
        assert client.get("/calls?page=99").text.count("0 applications") == 2
        found = client.get("/calls?q=GROUP+20+spring").text
        assert found.count("0 applications") == 1
        assert "Spring of group 20" in found
        assert "has these words" in client.get("/calls?q=nowhere").text
    learner = browser_of(app, person())
    assert "Calls of your courses" not in learner.get("/calls?q=spring").text


# Statements ----------------------------------------------------------------------------------------------------------


def test_long_lists_ask_the_database_no_more_than_short_ones(app: Flask) -> None:
    cohort = a_cohort(places=1)
    people = [applied(cohort, name="Person 0")]
    readers = a_panel(cohort)
    staff = browser_of(app, person(Role.UCLG_LEARNING))
    reader, applicant = browser_of(app, readers[0]), browser_of(app, people[0])

    def count() -> list[int]:
        return [
            statements_of(app, staff, "/calls"),
            statements_of(app, staff, f"{CALL}/selection"),
            statements_of(app, staff, f"{CALL}/offers"),
            statements_of(app, staff, f"{CALL}/balance"),
            statements_of(app, reader, "/readings"),
            statements_of(app, applicant, f"{CALL}/mine"),
        ]

    with at(CLOSED):
        steer_cohorts()
        one = count()
    people += [applied(cohort, name=f"Person {number}") for number in range(1, 20)]
    with at(CLOSED):
        steer_cohorts()
        assert count() == one
    assert max(one) <= 9


def test_a_course_that_is_open_asks_no_more_than_before(app: Flask) -> None:
    published()
    client = browser_of(app, person())
    assert statements_of(app, client, COURSE) <= 3


def test_long_rankings_come_in_pages(app: Flask) -> None:
    cohort = a_cohort()
    told = {"language": "en", "country": "SN", "organisation_kind": "municipality", "answers": {"why": "x"}}
    users = [person(name=f"Person {number:02}") for number in range(51)]
    with transaction():
        for user in users:
            db.session.add(
                Application(cohort_id=cohort, user_id=user.id, draft={}, saved_at=OPEN, handed_in_at=OPEN, **told)
            )
    client = browser_of(app, person(Role.UCLG_LEARNING))
    with at(CLOSED):
        assert "1 to 50 of 51" in client.get(f"{CALL}/selection").text
        assert "51 to 51 of 51" in client.get(f"{CALL}/selection?page=99").text
