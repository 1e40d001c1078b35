"""Inviting ten thousand people: reading the table, the preview, sending, the jobs after it, and lessons beside it.

    .venv/bin/python tests/benchmarks/inviting.py
    .venv/bin/python tests/benchmarks/inviting.py --database postgresql://postgres@127.0.0.1/postgres

A page is asked of the site's own server, so its seconds are those that the inviter waits. Memory is that of this
process, in which the same is done without a server.
"""

import argparse
import io
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TypeVar

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from werkzeug.test import EnvironBuilder

from app.accounts.roles import Role
from app.invitations.batches import PORTION, keep_batch, make_invitations, send_batch, sift
from app.invitations.letters import PART, write_letters
from app.invitations.policy import Target
from app.invitations.queries import find_batch
from app.invitations.table import MOST_ROWS, read_table
from app.platform.database import db, transaction
from tests.benchmarks.load import AGENT, Load, send_load
from tests.benchmarks.processes import peak_memory
from tests.benchmarks.server import Server, served
from tests.benchmarks.site import COURSE, Session, Site, database_in, make_site, session_of
from tests.benchmarks.targets import LESSON
from tests.builders import counted_statements, fields_of, person

_T = TypeVar("_T")
_READERS = 4
_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Step:
    """One step done in this process: seconds, SQL statements, and the most megabytes this process held meanwhile."""

    seconds: float
    statements: int
    megabytes: float


@dataclass(frozen=True, slots=True)
class Inviting:
    """Steps in this process, seconds of the pages, and how lessons fare in milliseconds, alone and beside them."""

    rows: int
    start_megabytes: float
    parse: Step
    preview: Step
    send: Step
    make: Step
    letters: Step
    preview_page_seconds: float
    show_page_seconds: float
    send_page_seconds: float
    lesson_p95_alone: float
    lesson_p95_beside: float


def table_of(rows: int, mark: str) -> bytes:
    """A table of so many people, as a spreadsheet program writes it."""
    lines = (
        f"person{number}.{mark}@city{number % 700}.gov;Amina Diallo {number};Municipality {number % 700};Kenya;français"
        for number in range(rows)
    )
    return "\r\n".join(["E-mail;Nom;Collectivité;Pays;Langue", *lines]).encode("utf-8-sig")


def in_this_process(site: Site, rows: int) -> tuple[float, Step, Step, Step, Step, Step]:
    """Read, keep, send, make and write without a server."""
    with site.app.app_context():
        boss = person(Role.UCLG_LEARNING, name="Marta Pons", organisation="UCLG Learning").id
        content, target = table_of(rows, "a"), Target(COURSE)
        db.session.remove()
        start = peak_memory(anew=True)
        table, parse = _step(site, lambda: read_table(content))
        if len(table.rows) != rows:
            raise ValueError(f"{len(table.faulty)} rows are faulty: {table.faulty[:1]}")

        def keep() -> int:
            sifted = sift(table, target, by=boss, is_staff=True)
            with transaction():
                return keep_batch(sifted, target, by=boss, language="fr", file_name="people.csv")

        batch_id, preview = _step(site, keep)
        batch = find_batch(batch_id)
        assert batch is not None

        def send() -> int:
            with transaction():
                return send_batch(batch, target, by=boss, is_staff=True, root="http://localhost")

        _people, send_step = _step(site, send)

        def make() -> None:
            for _portion in range(-(-rows // PORTION)):
                make_invitations(batch_id, "http://localhost", None)

        _nothing, made = _step(site, make)

        def write() -> None:
            for _part in range(rows // PART + 1):
                write_letters(batch_id, "http://localhost")

        _nothing, letters = _step(site, write)
        db.session.remove()
        return start, parse, preview, send_step, made, letters


def _step(site: Site, work: Callable[[], _T]) -> tuple[_T, Step]:
    peak_memory(anew=True)
    with counted_statements(site.app) as seen:
        began = time.perf_counter()
        made = work()
        seconds = time.perf_counter() - began
    return made, Step(seconds, len(seen), peak_memory())


class Inviter:
    """Somebody who invites by the pages of a running site."""

    def __init__(self, site: Site, server: Server) -> None:
        with site.app.app_context():
            boss = person(Role.UCLG_LEARNING)
            db.session.remove()
        self._session: Session = session_of(site.app, boss)
        self._port = server.port

    def ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> tuple[float, int, str, str]:
        """Seconds, status, where it leads, and the text."""
        body, kind = b"", ""
        if fields is not None:
            builder = EnvironBuilder(method=method, path=path, data=fields)
            body = builder.input_stream.read() if builder.input_stream else b""
            stream = builder.get_environ()
            kind, body = stream["CONTENT_TYPE"], stream["wsgi.input"].read()
        connection = HTTPConnection("127.0.0.1", self._port, timeout=120)
        headers = {"Cookie": f"session={self._session.cookie}", "User-Agent": AGENT, "Host": "localhost"}
        began = time.perf_counter()
        connection.request(method, path, body or None, headers | ({"Content-Type": kind} if kind else {}))
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        seconds = time.perf_counter() - began
        connection.close()
        return seconds, answer.status, answer.headers.get("Location", ""), text

    def invite(self, rows: int, mark: str) -> tuple[float, float, float]:
        """Seconds of reading a table, of showing it, and of sending."""
        form = fields_of(self.ask("GET", "/invitations/new")[3])
        table = (io.BytesIO(table_of(rows, mark)), "people.csv")
        fields: dict[str, object] = {**form, "course": COURSE, "language": "fr", "table": table}
        preview, status, address, text = self.ask("POST", "/invitations/new", fields)
        if status != 303:
            raise RuntimeError(text)
        shown, _status, _nowhere, page = self.ask("GET", address)
        sent, status, _address, text = self.ask("POST", f"{address}/send", dict(fields_of(page, f"{address}/send")))
        if status != 303:
            raise RuntimeError(text)
        return preview, shown, sent


def by_pages(site: Site, folder: Path, rows: int) -> tuple[tuple[float, float, float], Load, Load]:
    """The pages of a running site, first by themselves; then lessons alone, and beside tables that are read and sent.

    The jobs that make invitations, write letters and send them work in the same server, as on a site of one machine.
    """
    requests = LESSON.requests(site, 0)
    with served("wsgi", "own", site.environment, folder / "server.log") as server:
        inviter = Inviter(site, server)
        send_load(server.port, requests, concurrency=_READERS, seconds=2)
        alone = send_load(server.port, requests, concurrency=_READERS, seconds=_SECONDS)
        quiet = inviter.invite(rows, "b")
        is_over = threading.Event()

        def keep_inviting() -> None:
            number = 0
            while not is_over.is_set():
                inviter.invite(rows, f"c{number}")
                number += 1

        busy = threading.Thread(target=keep_inviting)
        busy.start()
        try:
            beside = send_load(server.port, requests, concurrency=_READERS, seconds=_SECONDS)
        finally:
            is_over.set()
            busy.join()
    return quiet, alone, beside


def measure(folder: Path, database_url: str, rows: int = MOST_ROWS) -> Inviting:
    """All steps on a fresh site."""
    site = make_site(folder, database_url)
    start, parse, preview, send, made, letters = in_this_process(site, rows)
    (read, shown, sent), alone, beside = by_pages(site, folder, rows)
    return Inviting(rows, start, parse, preview, send, made, letters, read, shown, sent, alone.p95, beside.p95)


def main() -> None:
    """Measure on the databases given, SQLite by itself, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="sqlite", help="sqlite, or a PostgreSQL server's address")
    parser.add_argument("--rows", type=int, default=MOST_ROWS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, database_in(Path(place), given.database) as database_url:
        json.dump(asdict(measure(Path(place), database_url, given.rows)), sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
