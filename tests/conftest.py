"""What tests share: an application on a fresh database of either kind, and browsers with nothing in them."""

import gc
import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings
from psycopg import sql
from sqlalchemy import URL, event, make_url

from app.accounts.roles import Role
from app.factory import create_app
from app.platform.database import db
from tests.builders import browser_of, person
from tests.stands import Stand, running, served_apart

# A busy machine is slow without being wrong.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")

pytest_plugins = ["tests.browsing"]


def pytest_collection_finish() -> None:
    """Do not look for rubbish among thousands of tests and all that was imported, time and again: it stays anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


SECRET = "a secret that only these tests know of"


def make_app(instance: Path, database_url: str, **more: str) -> Flask:
    """An application with a database and an instance folder of its own, and with more settings."""
    _take_compressed_files(instance)
    app = create_app(
        {
            "LEARNING_FORUM_INSTANCE": str(instance),
            "LEARNING_FORUM_COURSES": str(instance / "courses"),
            "LEARNING_FORUM_DATABASE_URL": database_url,
            "LEARNING_FORUM_SECRET_KEY": SECRET,
            **more,
        },
        testing=True,
    )
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _fear_no_power_cut)
    _instances.append(instance)
    return app


# Of all applications that this process has made.
_instances: list[Path] = []


def _take_compressed_files(instance: Path) -> None:
    """Take the files for browsers as an application before it compressed them, if its folder is still there."""
    kept = next((folder / "static" for folder in _instances if (folder / "static").is_dir()), None)
    if kept is not None and not (instance / "static").exists():
        shutil.copytree(kept, instance / "static")


def _fear_no_power_cut(connection: sqlite3.Connection, _record: object) -> None:
    """Let SQLite not wait for the disk at the end of each transaction: no test lives on after its machine."""
    connection.execute("PRAGMA synchronous = OFF")


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

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The address of a fresh copy of the template, which is there as long as the block lasts."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        self.command("CREATE DATABASE {} TEMPLATE {}", name, self.template)
        yield self.url_of(name)
        self.command("DROP DATABASE {} WITH (FORCE)", name)

    def command(self, text: str, *names: str) -> None:
        """Run a command about databases, outside any transaction."""
        with psycopg.connect(self._plain(self._address), autocommit=True) as connection:
            connection.execute(sql.SQL(text).format(*(sql.Identifier(name) for name in names)))

    def url_of(self, database: str) -> str:
        """The address of a database on this server."""
        return self._address.set(database=database).render_as_string(hide_password=False)

    @contextmanager
    def emptying(self, url: str) -> Iterator[Callable[[], None]]:
        """What takes every row out of a migrated database and counts from one again: far sooner than a fresh copy."""
        with psycopg.connect(self._plain(make_url(url))) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.commit()
            yield partial(self._empty, connection)

    def _empty(self, connection: psycopg.Connection) -> None:
        with connection.transaction():
            # Whoever waits for nothing holds nothing.
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                " AND state IS DISTINCT FROM 'idle'"
            )
            tables = connection.execute(
                "SELECT relname FROM pg_stat_user_tables WHERE relname <> 'alembic_version'"
            ).fetchall()
            sequences = connection.execute(
                "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
            ).fetchall()
            empty = [sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for (name,) in tables]
            rewind = [sql.SQL("SELECT setval({}, 1, false)").format(sql.Literal(name)) for (name,) in sequences]
            connection.execute(sql.SQL(";").join([*empty, *rewind]))

    def _plain(self, url: URL) -> str:
        return url.set(drivername="postgresql").render_as_string(hide_password=False)


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


EACH_DATABASE = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def sqlite_stand(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Stand:
    """The application on SQLite that most tests share."""
    folder = tmp_path_factory.mktemp("sqlite-stand")
    path = folder / "test.sqlite"

    def empty_database() -> None:
        for end in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        shutil.copyfile(migrated_sqlite, path)

    return Stand(served_apart(make_app(folder / "instance", f"sqlite:///{path}")), empty_database)


@pytest.fixture(scope="session")
def postgres_stand(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """The application on PostgreSQL that most tests share."""
    with postgres_server.copy() as url:
        app = make_app(tmp_path_factory.mktemp("postgres-stand"), url)
        with postgres_server.emptying(url) as empty_database:
            yield Stand(served_apart(app), empty_database, stays_connected=True)
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(sqlite_stand: Stand) -> Iterator[Flask]:
    """The application on SQLite, for tests that ask about pages rather than databases."""
    with sqlite_stand.lent() as app:
        yield app


@pytest.fixture(params=EACH_DATABASE)
def each_app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application once on SQLite and once on PostgreSQL, for tests of what the database is asked to do."""
    stand: Stand = request.getfixturevalue(f"{request.param}_stand")
    with stand.lent() as app:
        yield app


@pytest.fixture
def own_app(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Flask]:
    """An application on SQLite of the test's own, which it may add routes to."""
    shutil.copyfile(migrated_sqlite, tmp_path / "test.sqlite")
    app = make_app(tmp_path / "instance", f"sqlite:///{tmp_path / 'test.sqlite'}")
    with running(served_apart(app)):
        yield app


@pytest.fixture(params=EACH_DATABASE)
def own_each_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application of the test's own, once on each database, whose tables it may change."""
    if request.param == "sqlite":
        yield request.getfixturevalue("own_app")
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.copy() as url, running(served_apart(make_app(tmp_path / "instance", url))) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser without scripts."""
    return app.test_client()


@pytest.fixture
def admin(each_app: Flask) -> FlaskClient:
    """An administrator's browser."""
    return browser_of(each_app, person(Role.ADMINISTRATOR, name="Ada Admin", email="ada@example.org"))
