"""What it costs to hand out a review where 10,000 pieces of work wait.

    .venv/bin/python tests/benchmarks/handing_out.py
    .venv/bin/python tests/benchmarks/handing_out.py --waiting 10000 --database postgresql://postgres@127.0.0.1/postgres

Everything happens in this process, without a server, beside a bare Flask route called in the same way. Each of the
askers asks once, in a transaction of its own, committed to the disk. Prints a table and judges nothing.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlalchemy import insert, select
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app.accounts.models import Organisation, User
from app.content.points import rubric_version
from app.enrolment.models import Enrolment
from app.library.queries import get_edition
from app.peerreview.allocation import Tier
from app.peerreview.exchange_models import Review, ReviewPart, ReviewPlace
from app.peerreview.handing_out import Asker, hand_out
from app.peerreview.models import Submission, SubmissionVersion
from app.peerreview.placing import open_pool
from app.peerreview.pools import Task
from app.peerreview.stages import Kind
from app.platform import clock
from app.platform.database import db, table_of, transaction
from tests.benchmarks.bare import app as bare
from tests.benchmarks.site import COURSE, Site, database_in, make_site
from tests.builders import counted_statements

_ASKERS = 200
_AT_ONCE = 50
_LANGUAGES = ("en", "en", "en", "es", "fr")
_COUNTRIES = ("SN", "KE", "MX", "FR", "JO", "BR")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What handing out a review costs.")
    parser.add_argument("--waiting", type=int, default=10_000, help="pieces of work that wait")
    parser.add_argument("--database", default="sqlite", help="sqlite, or the address of a PostgreSQL server")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder, database_in(Path(folder), asked.database) as url:
        site = make_site(Path(folder), url)
        with site.app.app_context():
            task, askers = _fill(asked.waiting)
            route = median(_timed(lambda: run_wsgi_app(bare, EnvironBuilder(path="/").get_environ()), 400))
            statements = _statements(site, task, askers[0])
            alone = _timed_each([partial(_ask, task, one) for one in askers[1:_ASKERS]])
            whole = _at_once(site, task, askers[_ASKERS:])
            print(f"{asked.waiting} pieces of work wait. Bare Flask route, called in this process: {route:.2f} ms.\n")
            print(f"{'handing out a review':44}{'SQL':>5}{'median, ms':>12}{'p95, ms':>10}{'p95 × bare':>12}")
            p95 = quantiles(alone, n=20)[-1]
            print(f"{'one after another':44}{statements:5}{median(alone):12.1f}{p95:10.1f}{p95 / route:12.1f}")
            print(f"\n{_AT_ONCE} at the same instant: all served after {whole:.0f} ms, {_leases(task)} leases in all.")
            db.session.remove()
            db.engine.dispose()


def _fill(waiting: int) -> tuple[Task, list[Asker]]:
    """So many who handed in, of 300 organisations, in three languages; those who ask handed in last."""
    chance = Random("handing out")
    edition = get_edition(COURSE)
    assignment = next(unit for unit in edition.course.units() if unit.kind == "assignment")
    now = clock.now()
    with transaction():
        task = open_pool(COURSE, assignment)
        names = [
            {"name": f"Town {n}", "name_key": f"town {n}", "country": chance.choice(_COUNTRIES)} for n in range(300)
        ]
        towns = db.session.execute(insert(Organisation).returning(Organisation.id, Organisation.country), names).all()
        people = []
        for number in range(waiting):
            town = chance.choice(towns)
            people.append(
                {
                    "email": f"writer{number}@example.org",
                    "email_key": f"writer{number}@example.org",
                    "name": f"Writer {number}",
                    "password_hash": "-",
                    "country": town.country,
                    "organisation_id": town.id,
                    "created_at": now,
                }
            )
        users = db.session.execute(
            insert(User).returning(User.id, User.country, sort_by_parameter_order=True), people
        ).all()
        parts = [{"user_id": user.id, "course_slug": COURSE, "enrolled_at": now, "last_seen_at": now} for user in users]
        enrolments = db.session.scalars(
            insert(Enrolment).returning(Enrolment.id, sort_by_parameter_order=True), parts
        ).all()
        moments = [now - timedelta(days=200) + timedelta(days=190) * number / waiting for number in range(waiting)]
        works = [
            {
                "enrolment_id": enrolment,
                "author_id": user.id,
                "course_slug": COURSE,
                "unit_key": assignment.key,
                "round": 1,
                "revision_id": edition.revision_id,
                "language": chance.choice(_LANGUAGES),
                "begun_at": moment,
                "current_number": 1,
                "handed_in_at": moment,
                "handed_in_number": 1,
            }
            for enrolment, user, moment in zip(enrolments, users, moments, strict=True)
        ]
        numbers = db.session.scalars(
            insert(Submission).returning(Submission.id, sort_by_parameter_order=True), works
        ).all()
        db.session.execute(
            insert(table_of(SubmissionVersion)),
            [
                {
                    "submission_id": number,
                    "number": 1,
                    "kind": Kind.HANDED_IN,
                    "window_key": "",
                    "language": work["language"],
                    "source": "Waste collected in every street. " * 60,
                    "filled": {},
                    "links": [],
                    "file_ids": [],
                    "digest": "-",
                    "saved_at": now,
                }
                for number, work in zip(numbers, works, strict=True)
            ],
        )
        rubric = rubric_version(assignment.rubric)
        settled = [chance.random() < 0.5 for _user in users]
        db.session.execute(
            insert(table_of(ReviewPlace)),
            [
                {
                    "submission_id": number,
                    "pool_id": task.pool_id,
                    "author_id": user.id,
                    "rubric": rubric,
                    "language": work["language"],
                    "country": user.country,
                    "handed_in_at": work["handed_in_at"],
                    "lot": chance.getrandbits(31),
                    "needed": 2,
                    "done": 0,
                    "out": 0,
                    "author_done": 3 if is_settled else chance.randrange(3),
                    "author_is_settled": is_settled,
                    "is_disputed": False,
                    "is_open": True,
                    "line": Tier.RECIPROCATORS if is_settled else Tier.OTHERS,
                    "rounds": 0,
                }
                for number, user, work, is_settled in zip(numbers, users, works, settled, strict=True)
            ],
        )
        db.session.execute(
            insert(table_of(ReviewPart)),
            [
                {
                    "pool_id": task.pool_id,
                    "user_id": user.id,
                    "begun": 0,
                    "begun_of_own_country": 0,
                    "done": 0,
                    "calibration": "not_needed",
                }
                for user in users
            ],
        )
    last = users[-(_ASKERS + _AT_ONCE) :]
    return task, [Asker(user.id, user.country, edition) for user in last]


def _ask(task: Task, asker: Asker) -> None:
    with transaction():
        hand_out(task, asker)
    db.session.remove()


def _statements(site: Site, task: Task, asker: Asker) -> int:
    with counted_statements(site.app) as seen:
        _ask(task, asker)
    return len(seen)


def _at_once(site: Site, task: Task, askers: list[Asker]) -> float:
    def ask(asker: Asker) -> None:
        with site.app.app_context():
            _ask(task, asker)

    begun = time.perf_counter()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, askers))
    return (time.perf_counter() - begun) * 1000


def _leases(task: Task) -> int:
    return len(db.session.scalars(select(Review.id).where(Review.pool_id == task.pool_id)).all())


def _timed(do: Callable[[], object], times: int) -> list[float]:
    return _timed_each([do] * times)


def _timed_each(each: Sequence[Callable[[], object]]) -> list[float]:
    found = []
    for do in each:
        begun = time.perf_counter()
        do()
        found.append((time.perf_counter() - begun) * 1000)
    return found


if __name__ == "__main__":
    main()
