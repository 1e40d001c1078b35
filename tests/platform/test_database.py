"""Transactions: the only way to write, whole or not at all, and no update lost."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.schema import CreateIndex

from app.accounts.models import Organisation
from app.platform.database import Model, db, transaction
from app.platform.once import AnsweredForm
from tests.builders import person


def organisation(name: str) -> Organisation:
    return Organisation(name=name, name_key=name, country="SN")


def test_what_is_raised_inside_takes_everything_back(each_app: Flask) -> None:
    with pytest.raises(RuntimeError, match="no"), transaction():
        db.session.add(organisation("Dakar"))
        db.session.flush()
        raise RuntimeError("no")
    assert db.session.query(Organisation).count() == 0


def test_a_write_outside_a_transaction_is_an_error(each_app: Flask) -> None:
    db.session.add(organisation("Dakar"))
    with pytest.raises(RuntimeError, match="at the edge"):
        db.session.flush()


def test_a_transaction_inside_another_is_an_error(each_app: Flask) -> None:
    with pytest.raises(RuntimeError, match="inside another"), transaction(), transaction():
        pass


def test_a_moment_without_a_time_zone_is_refused(each_app: Flask) -> None:
    with pytest.raises(StatementError, match="without a time zone"), transaction():
        db.session.add(AnsweredForm(key="k", location="/", answered_at=datetime(2027, 1, 1)))  # noqa: DTZ001
        db.session.flush()


def test_a_moment_comes_back_in_utc(each_app: Flask) -> None:
    moment = datetime(2027, 1, 1, 9, tzinfo=timezone(timedelta(hours=9)))
    with transaction():
        db.session.add(AnsweredForm(key="k", location="/", answered_at=moment))
    db.session.remove()
    kept = db.session.get(AnsweredForm, "k")
    assert kept is not None
    assert kept.answered_at == datetime(2027, 1, 1, 0, tzinfo=UTC)
    assert kept.answered_at.tzinfo is UTC


def test_foreign_keys_hold(each_app: Flask) -> None:
    somebody = person()
    with pytest.raises(IntegrityError), transaction():
        somebody.organisation_id = 4711
        db.session.add(db.session.merge(somebody))
        db.session.flush()


def test_six_writers_at_once_lose_no_update(app: Flask) -> None:
    """On SQLite a transaction that reads and then writes would lose most of these without BEGIN IMMEDIATE."""
    with transaction():
        db.session.add(organisation("0"))
    rounds, writers = 20, 6

    def count_up() -> None:
        for _ in range(rounds):
            with app.app_context(), transaction():
                counter = db.session.query(Organisation).one()
                counter.name = str(int(counter.name) + 1)

    threads = [threading.Thread(target=count_up) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.remove()
    assert db.session.query(Organisation).one().name == str(rounds * writers)


def test_every_partial_index_knows_its_condition_for_the_kind_of_database_there_is(each_app: Flask) -> None:
    written = [
        str(CreateIndex(index).compile(dialect=db.engine.dialect))
        for table in Model.metadata.tables.values()
        for index in table.indexes
        if index.info
    ]
    assert len(written) >= 7
    assert [text for text in written if " WHERE " not in text] == []
