"""What reviews say together, and how sure that is: each reviewer's leaning and scatter, and from them each score.

A review is read as z = x + b + e: the quality of the work, how mild or strict the reviewer is, and chance, e ~ N(0, σ²)
with a σ of the reviewer's own. This is the model PG1 of C. Piech and others, Tuned Models of Peer Assessment in MOOCs
(EDM 2013), with priors for pools of tens of people and with examples that staff scored ("gold") joined in. All numbers
are points from 0 to 100, variances their squares.

The class mean steadies the estimate of reviewers and has no part in a score: to pull one towards what others reached
would be unfair to whoever wrote it. Sums run in one order, in whatever order reviews come in, so that equal inputs give
equal bits.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby, pairwise
from math import fsum, sqrt
from operator import attrgetter

from app.peerreview.circumstances import Circumstances
from app.peerreview.rubric_points import reaches

# The priors, and how often everything is estimated anew: as simulated for the design of peer review here, in which they
# gave the least error (150 learners, three reviews and three examples each; `make simulate` does it again).
BIAS_VARIANCE = 6.0**2
QUALITY_VARIANCE = 12.0**2
# The scatter σ² follows an inverse gamma distribution of this shape and scale; its mode is 9².
SCATTER_SHAPE = 3.0
SCATTER_SCALE = 4 * 9.0**2
USUAL_SCATTER = SCATTER_SCALE / (SCATTER_SHAPE + 1)
ROUNDS = 40

# No reviewer decides alone: the most of a score that one may have, where there are others.
MOST_SHARE = 0.5
# A normal estimate lies within so many standard errors of the truth in 90 of 100 cases.
CONFIDENCE = 0.90
ERRORS_IN_A_BAND = 1.6449


class Method(StrEnum):
    """How the reviews of a submission become its score."""

    MODEL = "model"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Review:
    """One review as given. `counts` is False for one that is comment only: excluded, or of a reviewer not calibrated.

    `circumstances` name what may move a score besides the work and the reviewer, as "same country" or "es→en".
    """

    review_id: int
    submission_id: int
    reviewer_id: int
    score: float
    counts: bool = True
    circumstances: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """What is no score would spoil those of everybody."""
        _require_score(self.score)


@dataclass(frozen=True, slots=True)
class GoldReview:
    """What a reviewer gave to an example, and what staff had given to it."""

    reviewer_id: int
    score: float
    truth: float

    def __post_init__(self) -> None:
        """What is no score would spoil those of everybody."""
        _require_score(self.score)
        _require_score(self.truth)


@dataclass(frozen=True, slots=True)
class Reviewer:
    """How somebody scores: `bias` above 0 is milder than others. Without any history it is what the priors say."""

    reviewer_id: int
    bias: float = 0.0
    bias_variance: float = BIAS_VARIANCE
    variance: float = USUAL_SCATTER
    reviews: int = 0
    gold: int = 0

    @property
    def weight(self) -> float:
        """What a review of theirs weighs before it is capped: one part in its variance."""
        return 1 / (self.variance + self.bias_variance)


@dataclass(frozen=True, slots=True)
class Fit:
    """What all reviews together say of reviewers and circumstances.

    `centre` is the mean of the reviews, None when there was none. With this and its reviews, any score can be derived
    again.
    """

    centre: float | None = None
    reviewers: Mapping[int, Reviewer] = field(default_factory=dict)
    circumstances: Mapping[str, float] = field(default_factory=dict)

    def reviewer(self, reviewer_id: int) -> Reviewer:
        """How somebody scores; of whom nothing is known, what the priors say."""
        return self.reviewers.get(reviewer_id) or Reviewer(reviewer_id)

    def added_by(self, circumstances: Iterable[str]) -> float:
        """What circumstances add to a score."""
        return fsum(self.circumstances.get(name, 0.0) for name in set(circumstances))


@dataclass(frozen=True, slots=True)
class Band:
    """A score and its standard error; the truth lies between `low` and `high` in about 90 of 100 cases."""

    score: float
    standard_error: float

    @property
    def low(self) -> float:
        """The lower end, not below 0."""
        return max(0.0, self.score - ERRORS_IN_A_BAND * self.standard_error)

    @property
    def high(self) -> float:
        """The upper end, not above 100."""
        return min(100.0, self.score + ERRORS_IN_A_BAND * self.standard_error)

    def straddles(self, mark: float) -> bool:
        """Whether the truth may lie on either side of a mark."""
        return reaches(self.high, mark) and not reaches(self.low, mark)


@dataclass(frozen=True, slots=True)
class Part:
    """What one review has in a score. `share` is that of the method in force; all shares add up to 1.

    `added` is what its circumstances add, `weight` what it weighs in the model, as capped; 0 when it does not count.
    `apart` is how far it lies above what the other counting reviews come to, None where there is no other.
    """

    review: Review
    reviewer: Reviewer
    added: float
    weight: float
    is_capped: bool
    share: float
    apart: float | None

    @property
    def corrected(self) -> float:
        """What the review comes to without its reviewer's leaning and its circumstances; may leave 0 to 100."""
        return self.review.score - self.reviewer.bias - self.added

    @property
    def residual(self) -> float | None:
        """How far it lies above the other reviews beyond the reviewer's usual leaning."""
        return None if self.apart is None else self.apart - self.reviewer.bias - self.added


@dataclass(frozen=True, slots=True)
class Score:
    """What a submission has come to, by the model and as the plain mean; `method` says which of them is shown.

    `spread` is the distance of the highest from the lowest review that counts, as given.
    """

    submission_id: int
    method: Method
    model: Band
    mean: Band
    spread: float
    parts: tuple[Part, ...]

    @property
    def band(self) -> Band:
        """The one that is shown."""
        return self.model if self.method is Method.MODEL else self.mean

    @property
    def counted(self) -> int:
        """How many reviews count."""
        return sum(part.review.counts for part in self.parts)


def fit(reviews: Iterable[Review], gold: Iterable[GoldReview] = ()) -> Fit:
    """Estimate reviewers from all they read in a family of assignments, over all its modules.

    Reviews that do not count are left out. Two reviews of one submission by one reviewer are an error.
    """
    counting = _in_order(review for review in reviews if review.counts)
    tallies = _gold_tallies(gold)
    people = sorted({review.reviewer_id for review in counting} | tallies.keys())
    if not people:
        return Fit()
    numbers = {reviewer_id: number for number, reviewer_id in enumerate(people)}
    readers = [numbers[review.reviewer_id] for review in counting]
    works = _works(counting)
    known = [tallies.get(reviewer_id, _NO_GOLD) for reviewer_id in people]
    read = Counter(readers)
    given = [review.score for review in counting]
    circumstances = Circumstances([review.circumstances for review in counting], given)

    centre = fsum(given) / len(given) if given else 0.0
    by_work, by_reader = _sorted_out(works, readers, given, len(people))
    pulled = centre / QUALITY_VARIANCE
    bias = [0.0] * len(people)
    bias_variance = [BIAS_VARIANCE] * len(people)
    variance = [USUAL_SCATTER] * len(people)
    precision = [1 / USUAL_SCATTER] * len(people)

    # One step of each round is one line of the model: quality from reviewers, then leanings, then scatter from quality.
    for _round in range(ROUNDS):
        qualities: list[float] = []
        doubts: list[float] = []
        for scores in by_work:
            total = 1 / QUALITY_VARIANCE
            weighted = pulled
            for reader, score in scores:
                weight = precision[reader]
                total += weight
                weighted += weight * (score - bias[reader])
            qualities.append(weighted / total)
            doubts.append(1 / total)
        for reader, (own, tally) in enumerate(zip(by_reader, known, strict=True)):
            sum_, squares, doubt = tally.sum, tally.squares, 0.0
            for work, score in own:
                difference = score - qualities[work]
                sum_ += difference
                squares += difference * difference
                doubt += doubts[work]
            count = len(own) + tally.count
            uncertain = 1 / (1 / BIAS_VARIANCE + count * precision[reader])
            leaning = sum_ * precision[reader] * uncertain
            # Σ(d − b)² from Σd and Σd²; never below 0, where rounding would take it.
            scatter = max(0.0, squares - 2 * leaning * sum_ + count * leaning * leaning)
            bias[reader] = leaning
            bias_variance[reader] = uncertain
            variance[reader] = (2 * SCATTER_SCALE + scatter + doubt + count * uncertain) / (
                2 * SCATTER_SHAPE + 2 + count
            )
            precision[reader] = 1 / variance[reader]
        if circumstances.names:
            given = circumstances.taken_off(works, qualities, readers, bias, precision)
            by_work, by_reader = _sorted_out(works, readers, given, len(people))

    return Fit(
        centre=centre if counting else None,
        reviewers={
            reviewer_id: Reviewer(
                reviewer_id, bias[number], bias_variance[number], variance[number], read[number], known[number].count
            )
            for reviewer_id, number in numbers.items()
        },
        circumstances=circumstances.added(),
    )


def score_of(reviews: Iterable[Review], fitted: Fit, method: Method = Method.MODEL) -> Score | None:
    """The score of one submission from its reviews; None while none of them counts.

    The model's score is Σw(z − b)/Σw with w = 1/(σ² + var b), each reviewer capped at half, its error √(1/Σw) with the
    weights as capped.
    """
    ordered = _in_order(reviews)
    if len({review.submission_id for review in ordered}) > 1:
        raise ValueError("A score is of one submission.")
    counting = [review for review in ordered if review.counts]
    if not counting:
        return None
    reviewers = {review.reviewer_id: fitted.reviewer(review.reviewer_id) for review in ordered}
    added = {review.reviewer_id: fitted.added_by(review.circumstances) for review in ordered}
    free = {review.reviewer_id: reviewers[review.reviewer_id].weight for review in counting}
    corrected = {
        review.reviewer_id: review.score - reviewers[review.reviewer_id].bias - added[review.reviewer_id]
        for review in counting
    }
    capped = _capped(free)
    whole = fsum(capped.values())
    if method is Method.MODEL:
        shares = {one: weight / whole for one, weight in capped.items()}
    else:
        shares = {one: 1 / len(capped) for one in capped}

    def part_of(review: Review) -> Part:
        one = review.reviewer_id
        return Part(
            review=review,
            reviewer=reviewers[one],
            added=added[one],
            weight=capped.get(one, 0.0),
            is_capped=one in capped and capped[one] < free[one],
            share=shares.get(one, 0.0),
            apart=_apart(review, free, corrected),
        )

    given = [review.score for review in counting]
    return Score(
        submission_id=counting[0].submission_id,
        method=method,
        model=Band(_on_scale(fsum(capped[one] * corrected[one] for one in capped) / whole), sqrt(1 / whole)),
        mean=_mean_band(given),
        spread=max(given) - min(given),
        parts=tuple(map(part_of, ordered)),
    )


def scores_of(reviews: Iterable[Review], fitted: Fit, method: Method = Method.MODEL) -> Iterator[Score]:
    """The scores of all submissions of which at least one review counts, one after another by their numbers."""
    for _submission, own in groupby(_in_order(reviews), key=attrgetter("submission_id")):
        score = score_of(own, fitted, method)
        if score is not None:
            yield score


@dataclass(slots=True)
class _Tally:
    """A reviewer's gold: how many, and the sums of differences and of their squares."""

    count: int = 0
    sum: float = 0.0
    squares: float = 0.0


_NO_GOLD = _Tally()


def _gold_tallies(gold: Iterable[GoldReview]) -> dict[int, _Tally]:
    tallies: dict[int, _Tally] = {}
    for one in sorted(gold, key=attrgetter("reviewer_id", "truth", "score")):
        tally = tallies.setdefault(one.reviewer_id, _Tally())
        difference = one.score - one.truth
        tally.count += 1
        tally.sum += difference
        tally.squares += difference * difference
    return tallies


def _in_order(reviews: Iterable[Review]) -> list[Review]:
    """Reviews in the one order in which they are summed."""
    ordered = sorted(reviews, key=attrgetter("submission_id", "reviewer_id"))
    for one, other in pairwise(ordered):
        if one.reviewer_id == other.reviewer_id and one.submission_id == other.submission_id:
            raise ValueError(f"Reviewer {one.reviewer_id} has two reviews of submission {one.submission_id}.")
    return ordered


def _works(ordered: Sequence[Review]) -> list[int]:
    """For each review the place of its submission among all."""
    works = []
    for place, (_submission, own) in enumerate(groupby(ordered, key=attrgetter("submission_id"))):
        works += [place for _review in own]
    return works


# What was given to a submission, by the places of its reviewers; what a reviewer gave, by the places of submissions.
_Scores = list[list[tuple[int, float]]]


def _sorted_out(
    works: Sequence[int], readers: Sequence[int], given: Sequence[float], people: int
) -> tuple[_Scores, _Scores]:
    """The same scores by submission and by reviewer, because both are walked in every round."""
    by_work: _Scores = [[] for _work in range(works[-1] + 1 if works else 0)]
    by_reader: _Scores = [[] for _reader in range(people)]
    for work, reader, score in zip(works, readers, given, strict=True):
        by_work[work].append((reader, score))
        by_reader[reader].append((work, score))
    return by_work, by_reader


def _capped(weights: Mapping[int, float]) -> dict[int, float]:
    """The same weights, of which none is more than half of all; a single one stays."""
    capped = dict(weights)
    if len(weights) > 1:
        heaviest = max(weights, key=weights.__getitem__)
        others = fsum(weight for reviewer_id, weight in weights.items() if reviewer_id != heaviest)
        capped[heaviest] = min(weights[heaviest], others * MOST_SHARE / (1 - MOST_SHARE))
    return capped


def _mean_band(given: Sequence[float]) -> Band:
    """The plain mean, and how sure it is.

    Two reviews that happen to agree prove little, so the scatter between them is joined with what the priors expect of
    reviewers of whom nothing is known, which weighs as in the model.
    """
    mean = fsum(given) / len(given)
    expected = USUAL_SCATTER + BIAS_VARIANCE
    seen = fsum((score - mean) ** 2 for score in given)
    variance = (2 * SCATTER_SHAPE * expected + seen) / (2 * SCATTER_SHAPE + len(given) - 1)
    return Band(mean, sqrt(variance / len(given)))


def _apart(review: Review, weights: Mapping[int, float], corrected: Mapping[int, float]) -> float | None:
    others = [reviewer_id for reviewer_id in weights if reviewer_id != review.reviewer_id]
    if not others:
        return None
    whole = fsum(weights[one] for one in others)
    return review.score - fsum(weights[one] * corrected[one] for one in others) / whole


def _on_scale(score: float) -> float:
    return min(100.0, max(0.0, score))


def _require_score(score: float) -> None:
    # Written so that what is not a number is refused too.
    if not 0 <= score <= 100:
        raise ValueError(f"A score lies between 0 and 100, not at {score}.")
