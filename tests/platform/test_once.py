"""A form does its work once, also when it is sent twice at the same instant."""

import threading
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.platform import clock, once
from app.platform.database import db, transaction
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
    assert set(answers) <= {303, 409}
    assert 303 in answers


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
