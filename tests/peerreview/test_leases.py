"""A place is taken for three days; what is written is never lost."""

from datetime import UTC, datetime, timedelta

from app.peerreview.leases import Worth, begin, draft_saved, give_back, reminder_at, runs, worth_of

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_it_lasts_three_days() -> None:
    lease = begin(NOW)
    assert runs(lease, NOW + 71 * HOUR)
    assert not runs(lease, NOW + 72 * HOUR)
    assert reminder_at(lease) == NOW + 48 * HOUR


def test_the_first_draft_renews_it_and_only_the_first() -> None:
    lease = draft_saved(begin(NOW), NOW + 70 * HOUR)
    assert lease.ends_at == NOW + 142 * HOUR
    assert draft_saved(lease, NOW + 100 * HOUR) == lease


def test_a_draft_saved_too_late_renews_nothing() -> None:
    late = draft_saved(begin(NOW), NOW + 72 * HOUR)
    assert not runs(late, NOW + 73 * HOUR)
    assert late.drafted_at == NOW + 72 * HOUR


def test_a_late_review_counts_where_it_is_needed_and_for_its_reader_in_any_case() -> None:
    lease = begin(NOW)
    assert worth_of(lease, NOW + 71 * HOUR, needs=0) is Worth.SCORE_AND_CREDIT
    assert worth_of(lease, NOW + 99 * HOUR, needs=1) is Worth.SCORE_AND_CREDIT
    assert worth_of(lease, NOW + 99 * HOUR, needs=0) is Worth.CREDIT


def test_what_is_given_back_is_free_at_once() -> None:
    lease = give_back(begin(NOW), NOW + HOUR)
    assert not runs(lease, NOW + HOUR)
    late = begin(NOW)
    assert give_back(late, NOW + 80 * HOUR) == late
