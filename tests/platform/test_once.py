"""A form does its work once, also when it is sent twice at the same instant."""

import threading
from datetime import UTC, datetime

import pytest
from flask import Flask, request
from sqlalchemy import func, select

from app.accounts.models import User
from app.platform import clock, once
from app.platform.database import db, transaction
from app.platform.errors import CannotBe, Conflict, DomainError, Refused, TooMany
from app.platform.once import AnsweredForm
from tests.builders import fields_of

NEWCOMER = {"name": "Amina Diallo", "email": "amina@example.org", "password": "seven quiet rivers", "country": "SN"}


def test_a_registration_sent_again_leads_to_the_same_place(each_app: Flask) -> None:
    client = each_app.test_client()
    form = {**fields_of(client.get("/register").text), **NEWCOMER}
    first = client.post("/register", data=form)
    other_tab = each_app.test_client()
    fresh = fields_of(other_tab.get("/register").text)
    second = other_tab.post("/register", data={**form, "csrf_token": fresh["csrf_token"]})
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_twins_at_the_same_instant_do_the_work_once(each_app: Flask) -> None:
    clients = [each_app.test_client() for _ in range(4)]
    key = once.new_key()
    forms = [{**fields_of(client.get("/register").text), **NEWCOMER, "once": key} for client in clients]
    answers: list[int] = []
    gate = threading.Barrier(len(clients))

    def send(place: int) -> None:
        gate.wait()
        answers.append(clients[place].post("/register", data=forms[place]).status_code)

    threads = [threading.Thread(target=send, args=(place,)) for place in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert db.session.scalar(select(func.count()).select_from(User)) == 1
    assert set(answers) == {303}


@pytest.mark.parametrize("refusal", [Refused, Conflict, CannotBe, TooMany])
def test_a_form_refused_because_its_twin_was_done_meanwhile_leads_where_that_led(
    own_app: Flask, refusal: type[DomainError]
) -> None:
    @own_app.post("/late")
    def late() -> str:
        if "twin" in request.args:
            with transaction():
                once.remember("/where-the-first-led")
        raise refusal("Too late.")

    client = own_app.test_client()
    form = {**fields_of(client.get("/register").text), "once": once.new_key()}
    alone = client.post("/late", data=form)
    assert (alone.status_code, "Too late." in alone.text) == (refusal.status, True)
    beside = client.post("/late?twin=1", data=form)
    assert (beside.status_code, beside.location) == (303, "/where-the-first-led")


def test_old_keys_are_forgotten_and_young_ones_kept(each_app: Flask) -> None:
    moment = datetime(2027, 1, 10, tzinfo=UTC)
    with transaction():
        for day in (1, 9):
            db.session.add(AnsweredForm(key=f"day-{day}", location="/", answered_at=moment.replace(day=day)))
    with clock.stopped_at(moment):
        once.forget_old()
    assert db.session.scalars(select(AnsweredForm.key)).all() == ["day-9"]


def test_an_overlong_key_is_ignored_rather_than_kept(app: Flask) -> None:
    client = app.test_client()
    form = {**fields_of(client.get("/register").text), **NEWCOMER, "once": "x" * 500}
    assert client.post("/register", data=form).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(AnsweredForm)) == 0
