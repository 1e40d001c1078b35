"""§4.9.3 on a database: production actions under a fake clock serve people as the pure rules do in the same world.

Reduced years. Both worlds draw what happens from the same occasions, so they live the same year, review by review.
"""

from pathlib import Path

import pytest

from tests.conftest import PostgresServer, make_app
from tests.peerreview.worlds.a_year import BUSY, PRODUCTION, QUIET, Course
from tests.peerreview.worlds.databases import fresh
from tests.peerreview.worlds.on_a_database import DatabaseYear, served
from tests.peerreview.worlds.steered import SteeredYear
from tests.stands import running


@pytest.mark.parametrize(
    ("course", "seeds", "days"),
    [pytest.param(QUIET, range(1, 3), 90, id="quiet"), pytest.param(BUSY, range(1, 2), 25, id="busy")],
)
def test_learners_are_served_on_a_database_as_the_pure_rules_say(
    course: Course, seeds: range, days: float, migrated_sqlite: Path, tmp_path: Path
) -> None:
    for seed in seeds:
        with fresh(make_app, migrated_sqlite, tmp_path / str(seed)):
            found = DatabaseYear(course, seed, days).run()
        expected = SteeredYear(course, PRODUCTION, 2, 3, seed, days).run()
        assert [one.reviewed for one in found.learners] == [one.reviewed for one in expected.learners]
        assert found.by_mentors == expected.by_mentors


@pytest.mark.postgres
def test_on_postgresql_they_are_served_as_well(postgres_server: PostgresServer, tmp_path: Path) -> None:
    with postgres_server.copy() as url, running(make_app(tmp_path, url)):
        found = DatabaseYear(QUIET, 5, 45).run()
    expected = SteeredYear(QUIET, PRODUCTION, 2, 3, 5, 45).run()
    assert [one.reviewed for one in found.learners] == [one.reviewed for one in expected.learners]
    assert len(found.learners) > 5
    assert served([found], settled_in=0).never == 0
    assert served([found], settled_in=0).within_14 > 85
