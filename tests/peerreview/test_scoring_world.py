"""A reduced version of the worlds in which scoring is judged; `make simulate` has them in full."""

from dataclasses import replace
from functools import cache
from random import Random
from statistics import fmean, median

import pytest

from app.peerreview.estimation import Review, fit, scores_of
from tests.peerreview.worlds import scoring_world
from tests.peerreview.worlds.scoring_world import (
    SEEDS,
    USUAL,
    Aggregator,
    Kind,
    World,
    by_gate,
    by_gate_and_model,
    by_mean,
    by_median,
    by_model,
    by_model_without_gold,
    outcome_of,
    scoring_table,
    world_of,
)

TROLLS = Kind(lazy=0.10, trolls=0.10)


@cache
def worlds(kind: Kind = USUAL) -> tuple[World, ...]:
    return tuple(world_of(seed, kind) for seed in range(SEEDS))


def test_the_model_with_gold_is_as_near_to_the_truth_as_designed() -> None:
    outcome = outcome_of(worlds(), by_model)
    assert outcome.rmse <= 6.5
    assert outcome.within_ten >= 88
    assert outcome.coverage is not None
    assert 85 <= outcome.coverage <= 95


def test_trolls_hardly_move_the_model() -> None:
    assert outcome_of(worlds(TROLLS), by_model).rmse <= 8
    assert outcome_of(worlds(TROLLS), by_gate_and_model).rmse <= 8


@pytest.mark.parametrize(
    ("aggregate", "rmse"),
    [(by_mean, 8.03), (by_median, 8.97), (by_gate, 7.72), (by_model_without_gold, 7.13), (by_model, 6.09)],
)
def test_this_world_is_the_one_the_design_was_measured_in(aggregate: Aggregator, rmse: float) -> None:
    assert outcome_of(worlds(), aggregate).rmse == pytest.approx(rmse, abs=0.5)


def test_without_gold_nobody_rules_and_the_mean_is_not_better() -> None:
    ratios = []
    for world in worlds():
        for score in scores_of(world.judged, fit(world.reviews)):
            weights = [part.weight for part in score.parts]
            assert max(weights) <= 0.5 * sum(weights) + 1e-9
            ratios.append(max(weights) / min(weights))
    assert median(ratios) <= 1.5
    assert outcome_of(worlds(), by_model_without_gold).rmse <= outcome_of(worlds(), by_mean).rmse


def test_the_order_of_reviews_leaves_every_score_as_it_is() -> None:
    world = worlds()[0]
    reviews, gold = list(world.reviews), list(world.gold)
    before = list(scores_of(reviews, fit(reviews, gold)))
    Random(1).shuffle(reviews)
    Random(2).shuffle(gold)
    assert list(scores_of(reviews, fit(reviews, gold))) == before


def test_a_further_reviewer_who_gives_the_score_hardly_moves_it() -> None:
    """Everything is estimated anew with the new review, whose reviewer has scored the examples as staff did."""
    world = worlds()[0]
    moves = []
    for score in list(scores_of(world.reviews, fit(world.reviews, world.gold)))[:25]:
        agreeing = Review(10_000, score.submission_id, 10_000, score.band.score)
        reviews = [*world.reviews, agreeing]
        own = [review for review in reviews if review.submission_id == score.submission_id]
        [again] = scores_of(own, fit(reviews, world.gold))
        moves.append(abs(again.band.score - score.band.score))
    assert max(moves) < 0.5
    assert fmean(moves) < 0.1


def test_the_same_seed_gives_the_same_world_and_everybody_reads_as_many() -> None:
    world = world_of(3)
    assert world == replace(world_of(3))
    assert world != world_of(4)
    assert {sum(review.reviewer_id == one for review in world.reviews) for one in range(150)} == {3}
    assert {sum(review.submission_id == one for review in world.reviews) for one in range(150)} == {3}
    assert all(review.reviewer_id != review.submission_id for review in world.reviews)
    assert len(world.rogues) == round(0.15 * 150)


def test_the_table_has_a_line_for_every_row() -> None:
    table = scoring_table(seeds=1)
    assert all(row.name in table for row in scoring_world.ROWS)
    assert max(map(len, table.splitlines())) <= 100
