"""What it costs to know who asks and what they may: `.venv/bin/python tests/benchmarks/permissions.py`.

Everything happens in this process, without a server, beside a bare Flask route called in the same way, so that the
parts of a request can be told apart. Prints a table and judges nothing.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from flask import g
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app.accounts.actions import give_role
from app.accounts.actors import Actor
from app.accounts.models import User
from app.accounts.queries import grants_of
from app.accounts.roles import Role
from app.accounts.signing_in import current_actor
from app.authoring.policy import may_preview, may_see_drafts
from app.certificates.policy import may_see_certificate
from app.platform.database import db, transaction
from app.platform.verdicts import Verdict
from app.reporting.policy import may_see_completions
from tests.benchmarks.bare import app as bare
from tests.benchmarks.site import COURSE, Site, database_in, make_site, session_of
from tests.builders import counted_statements, person

_ROUNDS = 15
_POLICIES: tuple[Callable[[Actor], Verdict], ...] = (
    may_see_completions,
    may_see_drafts,
    lambda actor: may_preview(actor, COURSE),
    lambda actor: may_see_certificate(actor, 1),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What permissions cost.")
    parser.add_argument("--database", default="sqlite", help="sqlite, or the address of a PostgreSQL server")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder, database_in(Path(folder), asked.database) as url:
        site = make_site(Path(folder), url)
        route = _microseconds(_bare_route, 400)
        print(
            f"Bare Flask route, called in this process: {route:.0f} µs. All figures are medians of {_ROUNDS} rounds.\n"
        )
        print(f"{'who':44}{'SQL':>5}{'finding them, µs':>18}{'× bare':>8}{'a verdict, µs':>15}{'× bare':>8}")
        for who, user in _people(site).items():
            statements, finding, verdict = _measure(site, user)
            print(f"{who:44}{statements:5}{finding:18.0f}{finding / route:8.2f}{verdict:15.2f}{verdict / route:8.4f}")
        with site.app.app_context():
            db.engine.dispose()


def _people(site: Site) -> dict[str, User]:
    """Somebody without a role, and others with more and more."""
    with site.app.app_context():
        found = {
            "learner": person(name="Learner"),
            "facilitator of one course": person(Role.FACILITATOR, scope=COURSE),
            "UCLG Learning": person(Role.UCLG_LEARNING),
        }
        for number in (20, 200):
            many = person(Role.KNOWLEDGE_MANAGER, scope=COURSE)
            with transaction():
                for one in range(number - 1):
                    give_role(many.id, Role.KNOWLEDGE_MANAGER, f"course-{one}")
            found[f"knowledge manager of {number} courses"] = many
        db.session.remove()
    return found


def _measure(site: Site, user: User) -> tuple[int, float, float]:
    """Statements and microseconds of finding a person by their cookie, and microseconds of one verdict about them."""
    cookie = session_of(site.app, user).cookie
    name = site.app.config["SESSION_COOKIE_NAME"]
    with site.app.test_request_context(headers={"Cookie": f"{name}={cookie}"}):

        def find() -> Actor:
            for kept in ("actor", "_login_user"):
                g.pop(kept, None)
            return current_actor()

        with counted_statements(site.app) as seen:
            actor = find()
        assert actor.user_id == user.id
        assert actor.grants == grants_of(user.id)
        finding = _microseconds(find, 200)
        verdict = _microseconds(lambda: [policy(actor) for policy in _POLICIES], 400) / len(_POLICIES)
        db.session.remove()
    return len(seen), finding, verdict


def _bare_route() -> None:
    run_wsgi_app(bare, EnvironBuilder(path="/").get_environ())


def _microseconds(do: Callable[[], object], times: int) -> float:
    rounds = []
    for _round in range(_ROUNDS):
        begun = time.perf_counter()
        for _time in range(times):
            do()
        rounds.append((time.perf_counter() - begun) / times * 1e6)
    return median(rounds)


if __name__ == "__main__":
    main()
