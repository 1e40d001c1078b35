"""How fast the pages are, how heavy, and how large a course may be: `make bench`. Prints tables and judges nothing.

Every page is measured right after a bare Flask route under the same server settings, so that figures of different
machines may be compared. What should be reached stands in docs/performance.md.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).parents[2]))

from app import serving
from tests.benchmarks import publishing
from tests.benchmarks.load import find_wrk
from tests.benchmarks.measuring import NARROW, WIDE, Bench, figures_of, sequence_figures_of, statements_of
from tests.benchmarks.processes import memory_of, roots_named
from tests.benchmarks.server import SERVERS, Server, served
from tests.benchmarks.site import Site, database_in, make_site
from tests.benchmarks.sizes import answer_to, find_chromium, first_view, heaviest_chrome
from tests.benchmarks.tables import (
    POSTGRES_ALLOWANCE,
    detail_table,
    load_line,
    page_table,
    publishing_table,
    size_table,
    view_table,
)
from tests.benchmarks.targets import LESSON, TARGETS

_BESIDES = ("sequence", "storm", "sizes", "publishing")
_T = TypeVar("_T")


def main() -> None:
    """Measure what was asked for and print it."""
    asked = _asked()
    report: dict[str, Any] = {"server": asked.server, "database": asked.database.partition(":")[0]}
    if asked.only != {"publishing"}:
        _measure_site(asked, report)
    if "publishing" in asked.only:
        _publish(report)
    if asked.json:
        asked.json.write_text(json.dumps(report, indent=1) + "\n", "utf-8")


def _asked() -> argparse.Namespace:
    names = [*(target.name for target in TARGETS), *_BESIDES]
    parser = argparse.ArgumentParser(description="How fast the pages are.")
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--seconds", type=float, default=4, help="how long each load lasts")
    parser.add_argument("--reps", type=int, default=3, help="how often each is repeated")
    parser.add_argument("--database", default="sqlite", help="sqlite, or the address of a PostgreSQL server")
    parser.add_argument("--server", choices=SERVERS, default=SERVERS[0])
    parser.add_argument("--json", type=Path, help="a file for all figures")
    asked = parser.parse_args()
    asked.only = set(asked.only)
    return asked


def _measure_site(asked: argparse.Namespace, report: dict[str, Any]) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")))
        _tell("making a site with its learners")
        site = make_site(folder, stack.enter_context(database_in(folder, asked.database)))

        def serve(module: str) -> Server:
            log = folder / f"{module}.log"
            return stack.enter_context(served(module, asked.server, site.environment, log))

        bench = Bench(
            site=site,
            server=serve("wsgi"),
            bare=serve("tests.benchmarks.bare"),
            database=() if asked.database == "sqlite" else tuple(roots_named("postgres")),
            seconds=asked.seconds,
        )
        print(
            f"{asked.server} server × {serving.workers}, {report['database']}, load by {find_wrk() or 'threads in Python'}"
        )
        bench.warm_up()
        _measure_pages(asked, bench, report)
        if "storm" in asked.only:
            _measure_storm(asked, bench, report)
        if "sizes" in asked.only:
            _measure_sizes(site, bench.server, report)
        # What was asked last is answered first: a password that is being checked takes 19 MB for a moment.
        time.sleep(1)
        memory = report["megabytes"] = memory_of(bench.server.process)
        print(f"\nMemory (PSS, at most 160 MB): {' + '.join(f'{size:.0f}' for size in memory)} = {sum(memory):.0f} MB")


def _measure_pages(asked: argparse.Namespace, bench: Bench, report: dict[str, Any]) -> None:
    targets = [target for target in TARGETS if target.name in asked.only]
    statements = {target.name: statements_of(bench.site, target) for target in targets}
    figures = {
        (target.name, width): figures_of(
            _repeat(asked, f"{target.title}, {width} at once", partial(bench.measure, target, width))
        )
        for target in targets
        for width in (NARROW, WIDE)
    }
    sequences = {
        width: sequence_figures_of(
            _repeat(asked, f"whole quizzes, {width} at once", partial(bench.measure_sequences, width))
        )
        for width in (NARROW, WIDE)
        if "sequence" in asked.only
    }
    if targets:
        allowance = 1.0 if asked.database == "sqlite" else POSTGRES_ALLOWANCE
        counts = {name: len(texts) for name, texts in statements.items()}
        print("\n" + page_table(targets, figures, counts, allowance))
    if targets or sequences:
        print("\n" + detail_table(targets, figures, sequences))
    if sequences:
        print(
            "Sequences should reach 60/s (floor) and 120/s (aim) at 16. Their client is Python on the same processors."
        )
    report["statements"] = statements
    report["pages"] = [{"page": name, "at_once": width, **asdict(of)} for (name, width), of in figures.items()]
    report["sequences"] = [{"at_once": width, **asdict(of)} for width, of in sequences.items()]


def _measure_storm(asked: argparse.Namespace, bench: Bench, report: dict[str, Any]) -> None:
    storms = _repeat(asked, "a lesson while sixteen sign in", bench.lesson_in_a_storm)
    report["storm"] = [asdict(storm) for storm in storms]
    print("\nA lesson while sixteen sign in (p95 floor 150 ms):")
    print("\n".join(f"  {load_line(storm)}" for storm in storms))


def _measure_sizes(site: Site, server: Server, report: dict[str, Any]) -> None:
    pages = {}
    for target in TARGETS:
        asked = target.requests(site, 1)[0]
        if asked.method == "GET":
            pages[target.title] = answer_to(server.port, asked)
    around = heaviest_chrome(site, server.port)
    print("\n" + size_table(pages, around))
    report["bytes"] = {title: [page.raw, page.zipped] for title, page in pages.items()}
    report["bytes_around_lesson"] = [around.raw, around.zipped]
    if find_chromium() is None:
        print("There is no Chromium here, so no first view was weighed.")
        return
    fetched = first_view(server.port, LESSON.requests(site, 0)[0])
    report["first_view"] = [asdict(one) for one in fetched]
    print("\n" + view_table(fetched))


def _publish(report: dict[str, Any]) -> None:
    """In a process of its own, whose memory is only about this."""
    _tell("publishing a large course")
    said = subprocess.run([sys.executable, publishing.__file__], capture_output=True, text=True, check=True).stdout
    told = publishing.Publishing(**json.loads(said))
    report["publishing"] = asdict(told)
    print("\n" + publishing_table(told))


def _repeat(asked: argparse.Namespace, what: str, measure: Callable[[], _T]) -> list[_T]:
    found = []
    for number in range(1, asked.reps + 1):
        _tell(f"{what} ({number} of {asked.reps})")
        found.append(measure())
    return found


def _tell(what: str) -> None:
    """Say what is going on, beside the tables."""
    print(f"· {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
