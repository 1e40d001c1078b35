"""§4.9.3 on a database: production actions under a fake clock serve people as the pure rules do in the same world.

Reduced years. Both worlds draw what happens from the same occasions, so they live the same year, review by review.
"""

from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import make_app
from tests.peerreview.worlds.a_year import BUSY, PRODUCTION, QUIET, Course
from tests.peerreview.worlds.databases import fresh
from tests.peerreview.worlds.on_a_database import DatabaseYear, served
from tests.peerreview.worlds.steered import SteeredYear


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
def test_both_databases_live_the_same_days(own_each_app: Flask) -> None:
    year = DatabaseYear(QUIET, 5, 45).run()
    assert len(year.learners) > 5
    assert served([year], settled_in=0).never == 0
    assert served([year], settled_in=0).within_14 > 85
