"""The world in which scoring is judged: learners of known quality, read by peers of known leaning, some of them lazy.

150 learners; quality N(70, 12) within 5…100; leanings N(0, 6); scatter log-normal around 8 with σ 0.5. The lazy give
N(86, 4) whatever they read, trolls anything from 0 to 20. Scores are rounded to 5 points. Who reads whom is balanced
and drawn by lot. Three examples (55, 70, 85) are scored by everyone.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean, median

from app.peerreview.calibration import MOST_ERROR
from app.peerreview.estimation import Fit, GoldReview, Method, Review, Score, fit, scores_of

LEARNERS = 150
EXAMPLES = (55.0, 70.0, 85.0)
SEEDS = 30


@dataclass(frozen=True, slots=True)
class Kind:
    """What a world is made of. With several modules, everybody hands in once in each, and the last one is judged."""

    reviews: int = 3
    modules: int = 1
    lazy: float = 0.15
    trolls: float = 0.0


USUAL = Kind()


@dataclass(frozen=True, slots=True)
class World:
    """All reviews, what everybody gave to the examples, and the truth of the submissions of the last module."""

    reviews: tuple[Review, ...]
    gold: tuple[GoldReview, ...]
    truth: Mapping[int, float]
    rogues: frozenset[int]

    @property
    def judged(self) -> tuple[Review, ...]:
        """The reviews of the last module."""
        return tuple(review for review in self.reviews if review.submission_id in self.truth)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an aggregator makes of a submission; the ends of its band are None where it has none."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How near estimates come to the truth: points, and parts of 100."""

    rmse: float
    within_ten: float
    worst_percentile: float
    bias: float
    coverage: float | None


# What is made of a world: an estimate for each submission of its last module.
Aggregator = Callable[[World], dict[int, Estimate]]


def world_of(seed: int, kind: Kind = USUAL) -> World:
    """The same seed gives the same world."""
    chance = Random(f"scoring {seed}")
    people = [_learner(chance) for _number in range(LEARNERS)]
    order = chance.sample(range(LEARNERS), LEARNERS)
    lazy, trolls = round(kind.lazy * LEARNERS), round(kind.trolls * LEARNERS)
    for number in order[:lazy]:
        people[number] = _lazy(chance)
    for number in order[lazy : lazy + trolls]:
        people[number] = _troll(chance)

    reviews: list[Review] = []
    truth: dict[int, float] = {}
    for module in range(kind.modules):
        truth = {module * LEARNERS + author: _within(chance.gauss(70, 12), 5, 100) for author in range(LEARNERS)}
        for reviewer, author in _allocated(chance, kind.reviews):
            submission = module * LEARNERS + author
            reviews.append(Review(len(reviews), submission, reviewer, people[reviewer](truth[submission])))
    gold = [GoldReview(number, give(example), example) for number, give in enumerate(people) for example in EXAMPLES]
    return World(tuple(reviews), tuple(gold), truth, frozenset(order[: lazy + trolls]))


def outcome_of(worlds: Iterable[World], aggregate: Aggregator) -> Outcome:
    """The means over worlds."""
    return _mean_of([_judged(world, aggregate(world)) for world in worlds])


def by_mean(world: World) -> dict[int, Estimate]:
    """Moodle's way: the product's own plain mean, with its band."""
    return _estimates(scores_of(world.judged, Fit(), Method.MEAN))


def by_median(world: World) -> dict[int, Estimate]:
    """The way of Open edX."""
    return {submission: Estimate(median(given)) for submission, given in _given(world.judged).items()}


def by_gate(world: World) -> dict[int, Estimate]:
    """Reviewers too far from the examples are left out, where somebody remains; then the mean."""
    kept = _given(review for review in world.judged if review.reviewer_id not in _stopped_at_the_gate(world))
    return {
        submission: Estimate(fmean(kept.get(submission, given))) for submission, given in _given(world.judged).items()
    }


def by_model(world: World) -> dict[int, Estimate]:
    """The product's own estimator with the examples."""
    return _estimates(scores_of(world.judged, fit(world.reviews, world.gold)))


def by_model_without_gold(world: World) -> dict[int, Estimate]:
    """The product's own estimator, had nobody scored an example."""
    return _estimates(scores_of(world.judged, fit(world.reviews)))


def by_gate_and_model(world: World) -> dict[int, Estimate]:
    """The product's own estimator without the reviewers too far from the examples, where somebody remains."""
    stopped = _stopped_at_the_gate(world)
    read = {review.submission_id for review in world.reviews if review.reviewer_id not in stopped}
    kept = [review for review in world.reviews if review.reviewer_id not in stopped or review.submission_id not in read]
    fitted = fit(kept, world.gold)
    return _estimates(scores_of((review for review in kept if review.submission_id in world.truth), fitted))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. `reference` is what the design measured: RMSE, within 10, 99th percentile; or None."""

    name: str
    kind: Kind
    aggregate: Aggregator
    reference: tuple[float, float | None, float | None]


_ONE, _THREE = USUAL, Kind(modules=3)
_TROLLS = Kind(lazy=0.10, trolls=0.10)
ROWS = (
    Row("mean (Moodle)", _ONE, by_mean, (8.03, 80, 22)),
    Row("median (Open edX)", _ONE, by_median, (8.97, 78, 27)),
    Row("gold gate, then mean", _ONE, by_gate, (7.72, 83, 22)),
    Row("model, no gold", _ONE, by_model_without_gold, (7.13, 85, 20)),
    Row("model with gold", _ONE, by_model, (6.09, 90, 17)),
    Row("mean, 3 modules", _THREE, by_mean, (8.12, 80, None)),
    Row("median, 3 modules", _THREE, by_median, (9.18, 78, None)),
    Row("gold gate, 3 modules", _THREE, by_gate, (7.67, 83, None)),
    Row("model, no gold, 3 modules", _THREE, by_model_without_gold, (6.59, 88, None)),
    Row("model with gold, 3 modules", _THREE, by_model, (5.97, 91, None)),
    Row("model with gold, R = 2", Kind(reviews=2), by_model, (7.9, 81, None)),
    Row("mean, R = 5", Kind(reviews=5), by_mean, (6.53, None, None)),
    Row("trolls: mean", _TROLLS, by_mean, (13.8, None, None)),
    Row("trolls: median", _TROLLS, by_median, (13.1, None, None)),
    Row("trolls: model with gold", _TROLLS, by_model, (7.75, None, None)),
    Row("trolls: gate and model", _TROLLS, by_gate_and_model, (7.20, None, None)),
)


def scoring_table(seeds: int = SEEDS) -> str:
    """What was measured in so many worlds beside what the design says, as a table that fits a terminal."""
    lines = [
        f"Scoring: {LEARNERS} learners, {seeds} worlds of each kind; the design's figures in brackets",
        "",
        f"{'':28}{'RMSE':>15}{'within 10':>13}{'99th pct':>11}{'bias':>8}{'in band':>9}",
    ]
    worlds: dict[Kind, list[World]] = {}
    for row in ROWS:
        made = worlds.setdefault(row.kind, [world_of(seed, row.kind) for seed in range(seeds)])
        found = outcome_of(made, row.aggregate)
        rmse, within, worst = row.reference
        covered = "" if found.coverage is None else f"{found.coverage:.0f} %"
        lines.append(
            f"{row.name:28}{found.rmse:6.2f} {f'({rmse:.2f})':>8}{found.within_ten:5.0f} % {_beside(within):>5}"
            f"{found.worst_percentile:6.0f}{_beside(worst):>5}{found.bias:+8.1f}{covered:>9}"
        )
    return "\n".join(lines)


def _beside(reference: float | None) -> str:
    return "" if reference is None else f"({reference:.0f})"


def _learner(chance: Random) -> Callable[[float], float]:
    leaning, scatter = chance.gauss(0, 6), math.exp(chance.gauss(math.log(8), 0.5))
    return lambda quality: _rounded(quality + leaning + chance.gauss(0, scatter))


def _lazy(chance: Random) -> Callable[[float], float]:
    return lambda _quality: _rounded(chance.gauss(86, 4))


def _troll(chance: Random) -> Callable[[float], float]:
    return lambda _quality: _rounded(chance.uniform(0, 20))


def _rounded(score: float) -> float:
    return 5.0 * round(_within(score, 0, 100) / 5)


def _within(number: float, least: float, most: float) -> float:
    return min(most, max(least, number))


def _allocated(chance: Random, reviews: int) -> list[tuple[int, int]]:
    """Pairs of reviewer and author: everybody gives and gets as many, nobody reads themselves or one author twice."""
    while True:
        pairs: set[tuple[int, int]] = set()
        for _round in range(reviews):
            authors = chance.sample(range(LEARNERS), LEARNERS)
            for reviewer in range(LEARNERS):
                _swap_until_fit(chance, authors, reviewer, pairs)
            pairs |= set(enumerate(authors))
        if len(pairs) == reviews * LEARNERS and all(reviewer != author for reviewer, author in pairs):
            return sorted(pairs)


def _swap_until_fit(chance: Random, authors: list[int], reviewer: int, taken: set[tuple[int, int]]) -> None:
    while authors[reviewer] == reviewer or (reviewer, authors[reviewer]) in taken:
        other = chance.randrange(LEARNERS)
        authors[reviewer], authors[other] = authors[other], authors[reviewer]


def _given(reviews: Iterable[Review]) -> dict[int, list[float]]:
    by_submission: dict[int, list[float]] = {}
    for review in reviews:
        by_submission.setdefault(review.submission_id, []).append(review.score)
    return by_submission


def _stopped_at_the_gate(world: World) -> set[int]:
    errors: dict[int, list[float]] = {}
    for one in world.gold:
        errors.setdefault(one.reviewer_id, []).append(abs(one.score - one.truth))
    return {reviewer for reviewer, own in errors.items() if fmean(own) > MOST_ERROR}


def _estimates(scores: Iterable[Score]) -> dict[int, Estimate]:
    return {score.submission_id: Estimate(score.band.score, score.band.low, score.band.high) for score in scores}


def _judged(world: World, estimates: Mapping[int, Estimate]) -> Outcome:
    errors = [estimates[submission].value - quality for submission, quality in world.truth.items()]
    distances = sorted(map(abs, errors))
    covered = [
        one.low <= quality <= one.high
        for submission, quality in world.truth.items()
        if (one := estimates[submission]).low is not None and one.high is not None
    ]
    return Outcome(
        rmse=math.sqrt(fmean(error * error for error in errors)),
        within_ten=100 * fmean(distance <= 10 for distance in distances),
        worst_percentile=distances[math.ceil(0.99 * len(distances)) - 1],
        bias=fmean(errors),
        coverage=100 * fmean(covered) if covered else None,
    )


def _mean_of(outcomes: Sequence[Outcome]) -> Outcome:
    covered = [one.coverage for one in outcomes if one.coverage is not None]
    return Outcome(
        rmse=fmean(one.rmse for one in outcomes),
        within_ten=fmean(one.within_ten for one in outcomes),
        worst_percentile=fmean(one.worst_percentile for one in outcomes),
        bias=fmean(one.bias for one in outcomes),
        coverage=fmean(covered) if covered else None,
    )
