"""The report on completions, as a page and as a table."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.roles import Role
from app.platform import clock
from tests.builders import counted_statements, person, sign_in
from tests.reporting.people import COURSE, LESSONS, learner, takes, two_lessons

PAGE = "/reporting/completions"
TABLE = "/reporting/completions.csv"


@pytest.fixture
def staff(app: Flask, client: FlaskClient) -> FlaskClient:
    """The browser of somebody at UCLG Learning."""
    sign_in(client, person(Role.UCLG_LEARNING))
    return client


@pytest.fixture
def course(app: Flask) -> None:
    """A course of two lessons."""
    two_lessons()


@pytest.mark.parametrize("address", [PAGE, TABLE])
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.UCLG_LEARNING, Role.FACILITATOR)])
def test_who_is_not_uclg_learning_is_told_why_not(client: FlaskClient, role: Role, address: str) -> None:
    sign_in(client, person(role))
    refused = client.get(address)
    assert refused.status_code == 403
    assert "only UCLG Learning and facilitators see it" in refused.text


@pytest.mark.parametrize("address", [PAGE, TABLE])
def test_a_visitor_is_led_to_sign_in_and_back(client: FlaskClient, address: str) -> None:
    led = client.get(f"{address}?country=SN")
    assert led.status_code == 302
    assert led.location.startswith("/sign-in?next=")
    assert "country%3DSN" in led.location


def test_where_nobody_enrolled_the_page_says_so(staff: FlaskClient) -> None:
    shown = staff.get(PAGE)
    assert shown.status_code == 200
    assert "Nobody has enrolled in a course yet." in shown.text


@pytest.mark.usefixtures("course")
def test_the_headline_counts_each_person_once_and_those_who_left_too(staff: FlaskClient) -> None:
    two = learner("Amina", completed="2026-05-10")
    takes(two, "other-course", completed="2026-05-11")
    learner("Zoë")
    learner("Jonas", left="2026-05-02")
    assert "People who completed a course: 1 of 3 enrolled" in staff.get(PAGE).text


@pytest.mark.usefixtures("course")
def test_the_headline_follows_the_filters(staff: FlaskClient) -> None:
    learner(country="SN", completed="2026-05-10")
    learner(country="SN")
    learner(country="FR")
    shown = staff.get(PAGE, query_string={"country": "SN"}).text
    assert "People who completed a course, among the enrolments that match: 1 of 2" in shown


@pytest.mark.usefixtures("course")
def test_a_choice_by_outcome_is_not_shown_as_a_share_of_all(staff: FlaskClient) -> None:
    learner(completed="2026-05-10")
    assert "not a share of all" in staff.get(PAGE, query_string={"status": "completed"}).text
    assert "not a share of all" not in staff.get(PAGE, query_string={"course": COURSE}).text


@pytest.mark.usefixtures("course")
def test_a_course_shows_what_became_of_everybody(staff: FlaskClient) -> None:
    learner(completed="2026-05-10")
    learner(left="2026-05-10")
    learner()
    assert cells_of(staff.get(PAGE).text, "Localizing the SDGs")[:6] == [
        "Localizing the SDGs",
        "3",
        "1",
        "1",
        "1",
        "33%",
    ]


@pytest.mark.usefixtures("course")
def test_a_line_tells_who_where_how_far_and_when(staff: FlaskClient) -> None:
    learner(
        "Amina Diallo",
        email="amina@example.org",
        organisation="Riverton",
        country="SN",
        enrolled="2026-05-01",
        left="2026-05-04",
        done=LESSONS[:1],
    )
    assert cells_of(staff.get(PAGE).text, "Amina Diallo") == [
        "Amina Diallo amina@example.org",
        "Riverton Senegal",
        "Localizing the SDGs",
        "1 of 2 50%",
        "1 May 2026",
        "1 May 2026",
        "",
        "4 May 2026",
    ]


@pytest.mark.usefixtures("course")
def test_a_course_no_longer_published_is_shown_by_its_address_without_a_percentage(staff: FlaskClient) -> None:
    learner("Amina Diallo", course="retired-course", completed="2026-05-10")
    line = cells_of(staff.get(PAGE).text, "Amina Diallo")
    assert line[2:4] == ["retired-course (no longer published)", ""]
    assert row_of(staff.get(TABLE))["Per cent done"] == ""


@pytest.mark.usefixtures("course")
def test_a_day_that_is_none_is_told_and_the_other_filters_still_work(staff: FlaskClient) -> None:
    learner("Amina Diallo", country="SN")
    learner("Zoë Martin", country="FR")
    shown = staff.get(PAGE, query_string={"enrolled_from": "yesterday", "country": "SN"})
    assert shown.status_code == 200
    assert "This is not a day." in shown.text
    assert "Amina Diallo" in shown.text
    assert "Zoë Martin" not in shown.text


@pytest.mark.usefixtures("course")
def test_names_cannot_bring_markup_into_the_page(staff: FlaskClient) -> None:
    learner("<script>alert(1)</script>", organisation="<b>Riverton</b>")
    shown = staff.get(PAGE, query_string={"words": "<script>"}).text
    assert "<script>alert" not in shown
    assert "<b>Riverton" not in shown


@pytest.mark.usefixtures("course")
def test_a_long_list_comes_in_pages_that_keep_the_filters(staff: FlaskClient) -> None:
    for number in range(51):
        learner(f"Learner {number:02}", country="SN")
    first = staff.get(PAGE, query_string={"country": "SN", "order": "name"}).text
    assert "Learner 49" in first
    assert "Learner 50" not in first
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward is not None
    second = staff.get(onward[1].replace("&amp;", "&")).text
    assert "Learner 50" in second
    assert "Learner 49" not in second


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("number", ["0", "-1", "7", "99999999999999999999", "second"])
def test_a_page_that_does_not_exist_shows_one_that_does(staff: FlaskClient, number: str) -> None:
    learner("Amina Diallo")
    assert "Amina Diallo" in staff.get(PAGE, query_string={"page": number}).text


@pytest.mark.usefixtures("course")
def test_sixty_enrolments_cost_as_many_statements_as_one(app: Flask, staff: FlaskClient) -> None:
    learner(organisation="Riverton", country="SN", done=LESSONS)
    staff.get(PAGE)
    with counted_statements(app) as at_one:
        staff.get(PAGE)
    for number in range(59):
        learner(organisation=f"Town {number}", country="SN", done=LESSONS)
    with counted_statements(app) as at_sixty:
        staff.get(PAGE)
    assert len(at_one) == len(at_sixty) < 10


@pytest.mark.usefixtures("course")
def test_the_table_is_a_file_of_the_day_that_nobody_keeps(staff: FlaskClient) -> None:
    with clock.stopped_at(datetime(2026, 6, 1, tzinfo=UTC)):
        table = staff.get(TABLE)
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert table.headers["Content-Disposition"] == "attachment; filename=completions-2026-06-01.csv"
    assert table.headers["Cache-Control"] == "no-store"
    assert table.data.startswith(b"\xef\xbb\xbfName,E-mail,")


@pytest.mark.usefixtures("course")
def test_a_row_of_the_table_tells_all_there_is(staff: FlaskClient) -> None:
    learner(
        "أمينة ديالو",
        email="amina@example.org",
        organisation='Riverton, "the old town"',
        country="SN",
        enrolled="2026-05-01",
        completed="2026-05-10",
        left="2026-05-11",
        done=LESSONS,
    )
    assert row_of(staff.get(TABLE)) == {
        "Name": "أمينة ديالو",
        "E-mail": "amina@example.org",
        "Organisation": 'Riverton, "the old town"',
        "Country": "Senegal",
        "Country code": "SN",
        "Course": "Localizing the SDGs",
        "Course address": COURSE,
        "Status": "completed",
        "Units done": "2",
        "Units required": "2",
        "Per cent done": "100",
        "Enrolled on": "2026-05-01",
        "Last seen on": "2026-05-01",
        "Completed on": "2026-05-10",
        "Left on": "2026-05-11",
    }


@pytest.mark.usefixtures("course")
def test_a_name_that_is_a_formula_arrives_as_text(staff: FlaskClient) -> None:
    learner('=HYPERLINK("http://example.org","Click")', organisation="@SUM(1)")
    row = row_of(staff.get(TABLE))
    assert (row["Name"][:2], row["Organisation"]) == ("'=", "'@SUM(1)")


@pytest.mark.usefixtures("course")
def test_the_table_holds_everybody_who_matches_and_nobody_else(
    staff: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.reporting.queries._BATCH", 20)
    for number in range(51):
        learner(f"Learner {number:02}", country="SN")
    learner("Zoë", country="FR")
    assert len(rows_of(staff.get(TABLE, query_string={"country": "SN", "order": "name"}))) == 51


def test_a_facilitator_sees_the_people_of_their_own_courses_without_addresses(client: FlaskClient) -> None:
    two_lessons()
    two_lessons("disaster-risk", "Disaster risk")
    learner("Amina Diallo", email="amina@example.org")
    learner("Jonas Berg", course="disaster-risk", email="jonas@example.org")
    sign_in(client, person(Role.FACILITATOR, scope="disaster-risk", name="Wanjiru Kamau"))
    for shown in (client.get(PAGE).text, client.get(TABLE).text, client.get(f"{PAGE}?course=localizing-the-sdgs").text):
        assert "Amina" not in shown
        assert "@example.org" not in shown
    assert "Jonas Berg" in client.get(PAGE).text
    assert "Jonas Berg" in client.get(TABLE).text
    assert "Jonas Berg" not in client.get(f"{PAGE}?words=jonas@example").text


def test_a_filter_that_cannot_be_understood_gives_no_table(staff: FlaskClient) -> None:
    refused = staff.get(TABLE, query_string={"enrolled_from": "yesterday"})
    assert refused.status_code == 422
    assert "no table was made" in refused.text


def cells_of(html: str, name: str) -> list[str]:
    """The texts of the first row whose heading begins with this name."""
    for row in re.findall(r"<tr>(.*?)</tr>", html, re.S):
        cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd]\b.*?>(.*?)</t[hd]>", row, re.S)]
        if cells[0].startswith(name):
            return cells
    raise AssertionError(f"There is no row of {name}.")


def rows_of(response: TestResponse) -> list[dict[str, str]]:
    """The rows of a table, each by the names of its columns."""
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


def row_of(response: TestResponse) -> dict[str, str]:
    """The only row of a table."""
    [row] = rows_of(response)
    return row
