"""§4.9.3 on a database: production actions under a fake clock serve people as the pure rules do in the same world.

A reduced year. Two pure worlds that differ in nothing but one draw lie as far apart as the tolerances here, since some
thirty pieces of work are counted: `make simulate` takes more of them and prints both side by side.
"""

from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import make_app
from tests.peerreview.worlds.a_year import BUSY, FORGIVING, QUIET, Course, Year
from tests.peerreview.worlds.databases import fresh
from tests.peerreview.worlds.on_a_database import DatabaseYear, Served, served


def pure(course: Course, seeds: range, days: float) -> Served:
    """What the pure rules come to in these very years."""
    return served([Year(course, FORGIVING, 2, 3, seed, days).run() for seed in seeds])


def hold_near(found: Served, expected: Served) -> None:
    """Both serve alike."""
    assert found.within_7 == pytest.approx(expected.within_7, abs=25)
    assert found.within_14 >= expected.within_14 - 8
    # Better than the world, in which no other mentor is asked where one let it pass.
    assert found.never <= expected.never + 1
    assert found.by_mentors == pytest.approx(expected.by_mentors, abs=10)
    assert found.reviews == pytest.approx(expected.reviews, abs=0.15)


@pytest.mark.parametrize(
    ("course", "seeds", "days"),
    [pytest.param(QUIET, range(1, 3), 90, id="quiet"), pytest.param(BUSY, range(1, 2), 25, id="busy")],
)
def test_learners_are_served_on_a_database_as_the_pure_rules_say(
    course: Course, seeds: range, days: float, migrated_sqlite: Path, tmp_path: Path
) -> None:
    years = []
    for seed in seeds:
        with fresh(make_app, migrated_sqlite, tmp_path / str(seed)):
            years.append(DatabaseYear(course, seed, days).run())
    hold_near(served(years), pure(course, seeds, days))


@pytest.mark.postgres
def test_both_databases_live_the_same_days(own_each_app: Flask) -> None:
    year = DatabaseYear(QUIET, 5, 45).run()
    assert len(year.learners) > 5
    assert served([year], settled_in=0).never == 0
    assert served([year], settled_in=0).within_14 > 85
