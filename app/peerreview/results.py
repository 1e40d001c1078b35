"""Results as they are published: from what is kept, the settings of the assignment and the time."""

from collections.abc import Mapping

from app.content.assignments import Scoring
from app.peerreview.estimation import Band, Method
from app.peerreview.exchange_models import ReviewPlace, ReviewPool, ReviewResult
from app.peerreview.pools import Task, part_of
from app.peerreview.publication import Facts, Publication, publish
from app.peerreview.rubric_points import pass_mark_of
from app.platform import clock

METHODS: Mapping[Scoring, Method] = {Scoring.MODEL: Method.MODEL, Scoring.MEAN: Method.MEAN}


def method_of(pool: ReviewPool, task: Task) -> Scoring:
    """How scores are made: as staff chose, else as the assignment says."""
    return pool.scoring or task.assignment.scoring


def facts_of(task: Task, place: ReviewPlace, result: ReviewResult) -> Facts:
    """What publication asks about a piece of work."""
    part = part_of(task.pool_id, place.author_id)
    is_reckoned = result.score is not None and result.standard_error is not None
    return Facts(
        counting=result.counting,
        readable=result.readable,
        needed=task.assignment.reviews_needed,
        band=Band(result.score, result.standard_error) if is_reckoned else None,  # type: ignore[arg-type]
        spread=result.spread,
        pass_mark=pass_mark_of(task.assignment.pass_points, task.assignment.most_points),
        has_done_own_reviews=part is not None and part.settled_at is not None,
        since_handed_in=clock.now() - place.handed_in_at,
        is_above_floor=result.is_above_floor,
        final_so_far=result.final_score,
        decided=result.decided_score,
    )


def publication_of(task: Task, place: ReviewPlace, result: ReviewResult) -> Publication:
    """What holds of a piece of work now, for its author and for staff."""
    return publish(facts_of(task, place, result))
