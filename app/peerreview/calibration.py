"""Learning to score on examples that staff scored, and how a reviewer's scores lie beside others' later on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from math import fsum, sqrt
from statistics import fmean

from app.peerreview.estimation import ERRORS_IN_A_BAND, Reviewer
from app.peerreview.rubric_points import A_HAIR, Points, Scale, score_of_points

# The mean distance from staff, in points of 100, beyond which reviews are comments only.
MOST_ERROR = 18.0
TRIES = 2
# So many later reviews beside counting ones confirm a reviewer whose tries failed.
LEAST_TO_CONFIRM = 3
# One in so many reviews is of an example that staff scored, without the reviewer knowing.
GOLD_EVERY = 8
# A leaning below this is not worth telling.
LEAST_LEANING = 1.0
# So many reviews on either side are needed to tell a change from chance.
LEAST_FOR_DRIFT = 4


class State(StrEnum):
    """How far a reviewer has come with examples."""

    # The assignment has no examples.
    NOT_NEEDED = "not_needed"
    NOT_BEGUN = "not_begun"
    PASSED = "passed"
    ONCE_MORE = "once_more"
    FEEDBACK_ONLY = "feedback_only"
    # The tries failed, and later reviews agreed with others'.
    CONFIRMED = "confirmed"


class Direction(StrEnum):
    """Which way somebody's scores lean."""

    STRICTER = "stricter"
    MILDER = "milder"
    EVEN = "even"


@dataclass(frozen=True, slots=True)
class CriterionError:
    """How a learner's points in a criterion lie beside the staff's; `signed` in points of 100, above 0 is milder."""

    key: str
    given: int
    right: int
    signed: float

    @property
    def absolute(self) -> float:
        """The distance, whichever way."""
        return abs(self.signed)


@dataclass(frozen=True, slots=True)
class ExampleError:
    """How a learner's score of an example lies beside the staff's, as a whole and by criterion."""

    example_id: int
    score: float
    truth: float
    criteria: tuple[CriterionError, ...]

    @property
    def signed(self) -> float:
        """The error of the whole score in points; above 0 is milder than staff."""
        return self.score - self.truth

    @property
    def absolute(self) -> float:
        """The distance, whichever way."""
        return abs(self.signed)


@dataclass(frozen=True, slots=True)
class Try:
    """A learner's scores of a set of fresh examples, at least one."""

    examples: tuple[ExampleError, ...]

    @property
    def mean_error(self) -> float:
        """The mean distance from staff in points."""
        return fmean(example.absolute for example in self.examples)

    @property
    def mean_leaning(self) -> float:
        """The mean signed error in points; above 0 is milder than staff."""
        return fmean(example.signed for example in self.examples)

    @property
    def has_passed(self) -> bool:
        """Whether the learner's reviews may count in scores."""
        return self.mean_error <= MOST_ERROR + A_HAIR


@dataclass(frozen=True, slots=True)
class CriterionSummary:
    """A learner's mean errors in one criterion over all examples, in points of 100."""

    key: str
    mean_signed: float
    mean_absolute: float
    examples: int


@dataclass(frozen=True, slots=True)
class Leaning:
    """Somebody "stricter by `points`"; `is_sure` when chance alone would hardly show it (90 %)."""

    direction: Direction
    points: float
    is_sure: bool


def errors_in(scales: Sequence[Scale], example_id: int, given: Points, right: Points) -> ExampleError:
    """Compare a learner's points of an example with the staff's."""
    return ExampleError(
        example_id=example_id,
        score=score_of_points(scales, given),
        truth=score_of_points(scales, right),
        criteria=tuple(
            CriterionError(
                scale.key, given[scale.key], right[scale.key], 100 * (given[scale.key] - right[scale.key]) / scale.most
            )
            for scale in scales
        ),
    )


def summary_of(examples: Sequence[ExampleError]) -> tuple[CriterionSummary, ...]:
    """A learner's errors by criterion, in the order of the rubric: where they read otherwise than staff."""
    by_key: dict[str, list[CriterionError]] = {}
    for example in examples:
        for error in example.criteria:
            by_key.setdefault(error.key, []).append(error)
    return tuple(
        CriterionSummary(
            key=key,
            mean_signed=fmean(error.signed for error in errors),
            mean_absolute=fmean(error.absolute for error in errors),
            examples=len(errors),
        )
        for key, errors in by_key.items()
    )


def state_of(tries: Sequence[Try], later: Sequence[float] = (), *, has_examples: bool = True) -> State:
    """Where a reviewer stands. The last try decides, so that whoever tries again later is measured anew.

    `later` are the distances, in points and signed, of their later comment-only reviews from what others found there
    (`Part.apart`), and of examples they scored without knowing.
    """
    if not has_examples:
        return State.NOT_NEEDED
    if not tries:
        return State.NOT_BEGUN
    if tries[-1].has_passed:
        return State.PASSED
    if is_confirmed(later):
        return State.CONFIRMED
    return State.ONCE_MORE if len(tries) < TRIES else State.FEEDBACK_ONLY


def is_confirmed(later: Sequence[float]) -> bool:
    """Whether enough later reviews lie as near to others' as a calibration asks."""
    return len(later) >= LEAST_TO_CONFIRM and fmean(map(abs, later)) <= MOST_ERROR + A_HAIR


def counts_in_scores(state: State) -> bool:
    """Whether a reviewer's points count. Their comments always reach the author."""
    return state in (State.NOT_NEEDED, State.PASSED, State.CONFIRMED)


def is_gold_due(seed: str, position: int, gold_positions: Collection[int]) -> bool:
    """Whether somebody's next review is of an example, blind: once in every eight, at a place that nobody can foresee.

    Reviews are counted from 0, those of examples too; `seed` names the reviewer and the family of assignments and is
    known to nobody else. Where no example was at hand, it stays due until the eight are over.
    """
    block, place = divmod(position, GOLD_EVERY)
    if any(one // GOLD_EVERY == block for one in gold_positions):
        return False
    return place >= _lot(seed, block) % GOLD_EVERY


def gold_for(seed: str, position: int, examples: Collection[int]) -> int | None:
    """Which of the examples they have not seen they get; None when there is none left."""
    return min(examples, key=lambda example: (_lot(f"{seed}:{position}", example), example), default=None)


def leaning_of(reviewer: Reviewer) -> Leaning:
    """A reviewer's leaning in the model, in words and points."""
    return _leaning(reviewer.bias, sqrt(reviewer.bias_variance))


def drift_of(residuals: Sequence[float], variance: float) -> Leaning | None:
    """How the later half of somebody's reviews leans beside the earlier half; None while there are too few.

    `residuals` (`Part.residual`) stand in the order in which reviews were handed in; `variance` is the reviewer's.
    """
    half = len(residuals) // 2
    if half < LEAST_FOR_DRIFT:
        return None
    earlier, later = residuals[:half], residuals[half:]
    change = fsum(later) / len(later) - fsum(earlier) / len(earlier)
    return _leaning(change, sqrt(variance * (1 / len(earlier) + 1 / len(later))))


def _leaning(points: float, error: float) -> Leaning:
    if abs(points) < LEAST_LEANING:
        return Leaning(Direction.EVEN, abs(points), is_sure=False)
    direction = Direction.MILDER if points > 0 else Direction.STRICTER
    return Leaning(direction, abs(points), is_sure=abs(points) > ERRORS_IN_A_BAND * error)


def _lot(what: str, number: int) -> int:
    return int.from_bytes(sha256(f"{what}:{number}".encode()).digest()[:8])
