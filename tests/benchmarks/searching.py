"""How fast things are found among a million posts: `python -m tests.benchmarks.searching [--postgres ADDRESS]`.

Judges nothing. Pages are asked of the application itself, without a server. The posts are those of `posts.py`; whoever
asks takes part in five courses and reads eight categories, so a good part of all posts is hidden from them. Writing
the posts takes half an hour: with `--keep NAME` the database stays on the server and is asked again next time.
"""

import argparse
import gc
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from contextvars import Context
from dataclasses import replace
from datetime import datetime
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any, cast
from urllib.parse import urlencode

import psycopg
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.accounts.actors import Actor
from app.factory import create_app
from app.indexing import words as stemming
from app.indexing.actions import drop, put, row_of
from app.indexing.asked import Kind
from app.indexing.asking import read_question
from app.indexing.entries import MEMBERS, PUBLIC, Filters, scope_of_category, scope_of_course
from app.indexing.queries import find
from app.indexing.sources import Source, know_sources, sources
from app.indexing.words import SMALL_WORDS
from app.platform import clock, throttle
from app.platform.database import db, transaction
from app.platform.folding import fold
from tests.benchmarks.directory import waits_of
from tests.benchmarks.posts import CATEGORIES, COURSES, NOW, Writer
from tests.benchmarks.site import database_in
from tests.benchmarks.tables import table
from tests.builders import browser_of, counted_statements, person

POSTS = 1_000_000
PEOPLE = 5_000
_PORTION = 5_000
_BY_THE_WAY = 500
_SCOPES = (PUBLIC, MEMBERS, *map(scope_of_course, COURSES[:5]), *map(scope_of_category, CATEGORIES[:8]))


def main() -> None:
    """Fill a database, ask it, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--postgres", default="", help="address of a PostgreSQL server, to measure there")
    options.add_argument("--posts", type=int, default=POSTS)
    options.add_argument("--times", type=int, default=40, help="how often each page is asked for")
    options.add_argument("--sqlite-posts", type=int, default=0, help="how many on SQLite; as many when not told")
    options.add_argument("--without-sqlite", action="store_true")
    options.add_argument(
        "--keep", default="", metavar="NAME", help="keep what is filled on PostgreSQL, and ask it again"
    )
    asked = options.parse_args()
    numbers = {"sqlite": 0 if asked.without_sqlite else asked.sqlite_posts or asked.posts, asked.postgres: asked.posts}
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        for wanted, posts in numbers.items():
            if wanted and posts:
                url = stack.enter_context(database_in(folder, wanted, keep=asked.keep))
                app = create_app({"LEARNING_FORUM_INSTANCE": str(folder), "LEARNING_FORUM_DATABASE_URL": url})
                with app.app_context(), clock.stopped_at(NOW):
                    upgrade()
                    measure(app, kept(posts) or filled(posts), posts, asked.times)
                    db.session.remove()
                    db.engine.dispose()


def measure(app: Flask, writer: Writer, posts: int, times: int) -> None:
    """Ask for what is common and what is rare, and print how long it took."""
    _know_posts(app)
    print(f"{db.engine.dialect.name}: {_sizes(posts)}; {_indexing(writer)}")
    # By an address of its own, since a database that is kept knows those who looked before.
    browser = browser_of(app, person(name="Whoever Looks", email=f"{token_hex(6)}@example.org"))

    def ask(address: str) -> None:
        throttle.forget_all()
        answer = browser.get(address)
        assert answer.status_code == 200, answer.text

    # As the site does: what was there before anybody asked is not gone through again and again.
    gc.collect()
    gc.freeze()
    rows = []
    for title, asked in questions(writer).items():
        address = "/search?" + urlencode(asked)
        Context().run(ask, address)
        with counted_statements(app) as counted:
            Context().run(ask, address)
        first, third = (_waits(partial(Context().run, ask, page), times) for page in (address, f"{address}&page=3"))
        rows.append([title, _number(asked), str(len(counted)), *first, *third])
    print(table(("search", "found", "SQL", *_heads("page 1"), *_heads("page 3")), rows), flush=True)


def questions(writer: Writer) -> dict[str, dict[str, str]]:
    """Searches, from the commonest to the rarest."""
    english, french, arabic = (writer.vocabularies[code] for code in ("en", "fr", "ar"))
    common, other, third = _common(english)
    filters = {"course": COURSES[2], "since": "year"}
    return {
        "a common word": {"q": common},
        "two common words": {"q": f"{common} {other}"},
        "three common words": {"q": f"{common} {other} {third}"},
        "a common word of French": {"q": _common(french)[0]},
        "a common word of Arabic": {"q": _common(arabic)[0]},
        "common words of two languages": {"q": f"{_common(french)[1]} {_common(arabic)[1]}"},
        "a word of middling rank": {"q": english[600]},
        "two of middling rank": {"q": f"{english[600]} {english[700]}"},
        "a rare word": {"q": english[30_000]},
        "a common and a rare word": {"q": f"{common} {english[20_000]}"},
        "no such word": {"q": "xylophonquartz"},
        "a common beginning": {"q": common[:4]},
        "a phrase": {"q": f'"{common} {other}"'},
        "all but a common word": {"q": f"{common} -{other}"},
        "a common word in a course": {"q": common, **filters},
        "a common word in a category": {"q": common, "category": CATEGORIES[3]},
        "a common word in Portuguese": {"q": common, "language": "pt"},
        "a common word by one person": {"q": common, "by": "77"},
        "a common word of this week": {"q": common, "since": "week"},
        "a common word of a hidden course": {"q": common, "course": COURSES[12]},
        "a rare word with filters": {"q": english[5_000], **filters},
    }


def _common(vocabulary: Sequence[str]) -> list[str]:
    """The three commonest that are looked for at all."""
    return list(islice((word for word in vocabulary if len(word) > 4 and fold(word) not in SMALL_WORDS), 3))


def _number(asked: dict[str, str]) -> str:
    filters = Filters(
        course=asked.get("course", ""),
        category=asked.get("category", ""),
        language=asked.get("language", ""),
        by=int(asked["by"]) if "by" in asked else None,
        since=asked.get("since", ""),
    )
    kinds = [Kind("post", frozenset(_SCOPES), grows=True)]
    told = find(read_question(asked["q"], ["en"]), filters, kinds=kinds, languages=["en"]).numbers["post"]
    return f"{told.of:,}{'+' if told.or_more else ''}"


def _heads(page: str) -> tuple[str, str, str]:
    return f"{page}: p50 ms", "p95 ms", "p95 CPU ms"


def _waits(ask: Callable[[], object], times: int) -> tuple[str, str, str]:
    return waits_of([ask], times)[0].told()


def _know_posts(app: Flask) -> None:
    def scopes(_actor: Actor) -> Iterable[str]:
        return _SCOPES

    posts = Source("post", "Posts", "Post", list, scopes, lambda found: f"/forum/{found.reference}", grows=True)
    know_sources(app, (*(one for one in sources() if one.kind != "post"), posts))


def _sizes(posts: int) -> str:
    if db.engine.dialect.name == "sqlite":
        index = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'fts_search_entry%'"
        rows = "SELECT sum(pgsize) FROM dbstat WHERE name = 'search_entry'"
        try:
            sizes = [db.session.execute(text(one)).scalar_one() for one in (rows, index)]
        except OperationalError:
            # Not every SQLite tells the sizes of its tables.
            pages = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            sizes = [
                db.session.execute(text(pages)).scalar_one(),
                db.session.execute(text("SELECT sum(length(block)) FROM fts_search_entry_data")).scalar_one(),
            ]
    else:
        sizes = [
            db.session.execute(text(f"SELECT {one}")).scalar_one()
            for one in ("pg_table_size('search_entry')", "pg_relation_size('fts_search_entry')")
        ]
    db.session.rollback()
    return f"{posts:,} posts, rows {sizes[0] / 1e6:,.0f} MB, index {sizes[1] / 1e6:,.0f} MB"


def _indexing(writer: Writer) -> str:
    """How long a post takes to be found, as it is written: in a transaction of its own."""
    entries = [replace(one, reference=f"again-{one.reference}") for one in islice(writer.entries(), _BY_THE_WAY)]
    began = time.perf_counter()
    for one in entries:
        with transaction():
            put([one])
    each = (time.perf_counter() - began) / len(entries)
    with transaction():
        drop("post", [one.reference for one in entries])
    return f"a post is indexed in {1000 * each:.1f} ms"


def kept(posts: int) -> Writer | None:
    """Who wrote the posts that an earlier measuring kept, if it kept any."""
    of_invented = text("SELECT min(id) FROM user_account WHERE email LIKE 'i%@example.org' AND name LIKE 'Invented %'")
    first = db.session.execute(of_invented).scalar_one()
    there = db.session.execute(text("SELECT count(*) FROM search_entry WHERE kind = 'post'")).scalar_one()
    db.session.rollback()
    if first is None:
        return None
    if there != posts:
        raise SystemExit(f"The database that is kept holds {there:,} posts, not {posts:,}. Drop it, or name another.")
    return Writer(posts, range(first, first + PEOPLE))


def filled(posts: int) -> Writer:
    """Put so many posts into an empty index, by the quickest way there is."""
    # Ten thousand times the same stems are not found anew: the memory for that is the benchmark's.
    stemming.forms_of = lru_cache(maxsize=None)(stemming.forms_of.__wrapped__)
    began = time.perf_counter()
    with db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        store = _PostgresStore(raw) if connection.dialect.name == "postgresql" else _SqliteStore(raw)
        columns = ("email", "email_key", "name", "password_hash", "country", "language", "created_at")
        last = store.newest_person()
        people = ((f"i{one}@example.org",) * 2 + (f"Invented {one}", "x", "", "", str(NOW)) for one in range(PEOPLE))
        store.add("user_account", columns, people)
        writer = Writer(posts, range(last + 1, last + PEOPLE + 1))
        rows = (row_of(entry) for entry in writer.entries())
        first = next(rows)
        store.add("search_entry", tuple(first), (tuple(row.values()) for row in chain((first,), rows)))
        stemmed = time.perf_counter() - began
        began = time.perf_counter()
        store.finish()
    print(f"\nwritten and stemmed in {stemmed:.0f} s, indexed in {time.perf_counter() - began:.0f} s")
    return writer


_Rows = Iterable[tuple[Any, ...]]


class _SqliteStore:
    """Rows into SQLite; their words are indexed at the end."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        for pragma in ("synchronous = OFF", "foreign_keys = OFF", "secure_delete = OFF", "cache_size = -500000"):
            raw.execute(f"PRAGMA {pragma}")
        self._trigger = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'fts_search_entry_put'").fetchone()[0]
        raw.execute("DROP TRIGGER fts_search_entry_put")

    def newest_person(self) -> int:
        """The greatest number of an account."""
        return int(self._raw.execute("SELECT coalesce(max(id), 0) FROM user_account").fetchone()[0])

    def add(self, name: str, columns: Sequence[str], rows: _Rows) -> None:
        """Insert rows."""
        command = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        rest = iter(rows)
        while portion := list(islice(rest, _PORTION)):
            self._raw.execute("BEGIN")
            self._raw.executemany(command, [_plain(row) for row in portion])
            self._raw.execute("COMMIT")

    def finish(self) -> None:
        """Index all words, and let new ones be indexed as they come."""
        self._raw.execute("INSERT INTO fts_search_entry (fts_search_entry) VALUES ('rebuild')")
        self._raw.execute(self._trigger)
        for pragma in ("cache_size = -2000", "secure_delete = ON", "foreign_keys = ON", "synchronous = FULL"):
            self._raw.execute(f"PRAGMA {pragma}")


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Moments as SQLAlchemy writes them."""
    return tuple(f"{one:%Y-%m-%d %H:%M:%S.%f}" if isinstance(one, datetime) else one for one in row)


class _PostgresStore:
    """Rows into PostgreSQL; the index is made again at the end."""

    def __init__(self, raw: Any) -> None:
        self._raw = cast("psycopg.Connection[Any]", raw)
        found = self._raw.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'fts_search_entry'").fetchone()
        assert found is not None
        self._index: str = found[0]
        self._raw.execute("DROP INDEX fts_search_entry")
        self._raw.commit()

    def newest_person(self) -> int:
        """The number behind which the next accounts are numbered."""
        found = self._raw.execute("SELECT last_value - (NOT is_called)::int FROM user_account_id_seq").fetchone()
        assert found is not None
        return int(found[0])

    def add(self, name: str, columns: Sequence[str], rows: _Rows) -> None:
        """Copy rows."""
        command = f"COPY {name} ({', '.join(columns)}) FROM STDIN"
        with self._raw.cursor() as cursor, cursor.copy(command.encode()) as copy:
            for row in rows:
                copy.write_row(row)
        self._raw.commit()

    def finish(self) -> None:
        """Make the index, and let the planner know what came, as it does by itself after a while."""
        self._raw.execute("SET maintenance_work_mem = '256MB'")
        self._raw.execute(self._index.encode())
        self._raw.commit()
        self._raw.autocommit = True
        self._raw.execute("VACUUM ANALYZE")
        self._raw.autocommit = False


if __name__ == "__main__":
    main()
