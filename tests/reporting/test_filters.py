"""What a report is asked for."""

from datetime import UTC, date, datetime

import pytest

from app.reporting.filters import Filters, Status, share, status_of

MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
TUESDAY = datetime(2026, 5, 5, tzinfo=UTC)


def test_whoever_is_still_there_is_in_progress() -> None:
    assert status_of(completed_at=None, left_at=None) is Status.IN_PROGRESS


def test_whoever_went_before_the_end_has_left() -> None:
    assert status_of(completed_at=None, left_at=TUESDAY) is Status.LEFT


def test_whoever_leaves_after_completing_has_completed() -> None:
    assert status_of(completed_at=MONDAY, left_at=TUESDAY) is Status.COMPLETED


def test_a_share_is_whole_only_when_everybody_is_in_it() -> None:
    assert (share(199, 200), share(200, 200), share(0, 0)) == (99, 100, 0)


def test_an_address_carries_only_what_was_asked_for() -> None:
    filters = Filters(words="diallo", status=Status.LEFT, enrolled_from=date(2026, 5, 4))
    assert filters.as_query() == {"words": "diallo", "status": "left", "enrolled_from": "2026-05-04"}


def test_filters_that_ask_for_nothing_are_empty() -> None:
    assert Filters().is_empty
    assert not Filters(country="SN").is_empty


@pytest.mark.parametrize("filters", [Filters(status=Status.LEFT), Filters(completed_to=date(2026, 5, 4))])
def test_status_and_completion_days_choose_by_outcome(filters: Filters) -> None:
    assert filters.asks_for_an_outcome


def test_days_of_enrolment_do_not_choose_by_outcome() -> None:
    assert not Filters(course="localizing-the-sdgs", enrolled_from=date(2026, 5, 4)).asks_for_an_outcome
