"""What tests share: an application on a fresh database of either kind, and browsers with nothing in them."""

import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextvars import Context
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings
from psycopg import sql
from sqlalchemy import make_url

from app.factory import create_app
from app.platform import throttle
from app.platform.database import db

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# A busy machine is slow without being wrong.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")

pytest_plugins = ["tests.browsing"]

SECRET = "a secret that only these tests know of"


def make_app(instance: Path, database_url: str) -> Flask:
    """An application with a database and an instance folder of its own."""
    return create_app(
        {
            "LEARNING_FORUM_INSTANCE": str(instance),
            "LEARNING_FORUM_COURSES": str(instance / "courses"),
            "LEARNING_FORUM_DATABASE_URL": database_url,
            "LEARNING_FORUM_SECRET_KEY": SECRET,
        },
        testing=True,
    )


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy from: migrating once a process is enough."""
    folder = tmp_path_factory.mktemp("template")
    path = folder / "template.sqlite"
    app = make_app(folder, f"sqlite:///{path}")
    with app.app_context():
        upgrade()
        db.engine.dispose()
    # All is in the one file now, so that a copy of it is whole.
    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.rollback()
    return path


class PostgresServer:
    """A PostgreSQL server with a migrated database to copy from."""

    def __init__(self, address: str) -> None:
        self._address = make_url(address)
        self.template = f"template_{uuid.uuid4().hex[:12]}"

    def command(self, text: str, *names: str) -> None:
        """Run a command about databases, outside any transaction."""
        plain = self._address.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(sql.SQL(text).format(*(sql.Identifier(name) for name in names)))

    def url_of(self, database: str) -> str:
        """The address of a database on this server."""
        return self._address.set(database=database).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """The server that `make test` started or was told of."""
    address = os.environ.get("LEARNING_FORUM_TEST_POSTGRES")
    if not address:
        do_without("PostgreSQL", "LEARNING_FORUM_TEST_POSTGRES")
    server = PostgresServer(address or "")
    server.command("CREATE DATABASE {}", server.template)
    app = make_app(tmp_path_factory.mktemp("postgres"), server.url_of(server.template))
    with app.app_context():
        upgrade()
        db.engine.dispose()
    yield server
    server.command("DROP DATABASE {}", server.template)


def do_without(what: str, variable: str) -> None:
    """Skip where a machine lacks something, and fail where nothing may be lacking."""
    sentence = f"skipped: no {what} here ({variable} is not set)"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh migrated database, once of each kind."""
    if request.param == "sqlite":
        yield copied_sqlite(request, tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"test_{uuid.uuid4().hex[:12]}"
    server.command("CREATE DATABASE {} TEMPLATE {}", name, server.template)
    yield server.url_of(name)
    server.command("DROP DATABASE {} WITH (FORCE)", name)


def copied_sqlite(request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a fresh copy of the migrated SQLite file."""
    template: Path = request.getfixturevalue("migrated_sqlite")
    path = folder / "test.sqlite"
    shutil.copyfile(template, path)
    return f"sqlite:///{path}"


def _apart(serve: "WSGIApplication") -> "WSGIApplication":
    """Serve each request in a context of its own, as a server does: the test's own session and `g` stay outside.

    The test's session lets go of what it read, so that it sees afterwards what the request wrote.
    """

    def serve_apart(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if has_app_context():
            db.session.remove()
        return Context().run(serve, environ, start_response)

    return serve_apart


def _running(app: Flask) -> Iterator[Flask]:
    throttle.forget_all()
    app.wsgi_app = _apart(app.wsgi_app)  # type: ignore[method-assign, assignment]
    (Path(app.instance_path) / "courses").mkdir(exist_ok=True)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on SQLite, for tests that ask about pages rather than databases."""
    yield from _running(make_app(tmp_path / "instance", copied_sqlite(request, tmp_path)))


@pytest.fixture
def each_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application once on SQLite and once on PostgreSQL, for tests of what the database is asked to do."""
    yield from _running(make_app(tmp_path / "instance", database_url))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser without scripts."""
    return app.test_client()
