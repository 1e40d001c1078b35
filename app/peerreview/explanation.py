"""How a score came about, in values that a page and a command can show: what each review gave, and what it weighs."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, sqrt

from app.peerreview.calibration import Leaning, leaning_of
from app.peerreview.estimation import CONFIDENCE, Band, Method, Part, Score
from app.peerreview.publication import MOST_SPREAD
from app.peerreview.rubric_points import A_HAIR

# Two reviews agree when they lie no further apart than this: less than one level in one of three criteria.
AGREE_WITHIN = 10.0
# Half the width of a band in points, up to which a score is called sure, and up to which fairly sure.
SURE_WITHIN = 7.0
FAIRLY_SURE_WITHIN = 12.0


class Agreement(StrEnum):
    """How a review stands to the others of the same work, as they were given."""

    # There is no other review to agree with.
    ALONE = "alone"
    AGREES = "agrees"
    # It agrees with some, and not with most.
    PARTLY = "partly"
    DIFFERS = "differs"


class Sureness(StrEnum):
    """The width of a band in a word."""

    SURE = "sure"
    FAIRLY_SURE = "fairly_sure"
    ROUGH = "rough"


class Note(StrEnum):
    """What somebody who reads a score should know besides."""

    ONE_REVIEW = "one_review"
    # Two reviewers have half each, however well known one of them is.
    HALF_EACH = "half_each"
    # One reviewer would have weighed more than all others together.
    CAPPED = "capped"
    # The reviews lie so far apart that their middle may be nobody's opinion.
    FAR_APART = "far_apart"
    # Nothing is known of any of the reviewers yet.
    NO_HISTORY = "no_history"
    # Without the reviewers' leanings the score would leave the scale.
    AT_THE_EDGE = "at_the_edge"
    SOME_DO_NOT_COUNT = "some_do_not_count"
    PLAIN_MEAN = "plain_mean"


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review in a score: `given` as the reviewer gave it, `corrected` without their leaning and the circumstances.

    `share` runs from 0 to 1; `brings` are the points it brings to the score, which they add up to. `usual_error` is how
    far the reviewer's scores usually lie from what others find, in points, their leaning taken off.
    """

    review_id: int
    reviewer_id: int
    given: float
    leaning: Leaning
    taken_off: float
    corrected: float
    usual_error: float
    reviews_before: int
    gold_before: int
    counts: bool
    is_capped: bool
    share: float
    brings: float
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score with all that led to it. `before_the_edge` is the sum of what the reviews bring; it may leave 0 to 100.

    `beside` is what the other method gives.
    """

    submission_id: int
    method: Method
    band: Band
    beside: Band
    confidence: float
    sureness: Sureness
    spread: float
    before_the_edge: float
    lines: tuple[ReviewLine, ...]
    notes: tuple[Note, ...]


def explain(score: Score) -> Explanation:
    """Take a score apart. Its lines come in the order of their shares, the largest first."""
    lines = sorted((_line(part, score) for part in score.parts), key=lambda one: (-one.share, one.review_id))
    before_the_edge = fsum(line.brings for line in lines)
    return Explanation(
        submission_id=score.submission_id,
        method=score.method,
        band=score.band,
        beside=score.mean if score.method is Method.MODEL else score.model,
        confidence=CONFIDENCE,
        sureness=sureness_of(score.band),
        spread=score.spread,
        before_the_edge=before_the_edge,
        lines=tuple(lines),
        notes=_notes(score, before_the_edge),
    )


def sureness_of(band: Band) -> Sureness:
    """The width of a band in a word."""
    half = (band.high - band.low) / 2
    if half <= SURE_WITHIN:
        return Sureness.SURE
    return Sureness.FAIRLY_SURE if half <= FAIRLY_SURE_WITHIN else Sureness.ROUGH


def agreement_of(given: float, others: Sequence[float]) -> Agreement:
    """How a review stands to the others of the same work. It is compared with them and never with their middle.

    In the middle between 90 and 20 nobody agrees with anybody.
    """
    if not others:
        return Agreement.ALONE
    near = sum(abs(given - other) <= AGREE_WITHIN for other in others)
    if near == 0:
        return Agreement.DIFFERS
    return Agreement.AGREES if 2 * near >= len(others) else Agreement.PARTLY


def _line(part: Part, score: Score) -> ReviewLine:
    review, reviewer = part.review, part.reviewer
    others = [
        one.review.score for one in score.parts if one.review.counts and one.review.reviewer_id != review.reviewer_id
    ]
    corrected = part.corrected if score.method is Method.MODEL else review.score
    return ReviewLine(
        review_id=review.review_id,
        reviewer_id=review.reviewer_id,
        given=review.score,
        leaning=leaning_of(reviewer),
        taken_off=review.score - corrected,
        corrected=corrected,
        usual_error=sqrt(reviewer.variance),
        reviews_before=reviewer.reviews,
        gold_before=reviewer.gold,
        counts=review.counts,
        is_capped=part.is_capped and score.method is Method.MODEL,
        share=part.share,
        brings=part.share * corrected,
        agreement=agreement_of(review.score, others),
    )


def _notes(score: Score, before_the_edge: float) -> tuple[Note, ...]:
    counting = [part for part in score.parts if part.review.counts]
    is_model = score.method is Method.MODEL
    holds = {
        Note.PLAIN_MEAN: not is_model,
        Note.ONE_REVIEW: len(counting) == 1,
        Note.HALF_EACH: is_model and len(counting) == 2,
        Note.CAPPED: is_model and len(counting) > 2 and any(part.is_capped for part in counting),
        Note.FAR_APART: score.spread > MOST_SPREAD + A_HAIR,
        Note.NO_HISTORY: is_model and all(part.reviewer.reviews + part.reviewer.gold <= 1 for part in counting),
        Note.AT_THE_EDGE: abs(before_the_edge - score.band.score) > A_HAIR,
        Note.SOME_DO_NOT_COUNT: len(counting) < len(score.parts),
    }
    return tuple(note for note, does_hold in holds.items() if does_hold)
