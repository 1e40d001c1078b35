"""The report of an organisation: names of who agreed, figures of the others, for those who look after it."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.consents import give_consent, withdraw_consent
from app.accounts.models import ConsentPurpose, Organisation, User
from app.accounts.roles import Role
from app.platform.database import db, transaction
from app.reporting import organisation_pages
from app.reporting.branches import branches_of
from tests.builders import counted_statements, person, sign_in
from tests.reporting.people import learner, two_lessons

HERE = "Municipality of Riverton"
LIST = "/reporting/organisations"


@pytest.fixture
def manager(each_app: Flask) -> FlaskClient:
    """The browser of somebody who looks after the organisation."""
    two_lessons()
    client = each_app.test_client()
    sign_in(client, person(Role.ORGANISATION_MANAGER, organisation=HERE, country="SN"))
    return client


def number_of(name: str = HERE) -> int:
    found = db.session.scalar(select(Organisation.id).where(Organisation.name == name))
    db.session.rollback()
    assert found is not None
    return found


def learners(how_many: int, organisation: str = HERE, **more: str) -> list[int]:
    """Members who take the course; their numbers."""
    return [
        learner(f"Learner {organisation} {number}", organisation=organisation, country="SN", **more).id  # type: ignore[arg-type]
        for number in range(how_many)
    ]


def agreeing(people: list[int]) -> None:
    with transaction():
        for one in people:
            give_consent(one, ConsentPurpose.ORGANISATION_PROGRESS)


def report(client: FlaskClient, name: str = HERE) -> str:
    shown = client.get(f"{LIST}/{number_of(name)}")
    assert shown.status_code == 200
    return re.sub(r"\s+", " ", shown.text)


def cells(text: str) -> list[str]:
    """What stands in the table of courses: completed, and not."""
    table = text.partition('aria-labelledby="figures"')[2].partition("</table>")[0]
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td>(.*?)</td>", table)]


def test_four_people_are_not_counted_and_five_are(manager: FlaskClient) -> None:
    learners(4)
    assert "No figures can be shown yet" in report(manager)
    learners(1)
    assert cells(report(manager)) == ["not shown", "5 or more"]


def test_nobody_is_named_who_did_not_agree(manager: FlaskClient) -> None:
    people = learners(6)
    assert "Learner" not in report(manager)
    agreeing(people[:1])
    text = report(manager)
    assert "Learner Municipality of Riverton 0" in text
    assert text.count("Learner Municipality") == 1
    assert cells(text) == ["not shown", "1 by name, 5 or more others"]
    with transaction():
        withdraw_consent(people[0], ConsentPurpose.ORGANISATION_PROGRESS)
    assert "Learner" not in report(manager)


def test_those_who_agree_are_no_key_to_those_who_do_not(manager: FlaskClient) -> None:
    people = learners(6)
    agreeing(people[:4])
    # Six take it and four are named: a total would tell that two others do.
    assert cells(report(manager)) == ["not shown", "4 by name"]


def test_addresses_and_answers_are_never_shown(manager: FlaskClient) -> None:
    people = learners(1, completed="2026-06-01")
    agreeing(people)
    text = report(manager)
    assert db.session.get_one(User, people[0]).email not in text
    assert cells(text) == ["1 by name", "not shown"]


def test_others_organisations_are_as_if_there_were_none(manager: FlaskClient) -> None:
    learners(5, "Elsewhere")
    assert manager.get(f"{LIST}/{number_of('Elsewhere')}").status_code == 404
    assert "Elsewhere" not in manager.get(LIST).text
    assert HERE in manager.get(LIST).text


def test_uclg_learning_chooses_from_all(each_app: Flask, manager: FlaskClient) -> None:
    learners(5, "Elsewhere")
    staff = each_app.test_client()
    sign_in(staff, person(Role.UCLG_LEARNING))
    assert "Elsewhere" in staff.get(LIST).text
    assert cells(report(staff, "Elsewhere")) == ["not shown", "5 or more"]


@pytest.fixture
def region(monkeypatch: pytest.MonkeyPatch, manager: FlaskClient) -> FlaskClient:
    """The organisation with three towns that are part of it."""
    for town, people in (("Eastport", 12), ("Westport", 7), ("Hill", 2)):
        learners(people, town)
    links = [(number_of(town), number_of()) for town in ("Eastport", "Westport", "Hill")]
    monkeypatch.setattr(organisation_pages, "present_branches", lambda: branches_of(links))
    return manager


def test_the_branch_is_counted_together_and_its_parts_can_be_opened(region: FlaskClient) -> None:
    text = report(region)
    assert cells(text) == ["not shown", "20 or more"]
    for town in ("Eastport", "Westport", "Hill"):
        assert f">{town}</bdi></a>" in text
    assert cells(report(region, "Eastport")) == ["not shown", "10 or more"]


def test_a_part_is_hidden_whose_figure_would_give_a_smaller_one_away(region: FlaskClient) -> None:
    # Hill has two; with Westport's seven somebody could subtract.
    for town in ("Westport", "Hill"):
        assert "No figures can be shown yet" in report(region, town)


def test_the_list_and_the_report_ask_no_more_for_many_than_for_one(app: Flask) -> None:
    two_lessons()
    client = app.test_client()
    sign_in(client, person(Role.ORGANISATION_MANAGER, organisation=HERE, country="SN"))
    numbers: list[int] = []
    for _time in range(2):
        agreeing(learners(1 if not numbers else 19))
        for address in (LIST, f"{LIST}/{number_of()}"):
            client.get(address)
            with counted_statements(app) as seen:
                assert client.get(address).status_code == 200
            numbers.append(len(seen))
    assert numbers[:2] == numbers[2:]
