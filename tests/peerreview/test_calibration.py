"""Reviewers learn to score on examples, and later errors show where they lean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.peerreview.calibration import (
    GOLD_EVERY,
    Direction,
    State,
    Try,
    counts_in_scores,
    drift_of,
    errors_in,
    gold_for,
    is_gold_due,
    leaning_of,
    state_of,
    summary_of,
)
from app.peerreview.estimation import GoldReview, Reviewer, fit
from app.peerreview.rubric_points import Scale

SCALES = (Scale("reasons", 3, 2), Scale("data", 3))


def tried(*errors: float) -> Try:
    """A try with one criterion of a hundred points, so that errors are what is told."""
    scale = Scale("all", 100)
    return Try(
        tuple(
            errors_in([scale], number, {"all": 50 + round(error)}, {"all": 50}) for number, error in enumerate(errors)
        )
    )


def test_errors_have_a_sign_and_a_size_in_every_criterion() -> None:
    error = errors_in(SCALES, 7, {"reasons": 3, "data": 0}, {"reasons": 2, "data": 2})
    assert [(one.key, one.given, one.right) for one in error.criteria] == [("reasons", 3, 2), ("data", 0, 2)]
    assert [one.signed for one in error.criteria] == pytest.approx([100 / 3, -200 / 3])
    assert [one.absolute for one in error.criteria] == pytest.approx([100 / 3, 200 / 3])
    assert error.signed == pytest.approx(0)
    assert error.score == error.truth == pytest.approx(200 / 3)


def test_it_is_told_in_which_criterion_somebody_reads_otherwise() -> None:
    examples = [
        errors_in(SCALES, 1, {"reasons": 3, "data": 0}, {"reasons": 2, "data": 1}),
        errors_in(SCALES, 2, {"reasons": 1, "data": 1}, {"reasons": 2, "data": 2}),
    ]
    reasons, data = summary_of(examples)
    assert (reasons.key, reasons.examples) == ("reasons", 2)
    assert reasons.mean_signed == pytest.approx(0)
    assert reasons.mean_absolute == pytest.approx(100 / 3)
    assert data.mean_signed == pytest.approx(-100 / 3)


@pytest.mark.parametrize(
    ("tries", "state"),
    [
        ([], State.NOT_BEGUN),
        ([tried(18, -18, 18)], State.PASSED),
        ([tried(18, -18, 19)], State.ONCE_MORE),
        ([tried(30), tried(10)], State.PASSED),
        ([tried(30), tried(30)], State.FEEDBACK_ONLY),
        ([tried(30), tried(30), tried(5)], State.PASSED),
        ([tried(5), tried(40)], State.FEEDBACK_ONLY),
    ],
)
def test_two_tries_decide_whether_points_count(tries: list[Try], state: State) -> None:
    assert state_of(tries) is state
    assert counts_in_scores(state) is (state is State.PASSED)


def test_errors_in_both_directions_do_not_cancel_out() -> None:
    assert tried(30, -30).mean_leaning == 0
    assert not tried(30, -30).has_passed


def test_who_agrees_with_others_later_is_heard_again() -> None:
    failed = [tried(30), tried(30)]
    assert state_of(failed, [10, -18]) is State.FEEDBACK_ONLY
    assert state_of(failed, [10, -18, 26]) is State.CONFIRMED
    assert state_of(failed, [10, -18, 27]) is State.FEEDBACK_ONLY
    assert counts_in_scores(State.CONFIRMED)


def test_where_there_are_no_examples_everybody_counts() -> None:
    assert counts_in_scores(state_of([], has_examples=False))


@given(st.text(max_size=20), st.integers(1, 6))
def test_one_review_in_eight_is_of_an_example(seed: str, blocks: int) -> None:
    gold: list[int] = []
    for position in range(blocks * GOLD_EVERY):
        if is_gold_due(seed, position, gold):
            gold.append(position)
    assert len(gold) == blocks
    assert [position // GOLD_EVERY for position in gold] == list(range(blocks))


def test_nobody_foresees_which_review_it_is_and_it_can_be_told_again() -> None:
    places = [next(n for n in range(GOLD_EVERY) if is_gold_due(f"reviewer {one}", n, ())) for one in range(200)]
    assert set(places) == set(range(GOLD_EVERY))
    assert all(is_gold_due(f"reviewer {one}", place, ()) for one, place in enumerate(places))
    assert not any(is_gold_due(f"reviewer {one}", place, {place}) for one, place in enumerate(places))


def test_the_example_is_drawn_by_lot_among_those_not_seen() -> None:
    assert gold_for("seed", 3, ()) is None
    assert {gold_for(f"seed {number}", 3, (4, 5, 6)) for number in range(60)} == {4, 5, 6}
    assert gold_for("seed", 3, (4, 5, 6)) == gold_for("seed", 3, (6, 5, 4))


def test_a_leaning_is_told_in_points_and_whether_it_is_sure() -> None:
    strict = leaning_of(Reviewer(1, bias=-8, bias_variance=4))
    assert (strict.direction, strict.points, strict.is_sure) == (Direction.STRICTER, 8, True)
    assert not leaning_of(Reviewer(1, bias=5, bias_variance=25)).is_sure
    assert leaning_of(Reviewer(1, bias=5, bias_variance=25)).direction is Direction.MILDER
    assert leaning_of(Reviewer(1, bias=0.4, bias_variance=0.01)).direction is Direction.EVEN
    assert leaning_of(Reviewer(1)).direction is Direction.EVEN


def test_examples_make_a_leaning_sure() -> None:
    gold = [GoldReview(1, truth + 10, truth) for truth in (40, 50, 60, 70, 80)]
    leaning = leaning_of(fit([], gold).reviewers[1])
    assert leaning.direction is Direction.MILDER
    assert leaning.is_sure


def test_drift_is_the_change_from_the_earlier_half_to_the_later() -> None:
    assert drift_of([0] * 7, 81) is None
    drifted = drift_of([0, 1, -1, 0, -15, -14, -16, -15], 16)
    assert drifted is not None
    assert (drifted.direction, drifted.points, drifted.is_sure) == (Direction.STRICTER, 15, True)
    wobbling = drift_of([0, 8, -8, 0, 12, -8, 4, 0], 81)
    assert wobbling is not None
    assert not wobbling.is_sure
