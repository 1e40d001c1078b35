"""What the author of a submission may see of it, and what should happen next: facts in, answer out."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from app.peerreview.estimation import Band
from app.peerreview.rubric_points import A_HAIR, reaches

# A score is shown from so many reviews on, as provisional.
LEAST_FOR_A_SCORE = 2
# With so small a standard error a score is final before all reviews are in.
SURE_ENOUGH = 6.0
# Beyond this distance between the highest and the lowest review, a person looks at the work.
MOST_SPREAD = 25.0
# So many reviews are asked for beyond those needed, when the band straddles the pass mark.
FURTHER_REVIEWS = 1
# Authors who have not done their own reviews see their score after this time.
LONGEST_HIDDEN = timedelta(days=14)


class Stage(StrEnum):
    """How far the reviews of a submission have come."""

    WAITING = "waiting"
    COMMENTS = "comments"
    PROVISIONAL = "provisional"
    FINAL = "final"


class Hidden(StrEnum):
    """Why an author sees no score."""

    TOO_FEW_REVIEWS = "too_few_reviews"
    # Their own reviews come first, or the time in `score_opens_in`.
    OWN_REVIEWS_FIRST = "own_reviews_first"


class Doubt(StrEnum):
    """Why a person should look at a score."""

    STRADDLES_PASS_MARK = "straddles_pass_mark"
    FAR_APART = "far_apart"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a submission. `band` is None while no review counts, `pass_mark` where nothing must be reached.

    `counting` reviews count in the score; `readable` are all whose comments may be read. `is_above_floor` says that no
    criterion lies below the least it asks for. `final_so_far` is the score already published as final; `decided` the
    score that an appeal came to.
    """

    counting: int
    readable: int
    needed: int
    band: Band | None
    spread: float
    pass_mark: float | None
    has_done_own_reviews: bool
    since_handed_in: timedelta
    is_above_floor: bool = True
    final_so_far: float | None = None
    decided: float | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """What holds of a submission now.

    `score` with `low` and `high` is what it has come to, for staff always and for its author if `shows_score`; at stage
    FINAL it is what to keep as the final score. `has_passed` is None while there is no score. `score_opens_in` is how
    long the score stays hidden at most, None where time does not open it. `doubts` say why the submission is disputed.
    """

    stage: Stage
    shows_comments: bool
    shows_score: bool
    hidden: Hidden | None
    score_opens_in: timedelta | None
    score: float | None
    low: float | None
    high: float | None
    has_passed: bool | None
    wants_further_review: bool
    doubts: tuple[Doubt, ...]
    opens_appeal: bool

    @property
    def is_disputed(self) -> bool:
        """Whether somebody who has nothing else to review should read it."""
        return bool(self.doubts)


def publish(facts: Facts) -> Publication:
    """What holds of a submission now.

    A final score rises by itself and falls only by the decision of an appeal; what was decided, nothing else moves.
    A single review gives no score unless the assignment needs no more, however well known its reviewer.
    """
    stage = _stage(facts)
    has_score = stage in (Stage.PROVISIONAL, Stage.FINAL)
    waits = max(timedelta(0), LONGEST_HIDDEN - facts.since_handed_in)
    shows_score = has_score and (facts.has_done_own_reviews or not waits)
    score, low, high = _shown(facts) if has_score else (None, None, None)
    doubts = _doubts(facts) if has_score else ()
    return Publication(
        stage=stage,
        shows_comments=facts.readable > 0,
        shows_score=shows_score,
        hidden=_hidden(has_score=has_score, shows_score=shows_score),
        score_opens_in=waits if has_score and not shows_score else None,
        score=score,
        low=low,
        high=high,
        has_passed=None if score is None else _has_passed(facts, score),
        wants_further_review=(
            Doubt.STRADDLES_PASS_MARK in doubts and facts.needed <= facts.counting < facts.needed + FURTHER_REVIEWS
        ),
        doubts=doubts,
        # While reviews are still to come, they answer many a doubt, and staff would look for nothing.
        opens_appeal=stage is Stage.FINAL and bool(doubts),
    )


def _stage(facts: Facts) -> Stage:
    if facts.decided is not None or facts.final_so_far is not None:
        return Stage.FINAL
    if facts.band is None or facts.counting < min(LEAST_FOR_A_SCORE, max(1, facts.needed)):
        return Stage.COMMENTS if facts.readable else Stage.WAITING
    is_final = facts.counting >= facts.needed or facts.band.standard_error <= SURE_ENOUGH + A_HAIR
    return Stage.FINAL if is_final else Stage.PROVISIONAL


def _hidden(*, has_score: bool, shows_score: bool) -> Hidden | None:
    if shows_score:
        return None
    return Hidden.OWN_REVIEWS_FIRST if has_score else Hidden.TOO_FEW_REVIEWS


def _shown(facts: Facts) -> tuple[float | None, float | None, float | None]:
    """The score with the ends of its band; what a person decided has none but itself."""
    if facts.decided is not None:
        return facts.decided, facts.decided, facts.decided
    if facts.band is None:
        return facts.final_so_far, facts.final_so_far, facts.final_so_far
    score = max(facts.band.score, facts.final_so_far or 0.0)
    return score, facts.band.low, max(facts.band.high, score)


def _doubts(facts: Facts) -> tuple[Doubt, ...]:
    """What was decided is in no doubt, and a single review lies apart from nobody."""
    if facts.decided is not None or facts.band is None:
        return ()
    straddles = facts.pass_mark is not None and facts.band.straddles(facts.pass_mark)
    holds = {
        Doubt.STRADDLES_PASS_MARK: straddles,
        Doubt.FAR_APART: facts.counting > 1 and facts.spread > MOST_SPREAD + A_HAIR,
    }
    return tuple(doubt for doubt, does_hold in holds.items() if does_hold)


def _has_passed(facts: Facts, score: float) -> bool:
    """A decision is about the whole work, so it is above the floor too."""
    is_above_floor = facts.is_above_floor or facts.decided is not None
    return is_above_floor and (facts.pass_mark is None or reaches(score, facts.pass_mark))
