"""How the database itself fares: its kind, its size, its settings. The one place that asks which kind it is."""

from dataclasses import dataclass

from sqlalchemy import func, select, text, union_all
from sqlalchemy.sql.expression import literal

from app.platform.database import Model, db

_SQLITE = "sqlite"


@dataclass(frozen=True, slots=True)
class DatabaseKind:
    """Which database it is, and of which version."""

    name: str
    version: tuple[int, ...]

    @property
    def is_sqlite(self) -> bool:
        """Whether everything is in one file."""
        return self.name == _SQLITE

    def __str__(self) -> str:
        told = "SQLite" if self.is_sqlite else "PostgreSQL"
        return f"{told} {'.'.join(map(str, self.version))}"


@dataclass(frozen=True, slots=True)
class SqliteState:
    """What holds a SQLite database together, and how much room in it is free; sizes in bytes."""

    journal: str
    keeps_references: bool
    size: int
    free: int


def database_kind() -> DatabaseKind:
    """The database that this site uses."""
    db.session.connection()
    dialect = db.engine.dialect
    return DatabaseKind(dialect.name, tuple(int(part) for part in dialect.server_version_info or ()))


def database_size() -> int:
    """Bytes of the whole database."""
    if db.engine.dialect.name == _SQLITE:
        return _pragma("page_count") * _pragma("page_size")
    return int(db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def rows_by_table() -> list[tuple[str, int]]:
    """How many rows each table has, the largest first; in one statement, which takes a while in a large database."""
    counts = [
        select(literal(table.name).label("name"), func.count().label("number")).select_from(table)
        for table in Model.metadata.sorted_tables
    ]
    found = db.session.execute(union_all(*counts))
    return sorted(((name, number) for name, number in found), key=lambda pair: (-pair[1], pair[0]))


def sqlite_state() -> SqliteState:
    """Only for SQLite."""
    page = _pragma("page_size")
    return SqliteState(
        journal=str(db.session.scalar(text("PRAGMA journal_mode"))),
        keeps_references=bool(_pragma("foreign_keys")),
        size=_pragma("page_count") * page,
        free=_pragma("freelist_count") * page,
    )


def sqlite_faults() -> list[str]:
    """What SQLite finds broken in its file; nothing when all is well. Reads the whole file."""
    found = [str(one) for one in db.session.scalars(text("PRAGMA quick_check(10)"))]
    return [] if found == ["ok"] else found


def _pragma(name: str) -> int:
    return int(db.session.scalar(text(f"PRAGMA {name}")) or 0)
