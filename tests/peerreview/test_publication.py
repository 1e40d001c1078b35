"""What an author may see of their work, and what happens next."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.peerreview.estimation import Band
from app.peerreview.publication import Doubt, Facts, Hidden, Publication, Stage, publish


def facts(
    counting: int = 3,
    *,
    score: float = 80,
    error: float = 7,
    readable: int | None = None,
    needed: int = 3,
    spread: float = 10,
    pass_mark: float | None = 50,
    has_done_own_reviews: bool = True,
    days: float = 1,
    is_above_floor: bool = True,
    final_so_far: float | None = None,
    decided: float | None = None,
) -> Facts:
    return Facts(
        counting=counting,
        readable=counting if readable is None else readable,
        needed=needed,
        band=Band(score, error) if counting else None,
        spread=spread,
        pass_mark=pass_mark,
        has_done_own_reviews=has_done_own_reviews,
        since_handed_in=timedelta(days=days),
        is_above_floor=is_above_floor,
        final_so_far=final_so_far,
        decided=decided,
    )


def of(counting: int = 3, **known: object) -> Publication:
    return publish(facts(counting, **known))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counting", "needed", "error", "stage"),
    [
        (0, 3, 7, Stage.WAITING),
        (1, 3, 10, Stage.COMMENTS),
        (1, 3, 4, Stage.COMMENTS),
        (2, 3, 8, Stage.PROVISIONAL),
        (2, 3, 6, Stage.FINAL),
        (3, 3, 8, Stage.FINAL),
        (2, 2, 8, Stage.FINAL),
        (1, 2, 10, Stage.COMMENTS),
        (1, 1, 10, Stage.FINAL),
    ],
)
def test_reviews_bring_comments_then_a_provisional_score_then_a_final_one(
    counting: int, needed: int, error: float, stage: Stage
) -> None:
    found = of(counting, needed=needed, error=error)
    assert found.stage is stage
    assert found.shows_comments is (counting > 0)
    assert found.shows_score is (stage in (Stage.PROVISIONAL, Stage.FINAL))
    assert (found.score is not None) is found.shows_score


def test_comments_are_read_whether_or_not_their_points_count() -> None:
    found = of(0, readable=2)
    assert found.stage is Stage.COMMENTS
    assert found.shows_comments
    assert found.hidden is Hidden.TOO_FEW_REVIEWS
    assert not of(1, readable=0).shows_comments


def test_ones_own_reviews_come_before_the_score_for_two_weeks() -> None:
    waiting = of(has_done_own_reviews=False, days=4)
    assert waiting.shows_comments
    assert not waiting.shows_score
    assert waiting.hidden is Hidden.OWN_REVIEWS_FIRST
    assert waiting.score_opens_in == timedelta(days=10)
    assert waiting.score == 80
    opened = of(has_done_own_reviews=False, days=14)
    assert opened.shows_score
    assert opened.hidden is None
    assert opened.score_opens_in is None


def test_a_band_across_the_pass_mark_asks_for_one_further_review_and_opens_an_appeal() -> None:
    found = of(2, needed=2, score=55, pass_mark=50)
    assert found.doubts == (Doubt.STRADDLES_PASS_MARK,)
    assert found.wants_further_review
    assert found.opens_appeal
    again = of(3, needed=2, score=55, pass_mark=50)
    assert not again.wants_further_review
    assert again.opens_appeal
    assert not of(2, needed=2, score=80, pass_mark=50).is_disputed
    assert not of(2, needed=2, score=55, pass_mark=None).is_disputed


def test_reviews_far_apart_open_an_appeal_once_all_are_in() -> None:
    assert of(2, spread=70).doubts == (Doubt.FAR_APART,)
    assert not of(2, spread=70).opens_appeal
    assert of(3, spread=70).opens_appeal
    assert not of(3, spread=25).opens_appeal
    assert not of(3, spread=70).wants_further_review


def test_what_an_appeal_decided_stays() -> None:
    found = of(3, score=80, spread=70, final_so_far=80, decided=45)
    assert (found.score, found.low, found.high) == (45, 45, 45)
    assert found.has_passed is False
    assert found.stage is Stage.FINAL
    assert not found.opens_appeal
    assert not found.is_disputed
    assert of(3, score=40, decided=60, is_above_floor=False).has_passed


@given(
    st.floats(0, 100), st.floats(0.1, 20), st.floats(0, 100), st.integers(0, 5), st.integers(1, 4), st.floats(0, 100)
)
def test_a_final_score_only_rises_by_itself(
    score: float, error: float, final_so_far: float, counting: int, needed: int, spread: float
) -> None:
    found = of(counting, needed=needed, score=score, error=error, spread=spread, final_so_far=final_so_far)
    assert found.stage is Stage.FINAL
    assert found.score is not None
    assert found.low is not None
    assert found.high is not None
    assert found.score >= final_so_far
    assert found.score == final_so_far or found.score == score
    assert found.low <= found.score <= found.high


def test_a_review_excluded_later_does_not_take_a_final_score_away() -> None:
    assert of(1, score=40, final_so_far=80).score == 80
    assert of(0, final_so_far=80).score == 80
    assert of(0, final_so_far=80).shows_score


@pytest.mark.parametrize(
    ("score", "pass_mark", "is_above_floor", "has_passed"),
    [(50, 50, True, True), (49.9, 50, True, False), (90, 50, False, False), (10, None, True, True)],
)
def test_passing_asks_for_the_mark_and_for_the_floor(
    score: float, pass_mark: float | None, is_above_floor: bool, has_passed: bool
) -> None:
    assert of(score=score, pass_mark=pass_mark, is_above_floor=is_above_floor).has_passed is has_passed


def test_without_a_score_nobody_has_passed_or_failed() -> None:
    assert of(1).has_passed is None
    assert of(1, spread=70).doubts == ()
