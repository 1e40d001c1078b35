"""The pages for those who run the site: what they show, to whom, and what their buttons do."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.roles import Role
from app.config import ELSEWHERE, KNOWN, settings_from
from app.factory import ROOT
from app.files.keeping import keep_content
from app.operations.mail_queries import mail_figures
from app.operations.settings_pages import EXPLAINED, setting_lines, without_password
from app.operations.storage import files_in, storage
from app.platform import clock
from app.platform.audit import AuditEntry
from app.platform.database import db, transaction
from app.platform.jobs import Job, try_all_again, work_off
from app.platform.outbox import SEND_MAIL, OutgoingMail
from tests.builders import counted_statements, letters_in, person, published, send, sign_in

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)


def given_up(kind: str = SEND_MAIL, failure: str = "ConnectionRefusedError: nobody there") -> int:
    """A job that nobody tries any more."""
    now = clock.now()
    with transaction():
        job = Job(
            kind=kind, arguments={"mail_id": 1}, created_at=now, due_at=now, tries=7, given_up_at=now, failure=failure
        )
        db.session.add(job)
        db.session.flush()
        return job.id


def written(days_ago: int, *, is_sent: bool, kind: str = "sign_in") -> None:
    at = clock.now() - timedelta(days=days_ago)
    with transaction():
        db.session.add(
            OutgoingMail(
                recipient="private@example.org",
                subject="Private subject",
                text="",
                html="",
                kind=kind,
                created_at=at,
                sent_at=at if is_sent else None,
            )
        )
        db.session.flush()


# What there is


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        (
            Role.ADMINISTRATOR,
            ["People and roles", "Mail", "Audit log", "Jobs", "Settings"],
            ["Completions", "Applications"],
        ),
        (Role.UCLG_LEARNING, ["Completions", "Applications", "Mail", "Audit log"], ["Jobs", "Settings"]),
        (Role.FACILITATOR, ["Completions", "Applications"], ["People and roles", "Mail", "Audit log", "Jobs"]),
        (Role.ORGANISATION_MANAGER, [], ["Completions", "Applications", "People and roles", "Mail"]),
    ],
)
def test_the_index_lists_what_one_may_see(app: Flask, role: Role, shown: list[str], hidden: list[str]) -> None:
    client = app.test_client()
    sign_in(client, person(role))
    main = client.get("/staff").text.partition("<main")[2].partition("</main>")[0]
    listed = re.findall(r"<strong><a [^>]*>([^<]+)</a>", main)
    assert set(shown) <= set(listed)
    assert not set(hidden) & set(listed)


def test_every_page_of_the_index_opens(app: Flask) -> None:
    for role in (Role.ADMINISTRATOR, Role.UCLG_LEARNING):
        client = app.test_client()
        sign_in(client, person(role))
        for address in re.findall(r'<strong><a href="([^"]+)"', client.get("/staff").text):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(("role", "is_there"), [(Role.ADMINISTRATOR, True), (Role.UCLG_LEARNING, True), (None, False)])
def test_the_menu_leads_there_whom_it_concerns(app: Flask, role: Role | None, is_there: bool) -> None:
    client = app.test_client()
    sign_in(client, person(role))
    assert ('href="/staff"' in client.get("/account").text) is is_there


# Jobs


def test_a_job_given_up_is_shown_with_its_reason_and_tried_again(each_app: Flask, admin: FlaskClient) -> None:
    number = given_up()
    shown = admin.get("/staff/jobs").text
    assert "ConnectionRefusedError: nobody there" in shown
    assert send(admin, "/staff/jobs", to=f"/staff/jobs/{number}/retry").status_code == 303
    assert db.session.get_one(Job, number).given_up_at is None
    assert "None was given up" in admin.get("/staff/jobs").text
    assert db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()[-1] == "job.retried"


def test_all_jobs_given_up_are_tried_again_at_once(each_app: Flask, admin: FlaskClient) -> None:
    numbers = [given_up(), given_up()]
    assert send(admin, "/staff/jobs", to="/staff/jobs/retry").status_code == 303
    assert [db.session.get_one(Job, number).given_up_at for number in numbers] == [None, None]
    with transaction():
        assert try_all_again() == 0


def test_jobs_are_chosen_by_state_and_kind(each_app: Flask, admin: FlaskClient) -> None:
    given_up("forget-old-links", "The first reason")
    given_up(SEND_MAIL, "The second reason")
    shown = admin.get("/staff/jobs?kind=send-mail").text
    assert "The second reason" in shown
    assert "The first reason" not in shown
    assert "The second reason" not in admin.get("/staff/jobs?state=waiting").text
    assert admin.get("/staff/jobs?state=nonsense&page=7").status_code == 200


def test_routines_are_shown_with_when_they_are_due_next(each_app: Flask, admin: FlaskClient) -> None:
    now = clock.now()
    with clock.stopped_at(now):
        work_off()
    shown = admin.get("/staff/jobs").text
    assert "forget-answered-forms" in shown
    assert f'datetime="{now + timedelta(hours=6):%Y-%m-%dT%H:%MZ}"' in shown


def test_what_a_job_is_about_is_not_shown(each_app: Flask, admin: FlaskClient) -> None:
    now = clock.now()
    with transaction():
        job = Job(kind="mail-link", arguments={"email": "private@example.org"}, created_at=now, due_at=now, tries=0)
        db.session.add(job)
        db.session.flush()
    for state in ("failed", "waiting", "done"):
        assert "private@example.org" not in admin.get(f"/staff/jobs?state={state}").text


# Mail


def test_letters_are_counted_by_day_and_kind(each_app: Flask) -> None:
    with clock.stopped_at(NOON):
        written(0, is_sent=True)
        written(1, is_sent=True)
        written(1, is_sent=False, kind="new-device")
        written(13, is_sent=True)
        written(14, is_sent=True)
        figures = mail_figures()
    told = [(line.written, line.sent, line.waiting, line.given_up) for line in figures.days]
    assert told == [(1, 1, 0, 0), (2, 1, 1, 0), *[(0, 0, 0, 0)] * 11, (1, 1, 0, 0)]
    assert [(line.kind, line.written, line.sent) for line in figures.kinds] == [("sign_in", 4, 4), ("new-device", 1, 0)]
    assert figures.oldest_waiting == NOON - timedelta(days=1)


def test_a_letter_given_up_is_not_counted_as_waiting(each_app: Flask) -> None:
    with clock.stopped_at(NOON):
        written(0, is_sent=False)
        given_up()
        line = mail_figures().days[0]
    assert (line.waiting, line.given_up) == (0, 1)


def test_the_page_about_mail_names_nobody(each_app: Flask, admin: FlaskClient) -> None:
    written(0, is_sent=False)
    shown = admin.get("/staff/mail").text
    assert "The letter that has waited longest" in shown
    assert "private@example.org" not in shown
    assert "Private subject" not in shown


def test_a_test_letter_goes_to_whoever_asks(each_app: Flask, admin: FlaskClient) -> None:
    assert send(admin, "/staff/mail", to="/staff/mail/test").status_code == 303
    work_off()
    (letter,) = letters_in(each_app)
    assert letter["To"] == "ada@example.org"
    assert letter["Subject"] == "A test letter"


# Storage


def test_what_is_kept_is_counted(each_app: Flask, admin: FlaskClient) -> None:
    published()
    told = storage()
    tables = dict(told.tables)
    assert tables["user_account"] == 1
    assert tables["course"] == 1
    assert told.database.startswith(("SQLite 3", "PostgreSQL 1"))
    assert told.database_size > 100_000
    assert 0 < told.disk_free <= told.disk_size
    shown = admin.get("/staff/storage").text
    assert "user_account" in shown


def test_files_that_people_handed_in_are_counted(app: Flask) -> None:
    keep_content(b"one")
    keep_content(b"other")
    assert (storage().handed_in.number, storage().handed_in.size) == (2, 8)


def test_storage_is_counted_once_a_minute(each_app: Flask, admin: FlaskClient) -> None:
    admin.get("/staff/storage")
    with counted_statements(each_app) as seen:
        admin.get("/staff/storage")
    assert len(seen) <= 1


def test_files_are_counted_at_whatever_depth_and_links_are_not(app: Flask) -> None:
    folder = storage_folder = (ROOT / "courses").resolve()
    assert files_in(folder).number == sum(path.is_file() for path in storage_folder.rglob("*"))


# Settings


def test_every_setting_is_explained() -> None:
    assert {name for name in (*KNOWN, *ELSEWHERE) if not name.startswith("TEST_")} == set(EXPLAINED)


def test_secrets_are_not_shown() -> None:
    assert without_password("postgresql+psycopg://forum:hush@db.example.org/forum") == (
        "postgresql+psycopg://forum:***@db.example.org/forum"
    )
    assert without_password("smtp://name:hush@mail.example.org:587") == "smtp://name:***@mail.example.org:587"
    assert without_password("") == ""


def test_the_page_of_settings_holds_no_secret(app: Flask) -> None:
    environment = {
        "LEARNING_FORUM_SECRET_KEY": "seventeen grey herons stand in the river",
        "LEARNING_FORUM_MAIL": "smtp://name:hush-hush@mail.example.org:587",
        "LEARNING_FORUM_ADDRESS": "https://learning.example.org",
    }
    app.extensions["settings"] = settings_from(environment, ROOT)
    client = app.test_client()
    sign_in(client, person(Role.ADMINISTRATOR))
    shown = client.get("/staff/settings").text
    assert "herons" not in shown
    assert "hush-hush" not in shown
    assert "set, not shown" in shown
    assert "mail.example.org:587" in shown
    with app.test_request_context():
        given = {line.name.removeprefix("LEARNING_FORUM_") for line in setting_lines() if line.is_given}
    assert given == {"SECRET_KEY", "MAIL", "ADDRESS"}


# Statements


@pytest.mark.parametrize(("address", "most"), [("/staff", 1), ("/staff/jobs", 5), ("/staff/mail", 1)])
def test_twenty_items_ask_no_more_than_one(each_app: Flask, admin: FlaskClient, address: str, most: int) -> None:
    def statements() -> int:
        admin.get(address)
        with counted_statements(each_app) as seen:
            assert admin.get(address).status_code == 200
        return len(seen)

    given_up()
    few = statements()
    for _number in range(19):
        given_up()
        written(0, is_sent=False)
    assert statements() == few <= most
