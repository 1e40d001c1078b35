"""A score in numbers that can be read."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from app.peerreview.estimation import Fit, Method, Review, score_of
from app.peerreview.explanation import Agreement, Note, Sureness, explain
from app.peerreview.publication import Facts, Publication, publish
from app.peerreview.rubric_points import reaches
from app.peerreview.showing_scores import ScoreShown, readable_points, score_shown, shares_in_percent

MARK = 200 / 3


def shown(
    *given: float, mark: float | None = MARK, final: float | None = None, decided: float | None = None
) -> ScoreShown:
    reviews = [Review(number, 1, number, score, counts=True, circumstances=()) for number, score in enumerate(given)]
    score = score_of(reviews, Fit(70.0, {}, {}), Method.MODEL)
    return score_shown(
        published(score.band if score else None, given, mark, final, decided),
        explain(score) if score else None,
        mark,
        is_decided=decided is not None,
    )


def published(
    band: object, given: Sequence[float], mark: float | None, final: float | None, decided: float | None
) -> Publication:
    spread = max(given) - min(given) if given else 0.0
    return publish(
        Facts(
            counting=len(given),
            readable=len(given),
            needed=2,
            band=band,  # type: ignore[arg-type]
            spread=spread,
            pass_mark=mark,
            has_done_own_reviews=True,
            since_handed_in=timedelta(days=3),
            final_so_far=final,
            decided=decided,
        )
    )


@pytest.mark.parametrize(
    ("score", "mark", "told"),
    [
        (72.4, None, 72),
        (72.4, 70, 72),
        # A whole number would say that the mark is reached.
        (66.6, MARK, 66.6),
        (66.66, MARK, 66.6),
        (MARK, MARK, 67),
        (69.96, 70, 69.9),
        # A whole number would say that it is not.
        (72.35, 72.3, 72.4),
        (0.0, 50, 0),
        (100.0, 50, 100),
    ],
)
def test_a_score_is_whole_unless_that_would_lie_about_the_mark(score: float, mark: float | None, told: float) -> None:
    assert readable_points(score, mark) == pytest.approx(told)


def test_what_is_shown_never_stands_on_the_other_side_of_the_mark_that_is_shown() -> None:
    for tenths in range(0, 1001, 7):
        mark = tenths / 10.5
        for away in (-0.51, -0.06, -0.004, 0.0, 0.004, 0.06, 0.51):
            score = min(100.0, max(0.0, mark + away))
            one = shown(mark=mark, final=score)
            assert one.mark is not None
            assert reaches(one.points, one.mark) == reaches(score, mark), (score, mark)


@pytest.mark.parametrize("shares", [[1 / 3] * 3, [0.5, 0.255, 0.245], [1.0], [0.5, 0.5, 0.0], [1 / 7] * 7])
def test_shares_add_up_to_a_hundred(shares: list[float]) -> None:
    percents = shares_in_percent(shares)
    assert sum(percents) == 100
    assert all(abs(percent - 100 * share) < 1 for percent, share in zip(percents, shares, strict=True))


def test_a_score_comes_with_its_range_and_the_share_of_each_review() -> None:
    one = shown(70, 76, mark=50)
    assert (one.points, one.has_passed, one.is_final, one.straddles) == (73, True, True, False)
    assert one.low is not None
    assert one.high is not None
    assert one.low < one.points < one.high
    assert one.sureness is Sureness.ROUGH
    assert [share.percent for share in one.shares.values()] == [50, 50]
    assert Note.HALF_EACH in one.notes


def test_of_reviews_of_90_and_20_none_is_said_to_agree() -> None:
    one = shown(90, 20)
    assert {share.agreement for share in one.shares.values()} == {Agreement.DIFFERS}
    assert Note.FAR_APART in one.notes
    assert one.spread == (20, 90)


def test_what_somebody_decided_has_no_range_and_no_shares() -> None:
    one = shown(90, 20, decided=80)
    assert (one.points, one.low, one.high, one.shares, one.notes) == (80, None, None, {}, ())
    assert one.is_decided
    assert not one.straddles


def test_a_final_score_that_stays_says_what_the_reviews_come_to_now() -> None:
    assert shown(70, 60, final=74).was_higher == 65
    assert shown(70, 60, final=74).points == 74
    assert shown(70, 78, final=74).was_higher is None


def test_without_any_review_left_the_final_score_stays_alone() -> None:
    one = shown(final=74)
    assert (one.points, one.low, one.sureness, one.spread) == (74, None, None, None)
