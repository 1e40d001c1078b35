"""§4.8 is reproduced by the production rules under a fake clock: the rows with the tightest meaning, within 5 points.

The whole table, with all years and the rules of others, is `make simulate`. One figure of it is not asked for here:
with R = 3 a busy course serves more within 7 days (68 %) than the reference (60 %). That is not chance: 40 years have a
mean of 69 and a standard deviation of 4.5. Supply then just equals what reciprocators need, so the figure hangs on whom
one draw in ten serves. "Oldest tier 2 (most reviews done first)" serves those about to finish; by age alone it is 36 %.
"""

import pytest

from tests.peerreview.worlds.a_year import PRODUCTION, QUIET, Year
from tests.peerreview.worlds.allocation_world import (
    BY_AGE,
    CEILING,
    FEW_ANSWER,
    THREE_NEEDED,
    TIERS_ALONE,
    TWO_LANGUAGES,
    TWO_NEEDED,
    WITHIN,
    WITHOUT_MENTORS,
    Cell,
    Row,
)

REDUCED = [
    pytest.param(row, cell, years, id=f"{row.name}, {name}")
    for row, numbers in (
        (TWO_NEEDED, {0: 2, 1: 24, 2: 24}),
        # Without mentors 24 years of three languages still differ by two points from the next 24.
        (WITHOUT_MENTORS, {1: 24, 2: 96}),
        (FEW_ANSWER, {1: 24, 2: 24}),
        (TWO_LANGUAGES, {0: 24}),
        (CEILING, {0: 2, 1: 16}),
    )
    for number, years in numbers.items()
    for cell in [row.cells[number]]
    for name in [f"{cell.course.arrivals:g} a day in {len(cell.course.languages)}"]
]


@pytest.mark.parametrize(("row", "cell", "years"), REDUCED)
def test_learners_are_served_as_the_design_says(row: Row, cell: Cell, years: int) -> None:
    figures = row.figures(cell, years)
    assert figures.percent() == pytest.approx(cell.reference, abs=WITHIN)
    assert 100 * figures.by_mentors == pytest.approx(cell.by_mentors, abs=WITHIN)
    assert 1.75 <= figures.reviews <= 2.05


def test_with_three_reviews_needed_everybody_who_did_their_part_is_served_in_a_fortnight() -> None:
    figures = THREE_NEEDED.figures(THREE_NEEDED.cells[0], 1)
    assert figures.percent()[1:] == pytest.approx((100, 0), abs=WITHIN)


def test_the_one_figure_that_is_missed_lies_between_two_readings_of_whom_one_draw_in_ten_serves() -> None:
    by_age, done_first = (row.figures(THREE_NEEDED.cells[0], 2).percent()[0] for row in (BY_AGE, THREE_NEEDED))
    reference = THREE_NEEDED.cells[0].reference
    assert reference is not None
    assert by_age < reference[0] < done_first


def test_mentors_leave_next_to_nobody_without_reviews_not_even_those_who_did_not_review() -> None:
    with_mentors = TWO_NEEDED.figures(TWO_NEEDED.cells[1], 8)
    tiers_alone = TIERS_ALONE.figures(TIERS_ALONE.cells[1], 2)
    assert with_mentors.never_of_all < 0.01
    assert tiers_alone.never_of_all > 0.25


def test_a_year_is_the_same_whenever_its_seed_is() -> None:
    years = [Year(QUIET, PRODUCTION, 2, 3, 7).run() for _time in range(2)]
    assert years[0].figures() == years[1].figures()
    assert years[0].figures() != Year(QUIET, PRODUCTION, 2, 3, 8).run().figures()
