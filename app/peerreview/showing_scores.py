"""A score as its author is shown it: numbers that can be read, and nothing of who gave them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from app.peerreview.explanation import Agreement, Explanation, Note, Sureness
from app.peerreview.publication import Doubt, Publication, Stage
from app.peerreview.rubric_points import A_HAIR, reaches

# So many points between a review as given and as counted are worth a word.
WORTH_A_WORD = 0.5


@dataclass(frozen=True, slots=True)
class ShareShown:
    """What one review has in the score; `counted` is None where it counts as it was given."""

    given: float
    counted: float | None
    share: float
    percent: int
    counts: bool
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class ScoreShown:
    """A score, the range it most likely lies in, and what it means.

    `low` and `high` are None where somebody decided, or nothing is left to reckon a range from; `mark` is None where
    nothing has to be reached. `was_higher` is what the reviews come to now, where an earlier, higher score stays.
    """

    points: float
    low: float | None
    high: float | None
    mark: float | None
    has_passed: bool
    is_final: bool
    is_decided: bool
    sureness: Sureness | None
    was_higher: float | None
    straddles: bool
    notes: tuple[Note, ...]
    # By the number of the review.
    shares: Mapping[int, ShareShown]
    # The highest and the lowest review that counts, as given.
    spread: tuple[float, float] | None


def score_shown(
    publication: Publication, explanation: Explanation | None, mark: float | None, *, is_decided: bool
) -> ScoreShown:
    """What an author is shown of a score that is published; `explanation` is None where no review counts any more.

    What reviews came to says nothing of a score that somebody decided.
    """
    score, low, high = publication.score, publication.low, publication.high
    assert score is not None
    explanation = None if is_decided else explanation
    has_range = explanation is not None and low is not None and high is not None
    now = explanation.band.score if explanation else None
    counting = [line.given for line in explanation.lines if line.counts] if explanation else []
    return ScoreShown(
        points=readable_points(score, mark),
        low=float(round(low)) if has_range and low is not None else None,
        high=float(round(high)) if has_range and high is not None else None,
        mark=None if mark is None else _up(mark),
        has_passed=bool(publication.has_passed),
        is_final=publication.stage is Stage.FINAL,
        is_decided=is_decided,
        sureness=explanation.sureness if explanation and has_range else None,
        was_higher=float(round(now)) if now is not None and has_range and round(now) < round(score) else None,
        straddles=Doubt.STRADDLES_PASS_MARK in publication.doubts,
        notes=explanation.notes if explanation else (),
        shares=_shares(explanation),
        spread=(min(counting), max(counting)) if counting else None,
    )


def readable_points(score: float, mark: float | None) -> float:
    """A score as a whole number, with a tenth where the whole number would fall on the other side of the mark."""
    whole = float(round(score))
    if mark is None or reaches(whole, mark) == reaches(score, mark):
        return whole
    return _up(score) if reaches(score, mark) else floor(score * 10 + A_HAIR) / 10


def shares_in_percent(shares: Sequence[float]) -> list[int]:
    """Shares as whole numbers that add up to 100: the largest remainders are rounded up."""
    exact = [100 * share for share in shares]
    whole = [floor(one + A_HAIR) for one in exact]
    missing = round(sum(exact)) - sum(whole)
    by_remainder = sorted(range(len(exact)), key=lambda place: (whole[place] - exact[place], place))
    for place in by_remainder[: max(0, missing)]:
        whole[place] += 1
    return whole


def _shares(explanation: Explanation | None) -> dict[int, ShareShown]:
    if explanation is None:
        return {}
    percents = shares_in_percent([line.share for line in explanation.lines])
    return {
        line.review_id: ShareShown(
            given=line.given,
            counted=line.corrected if line.counts and abs(line.taken_off) >= WORTH_A_WORD else None,
            share=line.share,
            percent=percent,
            counts=line.counts,
            agreement=line.agreement,
        )
        for line, percent in zip(explanation.lines, percents, strict=True)
    }


def _up(value: float) -> float:
    """A tenth at most, rounded up, so that what is shown as enough is enough."""
    return ceil(value * 10 - A_HAIR) / 10
