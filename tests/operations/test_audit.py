"""The audit log: found by what is known, named as people are named today, and taken away as a table."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.accounts.roles import Role
from app.operations.audit_filters import AuditFilters
from app.operations.audit_queries import all_entries, find_entries
from app.platform import audit, clock
from app.platform.database import db, transaction
from tests.builders import counted_statements, person, sign_in

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def noted(action: str, subject: str = "course:one", *, by: User | None = None, at: datetime = NOON) -> None:
    kind, _colon, key = subject.partition(":")
    with clock.stopped_at(at), transaction():
        audit.note(by.id if by else None, action, kind, key)


def test_lines_are_found_by_person_action_subject_and_day(each_app: Flask) -> None:
    doer, done_to = person(name="Doer", email="doer@example.org"), person(name="Other", email="other@example.org")
    noted("role.given", f"person:{done_to.id}", by=doer)
    noted("course.published", "course:one", by=doer, at=NOON + timedelta(days=1))
    noted("course.published", "course:two", at=NOON + timedelta(days=2))

    def found(**asked: object) -> list[str]:
        lines = find_entries(AuditFilters(**asked), before=None, limit=50)  # type: ignore[arg-type]
        return [f"{line.entry.action} {line.entry.subject_key}" for line in lines]

    given, one, two = f"role.given {done_to.id}", "course.published one", "course.published two"
    assert found() == [two, one, given]
    assert found(person="DOER@example.org") == [one, given]
    assert found(person="other@example.org") == [given]
    assert found(person="nobody@example.org") == []
    assert found(action="course.published") == [two, one]
    assert found(subject="course") == [two, one]
    assert found(subject="course:two") == [two]
    assert found(subject="two") == [two]
    assert found(done_from=NOON.date() + timedelta(days=1)) == [two, one]
    assert found(done_to=NOON.date()) == [given]
    assert found(within=("role.",)) == [given]


def test_names_are_those_of_today(each_app: Flask, admin: FlaskClient) -> None:
    doer = person(name="Before", email="doer@example.org")
    noted("role.given", "person:999", by=doer)
    with transaction():
        db.session.get_one(User, doer.id).name = "Afterwards"
        db.session.flush()
    shown = admin.get("/staff/audit?action=role.given&subject=999").text
    assert "Afterwards" in shown
    assert "Before" not in shown
    assert "command line" in admin.get("/staff/audit").text


def test_later_lines_move_none_of_an_earlier_page(each_app: Flask, admin: FlaskClient) -> None:
    for number in range(60):
        noted("course.published", f"course:number-{number:02}")
    first = admin.get("/staff/audit?action=course.published").text
    assert "number-59" in first
    assert "number-10" in first
    assert "number-09" not in first
    address = first.rpartition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    noted("course.published", "course:number-60")
    second = admin.get(address).text
    assert "number-09" in second
    assert "number-10" not in second
    assert "number-60" not in second
    assert 'rel="next"' not in second


def test_uclg_learning_reads_of_people_and_roles_only(each_app: Flask, admin: FlaskClient) -> None:
    client = each_app.test_client()
    sign_in(client, person(Role.UCLG_LEARNING))
    noted("course.published", "course:one")
    noted("role.taken", "person:1")
    for address in ("/staff/audit", "/staff/audit.csv", "/staff/audit?action=course.published"):
        assert "<td><bdi>course" not in client.get(address).text
        assert ",course.published," not in client.get(address).text
    assert "role.taken" in client.get("/staff/audit").text
    assert "course.published" not in client.get("/staff/audit").text
    assert "course.published" in admin.get("/staff/audit").text


def test_the_table_holds_all_that_matches(each_app: Flask, admin: FlaskClient) -> None:
    for number in range(60):
        noted("course.published", f"course:=number-{number:02}")
    answer = admin.get("/staff/audit.csv?action=course.published")
    assert answer.headers["Cache-Control"] == "no-store"
    lines = answer.text.splitlines()
    assert len(lines) == 61
    # No spreadsheet takes a key for a formula.
    assert "'=number-59" in lines[1]
    assert admin.get("/staff/audit.csv?done_from=never").status_code == 422


def test_every_batch_is_read_once(each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.operations.audit_queries._BATCH", 2)
    for number in range(5):
        noted("course.published", f"course:{number}")
    assert [line.entry.subject_key for batch in all_entries(AuditFilters()) for line in batch] == list("43210")


@pytest.mark.parametrize(
    "query", ["done_from=never", "done_from=2027-03-02&done_to=2027-03-01", "before=x", "before=0"]
)
def test_what_is_not_understood_breaks_nothing(admin: FlaskClient, query: str) -> None:
    assert admin.get(f"/staff/audit?{query}").status_code == 200


def test_twenty_lines_ask_no_more_than_one(each_app: Flask, admin: FlaskClient) -> None:
    def statements() -> int:
        admin.get("/staff/audit")
        with counted_statements(each_app) as seen:
            assert admin.get("/staff/audit").status_code == 200
        return len(seen)

    few = statements()
    for _number in range(20):
        person(Role.FACILITATOR)
    assert statements() == few <= 4
