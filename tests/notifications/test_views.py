"""The pages of notices: a list, a number in the header, and what one gets by mail."""

import re

import pytest
from flask import Flask
from sqlalchemy import update

from app.accounts.models import User
from app.certificates.notices import CERTIFICATE
from app.notifications.actions import notify_all
from app.notifications.models import MailHabits
from app.notifications.queries import PAGE, choices_of
from app.platform.database import db, transaction
from app.platform.telling import Cadence, tell
from tests.builders import browser_of, counted_statements, send
from tests.notifications.telling import member, notices_of, told

HEADER = re.compile(
    r'<a class="who new" href="/notices"><b aria-hidden="true">([^<]+)</b><span class="vh">([^<]+)</span>'
)
CHOICES = {"quiet_from": "21", "quiet_until": "7", "weekday": "0"}


def number_in_header(html: str) -> str | None:
    found = HEADER.search(html)
    return found[1] if found else None


def test_an_empty_list_says_what_will_stand_there(app: Flask) -> None:
    page = browser_of(app, member()).get("/notices")
    assert "Nothing is new." in page.text
    assert number_in_header(page.text) is None


def test_the_header_tells_how_much_is_new(each_app: Flask) -> None:
    amina = member()
    client = browser_of(each_app, amina)
    assert number_in_header(client.get("/").text) is None
    told(amina, "A", leads_to="/privacy")
    told(amina, "B", leads_to="/people")
    found = HEADER.search(client.get("/").text)
    assert found is not None
    assert found.groups() == ("2", "New notices: 2")
    # What leads to the page one is on is not counted there, nor afterwards anywhere.
    assert number_in_header(client.get("/privacy").text) == "1"
    assert number_in_header(client.get("/").text) == "1"


def test_from_a_hundred_on_nobody_counts(each_app: Flask) -> None:
    amina = member()
    for number in range(101):
        with transaction():
            notify_all(CERTIFICATE, {amina.id: number}, {"course": "A"}, "/people")
    assert number_in_header(browser_of(each_app, amina).get("/").text) == "99+"


def test_the_number_costs_no_statement(each_app: Flask) -> None:
    amina = member()
    client = browser_of(each_app, amina)
    client.get("/privacy")
    with counted_statements(each_app) as without:
        client.get("/privacy")
    told(amina, leads_to="/people")
    client.get("/privacy")
    with counted_statements(each_app) as with_news:
        client.get("/privacy")
    assert len(with_news) == len(without) == 1


def test_visitors_are_asked_nothing(app: Flask) -> None:
    client = app.test_client()
    client.get("/privacy")
    with counted_statements(app) as seen:
        assert client.get("/privacy").status_code == 200
    assert len(seen) == 0


def test_an_address_that_no_database_takes_is_no_fault(each_app: Flask) -> None:
    client = browser_of(each_app, member())
    assert client.get("/no%00such?page=%00").status_code in (400, 404)
    assert client.get("/" + "x" * 3000).status_code == 404


def test_new_ones_come_first_and_say_why(app: Flask) -> None:
    amina = member()
    told(amina, "Old")
    client = browser_of(app, amina)
    send(client, "/notices", to="/notices/seen")
    told(amina, "<New>")
    text = client.get("/notices").text
    assert text.index("&lt;New&gt;") < text.index("Old")
    assert text.count("New:") == 1
    assert text.count("You are told because you completed this course.") == 2


def test_one_or_all_are_marked_as_seen(app: Flask) -> None:
    amina = member()
    first, _second = told(amina, "A", leads_to="/people"), told(amina, "B", leads_to="/people")
    client = browser_of(app, amina)
    answer = send(client, "/notices", {"notice": str(first.id)}, to="/notices/seen")
    assert (answer.status_code, answer.location) == (303, "/notices")
    assert [one.seen_at is not None for one in notices_of(amina)] == [True, False]
    send(client, "/notices", to="/notices/seen")
    assert [one.seen_at is not None for one in notices_of(amina)] == [True, True]


def test_nobody_sees_or_marks_what_others_are_told(app: Flask) -> None:
    amina, jonas = member(), member()
    notice = told(amina, leads_to="/people")
    told(jonas, leads_to="/people")
    client = browser_of(app, jonas)
    assert client.get(f"/notices/{notice.id}").status_code == 404
    send(client, "/notices", {"notice": str(notice.id)}, to="/notices/seen")
    assert notices_of(amina)[0].seen_at is None


def test_a_long_list_comes_in_pages(each_app: Flask) -> None:
    amina = member()
    for number in range(PAGE + 1):
        told(amina, f"Course {number}", leads_to="/people")
    client = browser_of(each_app, amina)
    first, second = client.get("/notices").text, client.get("/notices?page=2").text
    assert first.count("New:") == PAGE
    assert second.count("New:") == 1
    client.get("/notices")
    with counted_statements(each_app) as seen:
        client.get("/notices")
    assert len(seen) <= 4


def test_who_did_it_is_named_as_they_are_called_today(each_app: Flask) -> None:
    amina, jonas = member(), member(name="Jonas Berg")
    with transaction():
        tell("people.message", amina.id, about=1, leads_to="/people/messages/1", by=jonas.id)
    client = browser_of(each_app, amina)
    assert "Jonas Berg wrote to you." in client.get("/notices").text
    with transaction():
        db.session.execute(update(User).where(User.id == jonas.id).values(name="Jonas Holm"))
    assert "Jonas Holm wrote to you." in client.get("/notices").text


def test_a_kind_that_is_gone_is_still_shown(app: Flask) -> None:
    amina = member()
    notice = told(amina, leads_to="/people")
    with transaction():
        db.session.execute(update(type(notice)).values(kind="forum.no-such-kind"))
    assert "Something was new here." in browser_of(app, amina).get("/notices").text


def test_people_choose_by_group_and_by_kind_and_when(each_app: Flask) -> None:
    amina = member(country="SN")
    client = browser_of(each_app, amina)
    chosen = {
        **CHOICES,
        "about-courses": "weekly",
        "about-courses.certificate": "now",
        "zone": "Africa/Dakar",
        "weekday": "4",
        "is_paused": "y",
    }
    answer = send(client, "/account/notices", chosen)
    assert (answer.status_code, answer.location) == (303, "/account/notices")
    assert choices_of(amina.id) == {"courses": Cadence.WEEKLY, CERTIFICATE: Cadence.NOW}
    kept = db.session.get(MailHabits, amina.id)
    assert kept is not None
    assert (kept.zone, kept.quiet_from, kept.quiet_until, kept.weekday, kept.is_paused) == (
        "Africa/Dakar",
        21,
        7,
        4,
        True,
    )
    page = client.get("/account/notices").text
    assert '<option selected value="weekly">' in page
    assert '<option selected value="Africa/Dakar">Dakar</option>' in page
    send(client, "/account/notices", {**CHOICES, "about-courses": "", "about-courses.certificate": ""})
    assert choices_of(amina.id) == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [("about-courses", "hourly"), ("zone", "Mars/Olympus"), ("quiet_from", "25"), ("weekday", "8"), ("weekday", "x")],
)
def test_what_is_not_offered_is_refused_and_the_rest_is_kept(app: Flask, field: str, value: str) -> None:
    amina = member()
    answer = send(browser_of(app, amina), "/account/notices", {**CHOICES, "about-account": "daily", field: value})
    assert answer.status_code == 422
    assert "Please choose from the list." in answer.text
    assert '<option selected value="daily">' in answer.text
    assert choices_of(amina.id) == {}
    assert db.session.get(MailHabits, amina.id) is None


def test_a_zone_chosen_before_is_kept_whatever_the_country_says_now(app: Flask) -> None:
    amina = member(country="SN")
    client = browser_of(app, amina)
    send(client, "/account/notices", {**CHOICES, "zone": "Africa/Dakar"})
    with transaction():
        db.session.execute(update(User).where(User.id == amina.id).values(country="CO"))
    assert '<option selected value="Africa/Dakar">' in client.get("/account/notices").text


def test_the_page_says_what_comes_as_a_letter_of_its_own(app: Flask) -> None:
    page = browser_of(app, member()).get("/account/notices").text
    assert "Applications, Organisations and titles, Messages from people" in page


@pytest.mark.parametrize(("country", "is_known"), [("", False), ("BR", False), ("SN", True)])
def test_the_page_says_when_nobody_knows_where_the_clock_is(app: Flask, country: str, is_known: bool) -> None:
    page = browser_of(app, member(country=country)).get("/account/notices").text
    assert ("We do not know where your clock is" not in page) == is_known
