"""What a reader does with the work in their hands: write, hand in, give back. Nothing here commits."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.content.assignments import ExampleUse
from app.content.course import Assignment
from app.peerreview.calibration import counts_in_scores
from app.peerreview.completing import complete_if_due
from app.peerreview.duties import Hold, hold_of
from app.peerreview.exchange_models import Review, ReviewPart, ReviewPlace
from app.peerreview.leases import Worth, draft_saved, worth_of
from app.peerreview.placing import free_place, hold_task, part_in, restand, settle, steer_soon
from app.peerreview.pools import Task, holds_of, lease_of, lock_pool, slot_of, waiting_of
from app.peerreview.review_policy import may_give_back, may_hand_in_review, may_write_review
from app.peerreview.reviewing_rules import missing_points
from app.peerreview.roles import ReaderRole
from app.peerreview.rubric_points import Scale, score_of_points
from app.peerreview.telling_reviews import lease_needs_no_reminder, tell_review_received
from app.platform import clock
from app.platform.database import db
from app.platform.jobs import enqueue
from app.platform.verdicts import require

SCORE_WORK = "score-work"


@dataclass(frozen=True, slots=True)
class Written:
    """What a reader has written so far: points and comments by the key of their criterion, and a word on the whole."""

    points: Mapping[str, int]
    comments: Mapping[str, str]
    overall: str = ""
    language: str = ""


def scales_of(assignment: Assignment) -> tuple[Scale, ...]:
    """The criteria of an assignment as numbers."""
    return tuple(Scale(one.key, one.most, one.weight) for one in assignment.rubric)


def save_review(task: Task, review: Review, written: Written) -> None:
    """Keep a draft, whether or not its lease still runs; the first that is saved in time renews it. Raises Refused."""
    # The pool first, as everywhere: whoever hands in as they save would otherwise wait for whoever ends the lease.
    lock_pool(task.pool_id)
    db.session.refresh(review)
    require(may_write_review(review))
    now = clock.now()
    lease_needs_no_reminder(review)
    lease = draft_saved(lease_of(review), now)
    review.drafted_at, review.ends_at = lease.drafted_at, lease.ends_at
    review.points = dict(written.points)
    review.comments = {key: text for key, text in written.comments.items() if text.strip()}
    review.overall = written.overall
    review.language = written.language
    review.saved_at = now
    db.session.flush()


def hand_in_review(task: Task, review: Review, assignment: Assignment) -> None:
    """Give the review to its author, as it was saved last; raises Refused when a criterion has no level yet.

    `assignment` is the one of the edition the work was handed in with.
    """
    hold_task(task)
    db.session.refresh(review)
    scales = scales_of(assignment)
    require(may_hand_in_review(review, missing_points(scales, review.points)))
    now = clock.now()
    # A blind check and what staff give as a measure have no place in the line.
    has_place = review.submission_id is not None and review.role is not ReaderRole.STAFF
    place = db.session.get_one(ReviewPlace, review.submission_id) if has_place else None
    # What ran out was ended when the pool was taken; to ask the clock again might answer otherwise.
    is_running = review.ended_at is None
    review.score = score_of_points(scales, review.points)
    review.truth = _truth_of(assignment, review.example_key)
    review.handed_in_at = now
    review.worth = Worth.CREDIT if place is None else _worth(task, review, place, is_running=is_running)
    part = part_in(task, review.reader_id) if review.role is ReaderRole.PEER else None
    if place is not None:
        place.out = max(0, place.out - is_running)
        place.done += review.worth is Worth.SCORE_AND_CREDIT and _counts(assignment, part)
        restand(task, [place])
        tell_review_received(task, place, review)
    lease_needs_no_reminder(review)
    if part is not None:
        part.done += 1
        _fill_a_hold(task, review.reader_id)
        settle(task, review.reader_id)
        complete_if_due(task, review.reader_id)
    enqueue(SCORE_WORK, pool_id=task.pool_id, submission_id=review.submission_id)
    steer_soon(task.pool_id)


def give_back(task: Task, review: Review) -> None:
    """Let the work go: its place is free at once, and the draft stays with its reader. Raises Refused."""
    hold_task(task)
    db.session.refresh(review)
    require(may_give_back(review))
    lease_needs_no_reminder(review)
    was_running = review.ended_at is None
    review.given_back_at = clock.now()
    if was_running:
        free_place(task, review)


def _worth(task: Task, review: Review, place: ReviewPlace, *, is_running: bool) -> Worth:
    if is_running:
        return Worth.SCORE_AND_CREDIT
    return worth_of(lease_of(review), clock.now(), waiting_of(place).needs)


def _truth_of(assignment: Assignment, example_key: str) -> float | None:
    points = next((one.points for one in assignment.examples if one.key == example_key), None)
    return None if points is None else score_of_points(scales_of(assignment), points)


def _counts(assignment: Assignment, part: ReviewPart | None) -> bool:
    """Whether it counts in the score, as far as is known before all is scored anew."""
    practises = any(one.use is ExampleUse.PRACTICE for one in assignment.examples)
    return part is None or not practises or counts_in_scores(part.calibration)


def _fill_a_hold(task: Task, user_id: int) -> None:
    """A review done while on call is the one that was on hold the longest."""
    now = clock.now()
    for hold in holds_of(task.pool_id, user_id):
        if hold_of(slot_of(hold), now) is Hold.ON_CALL:
            hold.filled_at = now
            break
    db.session.flush()
