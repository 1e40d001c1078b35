"""How fast people are found among 200,000: `python -m tests.benchmarks.directory [--postgres ADDRESS]`. Judges nothing.

Profiles are invented: names, words as rare and as common as words are, choices as uneven as choices are. Pages are
asked of the application itself, without a server, in turn with a bare Flask route.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from contextvars import Context
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any, cast
from urllib.parse import urlencode

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import func, select

from app.accounts.models import User
from app.directory.models import ProfileKey
from app.directory.queries import find_people
from app.directory.searching import Findable, Wish, conditions_of, keys_of
from app.directory.themes import THEMES
from app.factory import create_app
from app.platform import throttle
from app.platform.database import db
from tests.benchmarks.bare import app as bare
from tests.benchmarks.site import database_in
from tests.benchmarks.tables import table
from tests.builders import counted_statements, person, sign_in

PEOPLE = 200_000
DEEP = 1000
_FIRST = "Amina Jonas Lucía Tala Marta Wilhelmina Fátima João Søren Chloé Ngozi Kwame Mei Ravi Olga José".split()
_SYLLABLES = "ba co di fe gu ha jo ka li mo nu pe qui ra so ta ul ve wa xi ya zo".split()
_COUNTRIES = "SN FR ES BR MA KE IN ID ZA CO DK TR LB MX PT CM".split()
_LANGUAGES = "fr en es ar pt sw hi id".split()
_BATCH = 10_000


def main() -> None:
    """Fill a database, ask it, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--postgres", default="", help="address of a PostgreSQL server, to measure there besides")
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument("--times", type=int, default=100, help="how often each page is asked for")
    asked = options.parse_args()
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        for wanted in ("sqlite", asked.postgres):
            if wanted:
                url = stack.enter_context(database_in(folder, wanted))
                _measure(url.partition(":")[0], _application(folder, url), asked.people, asked.times)


def _application(folder: Path, url: str) -> Flask:
    return create_app({"LEARNING_FORUM_INSTANCE": str(folder), "LEARNING_FORUM_DATABASE_URL": url})


def _measure(name: str, app: Flask, people: int, times: int) -> None:
    with app.app_context():
        upgrade()
        began = time.perf_counter()
        _fill(people)
        keys = db.session.scalar(select(func.count()).select_from(ProfileKey))
        print(f"\n{name}: {people:,} people, {keys:,} keys, made in {time.perf_counter() - began:.0f} s")
        somebody = person(name="Whoever Looks")
        client = app.test_client()
        Context().run(sign_in, client, somebody)
        rows = [_row(title, wish, app, client, times) for title, wish in _wishes().items()]
        heads = ("search", "found", "SQL", *_heads("page 1"), *_heads(f"page {DEEP}"), "bare p50 ms")
        print(table(heads, rows), flush=True)
        db.session.remove()
        db.engine.dispose()


def _heads(page: str) -> tuple[str, str, str]:
    return f"{page}: p50 ms", "p95 ms", "p95 CPU ms"


def _wishes() -> dict[str, Wish]:
    """Searches, from the commonest to the rarest."""
    return {
        "everybody": Wish(),
        "a common word": Wish(words="bababa"),
        "a rare word": Wish(words="zozozo"),
        "a common beginning": Wish(words="ba"),
        "a word of a theme": Wish(words="climate housing"),
        "a name": Wish(words="lucia bacodi"),
        "two common words": Wish(words="bababa cobaba"),
        "three words": Wish(words="bababa libaba zobaba"),
        "no such word": Wish(words="xylophone"),
        "one filter": Wish(language="fr"),
        "four filters": Wish(language="fr", sdg="11", theme="climate", country="SN"),
        "filters of the rare": Wish(language="id", country="CM", offer="learning-cities", need="peer-learning"),
        "word and filters": Wish(words="bababa", language="en", sdg="4"),
        "name and filters": Wish(words="amina", country="KE", need="data"),
        "rare word and filters": Wish(words="zozozo", language="en", sdg="4"),
    }


def _row(title: str, wish: Wish, app: Flask, client: FlaskClient, times: int) -> list[str]:
    first = "/people?" + urlencode(wish.as_query())
    before = _deep(wish)
    deep = f"{first}&before={before}" if before else ""

    def ask(address: str) -> None:
        throttle.forget_all()
        answer = client.get(address)
        assert answer.status_code == 200, answer.text

    Context().run(ask, first)
    with counted_statements(app) as counted:
        Context().run(ask, first)
    hello = bare.test_client()
    waits = waits_of([lambda: Context().run(ask, first), lambda: Context().run(hello.get, "/")], times)
    depth = waits_of([lambda: Context().run(ask, deep)], times)[0] if deep else None
    found = sum(1 for _one in islice(_pages(wish), 5))
    told = [title, "100+" if found == 5 else f"{_count(wish)}", str(len(counted))]
    return [*told, *waits[0].told(), *(depth.told() if depth else ("", "", "")), waits[1].told()[0]]


class Waits:
    """Milliseconds by the clock, and of this process's own work, which others on the machine do not lengthen."""

    def __init__(self) -> None:
        self.clock: list[float] = []
        self.own: list[float] = []

    def told(self) -> tuple[str, str, str]:
        """The middle and the twentieth worst by the clock, the twentieth worst of the own work."""
        parts = quantiles(self.clock, n=20, method="inclusive")
        return f"{parts[9]:.1f}", f"{parts[18]:.1f}", f"{quantiles(self.own, n=20, method='inclusive')[18]:.1f}"


def waits_of(askers: Sequence[Callable[[], object]], times: int) -> list[Waits]:
    """How long each of these takes, asked in turn."""
    waits = [Waits() for _asker in askers]
    for _time in range(times):
        for asker, kept in zip(askers, waits, strict=True):
            began, own = time.perf_counter(), time.process_time()
            asker()
            kept.clock.append(1000 * (time.perf_counter() - began))
            kept.own.append(1000 * (time.process_time() - own))
    return waits


def _pages(wish: Wish) -> Iterator[int]:
    """The number of the last profile of each page."""
    last: int | None = None
    while page := find_people(conditions_of(wish, THEMES), last):
        last = page[-1].profile_id
        yield last


def _deep(wish: Wish) -> int | None:
    """Where the thousandth page begins, for a search that has one."""
    found = find_people(conditions_of(wish, THEMES), limit=DEEP * 20)
    return found[-1].profile_id if len(found) == DEEP * 20 else None


def _count(wish: Wish) -> int:
    return len(find_people(conditions_of(wish, THEMES), limit=101))


def _fill(people: int) -> None:
    chance = Random(42)
    words = _vocabulary()
    commonness = list(accumulate(1 / (place + 20) for place in range(len(words))))
    start = db.session.scalar(select(func.coalesce(func.max(User.id), 0))) or 0
    db.session.rollback()
    with db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        store = _PostgresStore(raw) if connection.dialect.name == "postgresql" else _SqliteStore(raw)
        for begin in range(0, people, _BATCH):
            numbers = range(start + begin + 1, start + min(begin + _BATCH, people) + 1)
            rows = [_invented(number, chance, words, commonness) for number in numbers]
            store.add("user_account", _USER, [user for user, _profile, _keys in rows])
            store.add("profile", _PROFILE, [profile for _user, profile, _keys in rows])
            store.add("profile_key", ("key", "profile_id"), [key for _user, _profile, keys in rows for key in keys])
        store.finish()


def _vocabulary() -> list[str]:
    """Ten thousand words of three syllables; those that come first are the commonest."""
    return [f"{one}{two}{three}" for three in _SYLLABLES for two in _SYLLABLES for one in _SYLLABLES]


_NOW = "2027-03-01 12:00:00"
_USER = ("id", "email", "email_key", "name", "password_hash", "country", "language", "created_at")
_PROFILE = (
    *("id", "user_id", "is_listed", "takes_letters", "is_barred", "answer", "languages", "themes", "sdgs"),
    *("offers", "needs", "offer_words", "need_words", "updated_at"),
)
_Row = tuple[Any, ...]


def _invented(
    number: int, chance: Random, words: Sequence[str], commonness: Sequence[float]
) -> tuple[_Row, _Row, list[_Row]]:
    def some(values: Sequence[str], most: int) -> tuple[str, ...]:
        """A few of these, the first ones more often."""
        drawn = chance.choices(values, [1 / (place + 2) for place in range(len(values))], k=chance.randint(1, most))
        return tuple(dict.fromkeys(drawn))

    name = f"{chance.choice(_FIRST)} {''.join(chance.choices(_SYLLABLES, k=3)).title()}"
    answer = " ".join(chance.choices(words, cum_weights=commonness, k=chance.randint(10, 80)))
    country, themes = some(_COUNTRIES, 1)[0], tuple(THEMES)
    profile = Findable(
        texts=(name, answer),
        country=country,
        languages=some(_LANGUAGES, 3),
        themes=some(themes, 4),
        sdgs=some([str(goal) for goal in (11, 4, 13, 16, 17, 5, 6, 1, 3, 8, 10, 9, 7, 12, 15, 14, 2)], 5),
        offers=some(themes, 3),
        needs=some(themes[::-1], 3),
    )
    email = f"invented{number}@example.org"
    user = (number, email, email, name, "x", country, "", _NOW)
    lists = [" ".join(one) for one in (profile.languages, profile.themes, profile.sdgs, profile.offers, profile.needs)]
    row = (number, number, True, True, False, answer, *lists, "", "", _NOW)
    return user, row, [(key, number) for key in keys_of(profile)]


class _SqliteStore:
    """Rows into SQLite; the keys are sorted at the end, and their index is made then."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        raw.execute("PRAGMA synchronous = OFF")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("PRAGMA secure_delete = OFF")
        raw.execute("PRAGMA cache_size = -500000")
        raw.execute("CREATE TEMP TABLE unsorted (key TEXT, profile_id INTEGER)")

    def add(self, name: str, columns: Sequence[str], rows: Sequence[_Row]) -> None:
        """Insert rows."""
        target = "unsorted" if name == "profile_key" else name
        marks = ", ".join("?" * len(columns))
        self._raw.execute("BEGIN")
        self._raw.executemany(f"INSERT INTO {target} ({', '.join(columns)}) VALUES ({marks})", rows)
        self._raw.execute("COMMIT")

    def finish(self) -> None:
        """Sort the keys into their place."""
        found = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'profile_key' AND sql IS NOT NULL"
        )
        indexes = self._raw.execute(found).fetchall()
        for name, _sql in indexes:
            self._raw.execute(f"DROP INDEX {name}")
        self._raw.execute("INSERT INTO profile_key SELECT key, profile_id FROM unsorted ORDER BY key, profile_id")
        for _name, sql in indexes:
            self._raw.execute(sql)
        self._raw.execute("DROP TABLE unsorted")
        self._raw.execute("PRAGMA cache_size = -2000")
        self._raw.execute("PRAGMA secure_delete = ON")
        self._raw.execute("PRAGMA foreign_keys = ON")
        self._raw.execute("PRAGMA synchronous = FULL")


class _PostgresStore:
    """Rows into PostgreSQL; what watches over the keys and finds them is made again at the end."""

    def __init__(self, raw: Any) -> None:
        self._raw = cast("psycopg.Connection[Any]", raw)
        constraints = self._all(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'profile_key'::regclass"
            " AND contype IN ('p', 'f')"
        )
        for name, _told in constraints:
            self._do(f"ALTER TABLE profile_key DROP CONSTRAINT {name}")
        indexes = self._all("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'profile_key'")
        for name, _told in indexes:
            self._do(f"DROP INDEX {name}")
        self._again = [
            *(f"ALTER TABLE profile_key ADD CONSTRAINT {name} {told}" for name, told in constraints),
            *(told for _name, told in indexes),
        ]
        self._raw.commit()

    def add(self, name: str, columns: Sequence[str], rows: Sequence[_Row]) -> None:
        """Copy rows."""
        command = f"COPY {name} ({', '.join(columns)}) FROM STDIN"
        with self._raw.cursor() as cursor, cursor.copy(command.encode()) as copy:
            for row in rows:
                copy.write_row(row)
        self._raw.commit()

    def finish(self) -> None:
        """Count on with the numbers, and let the planner know what came, as it does by itself after a while."""
        self._do("SET maintenance_work_mem = '256MB'")
        for command in self._again:
            self._do(command)
        for name in ("user_account", "profile"):
            self._do(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}")
        self._raw.commit()
        self._raw.autocommit = True
        self._do("VACUUM ANALYZE")
        self._raw.autocommit = False

    def _all(self, query: str) -> list[tuple[str, str]]:
        return self._raw.execute(query.encode()).fetchall()

    def _do(self, command: str) -> None:
        self._raw.execute(command.encode())


if __name__ == "__main__":
    main()
