"""Reviews become scores that say how sure they are, whoever wrote them and in whatever order they came."""

from collections.abc import Callable
from dataclasses import replace
from math import inf, isfinite, nan, sqrt
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.peerreview.circumstances import LEAST_FOR_A_CIRCUMSTANCE
from app.peerreview.estimation import (
    BIAS_VARIANCE,
    ROUNDS,
    USUAL_SCATTER,
    Band,
    Fit,
    GoldReview,
    Method,
    Review,
    Reviewer,
    Score,
    fit,
    score_of,
    scores_of,
)

points = st.integers(0, 20).map(lambda step: 5.0 * step)


@st.composite
def pools(draw: st.DrawFn) -> list[Review]:
    """Up to eight submissions and six reviewers, nobody reading anything twice."""
    pairs = draw(st.lists(st.tuples(st.integers(1, 8), st.integers(1, 6)), unique=True, min_size=1, max_size=30))
    return [
        Review(number, submission, reviewer, draw(points), counts=draw(st.sampled_from([True, True, True, False])))
        for number, (submission, reviewer) in enumerate(pairs)
    ]


golds = st.lists(st.builds(GoldReview, st.integers(1, 7), points, points), max_size=8)


def reviews_of(*scores: float, submission: int = 1) -> list[Review]:
    """One submission, read by reviewers 1, 2, 3…"""
    return [Review(number, submission, number, score) for number, score in enumerate(scores, start=1)]


def scored(reviews: list[Review], fitted: Fit | None = None, method: Method = Method.MODEL) -> Score:
    """The score of one submission, fitted to nothing else unless told."""
    score = score_of(reviews, fit(reviews) if fitted is None else fitted, method)
    assert score is not None
    return score


def as_written(reviews: list[Review], gold: list[GoldReview]) -> dict[int, tuple[float, float, float]]:
    """The equations as the design writes them, in the plainest way: bias, its variance and σ² of each reviewer."""
    centre = fmean(one.score for one in reviews)
    people = {one.reviewer_id for one in reviews} | {one.reviewer_id for one in gold}
    b, vb, s2 = dict.fromkeys(people, 0.0), dict.fromkeys(people, 36.0), dict.fromkeys(people, 81.0)
    for _round in range(ROUNDS):
        x, vx = {}, {}
        for i in {one.submission_id for one in reviews}:
            own = [one for one in reviews if one.submission_id == i]
            vx[i] = 1 / (1 / 144 + sum(1 / s2[one.reviewer_id] for one in own))
            pulled = sum((one.score - b[one.reviewer_id]) / s2[one.reviewer_id] for one in own)
            x[i] = vx[i] * (centre / 144 + pulled)
        for j in people:
            read = [one for one in reviews if one.reviewer_id == j]
            known = [one for one in gold if one.reviewer_id == j]
            n = len(read) + len(known)
            differences = [one.score - x[one.submission_id] for one in read] + [one.score - one.truth for one in known]
            vb[j] = 1 / (1 / 36 + n / s2[j])
            b[j] = sum(differences) / s2[j] * vb[j]
            around = sum((difference - b[j]) ** 2 for difference in differences)
            doubt = sum(vx[one.submission_id] for one in read)
            s2[j] = (2 * 4 * 81 + around + doubt + n * vb[j]) / (2 * 3 + 2 + n)
    return {j: (b[j], vb[j], s2[j]) for j in people}


@given(pools(), golds)
def test_the_estimate_is_that_of_the_equations(reviews: list[Review], gold: list[GoldReview]) -> None:
    counting = [review for review in reviews if review.counts]
    fitted = fit(reviews, gold)
    if counting:
        expected = as_written(counting, gold)
        assert fitted.reviewers.keys() == expected.keys()
        for reviewer_id, values in expected.items():
            found = fitted.reviewers[reviewer_id]
            assert (found.bias, found.bias_variance, found.variance) == pytest.approx(values, rel=1e-6, abs=1e-6)


@given(pools(), golds, st.randoms(use_true_random=False))
def test_scores_do_not_depend_on_the_order_of_reviews(
    reviews: list[Review], gold: list[GoldReview], chance: Random
) -> None:
    before = list(scores_of(reviews, fit(reviews, gold)))
    shuffled, shuffled_gold = reviews.copy(), gold.copy()
    chance.shuffle(shuffled)
    chance.shuffle(shuffled_gold)
    assert list(scores_of(shuffled, fit(shuffled, shuffled_gold))) == before


@given(pools(), golds, st.sampled_from(Method))
def test_a_score_lies_on_the_scale_and_shares_add_up(
    reviews: list[Review], gold: list[GoldReview], method: Method
) -> None:
    for score in scores_of(reviews, fit(reviews, gold), method):
        counting = [part for part in score.parts if part.review.counts]
        assert 0 <= score.band.low <= score.band.score <= score.band.high <= 100
        assert 0 < score.band.standard_error < inf
        assert sum(part.share for part in score.parts) == pytest.approx(1)
        assert all(part.share == 0 for part in score.parts if not part.review.counts)
        if len(counting) > 1:
            assert max(part.share for part in score.parts) <= 0.5 + 1e-12
            # A cap is no reason to trust somebody less than the others.
            heaviest = max(counting, key=lambda part: part.reviewer.weight)
            assert heaviest.share >= max(part.share for part in counting) - 1e-12


@given(pools(), golds)
def test_a_score_can_be_derived_again_from_what_it_holds(reviews: list[Review], gold: list[GoldReview]) -> None:
    for score in scores_of(reviews, fit(reviews, gold)):
        weights = [part.weight for part in score.parts]
        mean = sum(part.weight * part.corrected for part in score.parts) / sum(weights)
        assert score.model.score == pytest.approx(min(100, max(0, mean)))
        assert score.model.standard_error == pytest.approx(1 / sqrt(sum(weights)))


@given(pools(), golds, st.integers(0, 29), points)
def test_for_known_reviewers_a_better_review_never_lowers_a_score(
    reviews: list[Review], gold: list[GoldReview], which: int, better: float
) -> None:
    fitted = fit(reviews, gold)
    one = reviews[which % len(reviews)]
    raised = replace(one, score=max(one.score, better))
    for method in Method:
        before = {score.submission_id: score.band.score for score in scores_of(reviews, fitted, method)}
        after = scores_of([raised if review is one else review for review in reviews], fitted, method)
        assert all(score.band.score >= before[score.submission_id] - 1e-9 for score in after)


@given(points, points, points)
def test_among_strangers_a_better_review_never_lowers_a_score(one: float, other: float, third: float) -> None:
    """Nothing is known but the reviews themselves, and the model is fitted anew."""
    low, high = sorted((one, other))
    assert scored(reviews_of(low, third)).band.score <= scored(reviews_of(high, third)).band.score + 1e-9


@given(pools(), golds)
def test_a_reviewer_who_gives_exactly_the_score_leaves_it(reviews: list[Review], gold: list[GoldReview]) -> None:
    """As long as nobody is capped; to whom a third joins, a capped one of two gets less than half."""
    fitted = fit(reviews, gold)
    for score in scores_of(reviews, fitted):
        if not any(part.is_capped for part in score.parts):
            agreeing = Review(99, score.submission_id, 99, score.band.score)
            again = scored([*(part.review for part in score.parts), agreeing], fitted)
            if not any(part.is_capped for part in again.parts):
                # A mean beyond the edge of the scale comes nearer to it.
                assert again.band.score == pytest.approx(score.band.score, abs=1e-9) or score.band.score in (0, 100)


def test_a_single_review_is_all_of_the_score_and_says_little() -> None:
    score = scored(reviews_of(70))
    assert [part.share for part in score.parts] == [1]
    assert score.parts[0].apart is None
    assert score.parts[0].residual is None
    assert score.band.score == 70
    assert score.spread == 0
    assert score.band.standard_error > 8


def test_of_two_reviewers_each_has_half_however_well_known_one_is() -> None:
    gold = [GoldReview(1, truth, truth) for truth in (20, 40, 60, 80) for _again in range(5)]
    reviews = reviews_of(90, 20)
    score = scored(reviews, fit(reviews, gold))
    assert [part.share for part in score.parts] == pytest.approx([0.5, 0.5])
    assert [part.is_capped for part in score.parts] == [True, False]
    # The cap widens the band: as sure as two of the one who is less well known.
    assert score.band.standard_error == pytest.approx(sqrt(1 / (2 * score.parts[1].reviewer.weight)))


def test_of_three_reviewers_nobody_has_more_than_half() -> None:
    known = Fit(reviewers={1: Reviewer(1, bias_variance=1, variance=9)})
    score = scored(reviews_of(80, 40, 40), known)
    assert [part.share for part in score.parts] == pytest.approx([0.5, 0.25, 0.25])
    assert score.band.score == pytest.approx(60)


def test_a_reviewer_without_history_is_what_the_priors_say() -> None:
    score = scored(reviews_of(60, 80), Fit())
    assert [part.corrected for part in score.parts] == [60, 80]
    assert score.band.score == 70
    assert score.band.standard_error == pytest.approx(sqrt((USUAL_SCATTER + BIAS_VARIANCE) / 2))


def test_one_reviewer_who_read_everything_is_not_taken_for_the_truth() -> None:
    reviews = [Review(number, number, 1, score) for number, score in enumerate((50.0, 60.0, 70.0, 80.0, 90.0))]
    fitted = fit(reviews)
    # Strictness and weak work look the same; without an example nothing tells them apart.
    assert fitted.reviewers[1].bias == pytest.approx(0, abs=0.01)
    assert [score.band.score for score in scores_of(reviews, fitted)] == pytest.approx([50, 60, 70, 80, 90], abs=0.1)


def test_gold_alone_tells_how_somebody_leans() -> None:
    fitted = fit([], [GoldReview(1, truth + 10, truth) for truth in (55, 70, 85)])
    assert fitted.centre is None
    assert 5 < fitted.reviewers[1].bias < 10
    assert fitted.reviewers[1].gold == 3
    assert fitted.reviewers[1].reviews == 0
    assert scored(reviews_of(70), fitted).band.score == pytest.approx(70 - fitted.reviewers[1].bias)


def test_without_reviews_nothing_is_known_and_no_score_is_made() -> None:
    assert fit([]) == Fit()
    assert score_of([], Fit()) is None
    assert score_of([Review(1, 1, 1, 50, counts=False)], Fit()) is None
    assert list(scores_of([], Fit())) == []


def test_a_strict_reviewer_is_corrected_and_the_score_is_not_pulled_to_the_class() -> None:
    reviews: list[Review] = []
    for submission in range(1, 21):
        for reviewer in (1, 2, 3):
            strict = 12 if reviewer == 1 else 0
            reviews.append(Review(len(reviews), submission, reviewer, 95 - strict if submission == 20 else 60 - strict))
    fitted = fit(reviews)
    assert fitted.reviewers[1].bias < -5
    best = list(scores_of(reviews, fitted))[-1]
    assert 90 < best.band.score < 96
    assert fitted.centre == pytest.approx(fmean(review.score for review in reviews))
    assert abs(scored([review for review in reviews if review.submission_id == 20], fitted).band.score - 91) < 4


def test_reviews_that_do_not_count_are_shown_and_move_nothing() -> None:
    reviews = [*reviews_of(60, 70), Review(9, 1, 9, 100, counts=False)]
    with_it, without = scored(reviews), scored(reviews[:2])
    assert with_it.band == without.band
    assert with_it.counted == 2
    assert with_it.spread == 10
    assert with_it.parts[-1].weight == with_it.parts[-1].share == 0
    assert with_it.parts[-1].apart == pytest.approx(100 - with_it.band.score)
    assert 9 not in fit(reviews).reviewers


def test_the_plain_mean_stands_beside_the_model_and_the_method_switches() -> None:
    gold = [GoldReview(1, truth - 15, truth) for truth in (55, 70, 85)]
    reviews = reviews_of(50, 70)
    fitted = fit(reviews, gold)
    model, mean = scored(reviews, fitted), scored(reviews, fitted, Method.MEAN)
    assert (model.model, model.mean) == (mean.model, mean.mean)
    assert model.band == model.model
    assert mean.band == mean.mean
    assert mean.band.score == 60
    assert model.band.score > 62
    assert [part.share for part in mean.parts] == [0.5, 0.5]


def test_the_plain_mean_is_less_sure_the_further_reviews_lie_apart_and_never_quite_sure() -> None:
    bands = [scored(reviews_of(60 - half, 60 + half), method=Method.MEAN).band for half in (0, 10, 35)]
    errors = [band.standard_error for band in bands]
    assert errors == sorted(errors)
    assert errors[0] > 6
    assert scored(reviews_of(60, 60, 60, 60, 60), method=Method.MEAN).band.standard_error < 6


def test_how_far_a_review_lies_from_the_others_leaves_itself_out() -> None:
    known = Fit(reviewers={1: Reviewer(1, bias=5)})
    score = scored(reviews_of(95, 60, 60), known)
    assert score.parts[0].apart == pytest.approx(35)
    assert score.parts[0].residual == pytest.approx(30)


def test_a_band_knows_on_which_side_of_a_mark_it_lies() -> None:
    band = Band(60, 10)
    assert (band.low, band.high) == pytest.approx((43.551, 76.449))
    assert band.straddles(60)
    assert band.straddles(band.high)
    assert not band.straddles(band.low)
    assert not band.straddles(90)
    assert not Band(95, 10).straddles(0)
    assert Band(95, 10).high == 100


def circumstanced(*, adds: float, number: int = 80) -> list[Review]:
    """So many submissions, each read by a compatriot, who gives more, and by another; everybody is both at times."""
    chance = Random("circumstances")
    reviews: list[Review] = []
    for submission in range(number):
        quality = 45 + 5 * chance.randrange(9)
        for reviewer, names in ((submission % 20, ("same country",)), ((submission + 7) % 20, ())):
            score = quality + adds * bool(names) + chance.gauss(0, 4)
            reviews.append(Review(len(reviews), submission, reviewer, min(100, score), circumstances=names))
    return reviews


def test_what_compatriots_add_is_found_and_taken_off() -> None:
    reviews = circumstanced(adds=8)
    fitted = fit(reviews)
    assert 1 < fitted.circumstances["same country"] < 8
    score = next(scores_of(reviews, fitted))
    near = next(part for part in score.parts if part.review.circumstances)
    assert near.added == fitted.circumstances["same country"]
    assert near.corrected == pytest.approx(near.review.score - near.reviewer.bias - near.added)


def test_what_circumstances_add_does_not_depend_on_the_order_of_reviews() -> None:
    reviews = circumstanced(adds=8)
    assert fit(reviews[::-1]) == fit(reviews)


def test_a_circumstance_of_few_reviews_adds_nothing() -> None:
    assert fit(circumstanced(adds=8, number=LEAST_FOR_A_CIRCUMSTANCE - 1)).circumstances == {}
    assert set(fit(circumstanced(adds=8, number=LEAST_FOR_A_CIRCUMSTANCE)).circumstances) == {"same country"}


def test_two_circumstances_of_the_same_reviews_share_what_is_added() -> None:
    reviews = circumstanced(adds=8)
    alone = fit(reviews).circumstances["same country"]
    doubled = [replace(one, circumstances=("es→en", *one.circumstances) * len(one.circumstances)) for one in reviews]
    added = fit(doubled).circumstances
    assert added["same country"] == pytest.approx(added["es→en"], abs=0.5)
    assert sum(added.values()) == pytest.approx(alone, abs=1)


@pytest.mark.parametrize("score", [-1, 100.5, nan, inf])
def test_what_is_no_score_is_refused(score: float) -> None:
    makers: tuple[Callable[[], object], ...] = (
        lambda: Review(1, 1, 1, score),
        lambda: GoldReview(1, score, 50),
        lambda: GoldReview(1, 50, score),
    )
    for make in makers:
        with pytest.raises(ValueError, match="between 0 and 100"):
            make()


def test_nobody_reviews_a_submission_twice_and_a_score_is_of_one() -> None:
    with pytest.raises(ValueError, match="two reviews"):
        fit([Review(1, 1, 1, 50), Review(2, 1, 1, 60)])
    with pytest.raises(ValueError, match="one submission"):
        score_of([Review(1, 1, 1, 50), Review(2, 2, 2, 60)], Fit())


def test_extremes_stay_finite() -> None:
    reviews = [Review(n, n % 7, n // 7, 100.0 if n % 2 else 0.0) for n in range(70)]
    fitted = fit(reviews, [GoldReview(1, 0, 100)] * 50)
    assert all(isfinite(one.bias) and one.variance > 0 for one in fitted.reviewers.values())
