"""One database session, one way to write to it: `with transaction():` at the edge is the only commit."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Delete,
    Dialect,
    Engine,
    Enum,
    Index,
    Insert,
    Integer,
    MetaData,
    Result,
    Select,
    String,
    Table,
    TableValuedAlias,
    Text,
    TextClause,
    Update,
    bindparam,
    column,
    event,
    func,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.orm import DeclarativeBase, Session, UOWTransaction, mapped_column
from sqlalchemy.types import TypeDecorator

_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_WRITING = "writing"
_CONDITION = "condition"
# SQLite waits this long for another writer before it gives up, in milliseconds.
_BUSY_TIMEOUT = 10_000
# Seconds between two looks; a transaction of ours takes a few of these.
_PAUSE = 0.0004


_is_only_reading: ContextVar[bool] = ContextVar("is only reading", default=False)


class WouldWrite(RuntimeError):
    """Something was about to be written where only reading is wanted."""


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no offset, so it is put back on the way out; a moment without one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment and keep the rest as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every moment back with its time zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_by_value(kind: type[StrEnum], length: int = 32) -> Enum:
    """A column type that stores an enum by its value, as text both databases read alike."""
    return Enum(kind, values_callable=lambda members: [m.value for m in members], native_enum=False, length=length)


# SQLite counts up only on INTEGER keys; PostgreSQL should have room for more than two thousand million rows.
Key = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
Reference = BigInteger().with_variant(Integer, "sqlite")
Words = Annotated[str, mapped_column(Text)]


class Model(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime: UTCDateTime(), str: String(255)}


db = SQLAlchemy(metadata=Model.metadata, session_options={"expire_on_commit": False})


def table_of(model: type[Model]) -> Table:
    """The table under a class, for statements that need no objects and are spared the steps it takes for them."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def partial_index(name: str, *columns: str, condition: ColumnElement[bool] | TextClause, unique: bool = False) -> Index:
    """An index of the rows for which a condition holds.

    SQLAlchemy has one argument for each kind of database, and loads a kind as soon as its argument is given, five
    megabytes for PostgreSQL. So the condition waits here until it is known which kind is used (`prepare_engine`).
    """
    return Index(name, *columns, unique=unique, info={_CONDITION: condition})


def read_values(statement: Select[Any], **parameters: object) -> Result[Any]:
    """Send a statement that reads columns of tables, past the steps the session takes for objects.

    In the session's own transaction all the same, so that it sees what the session wrote.
    """
    return db.session.connection().execute(statement, parameters)


def write_values(statement: Insert | Update, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Result[Any]:
    """Send a statement, made once, that writes rows of tables; past the steps the session takes for objects, as above.

    Objects that were added to the session and not flushed yet are written later than this.
    """
    return db.session.connection().execute(statement, values)


def insert_missing(table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Add the rows for which no other with the same unique key is there; says how many. Of two who add one, one does.

    All rows name the same columns.
    """
    if not rows:
        return 0
    return count_added(_missing(table, db.session.connection().dialect.name), rows)


def count_added(statement: Insert, values: Sequence[Mapping[str, Any]]) -> int:
    """Send a statement that adds rows unless they are there; says how many it added."""
    connection = db.session.connection()
    return connection.execute(statement, values, execution_options={"preserve_rowcount": True}).rowcount


@cache
def _missing(table: Table, database: str) -> Insert:
    statement: Insert = _inserting(table, database).on_conflict_do_nothing()
    return statement


def made_once(make: Callable[[], Insert]) -> Callable[[], Insert]:
    """What makes an `inserting` statement, changed so that it is made once for each kind of database."""
    made: dict[str, Insert] = {}

    def give() -> Insert:
        database = db.session.connection().dialect.name
        if database not in made:
            made[database] = make()
        return made[database]

    return give


def elements_of(name: str) -> TableValuedAlias:
    """The elements of a list that is sent as one value under this name, as rows of a column `value`.

    Of a thousand rows that differ in little, only that is sent; inside a statement of `made_once`.
    """
    is_postgresql = db.session.connection().dialect.name == "postgresql"
    each = func.json_array_elements if is_postgresql else func.json_each
    return each(bindparam(name, type_=JSON)).table_valued(column("value", JSON))


def inserting(table: Table) -> Any:
    """An INSERT that can say what becomes of rows which are there already; each database has its own."""
    return _inserting(table, db.session.connection().dialect.name)


def _inserting(table: Table, database: str) -> Any:
    if database == "postgresql":
        # Five megabytes that a site on SQLite does without.
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    return sqlite.insert(table)


def count_changed(statement: Update | Delete) -> int:
    """Send a statement that changes or deletes rows; says how many there were."""
    return int(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]


@contextmanager
def transaction() -> Iterator[None]:
    """Do everything inside or nothing: commits at the end, rolls back when anything is raised.

    What was read before is let go first, so that SQLite takes the write lock at the beginning (BEGIN IMMEDIATE)
    and never finds half-way that somebody else has written.
    """
    if _is_only_reading.get():
        raise WouldWrite("Nothing is written here.")
    session = db.session()
    if session.info.get(_WRITING):
        raise RuntimeError("A transaction stands at the edge only; this one is inside another.")
    session.rollback()
    session.info[_WRITING] = True
    try:
        session.connection(execution_options={"sqlite_begin": "BEGIN IMMEDIATE"})
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info[_WRITING] = False


@contextmanager
def only_reading() -> Iterator[None]:
    """Refuse every transaction inside the block with WouldWrite.

    What a session sends outside a transaction of ours is committed by nobody, so nothing that is done inside stays.
    """
    token = _is_only_reading.set(True)
    try:
        yield
    finally:
        _is_only_reading.reset(token)


def is_only_reading() -> bool:
    """Whether this is done inside `only_reading`."""
    return _is_only_reading.get()


class _Rehearsed(Exception):
    """Ends a rehearsal."""


@contextmanager
def rehearsal() -> Iterator[None]:
    """Do everything inside as a transaction would, and undo it: so a page can tell beforehand what will be done."""
    with suppress(_Rehearsed), transaction():
        yield
        raise _Rehearsed


def prepare_engine(engine: Engine) -> None:
    """Give each connection its settings, and write transactions of SQLite that lock at their beginning.

    Called when all models are loaded: the conditions of their indexes are told to the kind of database there is.
    """
    for table in Model.metadata.tables.values():
        for index in table.indexes:
            if (condition := index.info.get(_CONDITION)) is not None:
                index.dialect_kwargs[f"{engine.dialect.name}_where"] = condition
    if engine.dialect.name != "sqlite":
        event.listen(engine, "connect", _set_up_postgresql)
        return
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


class Busy(Exception):
    """Others hold what is needed, as may well be; whoever asked tries again later."""


def sweep() -> None:
    """Write the database anew without what was deleted or replaced: until then its file may still hold the old words.

    Outside any transaction. Raises Busy where somebody is reading all the time, and OperationalError where somebody
    writes; whoever asked tries again.
    """
    db.session.remove()
    connection = db.engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        if db.engine.dialect.name == "sqlite":
            driver.execute("VACUUM")
            busy, *_pages = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise Busy("Somebody is reading the old pages of the database.")
        else:
            driver.rollback()
            driver.autocommit = True
            for name in Model.metadata.tables:
                driver.execute(f'VACUUM "{name}"')
            driver.autocommit = False
    finally:
        connection.close()


def watch_for_stray_writes() -> None:
    """Make a flush outside `transaction()` an error instead of a change that nobody commits."""
    if not event.contains(Session, "before_flush", _refuse_stray_writes):
        event.listen(Session, "before_flush", _refuse_stray_writes)


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    """Let every statement run in the one process that there is, and as it stands.

    What a page asks is answered in a few milliseconds. Where the planner takes it for more, starting helpers for it
    takes ten, and compiling it a hundred; others wait meanwhile.
    """
    connection.execute("SET max_parallel_workers_per_gather = 0")
    connection.execute("SET jit = off")
    connection.commit()


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # The driver begins nothing by itself; `_begin_sqlite` does.
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT}")
    # What is deleted is overwritten, so that nobody finds it in the file.
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "cache_size = -2000",
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    # SQLite itself knows small letters only from a to z.
    connection.create_function("lower", 1, _in_small_letters, deterministic=True)


def _in_small_letters(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


def _begin_sqlite(connection: Connection) -> None:
    """Begin; for a writer that finds another one at it, look again soon.

    SQLite's own waiting doubles its pauses up to a tenth of a second, and a web worker that sleeps serves nobody.
    """
    how = connection.get_execution_options().get("sqlite_begin", "BEGIN")
    if how == "BEGIN":
        # Past the steps it takes for other statements: every page begins with it.
        connection.connection.cursor().execute(how)
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 0")
    try:
        _begin_when_free(cursor, how)
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT}")
        cursor.close()


def _begin_when_free(cursor: DBAPICursor, how: str) -> None:
    last = time.monotonic() + _BUSY_TIMEOUT / 1000
    while True:
        try:
            cursor.execute(how)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _refuse_stray_writes(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    if not session.info.get(_WRITING):
        raise RuntimeError("Writing happens inside `with transaction():`, at the edge.")
