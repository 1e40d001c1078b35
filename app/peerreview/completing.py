"""When an assignment is done, so that nobody's progress waits for other people."""

from dataclasses import dataclass
from datetime import timedelta

from app.peerreview.exchange_models import ReviewPlace, ReviewResult
from app.peerreview.pools import Task, part_of, places_of_author
from app.peerreview.publication import LONGEST_HIDDEN, Publication
from app.peerreview.results import publication_of
from app.platform import clock
from app.platform.database import db
from app.progress.actions import record_completion
from app.progress.queries import find_seat


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when it is asked whether an assignment is done; `has_passed` is None while there is no score."""

    is_handed_in: bool
    is_settled: bool
    has_pass_mark: bool
    has_passed: bool | None
    since_handed_in: timedelta


def is_done(facts: Facts) -> bool:
    """Whether it is: handed in, one's own reviews done or on hold, and passed where there is something to pass.

    Where others have given no score within the time after which scores are shown at the latest, that is not held
    against whoever waits.
    """
    if not facts.is_handed_in or not facts.is_settled:
        return False
    if not facts.has_pass_mark or facts.has_passed:
        return True
    return facts.has_passed is None and facts.since_handed_in >= LONGEST_HIDDEN


def facts_of(task: Task, place: ReviewPlace, publication: Publication | None) -> Facts:
    """What is known of somebody's work."""
    part = part_of(task.pool_id, place.author_id)
    return Facts(
        is_handed_in=place.is_open or publication is not None,
        is_settled=part is not None and part.settled_at is not None,
        has_pass_mark=task.assignment.pass_points > 0,
        has_passed=publication.has_passed if publication else None,
        since_handed_in=clock.now() - place.handed_in_at,
    )


def complete_if_due(task: Task, user_id: int) -> None:
    """Note that somebody's assignment is done when it is in any of its rounds; what is done stays done."""
    if not any(_is_done_in(task, place) for place in places_of_author(task.pool_id, user_id)):
        return
    seat = find_seat(user_id, task.course_slug)
    if seat is None or seat.part is None or task.assignment.key not in seat.edition.places:
        return
    record_completion(seat.part, seat.edition, seat.edition.places[task.assignment.key].unit)


def _is_done_in(task: Task, place: ReviewPlace) -> bool:
    result = db.session.get(ReviewResult, place.submission_id)
    return is_done(facts_of(task, place, publication_of(task, place, result) if result else None))
